import { and, eq, lte, notInArray, type SQL, sql } from 'drizzle-orm'
import type { IncomingMessage } from '../core/message.ts'
import { shownName } from '../core/name.ts'
import { showsReturn, TOLD_AFTER_LEAVING } from '../core/presence.ts'
import type { Db } from './client.ts'
import type { Member } from './members.ts'
import type { Room } from './rooms.ts'
import { departures, outbox, rooms } from './schema/index.ts'

/** Takes down what a message, just stored, says of who is in its room and whether the bot is. */
export async function notePresence(tx: Db, message: IncomingMessage, room: Room, member: Member): Promise<void> {
  const { kind, fromBot, sentAt } = message
  if (kind === 'leave' && fromBot) return void (await tx.update(rooms).set({ leftAt: sentAt }).where(eq(rooms.id, room.id)))
  if (kind === 'leave') return depart(tx, message, room, member)
  if (room.leftAt && showsReturn(message, room.leftAt)) await tx.update(rooms).set({ leftAt: null }).where(eq(rooms.id, room.id))
  await comeBack(tx, message, room, member)
}

/** Their tickets, their name and what they said stay. */
async function depart(tx: Db, { sender, sentAt }: IncomingMessage, room: Room, member: Member): Promise<void> {
  const row = { roomId: room.id, memberId: member.id, name: shownName(sender.alias || sender.nickname), leftAt: sentAt }
  await tx
    .insert(departures)
    .values(row)
    .onConflictDoUpdate({ target: [departures.roomId, departures.memberId], set: row })
}

async function comeBack(tx: Db, message: IncomingMessage, room: Room, member: Member): Promise<void> {
  const own = and(eq(departures.roomId, room.id), eq(departures.memberId, member.id))
  const [gone] = await tx.select().from(departures).where(own)
  if (gone && showsReturn(message, gone.leftAt)) await tx.delete(departures).where(own)
}

/** Owed to a room that the bot is not in. */
export function isOwedInVain(): SQL {
  return sql`exists (select from rooms where rooms.id = ${outbox.roomId} and rooms.left_at is not null)`
}

/** Due, in a room that the bot is not in: only a person can say it. */
export function isStranded(now: Date): SQL | undefined {
  return and(eq(outbox.status, 'waiting'), lte(outbox.notBefore, now), isOwedInVain())
}

/** Private words about what somebody said in a room that they have left since, which nobody asks for. */
export function isForgone(): SQL | undefined {
  const hasLeft = sql`exists (select from reports join messages on messages.id = reports.message_id
    join departures on departures.room_id = messages.room_id and departures.member_id = messages.member_id
    where reports.ticket_id = ${outbox.ticketId} and reports.member_id = ${outbox.memberId})`
  return and(notInArray(outbox.kind, [...TOLD_AFTER_LEAVING]), sql`${outbox.haste} <> 'atOnce'`, hasLeft)
}

/** The name after the @, unless whoever bears it has left the room. */
export function mentionStillThere(): SQL {
  const isGone = sql`exists (select from departures where departures.room_id = ${outbox.roomId} and departures.name = ${outbox.mention})`
  return sql`case when ${isGone} then null else ${outbox.mention} end`
}
