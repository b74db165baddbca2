import { and, asc, desc, eq, inArray, isNotNull, isNull, max, ne, or, sql } from 'drizzle-orm'
import type { Account } from '../core/account.ts'
import { Refusal } from '../core/errors.ts'
import { type KnownRoom, memberInRemark, recogniseMember, recogniseRoom } from '../core/identity.ts'
import type { IncomingMessage, Sender } from '../core/message.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import type { Member } from './members.ts'
import type { Room } from './rooms.ts'
import { departures, members, messages, rooms } from './schema/index.ts'

type SeenRoom = NonNullable<IncomingMessage['room']>

/** So many of those who spoke last tell whether a group is still the same. */
const SPEAKERS = 50

/** The room that a group under an unknown id is, one of an earlier login or one that the bot had left, given its new id; null when nobody can tell. A network whose ids never change has none. */
export async function findRoomAgain(
  tx: Db,
  { channel, account }: Account,
  group: SeenRoom,
  session: string | undefined,
): Promise<Room | null> {
  if (session === undefined) return null
  const left = await tx
    .select()
    .from(rooms)
    .where(
      and(
        eq(rooms.channel, channel),
        eq(rooms.account, account),
        eq(rooms.topic, group.topic),
        or(isOfEarlier(rooms.session, session), isNotNull(rooms.leftAt)),
      ),
    )
    .for('update')
  const known = await Promise.all(left.map(async (room) => ({ ...room, speakers: await listSpeakers(tx, room.id) })))
  const found = recogniseRoom({ topic: group.topic, present: group.present ?? [] }, known satisfies KnownRoom[])
  if (!found) return null
  const [room] = await tx.update(rooms).set({ externalId: group.id, session, leftAt: null }).where(eq(rooms.id, found.id)).returning()
  return room!
}

async function listSpeakers(tx: Db, roomId: number): Promise<string[]> {
  const rows = await tx
    .select({ alias: messages.alias, last: max(messages.id) })
    .from(messages)
    .innerJoin(members, eq(members.id, messages.memberId))
    .where(and(eq(messages.roomId, roomId), eq(messages.fromBot, false), ne(messages.kind, 'system'), isNull(members.erasedAt)))
    .groupBy(messages.alias)
    .orderBy(desc(max(messages.id)))
    .limit(SPEAKERS)
  return rows.map(({ alias }) => alias)
}

/** The person whom an unknown id stands for, given that id: a friend by the code in their remark name, others by both their names in the room. */
export async function findMemberAgain(
  tx: Db,
  account: Account,
  sender: Sender,
  { room, session }: { room: Room | null; session: string | undefined },
): Promise<Member | null> {
  if (session === undefined) return null
  const found = (await findFriend(tx, account, sender, session)) ?? (room && (await findByNames(tx, sender, room, session)))
  if (!found) return null
  const [member] = await tx.update(members).set({ externalId: sender.id, session }).where(eq(members.id, found.id)).returning()
  return member!
}

async function findFriend(tx: Db, account: Account, { isFriend, remark }: Sender, session: string): Promise<Member | null> {
  const id = isFriend && remark ? memberInRemark(remark) : null
  if (id === null) return null
  const [member] = await tx
    .select()
    .from(members)
    .where(and(eq(members.id, id), isMemberOf(account), isOfEarlier(members.session, session), isNull(members.erasedAt)))
  return member ?? null
}

async function findByNames(tx: Db, sender: Sender, room: Room, session: string): Promise<Member | null> {
  const names = { nickname: sender.nickname, alias: sender.alias || sender.nickname }
  const namesakes = await tx
    .select()
    .from(members)
    .where(and(isMemberOf(room), eq(members.nickname, names.nickname), isOfEarlier(members.session, session)))
  const said = await tx
    .selectDistinctOn([messages.memberId], { memberId: messages.memberId, alias: messages.alias })
    .from(messages)
    .where(
      and(
        eq(messages.roomId, room.id),
        inArray(
          messages.memberId,
          namesakes.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(messages.memberId, desc(messages.id))
  const known = said.map(({ memberId, alias }) => ({ alias, nickname: names.nickname, id: memberId }))
  const found = recogniseMember({ ...names, hasNamesake: sender.hasNamesake ?? false }, known)
  return namesakes.find(({ id }) => id === found?.id) ?? null
}

function isMemberOf({ channel, account }: Account) {
  return and(eq(members.channel, channel), eq(members.account, account))
}

/** Ids of an earlier login are dead. What was never under a login, such as a group that staff expect, is still to come. */
function isOfEarlier(column: typeof rooms.session | typeof members.session, session: string) {
  return or(isNull(column), ne(column, session))
}

/** Bound groups that the present login has not shown yet or that the bot has left: one that nobody knows may be any of them, under another name. */
export function listLostRooms(db: Db, { communityId }: Scope): Promise<Room[]> {
  return db
    .select()
    .from(rooms)
    .where(and(eq(rooms.communityId, communityId), isLost()))
    .orderBy(asc(rooms.id))
}

/** The same of every community. */
export async function listLostIds(db: Db): Promise<Set<number>> {
  const lost = await db.select({ id: rooms.id }).from(rooms).where(isLost())
  return new Set(lost.map(({ id }) => id))
}

function isLost() {
  const session = sql`(select session from channels where channels.name = ${rooms.channel} and channels.account = ${rooms.account})`
  return sql`(${rooms.leftAt} is not null or (${session} is not null and ${rooms.session} is distinct from ${session}))`
}

/**
 * Staff say that a group nobody knew is a lost one of theirs: it goes on under its new id and topic, with its tickets, its notice and its voice.
 * @throws Refusal `not-found` when it is bound already, or when none of the community's that its account lost has that id.
 */
export function adoptRoom(db: Db, { communityId }: Scope, { newId, lostId }: { newId: number; lostId: number }): Promise<Room> {
  return db.transaction(async (tx) => {
    const [stranger] = await tx
      .select()
      .from(rooms)
      .where(and(eq(rooms.id, newId), isNull(rooms.communityId)))
      .for('update')
    const [lost] = await tx
      .select()
      .from(rooms)
      .where(and(eq(rooms.id, lostId), eq(rooms.communityId, communityId), isLost()))
      .for('update')
    if (!stranger || !lost || stranger.channel !== lost.channel || stranger.account !== lost.account)
      throw new Refusal('not-found', { room: newId })
    await tx.update(messages).set({ roomId: lostId }).where(eq(messages.roomId, newId))
    await tx.delete(departures).where(eq(departures.roomId, newId))
    await tx.delete(rooms).where(eq(rooms.id, newId))
    const { externalId, session, topic } = stranger
    const [room] = await tx.update(rooms).set({ externalId, session, topic, leftAt: null }).where(eq(rooms.id, lostId)).returning()
    return room!
  })
}
