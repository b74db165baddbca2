import { and, asc, count, desc, eq, inArray, isNull, lte, min, sql } from 'drizzle-orm'
import type { Account } from '../core/account.ts'
import type { ChannelState } from '../core/channel.ts'
import type { OutboxStatus } from '../core/notice.ts'
import { OPEN_STATUSES, type TicketStatus } from '../core/ticket/status.ts'
import type { Db } from './client.ts'
import { channels, communities, messages, outbox, pages, tickets } from './schema/index.ts'

const MOST_UNREAD = 100_000
const MOST_WORDS = 100_000
const NEWEST_READ = 500

/** How many messages nobody has read, counted up to a bound, and when the first of them might have been. */
export async function countUnread(db: Db): Promise<{ count: number; oldestReadyAt: Date | null }> {
  const unread = db
    .select({ readyAt: messages.readyAt })
    .from(messages)
    .where(isNull(messages.outcome))
    .orderBy(asc(messages.readyAt))
    .limit(MOST_UNREAD)
    .as('unread')
  const [row] = await db.select({ count: count(), oldestReadyAt: min(unread.readyAt) }).from(unread)
  return row!
}

/** Seconds from a message's arrival to its reading among the newest ones: half of them took at most `median`, nineteen of twenty `most`, all `longest`. */
export async function measureLag(db: Db): Promise<{ median: number; most: number; longest: number }> {
  const newest = db
    .select({ seconds: sql<number>`extract(epoch from ${messages.settledAt} - ${messages.receivedAt})`.as('seconds') })
    .from(messages)
    .orderBy(desc(messages.id))
    .limit(NEWEST_READ)
    .as('newest')
  const share = (part: number) =>
    sql<number>`coalesce(percentile_cont(${sql.raw(String(part))}) within group (order by ${newest.seconds}), 0)`.mapWith(Number)
  const [row] = await db.select({ median: share(0.5), most: share(0.95), longest: share(1) }).from(newest)
  return row!
}

/** The newest words by what became of them. */
export async function countOutbox(db: Db): Promise<{ status: OutboxStatus; count: number }[]> {
  const newest = db.select({ status: outbox.status }).from(outbox).orderBy(desc(outbox.id)).limit(MOST_WORDS).as('newest')
  return db.select({ status: newest.status, count: count() }).from(newest).groupBy(newest.status)
}

/** Since when the longest waiting of the words that may be said is due; null when none is. */
export async function findOldestDue(db: Db, now: Date): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(outbox.notBefore) })
    .from(outbox)
    .where(and(eq(outbox.status, 'waiting'), lte(outbox.notBefore, now)))
  return row!.at
}

export function listChannels(db: Db): Promise<(Account & { state: ChannelState; syncedAt: Date | null })[]> {
  const { name: channel, account, state, syncedAt } = channels
  return db.select({ channel, account, state, syncedAt }).from(channels)
}

export async function countOpenTickets(db: Db): Promise<{ status: TicketStatus; count: number }[]> {
  return db.select({ status: tickets.status, count: count() }).from(tickets).where(isOpen(db)).groupBy(tickets.status)
}

/** Open tickets whose next deadline (`core/ticket/deadline.ts`) has passed. */
export async function countOverdue(db: Db, now: Date): Promise<{ respond: number; resolve: number; review: number }> {
  const { status, respondBy, resolveBy, reviewAt } = tickets
  const isNew = inArray(status, ['draft', 'pendingReview'])
  const isWorkedOn = inArray(status, ['filed', 'assigned', 'inProgress'])
  const [row] = await db
    .select({
      respond: sql<number>`count(*) filter (where ${isNew} and ${respondBy} < ${now.toISOString()})`.mapWith(Number),
      resolve:
        sql<number>`count(*) filter (where (${isWorkedOn} or (${isNew} and ${respondBy} is null)) and ${resolveBy} < ${now.toISOString()})`.mapWith(
          Number,
        ),
      review: sql<number>`count(*) filter (where ${status} = 'onHold' and ${reviewAt} < ${now.toISOString()})`.mapWith(Number),
    })
    .from(tickets)
    .where(isOpen(db))
  return row!
}

/** The index begins with the community. */
function isOpen(db: Db) {
  return and(inArray(tickets.communityId, db.select({ id: communities.id }).from(communities)), inArray(tickets.status, OPEN_STATUSES))
}

export function countRinging(db: Db): Promise<number> {
  return db.$count(pages, eq(pages.status, 'calling'))
}
