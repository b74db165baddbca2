import { and, asc, desc, eq, exists, gt, gte, inArray, isNull, notInArray, or, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { MessageOutcome } from '../core/conversation/outcome.ts'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import { CATEGORY_CODES, isGrave } from '../core/taxonomy/categories.ts'
import type { Db } from './client.ts'
import { forgetNothing } from './corrections.ts'
import type { StoredMessage } from './inbox.ts'
import { settleGone } from './pages.ts'
import { members, messages, pages, readings, rooms } from './schema/index.ts'

const IGNORED_SHOWN = 5
const MOST_CRIES = 5
const GRAVE = CATEGORY_CODES.filter(isGrave)

export type WaitingMessage = {
  message: StoredMessage
  roomTopic: string | null
  estateId: number | null
  isFriend: boolean
  reading: typeof readings.$inferSelect | null
}

/**
 * What waits for a person, oldest first: the one who waited longest is helped first. Before all, latest first, what somebody cries, unless it is looked
 * for `after` another.
 */
export async function listWaiting(db: Db, { communityId }: Scope, page: { after?: number; limit: number }): Promise<WaitingMessage[]> {
  const waiting = and(isOurs(db, communityId), eq(messages.outcome, 'waiting'))
  const list = (which: SQL | undefined, order: SQL, limit: number) =>
    selectWaiting(db).where(and(waiting, which)).orderBy(order).limit(limit)
  if (page.after) return list(gt(messages.id, page.after), asc(messages.id), page.limit)
  const isCalledFor = exists(db.select().from(pages).where(eq(pages.messageId, messages.id)))
  const isOfDanger = exists(
    db
      .select()
      .from(readings)
      .where(and(eq(readings.messageId, messages.id), inArray(readings.category, GRAVE))),
  )
  const cries = await list(or(isCalledFor, isOfDanger), desc(messages.id), Math.min(MOST_CRIES, page.limit))
  const ids = cries.map(({ message }) => message.id)
  return [...cries, ...(await list(notInArray(messages.id, ids), asc(messages.id), page.limit - ids.length))]
}

/** @throws Refusal `not-found`, or `stale` when a colleague has settled it. */
export async function findWaiting(db: Db, { communityId }: Scope, id: number): Promise<WaitingMessage> {
  const [row] = await selectWaiting(db).where(and(isOurs(db, communityId), eq(messages.id, id)))
  if (!row) throw new Refusal('not-found', { message: id })
  if (row.message.outcome !== 'waiting') throw new Refusal('stale', { message: id })
  return row
}

/** A community's own words, and the cry of a stranger that its people were called for: nobody knows yet whose that is. */
export function isOurs(db: Db, communityId: number | Placeholder): SQL | undefined {
  const isCalledFor = exists(
    db
      .select()
      .from(pages)
      .where(and(eq(pages.messageId, messages.id), eq(pages.communityId, communityId))),
  )
  return or(eq(messages.communityId, communityId), and(isNull(messages.communityId), isCalledFor))
}

function selectWaiting(db: Db) {
  const lastReading = sql`${readings.id} = (select max(id) from readings where message_id = ${messages.id} and part = 0)`
  return db
    .select({
      message: messages,
      roomTopic: rooms.topic,
      estateId: sql<number | null>`coalesce(${rooms.estateId}, ${members.estateId})`.mapWith(Number),
      isFriend: members.isFriend,
      reading: readings,
    })
    .from(messages)
    .innerJoin(members, eq(members.id, messages.memberId))
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .leftJoin(readings, lastReading)
    .$dynamic()
}

/** A person has decided about a waiting message, which is their community's from then on; runs `then` with it. @throws Refusal `stale` when a colleague was faster. */
export function settleWaiting<Result>(
  db: Db,
  { communityId }: Scope,
  { id, outcome, at }: { id: number; outcome: MessageOutcome; at: Date },
  then: (tx: Db) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    const [claimed] = await tx
      .update(messages)
      .set({ outcome, settledAt: at, communityId })
      .where(and(eq(messages.id, id), isOurs(tx, communityId), eq(messages.outcome, 'waiting')))
      .returning({ memberId: messages.memberId })
    if (!claimed) throw new Refusal('stale', { message: id })
    if (outcome !== 'ignored') await takeForOurs(tx, communityId, claimed.memberId)
    await settleGone(tx)
    return then(tx)
  })
}

/** What somebody says in private whom nobody knew waits where they have been helped. */
async function takeForOurs(tx: Db, communityId: number, memberId: number): Promise<void> {
  await tx
    .update(members)
    .set({ communityId })
    .where(and(eq(members.id, memberId), isNull(members.communityId)))
}

/** Whoever was to be answered waits again: the answer was taken back. */
export async function waitAgain(tx: Db, { communityId }: Scope, ids: readonly number[], at: Date): Promise<void> {
  const answered = and(eq(messages.communityId, communityId), inArray(messages.id, [...ids]), eq(messages.outcome, 'answered'))
  await tx.update(messages).set({ outcome: 'waiting', settledAt: at }).where(answered)
}

/** Messages a person has set aside since a moment, latest first. */
export function listIgnored(db: Db, { communityId }: Scope, since: Date): Promise<StoredMessage[]> {
  return db
    .select()
    .from(messages)
    .where(and(eq(messages.communityId, communityId), eq(messages.outcome, 'ignored'), gte(messages.settledAt, since)))
    .orderBy(desc(messages.settledAt), desc(messages.id))
    .limit(IGNORED_SHOWN)
}

/** Puts an ignored message back among those that wait. @throws Refusal `stale` when it is no longer ignored. */
export function restoreIgnored(db: Db, scope: Scope, id: number, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const restored = await tx
      .update(messages)
      .set({ outcome: 'waiting', settledAt: at })
      .where(and(eq(messages.id, id), eq(messages.communityId, scope.communityId), eq(messages.outcome, 'ignored')))
      .returning({ id: messages.id })
    if (restored.length === 0) throw new Refusal('stale', { message: id })
    await forgetNothing(tx, scope, id)
  })
}

/** What residents wish for, as staff have noted it, newest first. */
export function listNoted(db: Db, { communityId }: Scope, limit: number): Promise<StoredMessage[]> {
  return db
    .select()
    .from(messages)
    .where(and(eq(messages.communityId, communityId), eq(messages.outcome, 'noted')))
    .orderBy(desc(messages.id))
    .limit(limit)
}
