import { and, asc, desc, eq, gt, inArray, isNotNull, lt, ne, sql } from 'drizzle-orm'
import type { MessageOutcome, Silence, Wait } from '../core/conversation/outcome.ts'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import type { StoredMessage } from './inbox.ts'
import { messages, readings, reports, rooms, tickets } from './schema/index.ts'

const UNANSWERED: readonly MessageOutcome[] = ['silent', 'ticketJoined', 'waiting', 'ignored', 'noted']

export type SilentMessage = {
  message: StoredMessage
  roomTopic: string | null
  reading: typeof readings.$inferSelect | null
  number: string | null
}

/** `withPrivate`: whether words said to the bot in private are among them. */
export type SilenceFilter = { roomId: number | null; reason: Silence | Wait | null; withPrivate: boolean }

/** What was heard and not answered, newest first. The bot's own words are left out unless they are asked for. */
export async function listSilences(
  db: Db,
  { communityId }: Scope,
  { roomId, reason, withPrivate }: SilenceFilter,
  page: { before?: number | undefined; after?: number | undefined; limit: number },
): Promise<{ rows: SilentMessage[]; newer: number | null; older: number | null }> {
  const { before, after, limit } = page
  const lastReading = sql`${readings.id} = (select max(id) from readings where message_id = ${messages.id})`
  const found = await db
    .select({ message: messages, roomTopic: rooms.topic, reading: readings, number: tickets.number })
    .from(messages)
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .leftJoin(readings, lastReading)
    .leftJoin(reports, eq(reports.messageId, messages.id))
    .leftJoin(tickets, eq(tickets.id, reports.ticketId))
    .where(
      and(
        eq(messages.communityId, communityId),
        isNotNull(messages.reason),
        inArray(messages.outcome, [...UNANSWERED]),
        reason ? eq(messages.reason, reason) : ne(messages.reason, 'ownWords'),
        roomId ? eq(messages.roomId, roomId) : undefined,
        withPrivate ? undefined : isNotNull(messages.roomId),
        after ? gt(messages.id, after) : before ? lt(messages.id, before) : undefined,
      ),
    )
    .orderBy(after ? asc(messages.id) : desc(messages.id))
    .limit(limit + 1)
  const hasMore = found.length > limit
  const rows = after ? found.slice(0, limit).toReversed() : found.slice(0, limit)
  const [first, last] = [rows.at(0)?.message.id ?? null, rows.at(-1)?.message.id ?? null]
  return { rows, newer: after ? (hasMore ? first : null) : before ? first : null, older: after || hasMore ? last : null }
}

/** Somebody finds that the bot should have listened: the message waits for a person. @throws Refusal `stale` when it is no longer silent. */
export async function putToWaiting(db: Db, { communityId }: Scope, id: number, at: Date): Promise<void> {
  const waiting = await db
    .update(messages)
    .set({ outcome: 'waiting', settledAt: at })
    .where(and(eq(messages.id, id), eq(messages.communityId, communityId), inArray(messages.outcome, ['silent', 'ignored', 'noted'])))
    .returning({ id: messages.id })
  if (waiting.length === 0) throw new Refusal('stale', { message: id })
}
