import { and, asc, desc, eq, getTableColumns, gt, gte, inArray, isNotNull, lt, lte, min, sql } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { ChannelName } from '../core/message.ts'
import { mayBeSaid, type Notice, type Obstacle, type OutboxStatus } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { members, outbox, rooms, tickets } from './schema/index.ts'

export type OutboxRow = typeof outbox.$inferSelect

/** Writes what is owed, in the transaction of the fact that caused it. Rooms where the bot does not speak keep the words for staff to read. */
export async function owe(
  tx: Db,
  { communityId }: Scope,
  notices: readonly Notice[],
  by: { at: Date; staffId?: number | null },
): Promise<number[]> {
  if (notices.length === 0) return []
  const voices = await voicesOf(tx, notices)
  const rows = notices.map(({ to, about, ...notice }) => ({
    ...notice,
    communityId,
    createdById: by.staffId ?? null,
    roomId: to.roomId ?? null,
    memberId: to.memberId ?? null,
    about: [...about],
    status: firstStatus(notice, voices.get(to.roomId ?? 0), by.at),
    createdAt: by.at,
  }))
  const owed = await tx
    .insert(outbox)
    .values(rows)
    .onConflictDoNothing({ target: [outbox.communityId, outbox.key] })
    .returning({ id: outbox.id })
  return owed.map(({ id }) => id)
}

/** What is due later is judged when it is due: the room may speak by then. */
function firstStatus(
  notice: Pick<Notice, 'kind' | 'obstacle' | 'notBefore'>,
  voice: (typeof rooms.$inferSelect)['voice'] | undefined,
  at: Date,
): OutboxStatus {
  if (notice.obstacle) return 'needsPerson'
  if (notice.notBefore > at) return 'waiting'
  return voice === undefined || mayBeSaid(notice.kind, voice) ? 'waiting' : 'withheld'
}

async function voicesOf(tx: Db, notices: readonly Notice[]) {
  const ids = notices.flatMap(({ to }) => (to.roomId === undefined ? [] : [to.roomId]))
  const rows = ids.length === 0 ? [] : await tx.select({ id: rooms.id, voice: rooms.voice }).from(rooms).where(inArray(rooms.id, ids))
  return new Map(rows.map(({ id, voice }) => [id, voice]))
}

/** What to say next, marked as being said before it is said, so that a crash cannot say it twice. */
export type Owed = OutboxRow & { roomExternalId: string | null; memberExternalId: string | null }

/** Takes the most pressing notice of a channel that may be said now: emergencies first, then as they came. */
export function claimNext(db: Db, channel: ChannelName, now: Date): Promise<Owed | null> {
  return db.transaction(async (tx) => {
    await setAside(tx, now)
    const [next] = await tx
      .select({ id: outbox.id, roomExternalId: rooms.externalId, memberExternalId: members.externalId })
      .from(outbox)
      .leftJoin(rooms, eq(rooms.id, outbox.roomId))
      .leftJoin(members, eq(members.id, outbox.memberId))
      .where(and(eq(outbox.status, 'waiting'), lte(outbox.notBefore, now), isOn(channel)))
      .orderBy(desc(sql`${outbox.kind} = 'emergency'`), asc(outbox.notBefore), asc(outbox.id))
      .limit(1)
      .for('update', { of: outbox, skipLocked: true })
    if (!next) return null

    const [row] = await tx
      .update(outbox)
      .set({ status: 'sending', attempts: sql`${outbox.attempts} + 1` })
      .where(eq(outbox.id, next.id))
      .returning()
    return { ...row!, roomExternalId: next.roomExternalId, memberExternalId: next.memberExternalId }
  })
}

/** Words whose time has passed, or whose room fell silent, are kept for staff and no longer said. */
async function setAside(tx: Db, now: Date): Promise<void> {
  await tx
    .update(outbox)
    .set({ status: 'expired', settledAt: now })
    .where(and(eq(outbox.status, 'waiting'), lte(outbox.expiresAt, now)))
  const silent = tx.select({ id: rooms.id }).from(rooms).where(eq(rooms.voice, 'recordOnly'))
  await tx
    .update(outbox)
    .set({ status: 'withheld', settledAt: now })
    .where(
      and(eq(outbox.status, 'waiting'), lte(outbox.notBefore, now), sql`${outbox.kind} <> 'privacyNotice'`, inArray(outbox.roomId, silent)),
    )
}

export function markSent(db: Db, row: Pick<OutboxRow, 'id' | 'kind' | 'roomId' | 'communityId'>, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.update(outbox).set({ status: 'sent', obstacle: null, settledAt: at }).where(eq(outbox.id, row.id))
    await noteInformed(tx, row, at)
  })
}

/** From its privacy notice on a room may be listened to, whoever posted it; a notice of another community's does not count. */
async function noteInformed(
  tx: Db,
  { kind, roomId, communityId }: Pick<OutboxRow, 'kind' | 'roomId' | 'communityId'>,
  at: Date,
): Promise<void> {
  if (kind !== 'privacyNotice' || roomId === null) return
  await tx
    .update(rooms)
    .set({ noticeSentAt: at })
    .where(and(eq(rooms.id, roomId), eq(rooms.communityId, communityId)))
}

/** The network did not take it: again at `notBefore`, or never by itself. */
export async function markUnsent(
  db: Db,
  id: number,
  next: { notBefore: Date; attempts: number } | { obstacle: Obstacle; at: Date },
): Promise<void> {
  const change =
    'obstacle' in next
      ? {
          status: next.obstacle === 'attempts' ? ('failed' as const) : ('needsPerson' as const),
          obstacle: next.obstacle,
          settledAt: next.at,
        }
      : { status: 'waiting' as const, ...next }
  await db.update(outbox).set(change).where(eq(outbox.id, id))
}

/** After a crash nobody knows whether the words were heard: a person looks, the bot does not repeat itself. */
export async function setAsideInterrupted(db: Db, channel: ChannelName, at: Date): Promise<number> {
  const rows = await db
    .update(outbox)
    .set({ status: 'needsPerson', obstacle: 'interrupted', settledAt: at })
    .where(and(eq(outbox.status, 'sending'), isOn(channel)))
    .returning({ id: outbox.id })
  return rows.length
}

/** When the next word of a channel is due; null when nothing is owed. */
export async function nextDueAt(db: Db, channel: ChannelName): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(outbox.notBefore) })
    .from(outbox)
    .where(and(eq(outbox.status, 'waiting'), isOn(channel)))
  return row?.at ?? null
}

/** A row's channel is that of its room or its person. */
function isOn(channel: ChannelName) {
  return sql`coalesce((select channel from rooms where id = ${outbox.roomId}), (select channel from members where id = ${outbox.memberId})) = ${channel}`
}

/** Whether a room has heard an article since a moment, or is about to. */
export async function hasAnswered(
  db: Db,
  { communityId }: Scope,
  { articleId, roomId, since }: { articleId: number; roomId: number; since: Date },
): Promise<boolean> {
  const heard = and(
    eq(outbox.communityId, communityId),
    eq(outbox.roomId, roomId),
    eq(outbox.articleId, articleId),
    inArray(outbox.status, ['waiting', 'sending', 'sent']),
    gte(outbox.createdAt, since),
  )
  return (await db.$count(outbox, heard)) > 0
}

export type OutboxEntry = OutboxRow & {
  roomTopic: string | null
  memberName: string | null
  memberIsFriend: boolean | null
  ticketNumber: string | null
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

/** Everything that was or will be said about a ticket, in the order it came to be owed. */
export function listSaidAbout(db: Db, { communityId }: Scope, ticketId: number): Promise<OutboxEntry[]> {
  return selectEntries(db)
    .where(and(eq(outbox.communityId, communityId), eq(outbox.ticketId, ticketId)))
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

function selectEntries(db: Db) {
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
  memberName: members.nickname,
  memberIsFriend: members.isFriend,
  ticketNumber: tickets.number,
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
const RETRIABLE: readonly OutboxStatus[] = ['withheld', 'failed', 'needsPerson', 'expired']

/** Takes words back before they are said; the key stays, so that no plan brings back what a person took out. @throws Refusal `illegal-move` when they are already on their way. */
export function cancel(db: Db, scope: Scope, id: number, at: Date): Promise<void> {
  return settle(db, scope, { id, from: CANCELLABLE, change: { status: 'cancelled', settledAt: at } })
}

/** Says it after all, or once more, when a person has decided so. */
export function retry(db: Db, scope: Scope, id: number, at: Date): Promise<void> {
  return settle(db, scope, {
    id,
    from: RETRIABLE,
    change: { status: 'waiting', obstacle: null, attempts: 0, notBefore: at, expiresAt: null, settledAt: null },
  })
}

/** A person has said it by hand. */
export function markSaid(db: Db, scope: Scope, id: number, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    await settle(tx, scope, { id, from: [...CANCELLABLE, 'expired'], change: { status: 'sent', obstacle: null, settledAt: at } })
    await noteInformed(tx, await findOutboxEntry(tx, scope, id), at)
  })
}

/** Changes words that were not said yet. */
export function reword(db: Db, scope: Scope, id: number, text: string): Promise<void> {
  return settle(db, scope, { id, from: ['waiting', 'withheld'], change: { text } })
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
