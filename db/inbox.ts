import { and, asc, eq, gt, inArray, isNull, lte, min, or, sql } from 'drizzle-orm'
import type { Account } from '../core/account.ts'
import type { Outbursts } from '../core/conversation/anger.ts'
import type { Heard } from '../core/conversation/situation.ts'
import { COMINGS_AND_GOINGS, cleanMessage, type IncomingMessage } from '../core/message.ts'
import { captionIn } from '../core/photo.ts'
import { type Arriving, storeArrivals } from './arrivals.ts'
import type { Db } from './client.ts'
import { notePresence } from './departures.ts'
import { keepMedia } from './media.ts'
import { meetMember } from './members.ts'
import { prepared } from './prepared.ts'
import { meetRoom } from './rooms.ts'
import { members, messages, rooms } from './schema/index.ts'
import { inTalk } from './talk.ts'

export type StoredMessage = typeof messages.$inferSelect

const given = sql.placeholder

/** Stores a message before anything else happens to it. Networks redeliver; the second time is a no-op. Returns whether it was new. */
export async function receive(db: Db, account: Account, incoming: IncomingMessage, receivedAt: Date): Promise<boolean> {
  const arriving = { ...account, message: cleanMessage(incoming), receivedAt }
  const [arrival] = isPlain(arriving) ? await storeArrivals(db, [arriving]) : []
  return arrival ? arrival === 'stored' : receiveUnmet(db, arriving)
}

/** Stores the first of what arrives, at least one of them, in their order; returns how many. What comes together is stored together. */
export async function receiveFirst(db: Db, incoming: readonly [Arriving, ...Arriving[]]): Promise<number> {
  const arriving = incoming.map((one) => ({ ...one, message: cleanMessage(one.message) }))
  const first = leading(arriving)
  const { length } = first.length > 0 ? await storeArrivals(db, first) : []
  if (length === 0) await receiveUnmet(db, arriving[0]!)
  return Math.max(length, 1)
}

/** Plain words up to the second of one speaker. */
function leading(arriving: readonly Arriving[]): readonly Arriving[] {
  const speakers = new Set<string>()
  const end = arriving.findIndex((one) => !isPlain(one) || speakers.size === speakers.add(one.message.sender.id).size)
  return end < 0 ? arriving : arriving.slice(0, end)
}

function isPlain({ message }: Arriving): boolean {
  return !message.media && !message.recalls && !COMINGS_AND_GOINGS.includes(message.kind)
}

/** The first word of a room or a person or after they had left, a photo, a word taken back, or somebody's coming or going: what has to be known before is made known first. */
function receiveUnmet(db: Db, { channel, account: name, message, receivedAt }: Arriving): Promise<boolean> {
  const account = { channel, account: name }
  const { session, room: group, sender, kind, recalls, media } = message
  return db.transaction(async (tx) => {
    const room = group && (await meetRoom(tx, account, group, session))
    const member = await meetMember(tx, account, sender, room, session)
    const mediaHash = media && (await keepMedia(tx, media, receivedAt))
    const [arrival] = await storeArrivals(tx, [{ ...account, message, mediaHash, receivedAt, isPresent: true }])
    if (!arrival) throw new Error(`Nobody met the sender of ${message.id}`)
    if (arrival === 'stored' && room) await notePresence(tx, message, room, member)
    if (arrival === 'stored' && kind === 'recall' && recalls) await takeBack(tx, account, recalls, receivedAt)
    return arrival === 'stored'
  })
}

/** A word that is taken back before anybody has read it is not read any more. */
async function takeBack(tx: Db, account: Account, externalId: string, at: Date): Promise<void> {
  await tx
    .update(messages)
    .set({ outcome: 'silent', reason: 'recalled', settledAt: at })
    .where(and(isOf(account), eq(messages.externalId, externalId), isNull(messages.outcome)))
}

/** All that an account heard, and nobody has read, from those who said the oldest of what is ready; oldest first. `most`: how many messages tell who they are. */
export async function listReady(db: Db, { channel, account }: Account, now: Date, most: number): Promise<Unread[]> {
  const rows = await ready(db).execute({ channel, account, now: now.toISOString(), most })
  return rows.map(toUnread)
}

const OF_ACCOUNT = and(eq(messages.channel, given('channel')), eq(messages.account, given('account')))

const ready = prepared((db) => {
  // What was received later than now was received before the clock was put back.
  const isReady = and(OF_ACCOUNT, isNull(messages.outcome), or(lte(messages.readyAt, given('now')), gt(messages.receivedAt, given('now'))))
  const said = db.select({ memberId: messages.memberId }).from(messages).where(isReady)
  const oldest = said.orderBy(asc(messages.id)).limit(given('most')).as('oldest')
  const speakers = db.select({ memberId: oldest.memberId }).from(oldest)
  return selectUnread(db)
    .where(and(isReady, inArray(messages.memberId, speakers)))
    .orderBy(asc(messages.id))
    .prepare('ready')
})

/** Those of some messages that nobody has read yet: nobody else can settle them while the transaction runs. */
export async function lockUnread(tx: Db, among: readonly Pick<Unread, 'id'>[]): Promise<ReadonlySet<number>> {
  const ids = `{${among.map(({ id }) => id).join()}}`
  const rows = await tx
    .select({ id: messages.id })
    .from(messages)
    .where(and(sql`${messages.id} = any (${ids}::bigint[])`, isNull(messages.outcome)))
    .orderBy(asc(messages.id))
    .for('update')
  return new Set(rows.map(({ id }) => id))
}

/** When the next message of an account is ready to be read; null when all are read. */
export async function nextReadyAt(db: Db, account: Account): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(messages.readyAt) })
    .from(messages)
    .where(and(isOf(account), isNull(messages.outcome)))
  return row?.at ?? null
}

/** Unread messages of an account that came after another, finished or not, oldest first. */
export async function listUnread(
  db: Db,
  { channel, account }: Account,
  { after, limit }: { after: number; limit: number },
): Promise<Unread[]> {
  const rows = await unread(db).execute({ channel, account, after, limit })
  return rows.map(toUnread)
}

const unread = prepared((db) =>
  selectUnread(db)
    .where(and(OF_ACCOUNT, isNull(messages.outcome), gt(messages.id, given('after'))))
    .orderBy(asc(messages.id))
    .limit(given('limit'))
    .prepare('unread'),
)

function isOf({ channel, account }: Account) {
  return and(eq(messages.channel, channel), eq(messages.account, account))
}

/** Only what reading needs: a backlog is thousands of rows, and each column of each is looked at. */
const UNREAD = {
  id: messages.id,
  communityId: messages.communityId,
  roomId: messages.roomId,
  alias: messages.alias,
  kind: messages.kind,
  text: messages.text,
  quote: messages.quote,
  mentionsBot: messages.mentionsBot,
  recalls: messages.recalls,
  fromBot: messages.fromBot,
  mediaHash: messages.mediaHash,
  sentAt: messages.sentAt,
  attempts: messages.attempts,
  memberId: messages.memberId,
  role: members.role,
  isFriend: members.isFriend,
  estateAsHeard: members.estateId,
  estateOfRoom: rooms.estateId,
  noticeSentAt: rooms.noticeSentAt,
  mode: rooms.mode,
  isAsked: sql<boolean>`exists (
    select from reports join tickets told on told.id = reports.ticket_id join tickets asked on asked.id in (told.id, told.merged_into_id)
    where reports.member_id = ${messages.memberId} and reports.withdrawn_at is null and asked.status = 'awaitingResident')`.as('is_asked'),
}

function selectUnread(db: Db) {
  return db
    .select(UNREAD)
    .from(messages)
    .innerJoin(members, eq(members.id, messages.memberId))
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .$dynamic()
}

type UnreadRow = Awaited<ReturnType<typeof selectUnread>>[number]

/** `estateId` is the room's, or for a private word the estate where the person was last heard; `isAsked`: staff have asked the speaker for more about a report. */
export type Unread = Heard & {
  attempts: number
  recalls: string | null
  mediaHash: string | null
  estateId: number | null
  isAsked: boolean
}

function toUnread({ memberId, role, isFriend, estateAsHeard, estateOfRoom, noticeSentAt, mode, ...message }: UnreadRow): Unread {
  return {
    ...message,
    member: { id: memberId, role, isFriend },
    hasPhoto: message.kind === 'image' || captionIn(message.text) !== null,
    estateId: mode === null ? estateAsHeard : estateOfRoom,
    room: mode && { noticeSentAt, mode },
  }
}

const SAME_DAY_MS = 24 * 3_600_000

/** What the speaker has shouted here within the last day, heard before this was said: one outcry in several lines is one. */
export async function findOutbursts(db: Db, { member, roomId, sentAt }: Pick<Heard, 'member' | 'roomId' | 'sentAt'>): Promise<Outbursts> {
  const rows = await db
    .select({ reason: messages.reason })
    .from(messages)
    .where(
      and(
        eq(messages.memberId, member.id),
        inTalk({ roomId, memberId: member.id }),
        eq(messages.angry, true),
        gt(messages.sentAt, new Date(sentAt.getTime() - SAME_DAY_MS)),
        lte(messages.settledAt, sentAt),
      ),
    )
  return { hasBefore: rows.length > 0, isHandedOver: rows.some(({ reason }) => reason === 'angry') }
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
