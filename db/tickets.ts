import { and, asc, desc, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Community, Estate } from '../core/community.ts'
import type { OpenMatter } from '../core/conversation/situation.ts'
import { isDutyReachable } from '../core/emergency/page.ts'
import { Refusal } from '../core/errors.ts'
import { localTime } from '../core/localTime.ts'
import type { Scope } from '../core/org.ts'
import { formatNumber } from '../core/ticket/number.ts'
import { OPEN_STATUSES } from '../core/ticket/status.ts'
import type { Actor, Decision, Matter, Reporter, Ticket } from '../core/ticket/ticket.ts'
import { changesBetween } from '../core/ticket/undo.ts'
import { type Db, whole } from './client.ts'
import { keepExamples } from './corrections.ts'
import { findCommunity, findEstate } from './orgUnits.ts'
import { owe } from './outbox.ts'
import { takeOnTicket } from './pageAnswers.ts'
import * as pages from './pages.ts'
import { findRoster } from './roster.ts'
import { rowsInto } from './rows.ts'
import { events, evidence, members, messages, reports, ticketNumbers, ticketSearch, tickets } from './schema/index.ts'

/** Whose words a ticket is made from. `messageId` null: staff wrote it down for somebody. */
export type Source = { reporter: Reporter; messageId: number | null; at: Date }

/** Of an emergency it has to be known before it is told whether anybody can be called. */
type Opened = { community: Community; estate: Estate; isEmergency: boolean; at: Date }

/**
 * Opens a ticket under the next number of its estate and day; an emergency calls the people on duty. Numbers have no gaps: a failed opening
 * gives its number back.
 */
export function open(
  db: Db,
  { community, estate, isEmergency, at }: Opened,
  sources: readonly Source[],
  decide: (id: number, number: string, isDutyReachable: boolean) => Decision,
): Promise<Ticket> {
  return whole(db, async (tx) => {
    const scope = { communityId: community.id }
    const roster = isEmergency ? await findRoster(tx, community) : null
    const { id, number } = await takeNumber(tx, community, estate, at)
    const decision = decide(id, number, roster !== null && isDutyReachable(roster))
    const { ticket, event } = decision
    await tx.execute(sql`
      with ticket as (${intoTickets([ticket])}), report as (${intoReports(reportsOf(scope, id, sources))} ${ONCE})
      ${intoEvents([eventOf(scope, ticket, event)])}`)
    await tell(tx, scope, decision)
    if (ticket.urgency === 'emergency') await pages.start(tx, community, roster ?? (await findRoster(tx, community)), ticket, at)
    return ticket
  })
}

/** Locks a ticket, lets the core decide about it, and writes the new state, the event and what is owed, whole or not at all. */
export function change(db: Db, scope: Scope, id: number, decide: (matter: Matter) => Decision): Promise<Ticket> {
  return whole(db, async (tx) => {
    const matter = await lock(tx, scope, id)
    const decision = decide(matter)
    await tx.update(tickets).set(decision.ticket).where(eq(tickets.id, id))
    await learn(tx, scope, matter.ticket, decision)
    const { by, at } = decision.event
    if (by.kind === 'staff') await takeOnTicket(tx, scope, id, by.staff, at)
    if (decision.leaves !== undefined) await takeBackReports(tx, id, decision.leaves, at)
    return remember(tx, scope, decision, matter.ticket)
  })
}

/** What a member reported here, or in a ticket that was merged into this one, counts no longer. */
async function takeBackReports(tx: Db, ticketId: number, memberId: number, at: Date): Promise<void> {
  await tx
    .update(reports)
    .set({ withdrawnAt: at })
    .where(and(inArray(reports.ticketId, mergedInto(ticketId)), eq(reports.memberId, memberId), isNull(reports.withdrawnAt)))
}

/** One more report behind a ticket; `decide` says what history keeps of it. */
export function join(db: Db, scope: Scope, id: number, sources: readonly Source[], decide: (matter: Matter) => Decision): Promise<Ticket> {
  return whole(db, async (tx) => {
    const matter = await lock(tx, scope, id)
    const decision = decide(matter)
    await tx.update(tickets).set(decision.ticket).where(eq(tickets.id, id))
    await link(tx, scope, id, sources)
    return remember(tx, scope, decision, matter.ticket)
  })
}

export async function findByNumber(db: Db, { communityId }: Scope, number: string): Promise<Ticket | null> {
  const [ticket] = await db
    .select()
    .from(tickets)
    .where(and(eq(tickets.communityId, communityId), eq(tickets.number, number)))
  return ticket ?? null
}

/** @throws Refusal `not-found`, also for another community's ticket. */
export async function find(db: Db, scope: Scope, number: string): Promise<Ticket> {
  return existing((await findByNumber(db, scope, number)) ?? undefined, number)
}

/** A ticket with its reporters, estate and community, as decisions need it. */
export async function findMatter(db: Db, scope: Scope, number: string): Promise<Matter> {
  return matterOf(db, scope, await find(db, scope, number))
}

/** The tickets a member reported, and those that theirs were merged into, newest first. */
export async function listOwn(db: Db, { communityId }: Scope, memberId: number, limit: number): Promise<Ticket[]> {
  const own = sql`(
    with recursive own as (
      select ticket_id as id from reports where member_id = ${memberId} and withdrawn_at is null
      union select merged_into_id from tickets join own using (id) where merged_into_id is not null
    ) select id from own)`
  return db
    .select()
    .from(tickets)
    .where(and(eq(tickets.communityId, communityId), inArray(tickets.id, own)))
    .orderBy(desc(tickets.id))
    .limit(limit)
}

/** Whether the bot or staff wait for a word of a member: where it is, more about it, whether it is fixed. */
export async function isAnswerAwaited(db: Db, { communityId }: Scope, memberId: number, since: Date): Promise<boolean> {
  const [asked] = await db
    .select({ id: tickets.id })
    .from(tickets)
    .innerJoin(reports, eq(reports.ticketId, tickets.id))
    .where(
      and(
        eq(tickets.communityId, communityId),
        eq(reports.memberId, memberId),
        or(
          and(eq(tickets.status, 'draft'), gte(tickets.openedAt, since)),
          eq(tickets.status, 'awaitingResident'),
          and(eq(tickets.status, 'resolved'), gte(tickets.resolvedAt, since)),
        ),
      ),
    )
    .limit(1)
  return asked !== undefined
}

/** Emergencies told in a room since a moment, newest first. */
export function listEmergencies(db: Db, { communityId }: Scope, roomId: number, since: Date): Promise<Ticket[]> {
  return db
    .select()
    .from(tickets)
    .where(
      and(
        eq(tickets.communityId, communityId),
        eq(tickets.roomId, roomId),
        eq(tickets.urgency, 'emergency'),
        sql`${tickets.openedAt} >= ${since.toISOString()}`,
      ),
    )
    .orderBy(desc(tickets.id))
}

const MOST_CANDIDATES = 200

/** The estate's newest open tickets with their reporters' words, for finding the one a report belongs to: bounded, whatever the archive holds. */
export async function listOpenMatters(db: Db, { communityId }: Scope, estateId: number, since: Date): Promise<OpenMatter[]> {
  const found = await db
    .select()
    .from(tickets)
    .where(
      and(
        eq(tickets.communityId, communityId),
        eq(tickets.estateId, estateId),
        inArray(tickets.status, [...OPEN_STATUSES]),
        gte(tickets.openedAt, since),
      ),
    )
    .orderBy(desc(tickets.id))
    .limit(MOST_CANDIDATES)
  if (found.length === 0) return []

  const told = await db
    .select({
      ticketId: reports.ticketId,
      words: messages.text,
      alias: reports.alias,
      memberId: reports.memberId,
      roomId: messages.roomId,
      at: reports.reportedAt,
    })
    .from(reports)
    .innerJoin(messages, eq(messages.id, reports.messageId))
    .where(
      inArray(
        reports.ticketId,
        found.map(({ id }) => id),
      ),
    )
    .orderBy(asc(reports.reportedAt), asc(reports.id))
  return found.map((ticket) => {
    const writtenDown = { words: ticket.summary, alias: '', memberId: null, roomId: ticket.roomId, at: ticket.openedAt }
    const own = told.filter(({ ticketId }) => ticketId === ticket.id)
    return { ticket, told: own.length > 0 ? own : [writtenDown] }
  })
}

async function takeNumber(tx: Db, community: Community, estate: Estate, at: Date): Promise<{ id: number; number: string }> {
  const day = localTime(at, community.timeZone).toPlainDate().toString()
  const [row] = await tx
    .insert(ticketNumbers)
    .values({ communityId: community.id, code: estate.code, day, last: 1 })
    .onConflictDoUpdate({
      target: [ticketNumbers.communityId, ticketNumbers.code, ticketNumbers.day],
      set: { last: sql`${ticketNumbers.last} + 1` },
    })
    .returning({ last: ticketNumbers.last, id: sql<number>`nextval(pg_get_serial_sequence('tickets', 'id'))`.mapWith(Number) })
  return { id: row!.id, number: formatNumber(estate.code, at, community.timeZone, row!.last) }
}

async function lock(tx: Db, scope: Scope, id: number): Promise<Matter> {
  const [ticket] = await tx
    .select()
    .from(tickets)
    .where(and(eq(tickets.id, id), eq(tickets.communityId, scope.communityId)))
    .for('update')
  return matterOf(tx, scope, existing(ticket, id))
}

async function matterOf(db: Db, scope: Scope, ticket: Ticket): Promise<Matter> {
  const [reporters, community, estate, afterPhotos] = await Promise.all([
    listReporters(db, ticket.id),
    findCommunity(db, scope),
    findEstate(db, scope, ticket.estateId),
    db.$count(evidence, and(eq(evidence.ticketId, ticket.id), eq(evidence.shows, 'after'))),
  ])
  return { ticket, reporters, community, estate, afterPhotos }
}

function mergedInto(ticketId: number) {
  return sql`(
    with recursive here as (
      select ${ticketId}::int as id
      union select tickets.id from tickets join here on tickets.merged_into_id = here.id
    ) select id from here)`
}

/** Those who reported it here, and those whose ticket was merged into this one: its progress is theirs. */
async function listReporters(db: Db, ticketId: number): Promise<Reporter[]> {
  const rows = await db
    .select({ memberId: reports.memberId, alias: reports.alias, isFriend: members.isFriend, roomId: messages.roomId })
    .from(reports)
    .leftJoin(members, eq(members.id, reports.memberId))
    .leftJoin(messages, eq(messages.id, reports.messageId))
    .where(and(inArray(reports.ticketId, mergedInto(ticketId)), isNull(reports.withdrawnAt)))
    .orderBy(asc(reports.id))
  return rows.map((row) => ({ ...row, isFriend: row.isFriend ?? false }))
}

function existing(ticket: Ticket | undefined, key: number | string): Ticket {
  if (!ticket) throw new Refusal('not-found', { ticket: key })
  return ticket
}

async function link(tx: Db, scope: Scope, ticketId: number, sources: readonly Source[]): Promise<void> {
  await tx.execute(sql`${intoReports(reportsOf(scope, ticketId, sources))} ${ONCE}`)
}

function reportsOf({ communityId }: Scope, ticketId: number, sources: readonly Source[]) {
  return sources.map(({ reporter: { memberId, alias }, messageId, at }) => ({
    communityId,
    ticketId,
    messageId,
    memberId,
    alias,
    reportedAt: at,
  }))
}

const [intoTickets, intoReports, intoEvents] = [rowsInto(tickets), rowsInto(reports), rowsInto(events)]
const ONCE = sql`on conflict (message_id, ticket_id) do nothing`

/** What a colleague put right, about this ticket and the one it was or is now part of. */
async function learn(tx: Db, scope: Scope, before: Ticket, { ticket, event, corrects = [] }: Decision): Promise<void> {
  if (event.by.kind !== 'staff') return
  const ids = [ticket.id, before.mergedIntoId, ticket.mergedIntoId].filter((id) => id !== null)
  await keepExamples(tx, scope, ids, corrects, { staff: event.by.staff, at: event.at })
}

async function remember(tx: Db, scope: Scope, decision: Decision, before: Ticket): Promise<Ticket> {
  const changes = changesBetween(before, decision.ticket)
  await tx.execute(intoEvents([{ ...eventOf(scope, decision.ticket, decision.event), changes }]))
  await tell(tx, scope, decision)
  return decision.ticket
}

/** What residents hear and what staff find it by; the two are sent together and answered together. */
async function tell(tx: Db, scope: Scope, { ticket, event: { by, at }, notices }: Decision): Promise<void> {
  await Promise.all([owe(tx, scope, notices, { at, staffId: by.kind === 'staff' ? by.staff.id : null }), indexWords(tx, scope, ticket)])
}

function eventOf({ communityId }: Scope, { id: ticketId }: Ticket, { by, ...fact }: Decision['event']) {
  return { communityId, ticketId, ...fact, ...actorColumns(by) }
}

function actorColumns(by: Actor): { actor: Actor['kind']; actorId: number | null; actorName: string } {
  if (by.kind === 'staff') return { actor: 'staff', actorId: by.staff.id, actorName: by.staff.name }
  if (by.kind === 'resident') return { actor: 'resident', actorId: by.memberId, actorName: by.alias }
  return { actor: 'bot', actorId: null, actorName: '小助手' }
}

/** What a ticket is found by: its number, what was understood, and what its reporters said. */
async function indexWords(tx: Db, { communityId }: Scope, { id, number, summary, firstSummary }: Ticket): Promise<void> {
  const said = sql`(
    select coalesce(string_agg(concat_ws(E'\n', '', ${reports.alias}, coalesce(${messages.text}, '')), '' order by ${reports.id}), '')
    from ${reports} left join ${messages} on ${messages.id} = ${reports.messageId} where ${eq(reports.ticketId, id)})`
  const words = sql`${[number, summary, firstSummary].join('\n')}::text || ${said}`
  await tx
    .insert(ticketSearch)
    .values({ ticketId: id, communityId, words })
    .onConflictDoUpdate({ target: ticketSearch.ticketId, set: { words: sql`excluded.words` } })
}
