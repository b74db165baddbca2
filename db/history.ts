import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { members, messages, outbox, readings, reports, rooms, tickets } from './schema/index.ts'

/** What the bot has said, in the order of saying; `about` are the inbox ids of the messages it answered. */
export function listSaid(db: Db, { communityId }: Scope) {
  return db
    .select({
      at: outbox.settledAt,
      mention: outbox.mention,
      text: outbox.text,
      about: outbox.about,
      group: rooms.topic,
      member: members.externalId,
      ticket: tickets.number,
    })
    .from(outbox)
    .leftJoin(rooms, eq(rooms.id, outbox.roomId))
    .leftJoin(members, eq(members.id, outbox.memberId))
    .leftJoin(tickets, eq(tickets.id, outbox.ticketId))
    .where(and(eq(outbox.communityId, communityId), eq(outbox.status, 'sent')))
    .orderBy(asc(outbox.settledAt), asc(outbox.id))
}

/** Every ticket in the order of opening, with the ids that the network gave its reporters and their messages. */
export async function listTicketsWithReports(db: Db, { communityId }: Scope) {
  const found = await db.select().from(tickets).where(eq(tickets.communityId, communityId)).orderBy(asc(tickets.id))
  const told = await db
    .select({ ticketId: reports.ticketId, member: members.externalId, message: messages.externalId })
    .from(reports)
    .leftJoin(members, eq(members.id, reports.memberId))
    .leftJoin(messages, eq(messages.id, reports.messageId))
    .where(eq(reports.communityId, communityId))
    .orderBy(asc(reports.id))
  return found.map((ticket) => {
    const own = told.filter(({ ticketId }) => ticketId === ticket.id)
    return {
      ticket,
      reporters: [...new Set(own.flatMap(({ member }) => member ?? []))],
      messages: own.flatMap(({ message }) => message ?? []),
    }
  })
}

/** Every message with what became of it and the main part of its last reading, in the order of arrival. */
export function listHeard(db: Db, { communityId }: Scope) {
  const { id, externalId: message, outcome, reason } = messages
  return db
    .selectDistinctOn([id], { message, outcome, reason, intent: readings.intent, category: readings.category })
    .from(messages)
    .leftJoin(readings, and(eq(readings.messageId, id), eq(readings.part, 0)))
    .where(eq(messages.communityId, communityId))
    .orderBy(asc(id), desc(readings.id))
}

/** The ids that the network gave messages, and who sent them, by inbox id. */
export async function findSources(db: Db, { communityId }: Scope, ids: readonly number[]) {
  if (ids.length === 0) return new Map<number, { message: string; sender: string }>()
  const rows = await db
    .select({ id: messages.id, message: messages.externalId, sender: members.externalId })
    .from(messages)
    .innerJoin(members, eq(members.id, messages.memberId))
    .where(and(eq(messages.communityId, communityId), inArray(messages.id, [...ids])))
  return new Map(rows.map(({ id, ...source }) => [id, source]))
}
