import { and, asc, desc, eq, gt, gte, inArray, lte, max, min, sql } from 'drizzle-orm'
import type { ChannelName } from '../core/message.ts'
import { mayBeSaid, NOTICE_KINDS, type Notice, type NoticeKind, type Obstacle, type OutboxStatus } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import { kindsToTry } from '../core/speech/coolDown.ts'
import { measure } from '../core/speech/measure.ts'
import { findLimit } from './channels.ts'
import type { Db } from './client.ts'
import { members, outbox, rooms } from './schema/index.ts'
import { combineRows, findHour } from './speech.ts'

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
    haste: notice.haste ?? 'measured',
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

/**
 * Takes the most pressing words of a channel that may be said now: emergencies first, then who is called for them, then as they came. What the measure holds back
 * gets the moment at which it is judged again; several words that are said in one point to the row that says them. A limited account says only what is urgent.
 */
export function claimNext(db: Db, channel: ChannelName, now: Date): Promise<Owed | null> {
  return db.transaction(async (tx) => {
    await setAside(tx, now)
    const kinds = kindsToTry(await findLimit(tx, channel), now)
    if (kinds.length === 0) return null
    for (;;) {
      const first = await findDue(tx, { channel, kinds }, now)
      if (!first) return null
      const hour = await findHour(tx, first, now)
      const verdict = measure(hour)
      if (verdict.act === 'say') return take(tx, first.id)
      if (verdict.act === 'combine') return take(tx, await combineRows(tx, verdict, hour))
      await tx.update(outbox).set({ hold: verdict.hold, notBefore: verdict.until }).where(inArray(outbox.id, verdict.ids))
    }
  })
}

async function findDue(
  tx: Db,
  { channel, kinds }: { channel: ChannelName; kinds: readonly NoticeKind[] },
  now: Date,
): Promise<OutboxRow | null> {
  const [row] = await tx
    .select()
    .from(outbox)
    .where(and(eq(outbox.status, 'waiting'), lte(outbox.notBefore, now), inArray(outbox.kind, [...kinds]), isOn(channel)))
    .orderBy(desc(sql`${outbox.kind} = 'emergency'`), desc(sql`${outbox.kind} = 'page'`), asc(outbox.notBefore), asc(outbox.id))
    .limit(1)
    .for('update', { skipLocked: true })
  return row ?? null
}

async function take(tx: Db, id: number): Promise<Owed> {
  const [row] = await tx
    .update(outbox)
    .set({ status: 'sending', attempts: sql`${outbox.attempts} + 1` })
    .where(eq(outbox.id, id))
    .returning()
  const [address] = await tx
    .select({ roomExternalId: rooms.externalId, memberExternalId: members.externalId })
    .from(outbox)
    .leftJoin(rooms, eq(rooms.id, outbox.roomId))
    .leftJoin(members, eq(members.id, outbox.memberId))
    .where(eq(outbox.id, id))
  return { ...row!, ...address! }
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
export async function noteInformed(
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

/** How many words in a row the network refused because their target is gone, since it last took one. */
export async function countGoneInRow(db: Db, channel: ChannelName, since: Date): Promise<number> {
  const tried = and(isOn(channel), gt(outbox.attempts, 0), gte(outbox.settledAt, since))
  const [taken] = await db
    .select({ at: max(outbox.settledAt) })
    .from(outbox)
    .where(and(tried, eq(outbox.status, 'sent')))
  return db.$count(outbox, and(tried, eq(outbox.obstacle, 'gone'), taken?.at ? gt(outbox.settledAt, taken.at) : undefined))
}

/** When the next word of a channel, or of some kinds, is due; null when nothing is owed. */
export async function nextDueAt(db: Db, channel: ChannelName, kinds: readonly NoticeKind[] = NOTICE_KINDS): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(outbox.notBefore) })
    .from(outbox)
    .where(and(eq(outbox.status, 'waiting'), isOn(channel), inArray(outbox.kind, [...kinds])))
  return row?.at ?? null
}

/** A row's channel is that of its room or its person. Whom the present login has not shown yet cannot be spoken to. */
function isOn(channel: ChannelName) {
  const isPresent = sql`session is null or session = coalesce((select session from channels where name = ${channel}), session)`
  return sql`(exists (select 1 from rooms where id = ${outbox.roomId} and channel = ${channel} and (${isPresent}))
    or exists (select 1 from members where id = ${outbox.memberId} and channel = ${channel} and (${isPresent})))`
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
    inArray(outbox.status, ['waiting', 'sending', 'sent', 'combined']),
    gte(outbox.createdAt, since),
  )
  return (await db.$count(outbox, heard)) > 0
}
