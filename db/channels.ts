import { asc } from 'drizzle-orm'
import type { ChannelStatus } from '../core/channel.ts'
import type { ChannelName } from '../core/message.ts'
import type { Db } from './client.ts'
import { channels } from './schema/index.ts'

export type ChannelRow = typeof channels.$inferSelect

/** The bot's process tells how its channel is; the console's reads it. */
export async function recordStatus(db: Db, name: ChannelName, status: ChannelStatus, at: Date): Promise<void> {
  const row = { ...status, changedAt: at }
  await db.insert(channels).values({ name, ...row }).onConflictDoUpdate({ target: channels.name, set: row })
}

export function listChannels(db: Db): Promise<ChannelRow[]> {
  return db.select().from(channels).orderBy(asc(channels.name))
}
