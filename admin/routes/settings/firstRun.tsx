import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { DEFAULT_WEEK, readShifts, type WorkingWeek } from '../../../core/hours.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { changeCommunity, createEstate, listEstates } from '../../../db/orgUnits.ts'
import { changeSettings } from '../../../db/settings.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { writeOnce } from '../../twin.ts'
import { type FirstRunErrors, FirstRunPage, type FirstRunTyped } from '../../views/settings/firstRun.tsx'
import { BuildingsForm, EstateForm, TWIN_ESTATE } from './estates.tsx'
import { Phone } from './phones.tsx'

const maySet = requireRole(...SETTING_ROLES)
const Text = z.string().catch('')
const Typed = z.object({
  community: Text,
  contact: Text,
  name: Text,
  code: Text,
  buildings: Text,
  gas: Text,
  weekdayFrom: Text,
  weekdayTo: Text,
  weekendFrom: Text,
  weekendTo: Text,
})

const FirstRun = EstateForm.extend({
  community: z.string().trim().min(1, '请填写社区名称。').max(30, '社区名称最多 30 个字。'),
  contact: z.string().trim().max(60, '联系方式最多 60 个字。'),
  buildings: BuildingsForm,
  gas: Phone,
})

export const firstRunRoutes = new Hono<Console>()
  .get('/first-run', maySet, async (c) => {
    if (!(await needsFirstRun(c))) return goTo(c, '/settings')
    return drawFirstRun(c, blank(c), {})
  })
  .post('/first-run', maySet, async (c) => {
    const { staff, community, sandbox, now } = c.var
    if (!(await needsFirstRun(c))) return goTo(c, '/settings', '社区已经设置过了，请在这里修改。')
    const typed = Typed.parse(await c.req.parseBody())
    const form = FirstRun.safeParse(typed)
    const week = readWeek(typed)
    if (!form.success || 'errors' in week) {
      const fields = form.success ? {} : z.flattenError(form.error).fieldErrors
      return drawFirstRun(c, typed, { ...fields, ...('errors' in week ? week.errors : {}) })
    }
    const { community: name, contact, gas, ...estate } = form.data
    const hotlines = { ...community.hotlines, gas: gas || null }
    const made = await writeOnce(() =>
      settle(c, 'setCommunity', async (tx) => {
        await changeCommunity(tx, staff, { name, contact, hotlines, week: week.week })
        return changeSettings(tx, staff, { action: 'setEstates', at: now() }, () => createEstate(tx, staff, estate))
      }),
    )
    if (made === 'twin') return drawFirstRun(c, typed, TWIN_ESTATE)
    return goTo(c, sandbox ? '/sandbox' : '/bot', sandbox ? '设置好了。先在这里扮成居民说一句试试。' : '设置好了。接下来把群绑定到小区。')
  })

/** Whether the person who just came in should first say which estates there are. */
export async function needsFirstRun({ var: { db, staff } }: Context<Console>): Promise<boolean> {
  return hasRole(staff, SETTING_ROLES) && (await listEstates(db, staff)).length === 0
}

function blank({ var: { community } }: Context<Console>): FirstRunTyped {
  const [[weekdayFrom, weekdayTo], [weekendFrom, weekendTo]] = [DEFAULT_WEEK[0]![0]!, DEFAULT_WEEK[6]![0]!]
  const { name, contact, hotlines } = community
  const estate = { name: '', code: '', buildings: '' }
  return { community: name, contact, ...estate, gas: hotlines.gas ?? '', weekdayFrom, weekdayTo, weekendFrom, weekendTo }
}

function readWeek(typed: FirstRunTyped): { week: WorkingWeek } | { errors: FirstRunErrors } {
  const weekday = readShifts([[typed.weekdayFrom, typed.weekdayTo]])
  const weekend = readShifts([[typed.weekendFrom, typed.weekendTo]])
  const wrong = ['请填完整的起止时间，结束要晚于开始。']
  if ('fault' in weekday) return { errors: { weekdayTo: wrong } }
  if ('fault' in weekend) return { errors: { weekendTo: wrong } }
  return { week: [...Array.from({ length: 5 }, () => weekday.shifts), weekend.shifts, weekend.shifts] }
}

function drawFirstRun(c: Context<Console>, typed: FirstRunTyped, errors: FirstRunErrors) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const lead = '先填几样必需的，几分钟就好，以后都能在设置里改。'
  return drawPage(c, { title: '开始使用', nav: null, lead }, <FirstRunPage typed={typed} errors={errors} />)
}
