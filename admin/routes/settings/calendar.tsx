import { type Context, Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'
import { joinRuns, listSpecialDays, missingYears } from '../../../core/calendar/calendar.ts'
import { readNotice } from '../../../core/calendar/notice.ts'
import { DAY_KINDS, SpecialDay } from '../../../core/calendar/specialDay.ts'
import { localTime } from '../../../core/localTime.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { replaceSpecialDays, type Span } from '../../../db/specialDays.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { CalendarPage, type DaysErrors, type DaysTyped, saySpan } from '../../views/settings/calendar.tsx'

const TITLE = { title: '设置', nav: 'settings' } as const
const maySet = requireRole(...SETTING_ROLES)
const MOST_DAYS = 31
const NOTHING_TYPED: DaysTyped = { from: '', to: '', kind: 'off', worksAs: '1', name: '' }
const NOT_A_NOTICE = '没有读到放假的日子。请粘贴“一、元旦：1月1日（周五）至3日（周日）放假”这样的几段，或在下面逐段填写。'

const Text = z.string().catch('')
const Typed = z.object({ from: Text, to: Text, kind: z.enum(DAY_KINDS).catch('off'), worksAs: Text, name: Text })
const Day = z.iso.date('请选日期，例如 2027-02-06。')
const DaysForm = z
  .object({
    from: Day,
    to: z.union([z.literal(''), Day]),
    kind: z.enum(DAY_KINDS),
    worksAs: z.coerce.number().int().min(1).max(7),
    name: z.string().trim().max(12, '名称最多 12 个字。'),
  })
  .transform(({ to, ...days }) => ({ ...days, to: to || days.from }))
  .refine(({ from, to }) => from <= to, { path: ['to'], message: '最后一天不能早于第一天。' })
  .refine(({ from, to }) => from > to || countDays(from, to) <= MOST_DAYS, { path: ['to'], message: `一次最多 ${MOST_DAYS} 天。` })

/** What a community had said of the days of a span before it was changed. */
const Before = z.object({ from: z.iso.date(), to: z.iso.date(), days: z.array(SpecialDay).max(MOST_DAYS) })
export type Before = z.infer<typeof Before>

const NoticeForm = z.object({
  year: z.coerce.number().int().min(2000).max(2100),
  notice: z.string().max(4000, '太长了，只粘贴通知里写放假的几段。'),
})

const SpanForm = z.object({ from: z.iso.date(), to: z.iso.date(), act: z.enum(['usual', 'arranged']) })

export const settingsCalendarRoutes = new Hono<Console>()
  .get('/settings/calendar', (c) => drawCalendar(c, NOTHING_TYPED, {}))
  .post('/settings/calendar', maySet, async (c) => {
    const body = await c.req.parseBody()
    const form = DaysForm.safeParse(body)
    if (!form.success) return drawCalendar(c, Typed.parse(body), z.flattenError(form.error).fieldErrors)
    const { from, to, kind, worksAs, name } = form.data
    const days = listDays(from, to).map((day) => ({ day, kind, name, worksAs: kind === 'work' ? worksAs : null }))
    return change(c, { from, to }, days)
  })
  .post('/settings/calendar/notice', maySet, async (c) => {
    const form = NoticeForm.parse(await c.req.parseBody())
    const days = readNotice(form.notice, form.year)
    if (days.length === 0) return drawCalendar(c, NOTHING_TYPED, { notice: [NOT_A_NOTICE] }, form)
    const span = { from: `${form.year}-01-01`, to: `${form.year}-12-31` }
    const kept = c.var.community.specialDays.filter(({ day }) => isWithin(day, span) && !days.some((read) => read.day === day))
    return change(c, span, [...kept, ...days])
  })
  .post('/settings/calendar/span', maySet, async (c) => {
    const { act, ...span } = SpanForm.parse(await c.req.parseBody())
    const usual = listDays(span.from, span.to).map((day) => ({ day, kind: 'usual' as const, name: '', worksAs: null }))
    return change(c, span, act === 'usual' ? usual : [])
  })
  .post('/settings/calendar/undo', maySet, async (c) => {
    const { before } = await c.req.parseBody()
    const { days, ...span } = Before.parse(JSON.parse(String(before)))
    await settle(c, 'setCalendar', (tx) => replaceSpecialDays(tx, c.var.staff, span, days))
    return goTo(c, addressOf(span), `已撤销，${saySpan(span)}和原来一样。`)
  })

/** The page that follows offers the way back. */
async function change(c: Context<Console>, span: Span, days: SpecialDay[]): Promise<Response> {
  const { staff, community } = c.var
  const before: Before = { ...span, days: community.specialDays.filter(({ day }) => isWithin(day, span)) }
  await settle(c, 'setCalendar', (tx) => replaceSpecialDays(tx, staff, span, days))
  const undo = before.days.length > MOST_DAYS ? '' : `&before=${encodeURIComponent(JSON.stringify(before))}`
  return goTo(c, `${addressOf(span)}${undo}`, `已保存${saySpan(span)}，以后答应的时间按它算。`)
}

function isWithin(day: string, { from, to }: Span): boolean {
  return day >= from && day <= to
}

function addressOf({ from }: Span): string {
  return `/settings/calendar?year=${from.slice(0, 4)}`
}

type Pasted = { year?: number; notice: string }

function drawCalendar(c: Context<Console>, typed: DaysTyped, errors: DaysErrors, pasted: Pasted = { notice: '' }) {
  const { community, staff, now } = c.var
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const thisYear = localTime(now(), community.timeZone).year
  const missing = missingYears(now(), community)
  const asked = z.coerce
    .number()
    .int()
    .min(2000)
    .max(2100)
    .safeParse(pasted.year ?? (typed.from.slice(0, 4) || c.req.query('year')))
  const year = asked.data ?? thisYear
  const props = {
    year,
    years: [...new Set([thisYear, thisYear + 1, year])].toSorted(),
    missing,
    runs: joinRuns(listSpecialDays(year, community.specialDays)),
    before: readBefore(c.req.query('before')),
    typed,
    notice: pasted.notice,
    errors,
    today: localTime(now(), community.timeZone).toPlainDate().toString(),
    mayEdit: hasRole(staff, SETTING_ROLES),
  }
  return drawPage(c, TITLE, <CalendarPage {...props} />)
}

/** An address is typed and kept: what makes no sense in it offers nothing. */
function readBefore(text: string | undefined): Before | null {
  try {
    return Before.parse(JSON.parse(text ?? ''))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null
    throw error
  }
}

function countDays(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days + 1
}

function listDays(from: string, to: string): string[] {
  const first = Temporal.PlainDate.from(from)
  return Array.from({ length: Math.min(countDays(from, to), MOST_DAYS) }, (_, index) => first.add({ days: index }).toString())
}
