import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { DEEDS, type Deed, type DeedAction } from '../core/deed.ts'
import type { Scope } from '../core/org.ts'
import { NOBODY } from '../core/privacy/anonymous.ts'
import type { Staff } from '../core/staff.ts'
import { TICKET_EVENTS, type TicketEventName } from '../core/ticket/ticket.ts'
import type { Changes } from '../core/ticket/undo.ts'
import type { Db } from './client.ts'
import { deeds, events, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

/** Whose hand it was; a command of the machine has no account. */
export type Doer = Pick<Staff, 'communityId' | 'name'> & { id: number | null }

export function record(tx: Db, { communityId, id, name }: Doer, { action, subject, before, after, changes }: Deed, at: Date) {
  return tx.insert(deeds).values({ communityId, staffId: id, name, action, subject, before, after, changes, at })
}

/** What a resident did by a word to the bot: nothing says who it was. */
export function recordOfResident(tx: Db, { communityId }: Scope, { action, subject, before, after }: Deed, at: Date) {
  return tx.insert(deeds).values({ communityId, staffId: null, name: NOBODY, action, subject, before, after, at })
}

export type AuditFilter = { staffId: number | null; number: string | null; action: string | null; from: Date | null; to: Date | null }
/** The place in the list after which a page begins: rows of two tables are ordered by when, then by where they stand. */
export type AuditEdge = { at: Date; place: string }
export type AuditRow = {
  place: string
  at: Date
  name: string
  action: TicketEventName | DeedAction
  subject: string
  isTicket: boolean
  note: string | null
  changes: Changes
}

/** Deeds whose subject is a ticket's number. */
const ABOUT_TICKETS = isAmong(deeds.action, ['reveal', 'coverPhoto'])

/** What people and the program did, newest first. */
export async function listAudit(
  db: Db,
  { communityId }: Scope,
  filter: AuditFilter,
  { before, limit }: { before: AuditEdge | null; limit: number },
) {
  const isEvent = !filter.action || (TICKET_EVENTS as readonly string[]).includes(filter.action)
  const isDeed = !filter.action || (DEEDS as readonly string[]).includes(filter.action)
  const ofEvents = db
    .select({
      place: sql<string>`'a' || lpad(${events.id}::text, 19, '0')`.as('place'),
      at: events.at,
      name: events.actorName,
      action: sql<TicketEventName | DeedAction>`${events.action}`.as('action'),
      subject: tickets.number,
      isTicket: sql<boolean>`true`.as('is_ticket'),
      note: events.note,
      changes: sql<Changes>`${events.changes}::json`.as('changes'),
    })
    .from(events)
    .innerJoin(tickets, eq(tickets.id, events.ticketId))
    .where(
      and(
        eq(events.communityId, communityId),
        isEvent ? undefined : sql`false`,
        filter.number ? eq(tickets.number, filter.number) : undefined,
        filter.staffId ? and(eq(events.actor, 'staff'), eq(events.actorId, filter.staffId)) : undefined,
        filter.action ? eq(sql`${events.action}`, filter.action) : undefined,
        within(events.at, filter),
        isBefore(events.at, sql`'a' || lpad(${events.id}::text, 19, '0')`, before),
      ),
    )
    .orderBy(desc(events.at), desc(events.id))
    .limit(limit)
  const ofDeeds = db
    .select({
      place: sql<string>`'b' || lpad(${deeds.id}::text, 19, '0')`.as('place'),
      at: deeds.at,
      name: deeds.name,
      action: sql<TicketEventName | DeedAction>`${deeds.action}`.as('action'),
      subject: deeds.subject,
      isTicket: sql<boolean>`${ABOUT_TICKETS}`.as('is_ticket'),
      note: sql<string | null>`case when ${deeds.before} is null then ${deeds.after} end`.as('note'),
      changes:
        sql<Changes>`case when ${deeds.before} is null then ${deeds.changes} else json_build_object('', json_build_array(${deeds.before}, ${deeds.after})) end`.as(
          'changes',
        ),
    })
    .from(deeds)
    .where(
      and(
        eq(deeds.communityId, communityId),
        isDeed ? undefined : sql`false`,
        filter.number ? and(ABOUT_TICKETS, eq(deeds.subject, filter.number)) : undefined,
        filter.staffId ? eq(deeds.staffId, filter.staffId) : undefined,
        filter.action ? inArray(deeds.action, [filter.action as DeedAction]) : undefined,
        within(deeds.at, filter),
        isBefore(deeds.at, sql`'b' || lpad(${deeds.id}::text, 19, '0')`, before),
      ),
    )
    .orderBy(desc(deeds.at), desc(deeds.id))
    .limit(limit)
  const rows: AuditRow[] = await unionAll(ofEvents, ofDeeds).orderBy(sql`2 desc`, sql`1 desc`).limit(limit)
  return rows
}

function within(at: typeof events.at | typeof deeds.at, { from, to }: AuditFilter): SQL | undefined {
  return and(from ? gte(at, from) : undefined, to ? lt(at, to) : undefined)
}

function isBefore(at: typeof events.at | typeof deeds.at, place: SQL, before: AuditEdge | null): SQL | undefined {
  if (!before) return undefined
  return or(lt(at, before.at), and(eq(at, before.at), sql`${place} < ${before.place}`))
}
