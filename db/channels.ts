import { and, desc, eq, inArray, max } from 'drizzle-orm'
import type { ChannelStatus } from '../core/channel.ts'
import type { ChannelName } from '../core/message.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
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
