import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Pace, ReminderTimes } from '../../../core/community.ts'
import { isTimeZone } from '../../../core/localTime.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { changeCommunity } from '../../../db/orgUnits.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { CommunityPage, type CommunityTyped, type Errors, PacePage, type PaceTyped } from '../../views/settings/page.tsx'

const TITLE = { title: '设置', nav: 'settings' } as const

const CommunityForm = z.object({
  name: z.string().trim().min(1, '请填写社区名称。').max(30, '社区名称最多 30 个字。'),
  contact: z.string().trim().max(60, '联系方式最多 60 个字。'),
  timeZone: z.string().refine(isTimeZone, '没有这个时区，请从列表里选。'),
})

const MS = 1000
const SECONDS = '请填 0 到 60 之间的秒数。'
const Seconds = z.coerce.number(SECONDS).min(0, SECONDS).max(60, SECONDS)
const Whole = '请填 1 到 12 之间的整数。'
const PaceForm = z
  .object({
    eveAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '请填钟点，例如 19:00。'),
    hoursBefore: z.coerce.number(Whole).int(Whole).min(1, Whole).max(12, Whole),
    minSeconds: Seconds,
    maxSeconds: Seconds,
  })
  .refine(({ minSeconds, maxSeconds }) => minSeconds <= maxSeconds, { path: ['maxSeconds'], message: '最长不能小于最短。' })

/** Back into the form as it was typed. */
const Typed = z.record(z.string(), z.string().catch(''))

export const settingsRoutes = new Hono<Console>()
  .get('/settings', (c) => drawCommunity(c, c.var.community, {}))
  .post('/settings', requireRole(...SETTING_ROLES), async (c) => {
    const typed = Typed.parse(await c.req.parseBody())
    const form = CommunityForm.safeParse(typed)
    if (!form.success) {
      const { name = '', contact = '', timeZone = '' } = typed
      return drawCommunity(c, { name, contact, timeZone }, z.flattenError(form.error).fieldErrors)
    }
    await settle(c, 'setCommunity', (tx) => changeCommunity(tx, c.var.staff, form.data))
    return goTo(c, '/settings', '已保存。')
  })
  .get('/settings/pace', (c) => {
    const { reminders, pace } = c.var.community
    const typed: PaceTyped = {
      eveAt: reminders.eveAt,
      hoursBefore: String(reminders.hoursBefore),
      minSeconds: String(pace.minMs / MS),
      maxSeconds: String(pace.maxMs / MS),
    }
    return drawPace(c, typed, {})
  })
  .post('/settings/pace', requireRole(...SETTING_ROLES), async (c) => {
    const typed = Typed.parse(await c.req.parseBody())
    const form = PaceForm.safeParse(typed)
    if (!form.success) {
      const { eveAt = '', hoursBefore = '', minSeconds = '', maxSeconds = '' } = typed
      return drawPace(c, { eveAt, hoursBefore, minSeconds, maxSeconds }, z.flattenError(form.error).fieldErrors)
    }
    const { eveAt, hoursBefore, minSeconds, maxSeconds } = form.data
    const reminders = ReminderTimes.parse({ eveAt, hoursBefore })
    const pace = Pace.parse({ minMs: Math.round(minSeconds * MS), maxMs: Math.round(maxSeconds * MS) })
    await settle(c, 'setPace', (tx) => changeCommunity(tx, c.var.staff, { reminders, pace }))
    return goTo(c, '/settings/pace', '已保存。')
  })

function drawCommunity(c: Context<Console>, typed: CommunityTyped, errors: Errors<keyof CommunityTyped>) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  return drawPage(c, TITLE, <CommunityPage typed={typed} errors={errors} mayEdit={hasRole(c.var.staff, SETTING_ROLES)} />)
}

function drawPace(c: Context<Console>, typed: PaceTyped, errors: Errors<keyof PaceTyped>) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  return drawPage(c, TITLE, <PacePage typed={typed} errors={errors} mayEdit={hasRole(c.var.staff, SETTING_ROLES)} />)
}
