import { and, asc, desc, eq, gt, gte, inArray, lte, max, min, or, type SQL, sql } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import type { ChannelName } from '../core/message.ts'
import {
  mayBeSaid,
  NOTICE_KINDS,
  type Notice,
  type NoticeKind,
  type Obstacle,
  type OutboxStatus,
  type Recipient,
  VOICES,
  type Voice,
} from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import { kindsToTry } from '../core/speech/coolDown.ts'
import { measure } from '../core/speech/measure.ts'
import { findLimit } from './channels.ts'
import type { Db } from './client.ts'
import { COMMUNITY, toCommunity } from './orgUnits.ts'
import { communities, members, orgUnits, outbox, rooms } from './schema/index.ts'
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
  const rows = notices.map(({ to, about, ...notice }) => ({
    ...notice,
    communityId,
    createdById: by.staffId ?? null,
    roomId: to.roomId ?? null,
    memberId: to.memberId ?? null,
    about: [...about],
    haste: notice.haste ?? 'measured',
    status: firstStatus(notice, to, by.at),
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
function firstStatus(notice: Pick<Notice, 'kind' | 'obstacle' | 'notBefore'>, { roomId }: Recipient, at: Date): OutboxStatus | SQL {
  if (notice.obstacle) return 'needsPerson'
  const silent = VOICES.filter((voice) => !mayBeSaid(notice.kind, voice))
  if (notice.notBefore > at || roomId === undefined || silent.length === 0) return 'waiting'
  const isSilent = sql`exists (select from ${rooms} where ${eq(rooms.id, roomId)} and ${inArray(rooms.voice, silent)})`
  return sql`case when ${isSilent} then 'withheld' else 'waiting' end`
}

/** What to say next, marked as being said before it is said, so that a crash cannot say it twice. */
export type Owed = OutboxRow & Address & { community: Community }
type Address = { roomExternalId: string | null; memberExternalId: string | null }

type Due = Address & { row: OutboxRow; community: Community; voice: Voice | null }

/**
 * Takes the most pressing words of a channel that may be said now: emergencies first, then who is called for them, then as they came. What the measure holds back
 * gets the moment at which it is judged again; several words that are said in one point to the row that says them. A limited account says only what is urgent;
 * `only` takes words of one kind.
 */
export function claimNext(db: Db, channel: ChannelName, now: Date, only?: NoticeKind): Promise<Owed | null> {
  return db.transaction(async (tx) => {
    const tried = kindsToTry(await findLimit(tx, channel), now)
    const kinds = only ? tried.filter((kind) => kind === only) : tried
    if (kinds.length === 0) return null
    for (;;) {
      const due = await findDue(tx, { channel, kinds }, now)
      if (!due) return null
      const { row, community } = due
      const unfit = whyUnfit(due, now)
      if (unfit) {
        await tx.update(outbox).set({ status: unfit, settledAt: now }).where(eq(outbox.id, row.id))
        continue
      }
      const hour = await findHour(tx, row, community, now)
      const verdict = measure(hour)
      if (verdict.act === 'say') return take(tx, row.id, due)
      if (verdict.act === 'combine') return take(tx, await combineRows(tx, verdict, hour), due)
      await tx.update(outbox).set({ hold: verdict.hold, notBefore: verdict.until }).where(inArray(outbox.id, verdict.ids))
    }
  })
}

type Sought = { channel: ChannelName; kinds: readonly NoticeKind[] }

async function findDue(tx: Db, { channel, kinds }: Sought, now: Date): Promise<Due | null> {
  const [found] = await tx
    .select({
      row: outbox,
      ...COMMUNITY,
      voice: rooms.voice,
      roomExternalId: rooms.externalId,
      memberExternalId: members.externalId,
    })
    .from(outbox)
    .innerJoin(communities, eq(communities.id, outbox.communityId))
    .innerJoin(orgUnits, eq(orgUnits.id, communities.id))
    .leftJoin(rooms, eq(rooms.id, outbox.roomId))
    .leftJoin(members, eq(members.id, outbox.memberId))
    .where(
      and(
        sql`${outbox.status} = 'waiting'`,
        or(lte(outbox.notBefore, now), and(gt(outbox.createdAt, now), lte(outbox.notBefore, outbox.createdAt))),
        inArray(outbox.kind, [...kinds]),
        sql`coalesce(${rooms.channel}, ${members.channel}) = ${channel}`,
        isPresent(channel),
      ),
    )
    .orderBy(desc(sql`${outbox.kind} = 'emergency'`), desc(sql`${outbox.kind} = 'page'`), asc(outbox.notBefore), asc(outbox.id))
    .limit(1)
    .for('update', { of: outbox, skipLocked: true })
  return found ? { ...found, community: toCommunity(found) } : null
}

/** Words whose time has passed, or whose room fell silent, are kept for staff and no longer said. */
function whyUnfit({ row, voice }: Due, now: Date): 'expired' | 'withheld' | null {
  if (row.expiresAt && row.expiresAt <= now) return 'expired'
  return voice === 'recordOnly' && row.kind !== 'privacyNotice' ? 'withheld' : null
}

async function take(tx: Db, id: number, { roomExternalId, memberExternalId, community }: Due): Promise<Owed> {
  const [row] = await tx
    .update(outbox)
    .set({ status: 'sending', attempts: sql`${outbox.attempts} + 1` })
    .where(eq(outbox.id, id))
    .returning()
  return { ...row!, roomExternalId, memberExternalId, community }
}

export async function markSent(db: Db, row: Pick<OutboxRow, 'id' | 'kind' | 'roomId' | 'communityId'>, at: Date): Promise<void> {
  const mark = (tx: Db) => tx.update(outbox).set({ status: 'sent', obstacle: null, settledAt: at }).where(eq(outbox.id, row.id))
  if (row.kind !== 'privacyNotice') return void (await mark(db))
  await db.transaction(async (tx) => {
    await mark(tx)
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
    .where(and(eq(outbox.status, 'waiting'), isOn(channel), isPresent(channel), inArray(outbox.kind, [...kinds])))
  return row?.at ?? null
}

/** A row's channel is that of its room or its person. */
function isOn(channel: ChannelName) {
  return sql`coalesce((select channel from rooms where id = ${outbox.roomId}), (select channel from members where id = ${outbox.memberId})) = ${channel}`
}

/** Whom the present login has not shown yet cannot be spoken to: their ids are dead. Before the login is known, nobody whose id hangs on one can. */
function isPresent(channel: ChannelName) {
  const shown = sql`coalesce((select session from rooms where id = ${outbox.roomId}), (select session from members where id = ${outbox.memberId}))`
  const login = sql`(select session from channels where name = ${channel})`
  return sql`(${shown} is null or ${shown} = ${login})`
}

/** Whether a room has heard an article, or without one these words, since a moment, or is about to. */
export async function hasAnswered(
  db: Db,
  { communityId }: Scope,
  { articleId, text, roomId, since }: { articleId: number | null; text: string; roomId: number; since: Date },
): Promise<boolean> {
  const heard = and(
    eq(outbox.communityId, communityId),
    eq(outbox.roomId, roomId),
    articleId === null ? eq(outbox.text, text) : eq(outbox.articleId, articleId),
    inArray(outbox.status, ['waiting', 'sending', 'sent', 'combined']),
    gte(outbox.createdAt, since),
  )
  return (await db.$count(outbox, heard)) > 0
}
