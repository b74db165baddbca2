import type { Context } from 'hono'
import * as z from 'zod'
import type { Community } from '../../../core/community.ts'
import type { Staff } from '../../../core/staff.ts'
import { TIERS, URGENCIES } from '../../../core/taxonomy/categories.ts'
import { nearUntil } from '../../../core/ticket/deadline.ts'
import { listSavedFilters } from '../../../db/savedFilters.ts'
import type { TicketFilter } from '../../../db/ticketList.ts'
import type { Console } from '../../app.tsx'
import { addressOf, STATUS_GROUPS, type StatusGroup, TICKET_VIEWS, type TicketView } from '../../views/ticket/filters.tsx'
import type { NamedView } from '../../views/ticket/saved.tsx'

/** An address is typed, kept and shared: whatever makes no sense in it is left out. */
export const Query = z.object({
  status: z.enum(Object.keys(STATUS_GROUPS) as [StatusGroup, ...StatusGroup[]]).catch('open'),
  who: z.enum(['', 'me', 'nobody']).catch(''),
  due: z.enum(['', 'late', 'near']).catch(''),
  estate: z
    .string()
    .regex(/^\d{0,9}$/)
    .catch(''),
  group: z
    .string()
    .regex(/^[a-z]*$/)
    .catch(''),
  urgency: z.enum(['', ...URGENCIES]).catch(''),
  tier: z.enum(['', ...TIERS]).catch(''),
  private: z.enum(['', 'yes', 'no']).catch(''),
  raised: z.enum(['', 'yes']).catch(''),
  quiet: z
    .string()
    .regex(/^\d{0,2}$/)
    .catch(''),
  q: z.string().trim().max(60).catch(''),
  view: z.enum(Object.keys(TICKET_VIEWS) as [TicketView, ...TicketView[]]).catch('list'),
})
export type Query = z.infer<typeof Query>

/** What the address means for whoever looks, now. */
export function filterOf(query: Query, { staff, community, now }: { staff: Staff; community: Community; now: Date }): TicketFilter {
  return {
    statuses: STATUS_GROUPS[query.status].statuses,
    estateId: query.estate ? Number(query.estate) : null,
    group: query.group || null,
    urgency: query.urgency || null,
    tier: query.tier || null,
    private: query.private ? query.private === 'yes' : null,
    assignee: query.who === 'me' ? staff.id : query.who || null,
    due: dueOf(query, community, now),
    raised: query.raised === 'yes',
    quietSince: query.quiet ? quietSince(Number(query.quiet), now) : null,
    words: query.q,
  }
}

function dueOf({ due }: Query, community: Community, now: Date): TicketFilter['due'] {
  if (due === '') return null
  return due === 'late' ? { from: null, before: now } : { from: now, before: nearUntil(now, community) }
}

const DAY_MS = 86_400_000

/** The moment before which the last word must lie that residents heard of what has been quiet for so many days. */
export function quietSince(days: number, now: Date): Date {
  return new Date(now.getTime() - days * DAY_MS)
}

/** What was saved by an older program still opens: what it no longer knows is left out. */
export async function readSaved(c: Context<Console>): Promise<NamedView[]> {
  const saved = await listSavedFilters(c.var.db, c.var.staff)
  return saved.map((one) => ({ ...one, address: addressOf(Query.parse(one.query)) }))
}
