import { and, desc, eq, gt, inArray, max, sql } from 'drizzle-orm'
import type { ChannelStatus } from '../core/channel.ts'
import type { ChannelName } from '../core/message.ts'
import type { Scope } from '../core/org.ts'
import { coolDownMs, type Limit } from '../core/speech/coolDown.ts'
import type { Db } from './client.ts'
import { prepared } from './prepared.ts'
import { channels, messages, outbox, rooms } from './schema/index.ts'

export type ChannelRow = typeof channels.$inferSelect

/** The bot's process tells how its channel is; the console's reads it. */
export async function recordStatus(db: Db, name: ChannelName, status: ChannelStatus, at: Date): Promise<void> {
  const row = { ...status, changedAt: at }
  await db
    .insert(channels)
    .values({ name, ...row })
    .onConflictDoUpdate({ target: channels.name, set: row })
}

/** The network has answered. */
export async function recordSync(db: Db, name: ChannelName, at: Date): Promise<void> {
  await db.update(channels).set({ syncedAt: at }).where(eq(channels.name, name))
}

/** The bot's process runs. */
export async function recordAlive(db: Db, name: ChannelName, alive: { aliveAt: Date; startedAt: Date; memoryMb: number }): Promise<void> {
  await db.update(channels).set(alive).where(eq(channels.name, name))
}

/** What holds the account back; it stays, past its time too, until the network has taken a word. */
export async function findLimit(db: Db, name: ChannelName): Promise<Limit | null> {
  const [row] = await oneChannel(db).execute({ name })
  return row?.limitedUntil && row.limitedAt ? { until: row.limitedUntil, refusedAt: row.limitedAt } : null
}

const oneChannel = prepared((db) =>
  db
    .select()
    .from(channels)
    .where(eq(channels.name, sql.placeholder('name')))
    .prepare('one_channel'),
)

/** The network turned the account away: a pause that already runs is not made longer by what is tried in it. */
export function coolDown(db: Db, name: ChannelName, { now, chance }: { now: Date; chance: number }): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.insert(channels).values({ name, state: 'online', changedAt: now }).onConflictDoNothing()
    const [row] = await tx.select().from(channels).where(eq(channels.name, name)).for('update')
    const { limitedUntil, limitedTimes } = row!
    const pause =
      limitedUntil && limitedUntil > now
        ? {}
        : { limitedUntil: new Date(now.getTime() + coolDownMs(limitedTimes, chance)), limitedTimes: limitedTimes + 1 }
    await tx
      .update(channels)
      .set({ limitedAt: now, ...pause })
      .where(eq(channels.name, name))
  })
}

/** The network takes words again. */
export async function warmUp(db: Db, name: ChannelName): Promise<void> {
  await db
    .update(channels)
    .set({ limitedUntil: null, limitedAt: null, limitedTimes: 0 })
    .where(and(eq(channels.name, name), gt(channels.limitedTimes, 0)))
}

/** The channel that last told how it is; null before a bot was ever started. */
export async function findChannel(db: Db): Promise<ChannelRow | null> {
  const [last] = await db.select().from(channels).orderBy(desc(channels.changedAt)).limit(1)
  return last ?? null
}

/** When a channel last brought a message of anybody's, and when it last took one of ours to a group of the community. */
export async function findLastWords(
  db: Db,
  { communityId }: Scope,
  channel: ChannelName,
): Promise<{ heardAt: Date | null; saidAt: Date | null }> {
  const [heard] = await db
    .select({ at: messages.receivedAt })
    .from(messages)
    .where(eq(messages.channel, channel))
    .orderBy(desc(messages.id))
    .limit(1)
  const own = db.select({ id: rooms.id }).from(rooms).where(eq(rooms.channel, channel))
  const [said] = await db
    .select({ at: max(outbox.settledAt) })
    .from(outbox)
    .where(and(eq(outbox.communityId, communityId), eq(outbox.status, 'sent'), inArray(outbox.roomId, own)))
  return { heardAt: heard?.at ?? null, saidAt: said?.at ?? null }
}
