import { and, asc, count, desc, eq, getTableColumns, gt, gte, inArray, isNotNull, lt, lte, min, notInArray, or, sql } from 'drizzle-orm'
import type { Account } from '../core/account.ts'
import { Refusal } from '../core/errors.ts'
import type { OutboxStatus } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { isOn, noteInformed, type OutboxRow, oweLaterAgain } from './outbox.ts'
import { members, outbox, rooms, tickets } from './schema/index.ts'
import { IS_SPOKEN } from './speech.ts'
import { waitAgain } from './waiting.ts'

export type OutboxEntry = OutboxRow & {
  roomTopic: string | null
  /** Since when the bot is not in the room any more. */
  roomLeftAt: Date | null
  memberName: string | null
  memberIsFriend: boolean | null
  ticketNumber: string | null
  ticketAssigneeId: number | null
}

/** One page of a community's outbox, newest first. `before` and `after` are ids at the edge of the page the reader comes from. */
export async function listOutbox(
  db: Db,
  { communityId }: Scope,
  page: { statuses: readonly OutboxStatus[]; before?: number | undefined; after?: number | undefined; limit: number },
): Promise<OutboxEntry[]> {
  const { statuses, before, after, limit } = page
  const edge = after ? gt(outbox.id, after) : before ? lt(outbox.id, before) : undefined
  const rows = await selectEntries(db)
    .where(and(eq(outbox.communityId, communityId), inArray(outbox.status, [...statuses]), edge))
    .orderBy(after ? asc(outbox.id) : desc(outbox.id))
    .limit(limit)
  return after ? rows.toReversed() : rows
}

/** The words that a row of a page said in one, by its id, in the order in which they came to be owed. */
export async function listCombined(db: Db, { communityId }: Scope, saidByIds: readonly number[]): Promise<Map<number, OutboxEntry[]>> {
  const byId = new Map<number, OutboxEntry[]>()
  if (saidByIds.length === 0) return byId
  const rows = await selectEntries(db)
    .where(and(eq(outbox.communityId, communityId), inArray(outbox.combinedIntoId, [...saidByIds])))
    .orderBy(asc(outbox.id))
  for (const row of rows) byId.set(row.combinedIntoId!, [...(byId.get(row.combinedIntoId!) ?? []), row])
  return byId
}

/** How often the bot itself has spoken in each group since a moment. */
export async function countSpokenByRoom(db: Db, { communityId }: Scope, since: Date): Promise<Map<number, number>> {
  const rows = await db
    .select({ roomId: outbox.roomId, count: sql<number>`count(*)`.mapWith(Number) })
    .from(outbox)
    .where(and(eq(outbox.communityId, communityId), isNotNull(outbox.roomId), gte(outbox.settledAt, since), IS_SPOKEN))
    .groupBy(outbox.roomId)
  return new Map(rows.map(({ roomId, count }) => [roomId!, count]))
}

/** Everything that was or will be said to residents about a ticket, in the order it came to be owed. */
export function listSaidAbout(db: Db, { communityId }: Scope, ticketId: number): Promise<OutboxEntry[]> {
  return selectEntries(db)
    .where(and(eq(outbox.communityId, communityId), eq(outbox.ticketId, ticketId), notInArray(outbox.kind, ['page', 'dispatch'])))
    .orderBy(asc(outbox.id))
}

export async function countByStatus(db: Db, { communityId }: Scope): Promise<Map<OutboxStatus, number>> {
  const rows = await db
    .select({ status: outbox.status, count: sql<number>`count(*)`.mapWith(Number) })
    .from(outbox)
    .where(eq(outbox.communityId, communityId))
    .groupBy(outbox.status)
  return new Map(rows.map(({ status, count }) => [status, count]))
}

/** How many words could be said but wait, and since when the first does; what is not due yet does not wait. */
export async function findQueue(
  db: Db,
  { communityId }: Scope,
  account: Account,
  now: Date,
): Promise<{ count: number; since: Date | null }> {
  const since = min(sql`case when ${outbox.hold} is null then ${outbox.notBefore} else ${outbox.createdAt} end`)
  const [row] = await db
    .select({ count: count(), since: since.mapWith(outbox.notBefore) })
    .from(outbox)
    .where(
      and(
        eq(outbox.communityId, communityId),
        isOn(account),
        eq(outbox.status, 'waiting'),
        or(lte(outbox.notBefore, now), isNotNull(outbox.hold)),
      ),
    )
  return row!
}

export function selectEntries(db: Db) {
  return db
    .select(ENTRY)
    .from(outbox)
    .leftJoin(rooms, eq(rooms.id, outbox.roomId))
    .leftJoin(members, eq(members.id, outbox.memberId))
    .leftJoin(tickets, eq(tickets.id, outbox.ticketId))
    .$dynamic()
}

/** What announcements will say between two moments, in the order of saying. */
export function listPlanned(db: Db, { communityId }: Scope, from: Date, to: Date): Promise<OutboxEntry[]> {
  return selectEntries(db)
    .where(
      and(
        eq(outbox.communityId, communityId),
        inArray(outbox.status, ['waiting', 'withheld']),
        isNotNull(outbox.announcementId),
        gte(outbox.notBefore, from),
        lte(outbox.notBefore, to),
      ),
    )
    .orderBy(asc(outbox.notBefore), asc(outbox.id))
}

const ENTRY = {
  ...getTableColumns(outbox),
  roomTopic: rooms.topic,
  roomLeftAt: rooms.leftAt,
  memberName: members.nickname,
  memberIsFriend: members.isFriend,
  ticketNumber: tickets.number,
  ticketAssigneeId: tickets.assigneeId,
}

async function findOutboxEntry(db: Db, { communityId }: Scope, id: number): Promise<OutboxRow> {
  const [row] = await db
    .select()
    .from(outbox)
    .where(and(eq(outbox.id, id), eq(outbox.communityId, communityId)))
  if (!row) throw new Refusal('not-found', { outbox: id })
  return row
}

const CANCELLABLE: readonly OutboxStatus[] = ['waiting', 'withheld', 'failed', 'needsPerson']
const RETRIABLE: readonly OutboxStatus[] = ['waiting', 'withheld', 'failed', 'needsPerson', 'expired']

/** Takes words back before they are said; the key stays, so that no plan brings back what a person took out. @throws Refusal `illegal-move` when they are already on their way. */
export function cancel(db: Db, scope: Scope, id: number, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    await settle(tx, scope, { id, from: CANCELLABLE, change: { status: 'cancelled', settledAt: at } })
    const taken = await findOutboxEntry(tx, scope, id)
    if (taken.kind !== 'staffAnswer') return
    if (taken.ticketId === null) await waitAgain(tx, scope, taken.about, at)
    else await oweLaterAgain(tx, scope, taken, at)
  })
}

/**
 * Says it after all, once more, or at once, when a person has decided so: neither the hour nor the budget holds it then.
 * @throws Refusal `illegal-move`, also for words to a group that is not the community's any more
 */
export async function retry(db: Db, scope: Scope, id: number, at: Date): Promise<void> {
  const { roomId } = await findOutboxEntry(db, scope, id)
  if (roomId !== null) await assertOwnRoom(db, scope, roomId)
  return settle(db, scope, {
    id,
    from: RETRIABLE,
    change: {
      status: 'waiting',
      obstacle: null,
      attempts: 0,
      haste: 'atOnce',
      hold: null,
      notBefore: at,
      expiresAt: null,
      settledAt: null,
    },
  })
}

/** A person has said it by hand; what stood in its way is remembered, should it be undone. */
export function markSaid(db: Db, scope: Scope, id: number, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    await settle(tx, scope, {
      id,
      from: [...CANCELLABLE, 'expired'],
      change: { status: 'sent', attempts: 0, settledAt: at },
    })
    await noteInformed(tx, await findOutboxEntry(tx, scope, id), at)
  })
}

/** Changes words that were not said yet. */
export function reword(db: Db, scope: Scope, id: number, text: string): Promise<void> {
  return settle(db, scope, { id, from: ['waiting', 'withheld'], change: { text } })
}

async function assertOwnRoom(db: Db, { communityId }: Scope, roomId: number): Promise<void> {
  const own = and(eq(rooms.id, roomId), eq(rooms.communityId, communityId))
  if ((await db.$count(rooms, own)) === 0) throw new Refusal('illegal-move', { room: roomId })
}

async function settle(
  db: Db,
  { communityId }: Scope,
  { id, from, change }: { id: number; from: readonly OutboxStatus[]; change: Partial<typeof outbox.$inferInsert> },
): Promise<void> {
  const changed = await db
    .update(outbox)
    .set(change)
    .where(and(eq(outbox.id, id), eq(outbox.communityId, communityId), inArray(outbox.status, [...from])))
    .returning({ id: outbox.id })
  if (changed.length > 0) return
  const { status } = await findOutboxEntry(db, { communityId }, id)
  throw new Refusal('illegal-move', { outbox: id, status })
}
