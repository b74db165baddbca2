import { and, count, desc, eq, gte, inArray, ne } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { messages, outbox, pages, readings, tickets } from './schema/index.ts'
import { countUnseen } from './signals.ts'

const DAY_MS = 86_400_000

/**
 * How many of each kind stand before staff: tickets nobody accepted, messages nobody could read, words that could not be said, signals nobody has
 * seen, alarms nobody has taken on.
 */
export type Attention = { tickets: number; waiting: number; outbox: number; signals: number; pages: number }

export async function countAttention(db: Db, { communityId }: Scope): Promise<Attention> {
  return {
    tickets: await db.$count(tickets, and(eq(tickets.communityId, communityId), eq(tickets.status, 'pendingReview'))),
    waiting: await db.$count(messages, and(eq(messages.communityId, communityId), eq(messages.outcome, 'waiting'))),
    outbox: await db.$count(outbox, and(eq(outbox.communityId, communityId), inArray(outbox.status, ['needsPerson', 'failed']))),
    signals: await countUnseen(db, { communityId }),
    pages: await db.$count(pages, and(eq(pages.communityId, communityId), eq(pages.status, 'calling'))),
  }
}

/** Whether a community that was read by a model within the last day is now read by rules; what the gate holds back is no sign of it. */
export async function isModelAway(db: Db, { communityId }: Scope, now: Date): Promise<boolean> {
  const recent = and(eq(readings.communityId, communityId), gte(readings.readAt, new Date(now.getTime() - DAY_MS)))
  const [last] = await db
    .select({ reader: readings.reader })
    .from(readings)
    .where(and(recent, ne(readings.reader, 'rule'), eq(readings.heldBack, false)))
    .orderBy(desc(readings.id))
    .limit(1)
  if (last?.reader !== 'offline') return false
  const [model] = await db
    .select({ times: count() })
    .from(readings)
    .where(and(recent, eq(readings.reader, 'model')))
  return model!.times > 0
}
