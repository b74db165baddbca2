import { and, asc, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import { type Community, type Estate, maySpeak } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import type { ChannelName } from '../core/message.ts'
import type { Voice } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import { texts } from '../core/texts/texts.ts'
import type { Db } from './client.ts'
import { owe } from './outbox.ts'
import { messages, rooms } from './schema/index.ts'

export type Room = typeof rooms.$inferSelect
export type RoomHeard = Room & { heardAt: Date | null }

const LAST_HEARD = sql`(select received_at from messages where messages.room_id = ${rooms.id} order by messages.id desc limit 1)`
const WITH_LAST_MESSAGE = { ...getTableColumns(rooms), heardAt: LAST_HEARD.mapWith(messages.receivedAt) as SQL<Date | null> }

/** The room of a channel, made known at its first message; a new topic is taken over. */
export async function meetRoom(db: Db, channel: ChannelName, { id, topic }: { id: string; topic: string }): Promise<Room> {
  const [known] = await db.select().from(rooms).where(and(eq(rooms.channel, channel), eq(rooms.externalId, id)))
  if (known && (known.topic === topic || topic === '')) return known
  const [room] = await db
    .insert(rooms)
    .values({ channel, externalId: id, topic })
    .onConflictDoUpdate({ target: [rooms.channel, rooms.externalId], set: { topic } })
    .returning()
  return room!
}

export function listRooms(db: Db, { communityId }: Scope): Promise<RoomHeard[]> {
  return db.select(WITH_LAST_MESSAGE).from(rooms).where(eq(rooms.communityId, communityId)).orderBy(asc(rooms.id))
}

/** Groups the bot is in that nobody has given to an estate yet. */
export function listUnboundRooms(db: Db): Promise<RoomHeard[]> {
  return db.select(WITH_LAST_MESSAGE).from(rooms).where(isNull(rooms.communityId)).orderBy(asc(rooms.id))
}

export async function findRoom(db: Db, { communityId }: Scope, id: number): Promise<Room> {
  const [room] = await db.select().from(rooms).where(and(eq(rooms.id, id), eq(rooms.communityId, communityId)))
  if (!room) throw new Refusal('not-found', { room: id })
  return room
}

/**
 * Gives a group to an estate: the privacy notice is owed at once, and until staff switch it on the bot only records.
 * @throws Refusal `not-found` when the room belongs to another community.
 */
export function bindRoom(db: Db, { community, estate, roomId, at }: { community: Community; estate: Estate; roomId: number; at: Date }): Promise<Room> {
  return db.transaction(async (tx) => {
    const [before] = await tx.select().from(rooms).where(eq(rooms.id, roomId)).for('update')
    if (!before || (before.communityId !== null && before.communityId !== community.id)) throw new Refusal('not-found', { room: roomId })

    const noticeKept = before.estateId === estate.id ? before.noticeSentAt : null
    const [room] = await tx
      .update(rooms)
      .set({ estateId: estate.id, communityId: community.id, voice: 'recordOnly', noticeSentAt: noticeKept })
      .where(eq(rooms.id, roomId))
      .returning()
    if (!noticeKept) await owe(tx, { communityId: community.id }, [privacyNotice(room!.id, community, estate, at)], { at })
    return room!
  })
}

export async function unbindRoom(db: Db, { communityId }: Scope, id: number): Promise<void> {
  await findRoom(db, { communityId }, id)
  await db.update(rooms).set({ estateId: null, communityId: null, voice: 'recordOnly', noticeSentAt: null }).where(eq(rooms.id, id))
}

/** @throws Refusal `incomplete` when the bot is to speak in a community without a gas number. */
export async function setVoice(db: Db, community: Community, id: number, voice: Voice): Promise<void> {
  if (voice === 'speaking' && !maySpeak(community)) throw new Refusal('incomplete', { missing: 'gasHotline' })
  await findRoom(db, { communityId: community.id }, id)
  await db.update(rooms).set({ voice }).where(eq(rooms.id, id))
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
