import { sql } from 'drizzle-orm'
import type { Community, Estate } from '../core/community.ts'
import { isDutyReachable, type Roster } from '../core/emergency/page.ts'
import { localTime } from '../core/localTime.ts'
import type { Scope } from '../core/org.ts'
import { formatNumber } from '../core/ticket/number.ts'
import { callsDuty } from '../core/ticket/open.ts'
import type { Decision, Ticket } from '../core/ticket/ticket.ts'
import { type Db, together, whole } from './client.ts'
import { owing } from './outbox.ts'
import * as pages from './pages.ts'
import { prepared } from './prepared.ts'
import { findRoster } from './roster.ts'
import { ticketNumbers } from './schema/index.ts'
import { eventOf, intoEvents, intoReports, intoTickets, ONCE, oweBy, reportsOf, type Source, wordsOf } from './ticketRows.ts'

/** Of an emergency it has to be known before it is told whether anybody can be called. */
type Opened = { community: Community; estate: Estate; isEmergency: boolean; at: Date }

/**
 * Opens a ticket under the next number of its estate and day; an emergency, and at night what is urgent, calls the people on duty. Numbers have no gaps: a failed opening
 * gives its number back.
 */
export function openUnderNextNumber(
  db: Db,
  { community, estate, isEmergency, at }: Opened,
  sources: readonly Source[],
  decide: (id: number, number: string, isDutyReachable: boolean) => Decision,
): Promise<Ticket> {
  return whole(db, async (tx) => {
    const scope = { communityId: community.id }
    const [roster, { id, number }] = await together(isEmergency ? findRoster(tx, community) : null, takeNumber(tx, community, estate, at))
    const decision = decide(id, number, roster !== null && isDutyReachable(roster))
    const { ticket } = decision
    await together(
      file(tx, scope, decision, sources),
      callsDuty(ticket, at, community) && callPeople(tx, { community, roster, ticket, at }),
    )
    return ticket
  })
}

/** The ticket, what was reported, its first event, what it is found by and what residents hear, in one statement: none of them sees the others' rows yet. */
async function file(tx: Db, scope: Scope, { ticket, event, notices }: Decision, sources: readonly Source[]): Promise<void> {
  await tx.execute(sql`
    with ticket as (${intoTickets([ticket])}),
      report as (${intoReports(reportsOf(scope, ticket.id, sources))} ${ONCE} returning *),
      search as (insert into ticket_search (ticket_id, community_id, words) values (${ticket.id}, ${scope.communityId}, ${wordsOf(ticket, sql`report`)})),
      owed as (${owing(scope, notices, oweBy(event))})
    ${intoEvents([eventOf(scope, ticket, event)])}`)
}

type Alarm = { community: Community; roster: Roster | null; ticket: Ticket; at: Date }

async function callPeople(tx: Db, { community, roster, ticket, at }: Alarm): Promise<void> {
  await pages.start(tx, community, roster ?? (await findRoster(tx, community)), ticket, at)
}

/** A new ticket is in the hands of whoever opens it until it is written, wherever it lies. */
const HELD_FROM_NOW = sql`set_config('app.held', nextval(pg_get_serial_sequence('tickets', 'id'))::text, true)`

const nextNumber = prepared((db) =>
  db
    .insert(ticketNumbers)
    .values({ communityId: sql.placeholder('communityId'), code: sql.placeholder('code'), day: sql.placeholder('day'), last: 1 })
    .onConflictDoUpdate({
      target: [ticketNumbers.communityId, ticketNumbers.code, ticketNumbers.day],
      set: { last: sql`${ticketNumbers.last} + 1` },
    })
    .returning({ last: ticketNumbers.last, id: sql<number>`${HELD_FROM_NOW}`.mapWith(Number) })
    .prepare('next_number'),
)

async function takeNumber(
  tx: Db,
  { id: communityId, timeZone }: Community,
  { code }: Estate,
  at: Date,
): Promise<{ id: number; number: string }> {
  const day = localTime(at, timeZone).toPlainDate().toString()
  const [row] = await nextNumber(tx).execute({ communityId, code, day })
  return { id: row!.id, number: formatNumber(code, at, timeZone, row!.last) }
}
