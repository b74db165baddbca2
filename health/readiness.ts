import type { ChannelName } from '../core/message.ts'
import type { Db } from '../db/client.ts'
import { listChannels } from '../db/metrics.ts'
import { compareMigrations } from '../db/migrated.ts'
import { PATIENCE_MS, TooSlow, withinTime } from './time.ts'

/** Resolves to null when the process can do its work, else to the reason in one line. */
export type Readiness = () => Promise<string | null>

/** `channel`: the one this process speaks on; null in a console of its own. One question at a time, however many ask. */
export function createReadiness(db: Db, channel: ChannelName | null): Readiness {
  let asking: Promise<string | null> | null = null

  async function ask(): Promise<string | null> {
    const { missing, unknown } = await compareMigrations(db)
    if (missing > 0) return `the database lacks ${missing} migrations of this program`
    if (unknown > 0) return `the database has ${unknown} migrations of a newer program`
    return channel && findChannelTrouble(await listChannels(db), channel)
  }

  return async () => {
    asking ??= ask().finally(() => {
      asking = null
    })
    try {
      return await withinTime(asking)
    } catch (error) {
      return error instanceof TooSlow ? `the database does not answer within ${PATIENCE_MS / 1000} s` : 'the database does not answer'
    }
  }
}

function findChannelTrouble(channels: Awaited<ReturnType<typeof listChannels>>, name: ChannelName): string | null {
  const state = channels.find((one) => one.name === name)?.state ?? 'starting'
  return state === 'online' ? null : `the channel ${name} is not online (${state})`
}
