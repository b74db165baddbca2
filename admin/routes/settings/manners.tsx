import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { ClockTime, readClockTime } from '../../../core/hours.ts'
import { Budget } from '../../../core/speech/budget.ts'
import { isQuietAt, QuietHours, readSpan, type SpanFault } from '../../../core/speech/quiet.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { changeCommunity } from '../../../db/orgUnits.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { MannersPage, type MannersTyped } from '../../views/settings/manners.tsx'
import type { Errors } from '../../views/settings/page.tsx'
import { whole } from './whole.ts'

const Typed = z.record(z.string(), z.string().trim().catch(''))

const BudgetForm = z.object({
  perHour: whole(1, 1000),
  perDay: whole(1, 10_000),
  combineMinutes: whole(1, 60),
  digestAt: z.string().transform(readClockTime).pipe(ClockTime).catch(''),
})

const SPAN_FAULTS: Record<keyof QuietHours, Record<SpanFault, string>> = {
  night: {
    incomplete: '两个钟点都要填，写成 22:00 这样；不要安静时段，就把两个都清空。',
    empty: '开始和结束是同一个钟点；不要安静时段，就把两个都清空。',
    tooLong: '夜里最长 14 小时，再长居民等不到回音。',
  },
  noon: {
    incomplete: '两个钟点都要填，写成 12:30 这样；午间不用安静，就把两个都清空。',
    empty: '开始和结束是同一个钟点；午间不用安静，就把两个都清空。',
    tooLong: '午间最长 4 小时，结束要晚于开始。',
  },
}

export const settingsMannersRoutes = new Hono<Console>()
  .get('/settings/manners', (c) => {
    const { quietHours, budget } = c.var.community
    const [night, noon] = [quietHours.night ?? ['', ''], quietHours.noon ?? ['', '']]
    const { perHour, perDay, combineMinutes, digestAt } = budget
    const spans = { nightFrom: night[0]!, nightTo: night[1]!, noonFrom: noon[0]!, noonTo: noon[1]! }
    return draw(c, { ...spans, perHour: String(perHour), perDay: String(perDay), combineMinutes: String(combineMinutes), digestAt }, {})
  })
  .post('/settings/manners', requireRole(...SETTING_ROLES), async (c) => {
    const typed = readTyped(Typed.parse(await c.req.parseBody()))
    const { quietHours, budget, errors } = readManners(typed)
    if (!quietHours || !budget) return draw(c, typed, errors)
    await settle(c, 'setManners', (tx) => changeCommunity(tx, c.var.staff, { quietHours, budget }))
    return goTo(c, '/settings/manners', '已保存。还等着没说的话，按新的分寸重新安排。')
  })

function readTyped(body: Record<string, string>): MannersTyped {
  const { nightFrom = '', nightTo = '', noonFrom = '', noonTo = '', perHour = '', perDay = '', combineMinutes = '', digestAt = '' } = body
  return { nightFrom, nightTo, noonFrom, noonTo, perHour, perDay, combineMinutes, digestAt }
}

type MannersRead = { quietHours: QuietHours | null; budget: Budget | null; errors: Errors<keyof MannersTyped> }

function readManners(typed: MannersTyped): MannersRead {
  const night = readSpan('night', typed.nightFrom, typed.nightTo)
  const noon = readSpan('noon', typed.noonFrom, typed.noonTo)
  const form = BudgetForm.safeParse(typed)
  const errors: Errors<keyof MannersTyped> = form.success ? {} : z.flattenError(form.error).fieldErrors
  if ('fault' in night) errors.nightFrom = [SPAN_FAULTS.night[night.fault]]
  if ('fault' in noon) errors.noonFrom = [SPAN_FAULTS.noon[noon.fault]]
  const quietHours = 'span' in night && 'span' in noon ? QuietHours.parse({ night: night.span, noon: noon.span }) : null
  if (form.success && form.data.digestAt === '') errors.digestAt = ['请填钟点，例如 18:00。']
  else if (form.success && quietHours && isQuietAt(form.data.digestAt, quietHours))
    errors.digestAt = ['这个钟点在安静时段里，小结说不出来，请改到安静时段之外。']
  if (form.success && form.data.perDay < form.data.perHour) errors.perDay = ['每天的句数不能少于每小时的句数。']
  const isWrong = Object.keys(errors).length > 0
  return { quietHours: isWrong ? null : quietHours, budget: isWrong || !form.success ? null : Budget.parse(form.data), errors }
}

function draw(c: Context<Console>, typed: MannersTyped, errors: Errors<keyof MannersTyped>) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const page = <MannersPage typed={typed} errors={errors} mayEdit={hasRole(c.var.staff, SETTING_ROLES)} />
  return drawPage(c, { title: '设置', nav: 'settings' }, page)
}
