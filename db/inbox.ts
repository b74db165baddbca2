import { and, asc, desc, eq, gt, gte, isNull, lte, sql } from 'drizzle-orm'
import type { MessageOutcome, Silence, Wait } from '../core/conversation/outcome.ts'
import type { Heard } from '../core/conversation/respond.ts'
import { Refusal } from '../core/errors.ts'
import { type ChannelName, cleanMessage, type IncomingMessage } from '../core/message.ts'
import type { Scope } from '../core/org.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'
import type { Db } from './client.ts'
import { keepMedia } from './media.ts'
import { type Member, meetMember } from './members.ts'
import { meetRoom, type Room } from './rooms.ts'
import { communities, members, messages, readings, rooms } from './schema/index.ts'

const IGNORED_SHOWN = 5

export type StoredMessage = typeof messages.$inferSelect

/** Stores a message before anything else happens to it. Networks redeliver; the second time is a no-op. Returns whether it was new. */
export function receive(db: Db, channel: ChannelName, incoming: IncomingMessage, receivedAt: Date): Promise<boolean> {
  const { id, room: group, sender, kind, text, quote, mentionsBot, recalls, fromBot, sentAt, media } = cleanMessage(incoming)
  return db.transaction(async (tx) => {
    const room = group && (await meetRoom(tx, channel, group))
    const member = await meetMember(tx, channel, sender, room)
    const stored = await tx
      .insert(messages)
      .values({
        channel,
        externalId: id,
        communityId: room ? room.communityId : (member.communityId ?? (await onlyCommunity(tx))),
        roomId: room?.id ?? null,
        memberId: member.id,
        alias: sender.alias || sender.nickname,
        kind,
        text,
        quote,
        mentionsBot,
        recalls,
        fromBot,
        mediaHash: media && (await keepMedia(tx, media, receivedAt)),
        sentAt: Number.isNaN(sentAt.getTime()) ? receivedAt : sentAt,
        receivedAt,
      })
      .onConflictDoNothing()
      .returning({ id: messages.id })
    return stored.length > 0
  })
}

/** Where a stranger's private words are shown: to the one community there is, to none among several. */
async function onlyCommunity(tx: Db): Promise<number | null> {
  const found = await tx.select({ id: communities.id }).from(communities).limit(2)
  return found.length === 1 ? found[0]!.id : null
}

/** The oldest message nobody has read. */
export async function nextUnread(db: Db): Promise<Unread | null> {
  const [oldest] = await listUnread(db, { after: 0, limit: 1 })
  return oldest ?? null
}

/** Unread messages that came after another, oldest first. */
export async function listUnread(db: Db, { after, limit }: { after: number; limit: number }): Promise<Unread[]> {
  const rows = await db
    .select({ message: messages, member: members, room: rooms })
    .from(messages)
    .innerJoin(members, eq(members.id, messages.memberId))
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .where(and(isNull(messages.outcome), gt(messages.id, after)))
    .orderBy(asc(messages.id))
    .limit(limit)
  return rows.map((row) => ({
    ...toHeard(row),
    attempts: row.message.attempts,
    estateId: row.room ? row.room.estateId : row.member.estateId,
  }))
}

/** `estateId` is the room's, or for a private word the estate where the person was last heard. */
export type Unread = Heard & { attempts: number; estateId: number | null }

function toHeard({ message, member, room }: { message: StoredMessage; member: Member; room: Room | null }): Heard {
  return {
    id: message.id,
    communityId: message.communityId,
    roomId: message.roomId,
    member: { id: member.id, role: member.role, isFriend: member.isFriend },
    alias: message.alias,
    kind: message.kind,
    text: message.text,
    quote: message.quote,
    mentionsBot: message.mentionsBot,
    fromBot: message.fromBot,
    hasPhoto: message.kind === 'image',
    sentAt: message.sentAt,
    room: room && { noticeSentAt: room.noticeSentAt },
  }
}

export type Settlement = { outcome: MessageOutcome; reason: Silence | Wait | null; record: ReadingRecord | null; at: Date }

/** Records what became of a message and runs `then` with it, whole or not at all, and once: a message already settled is left alone. */
export function settle(
  db: Db,
  message: Pick<Heard, 'id' | 'communityId'>,
  settlement: Settlement,
  then: (tx: Db) => Promise<unknown>,
): Promise<boolean> {
  const { outcome, reason, record, at } = settlement
  return db.transaction(async (tx) => {
    const claimed = await tx
      .update(messages)
      .set({ outcome, reason, settledAt: at })
      .where(and(eq(messages.id, message.id), isNull(messages.outcome)))
      .returning({ id: messages.id })
    if (claimed.length === 0) return false
    if (record && message.communityId !== null) await keepReading(tx, { communityId: message.communityId }, message.id, record, at)
    await then(tx)
    return true
  })
}

async function keepReading(
  tx: Db,
  { communityId }: Scope,
  messageId: number,
  { reading, ...origin }: ReadingRecord,
  at: Date,
): Promise<void> {
  await tx.insert(readings).values({ ...origin, ...reading, communityId, messageId, readAt: at })
}

/** Counts a reading that failed for no fault of the message's; returns how often that happened. */
export async function countAttempt(db: Db, id: number): Promise<number> {
  const [row] = await db
    .update(messages)
    .set({ attempts: sql`${messages.attempts} + 1` })
    .where(eq(messages.id, id))
    .returning({ attempts: messages.attempts })
  return row?.attempts ?? 0
}

export type WaitingMessage = {
  message: StoredMessage
  roomTopic: string | null
  estateId: number | null
  isFriend: boolean
  reading: typeof readings.$inferSelect | null
}

/** What waits for a person, oldest first: the one who waited longest is helped first. */
export function listWaiting(db: Db, { communityId }: Scope, page: { after?: number; limit: number }): Promise<WaitingMessage[]> {
  return selectWaiting(db)
    .where(
      and(
        eq(messages.communityId, communityId),
        eq(messages.outcome, 'waiting'),
        page.after ? sql`${messages.id} > ${page.after}` : undefined,
      ),
    )
    .orderBy(asc(messages.id))
    .limit(page.limit)
}

/** @throws Refusal `not-found`, or `stale` when a colleague has settled it. */
export async function findWaiting(db: Db, { communityId }: Scope, id: number): Promise<WaitingMessage> {
  const [row] = await selectWaiting(db).where(and(eq(messages.communityId, communityId), eq(messages.id, id)))
  if (!row) throw new Refusal('not-found', { message: id })
  if (row.message.outcome !== 'waiting') throw new Refusal('stale', { message: id })
  return row
}

function selectWaiting(db: Db) {
  const lastReading = sql`${readings.id} = (select max(id) from readings where message_id = ${messages.id})`
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

/** A person has decided about a waiting message; runs `then` with it. @throws Refusal `stale` when a colleague was faster. */
export function settleWaiting<Result>(
  db: Db,
  { communityId }: Scope,
  { id, outcome, at }: { id: number; outcome: MessageOutcome; at: Date },
  then: (tx: Db) => Promise<Result>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    const claimed = await tx
      .update(messages)
      .set({ outcome, settledAt: at })
      .where(and(eq(messages.id, id), eq(messages.communityId, communityId), eq(messages.outcome, 'waiting')))
      .returning({ id: messages.id })
    if (claimed.length === 0) throw new Refusal('stale', { message: id })
    return then(tx)
  })
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
export async function restoreIgnored(db: Db, { communityId }: Scope, id: number, at: Date): Promise<void> {
  const restored = await db
    .update(messages)
    .set({ outcome: 'waiting', settledAt: at })
    .where(and(eq(messages.id, id), eq(messages.communityId, communityId), eq(messages.outcome, 'ignored')))
    .returning({ id: messages.id })
  if (restored.length === 0) throw new Refusal('stale', { message: id })
}

/** The lines of a room (or of a private chat) around a message, oldest first. */
export async function listAround(
  db: Db,
  { communityId }: Scope,
  message: Pick<StoredMessage, 'id' | 'roomId' | 'memberId'>,
  lines: number,
): Promise<StoredMessage[]> {
  const sameTalk =
    message.roomId === null ? and(isNull(messages.roomId), eq(messages.memberId, message.memberId)) : eq(messages.roomId, message.roomId)
  const here = and(eq(messages.communityId, communityId), sameTalk)
  const before = await db
    .select()
    .from(messages)
    .where(and(here, lte(messages.id, message.id)))
    .orderBy(desc(messages.id))
    .limit(lines + 1)
  const after = await db
    .select()
    .from(messages)
    .where(and(here, gte(messages.id, message.id + 1)))
    .orderBy(asc(messages.id))
    .limit(lines)
  return [...before.toReversed(), ...after]
}
