import type { Gauge } from 'prom-client'
import { CHANNEL_STATES } from '../core/channel.ts'
import { OUTBOX_STATUSES } from '../core/notice.ts'
import { OPEN_STATUSES } from '../core/ticket/status.ts'
import type { Db } from '../db/client.ts'
import * as figures from '../db/metrics.ts'
import type { Metrics } from './metrics.ts'
import { withinTime } from './time.ts'

const KEPT_MS = 5000

/** Returns the way to bring the gauges up to date: at most every five seconds, at most two seconds long, whoever asks. */
export function createGauges(metrics: Metrics, db: Db, now: () => Date): () => Promise<void> {
  let lookedAt = new Date(0)
  let looking: Promise<void> | null = null
  let asking: Promise<Found> | null = null

  async function look(): Promise<void> {
    try {
      // A question that is still unanswered is not asked again.
      asking ??= lookUp(db, now()).finally(() => {
        asking = null
      })
      const found = await withinTime(asking)
      forget(metrics)
      show(metrics, found, now())
    } catch {
      // That the database is away is what this figure is for; the others would be stale.
      forget(metrics)
      metrics.databaseUp.set(0)
    }
    lookedAt = now()
  }

  return () => {
    if (looking !== null) return looking
    if (now().getTime() - lookedAt.getTime() < KEPT_MS) return Promise.resolve()
    looking = look().finally(() => {
      looking = null
    })
    return looking
  }
}

type Found = Awaited<ReturnType<typeof lookUp>>

async function lookUp(db: Db, now: Date) {
  return {
    unread: await figures.countUnread(db),
    lag: await figures.measureLag(db),
    outbox: await figures.countOutbox(db),
    oldestDue: await figures.findOldestDue(db, now),
    channels: await figures.listChannels(db),
    open: await figures.countOpenTickets(db),
    overdue: await figures.countOverdue(db, now),
    ringing: await figures.countRinging(db),
  }
}

function show(metrics: Metrics, { unread, lag, outbox, oldestDue, channels, open, overdue, ringing }: Found, now: Date): void {
  metrics.databaseUp.set(1)
  metrics.unread.set(unread.count)
  metrics.unreadAge.set(secondsSince(unread.oldestReadyAt, now))
  metrics.readLag.set({ quantile: '0.5' }, lag.median)
  metrics.readLag.set({ quantile: '0.95' }, lag.most)
  metrics.readLag.set({ quantile: '1' }, lag.longest)
  showCounts(metrics.outboxWords, OUTBOX_STATUSES, outbox)
  metrics.outboxAge.set(secondsSince(oldestDue, now))
  for (const { channel, account, state, syncedAt } of channels) {
    for (const one of CHANNEL_STATES) metrics.channelState.set({ channel, account, state: one }, one === state ? 1 : 0)
    if (syncedAt) metrics.channelSyncAge.set({ channel, account }, secondsSince(syncedAt, now))
  }
  showCounts(metrics.openTickets, OPEN_STATUSES, open)
  for (const deadline of ['respond', 'resolve', 'review'] as const) metrics.overdueTickets.set({ deadline }, overdue[deadline])
  metrics.ringing.set(ringing)
}

function showCounts(gauge: Gauge<'status'>, statuses: readonly string[], counted: readonly { status: string; count: number }[]): void {
  for (const status of statuses) gauge.set({ status }, counted.find((one) => one.status === status)?.count ?? 0)
}

function forget(metrics: Metrics): void {
  const { unread, unreadAge, readLag, outboxWords, outboxAge, channelState, channelSyncAge, openTickets, overdueTickets, ringing } = metrics
  for (const gauge of [readLag, outboxWords, channelState, channelSyncAge, openTickets, overdueTickets]) gauge.reset()
  for (const gauge of [unread, unreadAge, outboxAge, ringing]) gauge.remove()
}

function secondsSince(at: Date | null, now: Date): number {
  return at ? Math.max(0, (now.getTime() - at.getTime()) / 1000) : 0
}
