import { and, asc, eq, getTableColumns, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Account } from '../core/account.ts'
import { type Community, type Estate, maySpeak } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import type { IncomingMessage } from '../core/message.ts'
import type { Voice } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import type { RoomMode } from '../core/room.ts'
import { texts } from '../core/texts/texts.ts'
import type { Db } from './client.ts'
import { findRoomAgain } from './identity.ts'
import { owe } from './outbox.ts'
import { messages, orgUnits, outbox, rooms } from './schema/index.ts'

export type Room = typeof rooms.$inferSelect
export type RoomHeard = Room & { heardAt: Date | null }
/** `withheld`: how many words the bot kept to itself there; `stranded`: how many it owes to a room that it is not in. */
export type RoomSpoken = RoomHeard & { saidAt: Date | null; withheld: number; stranded: number }

// Drizzle drops the table from a column in the list of what is selected, so the outer table is named by hand.
const LAST_HEARD = sql`(select received_at from messages where messages.room_id = rooms.id order by messages.id desc limit 1)`
const WITH_LAST_MESSAGE = { ...getTableColumns(rooms), heardAt: LAST_HEARD.mapWith(messages.receivedAt) as SQL<Date | null> }

/** The room as an account knows it, made known at its first message, or found again after a login; a new topic is taken over. */
export async function meetRoom(db: Db, account: Account, group: NonNullable<IncomingMessage['room']>, session?: string): Promise<Room> {
  const { id, topic } = group
  const [known] = await db
    .select()
    .from(rooms)
    .where(and(isOf(account), eq(rooms.externalId, id)))
  if (known && (known.topic === topic || topic === '')) return known
  const again = known ? null : await findRoomAgain(db, account, group, session)
  if (again) return again
  const [room] = await db
    .insert(rooms)
    .values({ channel: account.channel, account: account.account, externalId: id, topic, session })
    .onConflictDoUpdate({ target: [rooms.channel, rooms.account, rooms.externalId], set: { topic } })
    .returning()
  return room!
}

const LAST_SAID = sql`(select settled_at from outbox where outbox.room_id = rooms.id and outbox.status = 'sent' order by outbox.id desc limit 1)`
const WITHHELD = sql<number>`(select count(*)::int from outbox where outbox.room_id = rooms.id and outbox.status = 'withheld')`
const STRANDED = sql<number>`(select count(*)::int from outbox where outbox.room_id = rooms.id and outbox.status = 'waiting' and rooms.left_at is not null)`
const WITH_LAST_WORDS = {
  ...WITH_LAST_MESSAGE,
  saidAt: LAST_SAID.mapWith(outbox.settledAt) as SQL<Date | null>,
  withheld: WITHHELD,
  stranded: STRANDED,
}

export function listRooms(db: Db, { communityId }: Scope): Promise<RoomSpoken[]> {
  return db.select(WITH_LAST_WORDS).from(rooms).where(eq(rooms.communityId, communityId)).orderBy(asc(rooms.id))
}

/** Groups the bot is in that nobody has given to an estate yet. */
export function listUnboundRooms(db: Db): Promise<RoomHeard[]> {
  return db
    .select(WITH_LAST_MESSAGE)
    .from(rooms)
    .where(and(isNull(rooms.communityId), isNull(rooms.leftAt)))
    .orderBy(asc(rooms.id))
}

/** Every group of a channel, whichever account is in it, bound or not, with the name of its estate: for whoever runs the machine. */
export function listGroups(db: Db, channel: Account['channel']): Promise<(RoomHeard & { estate: string | null })[]> {
  return db
    .select({ ...WITH_LAST_MESSAGE, estate: orgUnits.name })
    .from(rooms)
    .leftJoin(orgUnits, eq(orgUnits.id, rooms.estateId))
    .where(eq(rooms.channel, channel))
    .orderBy(asc(rooms.account), asc(rooms.id))
}

function isOf({ channel, account }: Account) {
  return and(eq(rooms.channel, channel), eq(rooms.account, account))
}

export function listRoomsByTopic(db: Db, account: Account, topic: string): Promise<Room[]> {
  return db
    .select()
    .from(rooms)
    .where(and(isOf(account), eq(rooms.topic, topic)))
    .orderBy(asc(rooms.id))
}

/** A group that no login has shown yet: the first one of its topic is it. */
export async function expectRoom(db: Db, account: Account, topic: string): Promise<Room> {
  const [room] = await db
    .insert(rooms)
    .values({ ...account, externalId: `expected:${topic}`, session: 'expected', topic })
    .returning()
  return room!
}

/** A room that the community may look at: its own, or one that nobody has given to an estate. */
export async function findRoomToBind(db: Db, { communityId }: Scope, id: number): Promise<Room> {
  const [room] = await db
    .select()
    .from(rooms)
    .where(and(eq(rooms.id, id), or(eq(rooms.communityId, communityId), isNull(rooms.communityId))))
  if (!room) throw new Refusal('not-found', { room: id })
  return room
}

async function findRoom(db: Db, { communityId }: Scope, id: number): Promise<Room> {
  const [room] = await db
    .select()
    .from(rooms)
    .where(and(eq(rooms.id, id), eq(rooms.communityId, communityId)))
  if (!room) throw new Refusal('not-found', { room: id })
  return room
}

type RoomBinding = { community: Community; estate: Estate; roomId: number; at: Date; voice?: Voice }

/**
 * Gives a group to an estate: the privacy notice is owed at once, and unless a voice is given the bot only records until staff switch it on.
 * @throws Refusal `not-found` when the room belongs to another community, `other-account` when another account of the bot's speaks for it there already.
 */
export function bindRoom(db: Db, { community, estate, roomId, at, voice = 'recordOnly' }: RoomBinding): Promise<Room> {
  return db.transaction(async (tx) => {
    const { before, twins } = await holdWithTwins(tx, roomId)
    if (!before || (before.communityId !== null && before.communityId !== community.id)) throw new Refusal('not-found', { room: roomId })

    refuseTwin(twins, community)
    const noticeKept = before.estateId === estate.id ? before.noticeSentAt : null
    const [room] = await tx
      .update(rooms)
      .set({ estateId: estate.id, communityId: community.id, voice, noticeSentAt: noticeKept })
      .where(eq(rooms.id, roomId))
      .returning()
    if (before.estateId !== estate.id) await takeBackNotice(tx, roomId, at)
    if (!noticeKept) await owe(tx, { communityId: community.id }, [privacyNotice(room!.id, community, estate, at)], { at })
    return room!
  })
}

/** The room and those of the same name that the bot's other accounts see, locked in one order. */
async function holdWithTwins(tx: Db, roomId: number): Promise<{ before: Room | undefined; twins: Room[] }> {
  const [sought] = await tx.select().from(rooms).where(eq(rooms.id, roomId))
  if (!sought) return { before: sought, twins: [] }
  const { channel, account, topic } = sought
  const isNamesake = topic === '' ? undefined : and(eq(rooms.channel, channel), eq(rooms.topic, topic), ne(rooms.account, account))
  const held = await tx
    .select()
    .from(rooms)
    .where(or(eq(rooms.id, roomId), isNamesake))
    .orderBy(asc(rooms.id))
    .for('update')
  return { before: held.find(({ id }) => id === roomId), twins: held.filter(({ id }) => id !== roomId) }
}

/** Every account knows a group under another id; its name is the same. Two that answer in one group would say everything twice, and answer each other. */
function refuseTwin(twins: readonly Room[], { id: communityId }: Pick<Community, 'id'>): void {
  const twin = twins.find((room) => room.communityId === communityId)
  if (twin) throw new Refusal('other-account', { room: twin.id, account: twin.account })
}

/** A notice that names another estate must not be said any more. */
async function takeBackNotice(tx: Db, roomId: number, at: Date): Promise<void> {
  const unsaid = and(
    eq(outbox.roomId, roomId),
    eq(outbox.kind, 'privacyNotice'),
    inArray(outbox.status, ['waiting', 'failed', 'needsPerson']),
  )
  await tx.update(outbox).set({ status: 'cancelled', settledAt: at }).where(unsaid)
}

/** The bot keeps hearing the group but takes nothing in; words that waited for it are taken back. */
export function unbindRoom(db: Db, { communityId }: Scope, id: number, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    await findRoom(tx, { communityId }, id)
    await tx
      .update(rooms)
      .set({ estateId: null, communityId: null, voice: 'recordOnly', mode: 'governance', noticeSentAt: null })
      .where(eq(rooms.id, id))
    const owed = and(eq(outbox.roomId, id), inArray(outbox.status, ['waiting', 'withheld']))
    await tx.update(outbox).set({ status: 'cancelled', settledAt: at }).where(owed)
    const stuck = and(eq(outbox.roomId, id), inArray(outbox.status, ['needsPerson', 'failed']))
    await tx.update(outbox).set({ status: 'needsPerson', obstacle: 'roomUnbound' }).where(stuck)
  })
}

/** @throws Refusal when the bot is to speak: `incomplete` without a gas number, `illegal-move` in a group that was not told yet. */
export async function setVoice(db: Db, community: Community, id: number, voice: Voice): Promise<void> {
  if (voice === 'speaking' && !maySpeak(community)) throw new Refusal('incomplete', { missing: 'gasHotline' })
  const room = await findRoom(db, { communityId: community.id }, id)
  if (voice === 'speaking' && room.noticeSentAt === null) throw new Refusal('illegal-move', { missing: 'privacyNotice' })
  await db.update(rooms).set({ voice }).where(eq(rooms.id, id))
}

export async function setMode(db: Db, scope: Scope, id: number, mode: RoomMode): Promise<Room> {
  const room = await findRoom(db, scope, id)
  await db.update(rooms).set({ mode }).where(eq(rooms.id, id))
  return { ...room, mode }
}

function privacyNotice(roomId: number, community: Community, estate: Estate, at: Date) {
  return {
    kind: 'privacyNotice' as const,
    to: { roomId },
    mention: null,
    text: texts.room.privacyNotice(community, estate),
    ticketId: null,
    announcementId: null,
    about: [],
    obstacle: null,
    notBefore: at,
    expiresAt: null,
    key: null,
  }
}
