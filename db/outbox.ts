import { and, asc, desc, eq, gt, gte, inArray, lte, max, min, ne, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Account } from '../core/account.ts'
import type { Community } from '../core/community.ts'
import { mayBeSaid, NOTICE_KINDS, type Notice, type NoticeKind, type Obstacle, VOICES, type Voice } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import { kindsToTry } from '../core/speech/coolDown.ts'
import { measure } from '../core/speech/measure.ts'
import { findLimit } from './channels.ts'
import type { Db } from './client.ts'
import { isForgone, isOwedInVain, mentionStillThere } from './departures.ts'
import { COMMUNITY, toCommunity } from './orgUnits.ts'
import { prepared } from './prepared.ts'
import { rowsInto } from './rows.ts'
import { communities, members, orgUnits, outbox, rooms } from './schema/index.ts'
import { combineRows, findHour } from './speech.ts'

export type OutboxRow = typeof outbox.$inferSelect

type OweBy = { at: Date; staffId?: number | null }

/** Writes what is owed, in the transaction of the fact that caused it. Rooms where the bot does not speak keep the words for staff to read. */
export async function owe(tx: Db, scope: Scope, notices: readonly Notice[], by: OweBy): Promise<void> {
  if (notices.length > 0) await tx.execute(owing(scope, notices, by))
}

/** The same as a statement that may be part of another one; `notices` may be none. */
export function owing({ communityId }: Scope, notices: readonly Notice[], { at, staffId = null }: OweBy): SQL {
  const rows = notices.map(({ to, about, ...notice }) => ({
    ...notice,
    communityId,
    createdById: staffId,
    roomId: to.roomId ?? null,
    memberId: to.memberId ?? null,
    about: [...about],
    haste: notice.haste ?? 'measured',
    status: notice.obstacle ? ('needsPerson' as const) : ('waiting' as const),
    createdAt: at,
  }))
  return rows.length === 0 ? sql`select` : sql`${intoOutbox(rows)} on conflict (community_id, key) do nothing`
}

/** What a ticket's course had brought along to be said later is not said: somebody has told what came of it. */
export async function dropLater(tx: Db, { communityId }: Scope, ticketId: number, at: Date): Promise<void> {
  const isOf = and(eq(outbox.communityId, communityId), eq(outbox.ticketId, ticketId), eq(outbox.kind, 'progress'))
  await tx
    .update(outbox)
    .set({ status: 'cancelled', settledAt: at })
    .where(and(isOf, inArray(outbox.status, ['waiting', 'needsPerson']), gt(outbox.notBefore, at)))
}

/** The opposite, once the answer that told it is taken back and nothing of it was said. */
export async function oweLaterAgain(tx: Db, { communityId }: Scope, answer: OutboxRow, at: Date): Promise<void> {
  const isOf = and(eq(outbox.communityId, communityId), eq(outbox.ticketId, answer.ticketId!))
  const told = and(isOf, eq(outbox.kind, 'staffAnswer'), eq(outbox.createdAt, answer.createdAt), ne(outbox.status, 'cancelled'))
  if ((await tx.$count(outbox, told)) > 0) return
  const dropped = and(eq(outbox.kind, 'progress'), eq(outbox.status, 'cancelled'), eq(outbox.settledAt, answer.createdAt))
  await tx
    .update(outbox)
    .set({ status: 'waiting', settledAt: null })
    .where(and(isOf, dropped, gt(outbox.notBefore, at)))
}

const UNSAID = NOTICE_KINDS.flatMap((kind) => VOICES.filter((voice) => !mayBeSaid(kind, voice)).map((voice) => `('${kind}', '${voice}')`))

/** What is due later is judged when it is due: the room may speak by then. */
const FIRST_STATUS = `case when status = 'waiting' and not_before <= created_at
  and exists (select from rooms where rooms.id = room_id and (kind, rooms.voice) in (${UNSAID.join(', ')})) then 'withheld' else status end`

const intoOutbox = rowsInto(outbox, { status: FIRST_STATUS })

/** What to say next, marked as being said before it is said, so that a crash cannot say it twice. */
export type Owed = OutboxRow & Address & { community: Community }
type Address = { roomExternalId: string | null; memberExternalId: string | null }

type Due = Address & { row: OutboxRow; community: Community; voice: Voice | null; isForgone: boolean }

/**
 * Takes the most pressing words of an account that may be said now: emergencies first, then who is called for them, then as they came. What the measure holds back
 * gets the moment at which it is judged again; several words that are said in one point to the row that says them. A limited account says only what is urgent;
 * `only` takes words of one kind. Nothing is locked while it is judged: whoever marks a row first has it, the other looks again.
 */
export async function claimNext(db: Db, account: Account, now: Date, only?: NoticeKind): Promise<Owed | null> {
  const sought = only ? [only] : NOTICE_KINDS
  const [limit, first] = await Promise.all([findLimit(db, account), findDue(db, account, sought, now)])
  const kinds = kindsToTry(limit, now).filter((kind) => sought.includes(kind))
  if (kinds.length === 0) return null
  const isOfOthers = first && !kinds.includes(first.row.kind)
  for (let due = isOfOthers ? await findDue(db, account, kinds, now) : first; due; due = await findDue(db, account, kinds, now)) {
    const owed = await judge(db, due, now)
    if (owed) return owed
  }
  return null
}

/** Null: it was put aside, or somebody else was faster. */
async function judge(db: Db, due: Due, now: Date): Promise<Owed | null> {
  const { row, community } = due
  const unfit = whyUnfit(due, now)
  if (unfit) {
    await db
      .update(outbox)
      .set({ ...unfit, settledAt: now })
      .where(isStillWaiting([row.id]))
    return null
  }
  const hour = await findHour(db, row, community, now)
  const verdict = measure(hour)
  if (verdict.act === 'say') return take(db, row.id, due, now)
  if (verdict.act === 'hold') {
    await db.update(outbox).set({ hold: verdict.hold, notBefore: verdict.until }).where(isStillWaiting(verdict.ids))
    return null
  }
  return db.transaction(async (tx) => {
    const id = await combineRows(tx, verdict, hour)
    return id === null ? null : take(tx, id, due, now)
  })
}

function isStillWaiting(ids: readonly number[]) {
  return and(inArray(outbox.id, [...ids]), eq(outbox.status, 'waiting'))
}

async function findDue(db: Db, { channel, account }: Account, kinds: readonly NoticeKind[], now: Date): Promise<Due | null> {
  const [found] = await dueNext(db).execute({ channel, account, kinds: kinds.join(), now: now.toISOString() })
  return found ? { ...found, community: toCommunity(found) } : null
}

const given = sql.placeholder

/** Written out, so that the planner sees which index holds the rows whatever it is asked. */
const IS_WAITING = sql`${outbox.status} = 'waiting'`
const IS_OF_KINDS = sql`${outbox.kind} = any (string_to_array(${given('kinds')}, ','))`

const dueNext = prepared((db) =>
  db
    .select({
      row: outbox,
      ...COMMUNITY,
      voice: rooms.voice,
      isForgone: sql<boolean>`coalesce(${isForgone()}, false)`,
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
        IS_WAITING,
        or(lte(outbox.notBefore, given('now')), and(gt(outbox.createdAt, given('now')), lte(outbox.notBefore, outbox.createdAt))),
        IS_OF_KINDS,
        sql`coalesce(${rooms.channel}, ${members.channel}) = ${given('channel')}`,
        sql`coalesce(${rooms.account}, ${members.account}) = ${given('account')}`,
        isPresent({ channel: given('channel'), account: given('account') }),
      ),
    )
    .orderBy(desc(sql`${outbox.kind} = 'emergency'`), desc(sql`${outbox.kind} = 'page'`), asc(outbox.notBefore), asc(outbox.id))
    .limit(1)
    .prepare('due_next'),
)

type Unfit = { status: 'expired' | 'withheld' } | { status: 'needsPerson'; obstacle: 'left' }

/** Words whose time has passed, whose room fell silent, or whose hearer has left are kept for staff and no longer said. */
function whyUnfit({ row, voice, isForgone }: Due, now: Date): Unfit | null {
  if (row.expiresAt && row.expiresAt <= now) return { status: 'expired' }
  if (voice === 'recordOnly' && row.kind !== 'privacyNotice') return { status: 'withheld' }
  // Nobody has to ask by hand how it was.
  if (isForgone && row.kind === 'satisfaction') return { status: 'expired' }
  return isForgone ? { status: 'needsPerson', obstacle: 'left' } : null
}

/** Null: somebody has it already, or it has been changed since it was looked at. */
async function take(db: Db, id: number, { row: seen, roomExternalId, memberExternalId, community }: Due, now: Date): Promise<Owed | null> {
  // The database counts microseconds.
  const latest = new Date(Math.max(seen.notBefore.getTime(), now.getTime()) + 1)
  const [row] = await marking(db).execute({ id, latest: latest.toISOString() })
  return row ? { ...row, roomExternalId, memberExternalId, community } : null
}

const marking = prepared((db) =>
  db
    .update(outbox)
    .set({ status: 'sending', mention: mentionStillThere(), attempts: sql`${outbox.attempts} + 1` })
    .where(and(eq(outbox.id, given('id')), eq(outbox.status, 'waiting'), lte(outbox.notBefore, given('latest'))))
    .returning()
    .prepare('mark_sending'),
)

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
export async function setAsideInterrupted(db: Db, account: Account, at: Date): Promise<number> {
  const rows = await db
    .update(outbox)
    .set({ status: 'needsPerson', obstacle: 'interrupted', settledAt: at })
    .where(and(eq(outbox.status, 'sending'), isOn(account)))
    .returning({ id: outbox.id })
  return rows.length
}

/** How many words in a row the network refused because their target is gone, since it last took one. */
export async function countGoneInRow(db: Db, account: Account, since: Date): Promise<number> {
  const tried = and(isOn(account), gt(outbox.attempts, 0), gte(outbox.settledAt, since))
  const [taken] = await db
    .select({ at: max(outbox.settledAt) })
    .from(outbox)
    .where(and(tried, eq(outbox.status, 'sent')))
  return db.$count(outbox, and(tried, eq(outbox.obstacle, 'gone'), taken?.at ? gt(outbox.settledAt, taken.at) : undefined))
}

/** When the next word of an account, or of some kinds, is due; null when nothing is owed. */
export async function nextDueAt(db: Db, account: Account, kinds: readonly NoticeKind[] = NOTICE_KINDS): Promise<Date | null> {
  const [row] = await nextDue(db).execute({ ...account, kinds: kinds.join() })
  return row?.at ?? null
}

const OF_ACCOUNT = { channel: given('channel'), account: given('account') }

const nextDue = prepared((db) =>
  db
    .select({ at: min(outbox.notBefore) })
    .from(outbox)
    .where(and(IS_WAITING, isOn(OF_ACCOUNT), isPresent(OF_ACCOUNT), IS_OF_KINDS))
    .prepare('next_due'),
)

/** A row's account is that of its room or its person. */
export function isOn({ channel, account }: AccountInSql) {
  const theirs = sql`coalesce((select (channel, account) from rooms where id = ${outbox.roomId}), (select (channel, account) from members where id = ${outbox.memberId}))`
  return sql`${theirs} = (${channel}::text, ${account}::text)`
}

type AccountInSql = Account | Record<keyof Account, SQLWrapper>

/** Whom the present login has not shown yet cannot be spoken to: their ids are dead. Before the login is known, nobody whose id hangs on one can; nor can a room that the bot has left. */
function isPresent({ channel, account }: AccountInSql) {
  const shown = sql`coalesce((select session from rooms where id = ${outbox.roomId}), (select session from members where id = ${outbox.memberId}))`
  const login = sql`(select session from channels where name = ${channel} and account = ${account})`
  return sql`((${shown} is null or ${shown} = ${login}) and not ${isOwedInVain()})`
}

/** Whether a room, or whom `mention` names in it, has heard an article, or without one these words, since a moment, or is about to. */
export async function hasAnswered(
  db: Db,
  { communityId }: Scope,
  { articleId, text, roomId, mention, since }: { articleId: number | null; text: string; roomId: number; mention?: string; since: Date },
): Promise<boolean> {
  const heard = and(
    eq(outbox.communityId, communityId),
    eq(outbox.roomId, roomId),
    articleId === null ? eq(outbox.text, text) : eq(outbox.articleId, articleId),
    mention === undefined ? undefined : eq(outbox.mention, mention),
    inArray(outbox.status, ['waiting', 'sending', 'sent', 'combined']),
    gte(outbox.createdAt, since),
  )
  return (await db.$count(outbox, heard)) > 0
}

/** The tickets that the last thing said to somebody in private was about; a line that says several is about each. */
export async function listLastTold(db: Db, { communityId }: Scope, memberId: number): Promise<number[]> {
  const [last] = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.communityId, communityId), eq(outbox.memberId, memberId), eq(outbox.status, 'sent')))
    .orderBy(desc(outbox.settledAt), desc(outbox.id))
    .limit(1)
  if (!last) return []
  const rows = await db
    .select({ ticketId: outbox.ticketId })
    .from(outbox)
    .where(or(eq(outbox.id, last.id), eq(outbox.combinedIntoId, last.id)))
  return rows.flatMap(({ ticketId }) => ticketId ?? [])
}
