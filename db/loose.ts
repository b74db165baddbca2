import { and, asc, desc, eq, gte, inArray } from 'drizzle-orm'
import type { LooseLine } from '../core/conversation/situation.ts'
import type { Scope } from '../core/org.ts'
import { Reading } from '../core/reading/reading.ts'
import type { Db } from './client.ts'
import { members, messages, readings } from './schema/index.ts'

const MOST_LINES = 40
const LOOSE = and(inArray(messages.outcome, ['silent', 'waiting']), inArray(messages.reason, ['unsure', 'chatter', 'nothingToJoin']))

/** What a room said since a moment that led to no ticket and nobody has decided about, with its last reading, oldest first. */
export async function listLoose(db: Db, { communityId }: Scope, roomId: number, since: Date): Promise<LooseLine[]> {
  const rows = await db
    .selectDistinctOn([messages.id], { message: messages, isFriend: members.isFriend, reading: readings })
    .from(messages)
    .innerJoin(members, eq(members.id, messages.memberId))
    .innerJoin(readings, and(eq(readings.messageId, messages.id), eq(readings.part, 0)))
    .where(and(eq(messages.communityId, communityId), eq(messages.roomId, roomId), gte(messages.receivedAt, since), LOOSE))
    .orderBy(asc(messages.id), desc(readings.id))
  return rows.slice(-MOST_LINES).flatMap(({ message, isFriend, reading }) => {
    const read = Reading.safeParse(reading)
    const { id: messageId, memberId, alias, text: words, sentAt: at } = message
    return read.success ? [{ messageId, member: { id: memberId, isFriend }, alias, words, at, reading: read.data }] : []
  })
}

/** Lines that turn out to belong to a ticket; returns those that nobody has decided about meanwhile. */
export async function takeAlong(db: Db, { communityId }: Scope, lines: readonly LooseLine[], at: Date): Promise<LooseLine[]> {
  if (lines.length === 0) return []
  const ids = lines.map(({ messageId }) => messageId)
  const taken = await db
    .update(messages)
    .set({ outcome: 'ticketJoined', reason: null, settledAt: at })
    .where(and(eq(messages.communityId, communityId), inArray(messages.id, ids), LOOSE))
    .returning({ id: messages.id })
  return lines.filter(({ messageId }) => taken.some(({ id }) => id === messageId))
}
