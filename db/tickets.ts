import { and, asc, eq, gte, inArray, isNull, or, sql } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import { tellReopened } from '../core/routing/link.ts'
import type { Decision, Matter, Reporter, Ticket } from '../core/ticket/ticket.ts'
import { changesBetween } from '../core/ticket/undo.ts'
import { type Db, together, whole } from './client.ts'
import { keepExamples } from './corrections.ts'
import { countAfterPhotos } from './evidence.ts'
import { listHolders } from './handed.ts'
import { findCommunity, findEstate } from './orgUnits.ts'
import { dropLater, owe } from './outbox.ts'
import { takeOnTicket } from './pageAnswers.ts'
import { holdOn, isWithin } from './reach.ts'
import { members, messages, reports, tickets } from './schema/index.ts'
import { eventOf, intoEvents, intoReports, ONCE, oweBy, reportsOf, type Source, wordsOf } from './ticketRows.ts'

/** Locks a ticket, lets the core decide about it, and writes the new state, the event and what is owed, whole or not at all. */
export function change(db: Db, scope: Scope, id: number, decide: (matter: Matter) => Decision): Promise<Ticket> {
  return join(db, scope, id, [], decide)
}

/** The same with more reports behind the ticket; `decide` says what history keeps of them. */
export function join(db: Db, scope: Scope, id: number, sources: readonly Source[], decide: (matter: Matter) => Decision): Promise<Ticket> {
  return whole(db, async (tx) => {
    const matter = await lock(tx, scope, id)
    const decision = decide(matter)
    await tx.update(tickets).set(decision.ticket).where(eq(tickets.id, id))
    if (sources.length > 0) await link(tx, scope, id, sources)
    await learn(tx, scope, decision)
    const { by, at } = decision.event
    if (by.kind === 'staff') await takeOnTicket(tx, scope, id, by.staff, at)
    if (decision.leaves !== undefined) await takeBackReports(tx, id, decision.leaves, at)
    return remember(tx, scope, decision, matter.ticket)
  })
}

/**
 * The ticket that another is about to go into, as it is now. Both are locked, the lower id first: of two merges that cross, the second waits and sees
 * what the first has done. @throws Refusal `not-found`
 */
export async function lockTarget(tx: Db, scope: Scope, id: number, targetId: number): Promise<Ticket> {
  const both = await tx
    .select()
    .from(tickets)
    .where(and(inArray(tickets.id, [id, targetId]), isWithin(scope)))
    .orderBy(asc(tickets.id))
    .for('update')
  const target = both.find((ticket) => ticket.id === targetId)
  return existing(target, targetId)
}

/** What a member reported here, or in a ticket that was merged into this one, counts no longer. */
async function takeBackReports(tx: Db, ticketId: number, memberId: number, at: Date): Promise<void> {
  await tx
    .update(reports)
    .set({ withdrawnAt: at })
    .where(and(inArray(reports.ticketId, mergedInto(ticketId)), eq(reports.memberId, memberId), isNull(reports.withdrawnAt)))
}

export async function findByNumber(db: Db, scope: Scope, number: string): Promise<Ticket | null> {
  const [ticket] = await db
    .select()
    .from(tickets)
    .where(and(isWithin(scope), eq(tickets.number, number)))
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

export async function findMatterById(db: Db, scope: Scope, id: number): Promise<Matter> {
  const [ticket] = await db
    .select()
    .from(tickets)
    .where(and(eq(tickets.id, id), isWithin(scope)))
  return matterOf(db, scope, existing(ticket, id))
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

async function lock(tx: Db, scope: Scope, id: number): Promise<Matter> {
  const [ticket] = await tx
    .select()
    .from(tickets)
    .where(and(eq(tickets.id, id), isWithin(scope)))
    .for('update')
  const found = existing(ticket, id)
  await holdOn(tx, scope, id)
  return matterOf(tx, scope, found)
}

async function matterOf(db: Db, scope: Scope, ticket: Ticket): Promise<Matter> {
  const [reporters, community, estate, afterPhotos] = await Promise.all([
    listReporters(db, ticket.id),
    findCommunity(db, scope),
    findEstate(db, scope, ticket.estateId),
    countAfterPhotos(db, ticket.id),
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

/** What a colleague put right, about this ticket and the one it is now part of. */
async function learn(tx: Db, scope: Scope, { ticket, event, corrects = [] }: Decision): Promise<void> {
  if (event.by.kind !== 'staff') return
  const ids = [ticket.id, ticket.mergedIntoId].filter((id) => id !== null)
  await keepExamples(tx, scope, ids, corrects, { staff: event.by.staff, at: event.at })
}

async function remember(tx: Db, scope: Scope, decision: Decision, before: Ticket): Promise<Ticket> {
  const event = { ...eventOf(scope, decision.ticket, decision.event), changes: changesBetween(before, decision.ticket) }
  await together(tx.execute(intoEvents([event])), oweNotices(tx, scope, decision), indexWords(tx, scope, decision.ticket))
  return decision.ticket
}

/** What residents hear, and those who were handed what is open again. */
async function oweNotices(tx: Db, scope: Scope, { ticket, event, notices, supersedes }: Decision): Promise<void> {
  if (supersedes) await dropLater(tx, scope, ticket.id, event.at)
  const reopened = event.action === 'reopen' ? tellReopened(ticket, await listHolders(tx, ticket, event.at), event.at) : []
  await owe(tx, scope, [...notices, ...reopened], oweBy(event))
}

async function indexWords(tx: Db, { communityId }: Scope, ticket: Ticket): Promise<void> {
  const told = sql`(select * from reports where ticket_id = ${ticket.id})`
  await tx.execute(sql`
    insert into ticket_search (ticket_id, community_id, words) values (${ticket.id}, ${communityId}, ${wordsOf(ticket, told)})
    on conflict (ticket_id) do update set words = excluded.words`)
}
