import { and, asc, desc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Rating } from '../core/satisfaction/answer.ts'
import { ANSWER_MS, askingWords, endsAskedAbout, needsCall, REST_MS, whomToAsk } from '../core/satisfaction/ask.ts'
import type { Asked } from '../core/satisfaction/respond.ts'
import type { Staff } from '../core/staff.ts'
import type { Decision, Matter, Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { owe } from './outbox.ts'
import { members, outbox, ratings, reports, rooms, tickets } from './schema/index.ts'
import { change, findMatter } from './tickets.ts'

const BATCH = 200
const UNDO_MS = 60 * 60_000

/** Asks, once each, whoever reported what has just ended; two processes ask once. Returns how many were asked. */
export async function askReporters(db: Db, community: Community, now: Date): Promise<number> {
  const ends = endsAskedAbout(now, community.timeZone)
  if (!ends) return 0
  let count = 0
  for (const { number } of await listToAsk(db, community, ends, now)) count += await askAbout(db, community, number, now)
  return count
}

/** The latest end first: whoever has several is asked about that one. */
function listToAsk(db: Db, community: Community, { since, before }: { since: Date; before: Date }, now: Date) {
  const rested = new Date(now.getTime() - REST_MS).toISOString()
  const someone = sql`exists (
    select from ${reports} join ${members} on ${members.id} = ${reports.memberId} join tickets own on own.id = ${reports.ticketId}
    where (own.id = ${tickets.id} or own.merged_into_id = ${tickets.id}) and ${reports.withdrawnAt} is null and ${members.isFriend}
      and not exists (select from ratings asked where asked.member_id = ${members.id} and (asked.ticket_id = ${tickets.id} or asked.asked_at > ${rested})))`
  return db
    .select({ number: tickets.number })
    .from(tickets)
    .leftJoin(rooms, eq(rooms.id, tickets.roomId))
    .where(
      and(
        eq(tickets.communityId, community.id),
        gte(tickets.closedAt, since),
        lt(tickets.closedAt, before),
        inArray(tickets.outcome, ['confirmed', 'verified']),
        or(isNull(rooms.id), eq(rooms.voice, 'speaking')),
        someone,
      ),
    )
    .orderBy(desc(tickets.closedAt), desc(tickets.id))
    .limit(BATCH)
}

function askAbout(db: Db, community: Community, number: string, now: Date): Promise<number> {
  const scope = { communityId: community.id }
  return db.transaction(async (tx) => {
    const matter = await findMatter(tx, scope, number)
    const people = whomToAsk(matter).map(({ memberId }) => memberId)
    const free = people.length === 0 ? [] : await withoutRecent(tx, people, now)
    if (free.length === 0) return 0
    const asked = await tx
      .insert(ratings)
      .values(free.map((memberId) => ({ ...scope, ticketId: matter.ticket.id, memberId, askedAt: now })))
      .onConflictDoNothing()
      .returning({ memberId: ratings.memberId })
    const words = asked.map(({ memberId }) => askingWords(matter, memberId, now))
    await owe(tx, scope, words, { at: now })
    return asked.length
  })
}

/** Locked, so that two tickets that end together ask nobody twice. */
async function withoutRecent(tx: Db, people: readonly number[], now: Date): Promise<number[]> {
  const free = await tx
    .select({ id: members.id })
    .from(members)
    .where(inArray(members.id, [...people]))
    .orderBy(asc(members.id))
    .for('update')
  const recent = await tx
    .select({ memberId: ratings.memberId })
    .from(ratings)
    .where(and(inArray(ratings.memberId, [...people]), gte(ratings.askedAt, new Date(now.getTime() - REST_MS))))
  return free.map(({ id }) => id).filter((id) => !recent.some(({ memberId }) => memberId === id))
}

/** What a member was asked, while it is the last that was said to them in private and they have not answered all of it. */
export async function findAsked(db: Db, memberId: number, now: Date): Promise<Asked | null> {
  const said = sql`select settled_at from outbox where outbox.community_id = ${ratings.communityId}
    and outbox.key = concat('satisfaction:', ${ratings.ticketId}, ':', ${ratings.memberId}) and outbox.status = 'sent'`
  const [found] = await db
    .select({
      id: ratings.id,
      communityId: ratings.communityId,
      ticketId: ratings.ticketId,
      party: tickets.party,
      answeredAt: ratings.answeredAt,
    })
    .from(ratings)
    .innerJoin(tickets, eq(tickets.id, ratings.ticketId))
    .where(
      and(
        eq(ratings.memberId, memberId),
        gte(ratings.askedAt, new Date(now.getTime() - ANSWER_MS)),
        or(isNull(ratings.isSolved), isNull(ratings.score)),
        sql`exists (${said})`,
        sql`not exists (select from ${outbox} later where later.member_id = ${memberId} and later.status = 'sent'
          and later.ticket_id is distinct from ${ratings.ticketId} and later.settled_at > (${said}))`,
      ),
    )
    .orderBy(desc(ratings.askedAt), desc(ratings.id))
    .limit(1)
  if (!found) return null
  const { answeredAt, ...asked } = found
  return { ...asked, isFirst: answeredAt === null }
}

/** What was said before and is not said again stays. */
export async function keep(tx: Db, { id }: Asked, { isSolved, score }: Rating, at: Date): Promise<void> {
  await tx
    .update(ratings)
    .set({
      answeredAt: at,
      ...(isSolved !== null && { isSolved }),
      ...(score !== null && { score }),
      ...(needsCall({ isSolved, score }) && { callAt: sql`coalesce(${ratings.callAt}, ${at.toISOString()}::timestamptz)` }),
    })
    .where(eq(ratings.id, id))
}

export type Callback = typeof ratings.$inferSelect & { ticket: Ticket; alias: string }

/** Whom somebody is to call, the longest waiting first; then whom colleagues have called of late. */
export async function listCallbacks(db: Db, { communityId }: Scope, limit: number): Promise<{ open: Callback[]; done: Callback[] }> {
  const [open, done] = await Promise.all([
    selectCallbacks(db)
      .where(and(eq(ratings.communityId, communityId), sql`call_at is not null and called_at is null`))
      .orderBy(asc(ratings.callAt), asc(ratings.id))
      .limit(limit),
    selectCallbacks(db)
      .where(and(eq(ratings.communityId, communityId), sql`${ratings.calledAt} is not null`))
      .orderBy(desc(ratings.calledAt))
      .limit(DONE_SHOWN),
  ])
  return { open: open.map(toCallback), done: done.map(toCallback) }
}

const DONE_SHOWN = 10

function selectCallbacks(db: Db) {
  return db
    .select({
      rating: ratings,
      ticket: tickets,
      alias: sql<string>`coalesce((select alias from reports where reports.ticket_id = ${ratings.ticketId} and reports.member_id = ${ratings.memberId}
        order by id limit 1), ${members.nickname})`,
    })
    .from(ratings)
    .innerJoin(tickets, eq(tickets.id, ratings.ticketId))
    .innerJoin(members, eq(members.id, ratings.memberId))
    .$dynamic()
}

function toCallback({ rating, ...rest }: { rating: typeof ratings.$inferSelect; ticket: Ticket; alias: string }): Callback {
  return { ...rating, ...rest }
}

/** @throws Refusal `not-found`, also for another community's. */
export async function findCallback(db: Db, { communityId }: Scope, id: number): Promise<Callback> {
  const [found] = await selectCallbacks(db).where(
    and(eq(ratings.communityId, communityId), eq(ratings.id, id), sql`${ratings.callAt} is not null`),
  )
  if (!found) throw new Refusal('not-found', { rating: id })
  return toCallback(found)
}

/** Keeps that somebody has called. @throws Refusal `stale` when a colleague was faster. */
export function settleCallback(
  db: Db,
  scope: Scope,
  id: number,
  { staff, at, note }: { staff: Staff; at: Date; note: string },
  decide: (matter: Matter) => Decision,
): Promise<void> {
  return db.transaction(async (tx) => {
    const { ticketId } = await findCallback(tx, scope, id)
    const called = await tx
      .update(ratings)
      .set({ calledAt: at, calledById: staff.id, callNote: note })
      .where(and(eq(ratings.id, id), eq(ratings.communityId, scope.communityId), isNull(ratings.calledAt)))
      .returning({ id: ratings.id })
    if (called.length === 0) throw new Refusal('stale', { rating: id })
    await change(tx, scope, ticketId, decide)
  })
}

/** Within the hour whoever called may put it back on the list; what was written stays in the ticket's history. @throws Refusal `not-allowed` */
export async function reopenCallback(db: Db, { communityId }: Scope, id: number, { staff, at }: { staff: Staff; at: Date }): Promise<void> {
  const own = and(
    eq(ratings.id, id),
    eq(ratings.communityId, communityId),
    eq(ratings.calledById, staff.id),
    gte(ratings.calledAt, new Date(at.getTime() - UNDO_MS)),
  )
  const rows = await db.update(ratings).set({ calledAt: null, calledById: null, callNote: null }).where(own).returning({ id: ratings.id })
  if (rows.length === 0) throw new Refusal('not-allowed', { rating: id })
}

/** How content people were whose tickets ended in a span, always with how many of those asked have answered. */
export type Satisfaction = { asked: number; rated: number; content: number; answered: number; solved: number; toCall: number }

export async function readSatisfaction(db: Db, { communityId }: Scope, { from, to }: { from: Date; to: Date }): Promise<Satisfaction> {
  const count = (condition: ReturnType<typeof sql>) => sql<number>`count(*) filter (where ${condition})`.mapWith(Number)
  const [row] = await db
    .select({
      asked: sql<number>`count(*)`.mapWith(Number),
      answered: count(sql`${ratings.answeredAt} is not null`),
      solved: count(sql`${ratings.isSolved}`),
      rated: count(sql`${ratings.score} is not null`),
      content: count(sql`${ratings.score} >= 4`),
      toCall: count(sql`${ratings.callAt} is not null and ${ratings.calledAt} is null`),
    })
    .from(ratings)
    .where(and(eq(ratings.communityId, communityId), gte(ratings.askedAt, from), lt(ratings.askedAt, to)))
  return row!
}
