import { and, asc, eq, getTableColumns, inArray, or, type SQL, sql } from 'drizzle-orm'
import { addWorkingHours, workingDaysAgo } from '../core/calendar/workingTime.ts'
import type { Community } from '../core/community.ts'
import type { Scope } from '../core/org.ts'
import { TIERS } from '../core/taxonomy/categories.ts'
import { type ClockedTicket, type RunningClock, WARNED_SHARE } from '../core/ticket/clock.ts'
import { ACCEPTED_STATUSES } from '../core/ticket/status.ts'
import { LONGEST_HOURS } from '../core/ticket/terms.ts'
import type { Decision, Matter, Ticket } from '../core/ticket/ticket.ts'
import { type Db, whole } from './client.ts'
import { heardAt, repliedAt } from './echo.ts'
import { quietFrom } from './quiet.ts'
import { clockAlarms, communities, orgUnits, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'
import { change } from './tickets.ts'

/** No clock warns earlier. */
const LONGEST_WARNING_HOURS = LONGEST_HOURS * WARNED_SHARE

/** Tickets of which a clock may have something to say now; the core judges. */
export function listNearDue(db: Db, community: Community, now: Date): Promise<(Ticket & ClockedTicket)[]> {
  const horizon = addWorkingHours(now, LONGEST_WARNING_HOURS, community).toISOString()
  return db
    .select({ ...getTableColumns(tickets), heardAt, repliedAt })
    .from(tickets)
    .innerJoin(orgUnits, eq(orgUnits.id, tickets.estateId))
    .where(
      and(
        eq(tickets.communityId, community.id),
        isAmong(tickets.status, ['draft', ...ACCEPTED_STATUSES, 'onHold']),
        or(
          sql`least(${tickets.respondBy}, ${tickets.resolveBy}) <= ${horizon}`,
          isSilentFor(community, now, (days) => days - Math.ceil(days / 4)),
        ),
      ),
    )
    .orderBy(asc(tickets.id))
}

/** Accepted, or at rest longer than was said, and not spoken of for as many working days as `least` makes of those its level allows. */
export function isSilentFor(community: Community, now: Date, least: (days: number) => number = (days) => days): SQL | undefined {
  const cutoff = (days: number) => (days <= 0 ? now : workingDaysAgo(now, days, community)).toISOString()
  const levels = TIERS.map((tier) =>
    and(eq(tickets.tier, tier), sql`${quietFrom} < ${cutoff(least(community.tierTerms[tier].updateDays))}`),
  )
  return and(isAmong(tickets.status, [...ACCEPTED_STATUSES, 'onHold']), or(...levels))
}

/** What has been said of these tickets' clocks: `12 response breached 2026-11-24T03:00:00.000Z`. */
export async function listRung(db: Db, ticketIds: readonly number[]): Promise<Set<string>> {
  if (ticketIds.length === 0) return new Set()
  const rows = await db
    .select()
    .from(clockAlarms)
    .where(inArray(clockAlarms.ticketId, [...ticketIds]))
  return new Set(rows.map(({ ticketId, clock, alarm, due }) => keyOf(ticketId, { clock, state: alarm, due })))
}

export function keyOf(ticketId: number, { clock, state, due }: RunningClock): string {
  return `${ticketId} ${clock} ${state} ${due.toISOString()}`
}

/** Says it once, however many look: whoever is second finds it said. */
export function ring(
  db: Db,
  scope: Scope,
  { ticketId, running, at }: { ticketId: number; running: RunningClock; at: Date },
  decide: (matter: Matter) => Decision,
): Promise<void> {
  const { clock, state, due } = running
  return whole(db, async (tx) => {
    if (state === 'ok') return
    const rung = await tx.insert(clockAlarms).values({ ticketId, clock, alarm: state, due, at }).onConflictDoNothing().returning()
    if (rung.length > 0) await change(tx, scope, ticketId, decide)
  })
}

export async function listCommunityIds(db: Db): Promise<number[]> {
  const rows = await db.select({ id: communities.id }).from(communities).orderBy(asc(communities.id))
  return rows.map(({ id }) => id)
}
