import { and, asc, eq, gte, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Person } from '../core/organisation/appointment.ts'
import { giveByRule, timeOutAssignment } from '../core/routing/assignment.ts'
import type { TicketLink } from '../core/routing/link.ts'
import { noteLateReportIn } from '../core/routing/whistle.ts'
import { OPEN_STATUSES } from '../core/ticket/status.ts'
import type { Decision, Matter, Ticket } from '../core/ticket/ticket.ts'
import { type Db, whole } from './client.ts'
import { findHands } from './hands.ts'
import { isWithin } from './reach.ts'
import { tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'
import { giveLink } from './ticketLinks.ts'
import { change } from './tickets.ts'

const GIVEN_WITHIN_MS = 24 * 3_600_000
const DAY_MS = 24 * 3_600_000

/** What has never been in anybody's hands; people are called for emergencies. */
export function listUngiven(db: Db, { communityId }: Scope, now: Date): Promise<Ticket[]> {
  const wasGiven = sql`exists (select from events where events.ticket_id = ${tickets.id}
    and events.action in ('assign', 'route', 'raise', 'whistle', 'bounce', 'timeOut', 'takeUp', 'mediate'))`
  return db
    .select()
    .from(tickets)
    .where(
      and(
        eq(tickets.communityId, communityId),
        inArray(tickets.status, ['pendingReview', 'filed']),
        isNull(tickets.assigneeId),
        ne(tickets.urgency, 'emergency'),
        gte(tickets.openedAt, new Date(now.getTime() - GIVEN_WITHIN_MS)),
        sql`not ${wasGiven}`,
      ),
    )
    .orderBy(asc(tickets.id))
}

/** Gives a ticket to whoever the rule found when it came; who has no account gets it by a link. Returns whether somebody has it now. */
export function give(
  db: Db,
  scope: Scope,
  { id, estateId, place, openedAt }: Ticket,
  { community, at, addressOf }: { community: Community; at: Date; addressOf: (link: TicketLink) => string },
): Promise<boolean> {
  return whole(db, async (tx) => {
    const hands = await findHands(tx, scope, { estateId, building: place?.building ?? null }, openedAt)
    let person: Person | null = null
    const ticket = await changeIf(tx, scope, id, (matter) => {
      const given = giveByRule(matter, hands, at)
      person = given?.person ?? null
      return given?.decision ?? null
    })
    if (!ticket || !person) return false
    const { staffId, memberId, name } = person as Person
    const expiresAt = new Date(at.getTime() + community.routing.linkDays * DAY_MS)
    const handed = { name, party: ticket.party, department: null, memberId, expiresAt }
    if (staffId === null) await giveLink(tx, scope, ticket, handed, { by: null, at, addressOf })
    return true
  })
}

/** What was given and has not been taken up; the core judges how long that may be. */
export function listUntaken(db: Db, { communityId }: Scope): Promise<Ticket[]> {
  return db
    .select()
    .from(tickets)
    .where(and(eq(tickets.communityId, communityId), eq(tickets.status, 'assigned'), isNotNull(tickets.assignedAt)))
    .orderBy(asc(tickets.id))
}

export function takeBack(db: Db, scope: Scope, id: number, at: Date): Promise<Ticket | null> {
  return changeIf(db, scope, id, (matter) => timeOutAssignment(matter, at))
}

/** Open matters to which departments were called. */
export function listWhistled(db: Db, scope: Scope): Promise<Ticket[]> {
  return db
    .select()
    .from(tickets)
    .where(and(isWithin(scope), isAmong(tickets.status, OPEN_STATUSES), isNotNull(tickets.whistle)))
    .orderBy(asc(tickets.id))
}

export function noteLate(db: Db, scope: Scope, id: number, at: Date): Promise<Ticket | null> {
  return changeIf(db, scope, id, (matter) => noteLateReportIn(matter, at))
}

class NothingToDo extends Error {}

/** Null: under the lock there is nothing to be done any more; nothing is written. */
async function changeIf(db: Db, scope: Scope, id: number, decide: (matter: Matter) => Decision | null): Promise<Ticket | null> {
  try {
    return await change(db, scope, id, (matter) => {
      const decision = decide(matter)
      if (!decision) throw new NothingToDo()
      return decision
    })
  } catch (error) {
    if (error instanceof NothingToDo || (error instanceof Refusal && error.code === 'illegal-move')) return null
    throw error
  }
}
