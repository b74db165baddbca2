import { and, desc, eq, gt, gte, type SQLWrapper, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { prepared } from './prepared.ts'
import { messages, outbox, pages, ratings, readings, signals, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'
import { isOurs } from './waiting.ts'

const DAY_MS = 86_400_000
/** More is not told apart. */
const MOST_COUNTED = 100

/**
 * How many of each kind stand before staff: tickets nobody accepted, messages nobody could read, words that could not be said, signals nobody has
 * seen, alarms nobody has taken on, tickets on the director's list, people to be called back. Counted up to a hundred.
 */
export type Attention = {
  tickets: number
  waiting: number
  outbox: number
  signals: number
  pages: number
  echoes: number
  callbacks: number
}

/** What every page tells, in one statement; the conditions are written as in the partial indexes. */
export async function readAttention(db: Db, { communityId }: Scope, now: Date): Promise<{ counts: Attention; isModelAway: boolean }> {
  const [row] = await attentionOf(db).execute({ communityId, since: new Date(now.getTime() - DAY_MS) })
  const { isModelAway: isAway, ...counts } = row!
  return { counts, isModelAway: isAway }
}

const attentionOf = prepared((db) => {
  const communityId = sql.placeholder('communityId')
  const one = { one: sql`1` }
  const pending = and(eq(tickets.communityId, communityId), eq(tickets.status, 'pendingReview'))
  const unread = and(isOurs(db, communityId), sql`${messages.outcome} = 'waiting'`)
  const stuck = and(eq(outbox.communityId, communityId), isAmong(outbox.status, ['needsPerson', 'failed']))
  const unseen = and(eq(signals.communityId, communityId), sql`${signals.seenAt} is null`)
  const ringing = and(eq(pages.communityId, communityId), sql`${pages.status} = 'calling'`)
  const escalated = and(eq(tickets.communityId, communityId), sql`${tickets.escalatedAt} is not null`)
  const toCall = and(eq(ratings.communityId, communityId), sql`call_at is not null and called_at is null`)
  return db
    .select({
      tickets: countSome(db.select(one).from(tickets).where(pending).limit(MOST_COUNTED)),
      waiting: countSome(db.select(one).from(messages).where(unread).limit(MOST_COUNTED)),
      outbox: countSome(db.select(one).from(outbox).where(stuck).limit(MOST_COUNTED)),
      signals: countSome(db.select(one).from(signals).where(unseen).limit(MOST_COUNTED)),
      pages: countSome(db.select(one).from(pages).where(ringing).limit(MOST_COUNTED)),
      echoes: countSome(db.select(one).from(tickets).where(escalated).limit(MOST_COUNTED)),
      callbacks: countSome(db.select(one).from(ratings).where(toCall).limit(MOST_COUNTED)),
      isModelAway: isModelAway(db),
    })
    .from(sql`(select 1) as once`)
    .prepare('attentionOf')
})

function countSome(rows: SQLWrapper) {
  return sql<number>`(select count(*) from ${rows} as waiting)`.mapWith(Number)
}

/** Whether the last call of a model within the last day came to nothing; what the gate holds back asks none. */
function isModelAway(db: Db) {
  const asked = and(
    eq(readings.communityId, sql.placeholder('communityId')),
    gte(readings.readAt, sql.param(sql.placeholder('since'), readings.readAt)),
    gt(readings.calls, 0),
  )
  const last = db.select({ reader: readings.reader }).from(readings).where(asked).orderBy(desc(readings.readAt), desc(readings.id)).limit(1)
  return sql<boolean>`coalesce(${last} = 'offline', false)`
}
