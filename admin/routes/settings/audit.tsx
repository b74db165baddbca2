import { Hono } from 'hono'
import * as z from 'zod'
import { startOfDay } from '../../../core/localTime.ts'
import { SETTING_ROLES } from '../../../core/staff.ts'
import { listAudit } from '../../../db/deeds.ts'
import { listColleagueNames } from '../../../db/people.ts'
import { requireRole } from '../../access.ts'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { AUDIT_ACTIONS, AuditPage } from '../../views/settings/audit.tsx'

const PAGE_ROWS = 50
const DAY_MS = 24 * 3_600_000

/** An address is typed, kept and shared: whatever makes no sense in it is left out. */
const Query = z.object({
  person: z.coerce
    .number()
    .int()
    .positive()
    .max(2 ** 31 - 1)
    .nullable()
    .catch(null),
  ticket: z.string().trim().toUpperCase().max(30).catch(''),
  action: z.enum(['', ...AUDIT_ACTIONS.map(({ name }) => name)]).catch(''),
  day: z.iso.date().or(z.literal('')).catch(''),
  before: z
    .string()
    .regex(/^\d{1,15}-[ab]\d{19}$/)
    .catch(''),
})

export const auditRoutes = new Hono<Console>().get('/settings/audit', requireRole(...SETTING_ROLES), async (c) => {
  const { db, staff, clock } = c.var
  const query = Query.parse(c.req.query())
  const [at, place] = query.before.split('-')
  const from = query.day ? startOfDay(new Date(`${query.day}T12:00:00Z`), clock.timeZone) : null
  const filter = {
    staffId: query.person,
    number: query.ticket || null,
    action: query.action || null,
    from,
    to: from && startOfDay(new Date(from.getTime() + 1.5 * DAY_MS), clock.timeZone),
  }
  const found = await listAudit(db, staff, filter, { before: place ? { at: new Date(Number(at)), place } : null, limit: PAGE_ROWS + 1 })
  const rows = found.slice(0, PAGE_ROWS)
  const people = await listColleagueNames(db, staff)
  const lead = '谁在什么时候做了什么，改前改后都在。只能添加，不能修改或删除。'
  return drawPage(
    c,
    { title: '操作记录', nav: 'settings', lead },
    <AuditPage rows={rows} older={found.length > PAGE_ROWS} people={people} query={query} clock={clock} />,
  )
})
