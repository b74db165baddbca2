import { type Account, MAIN_ACCOUNT } from '../core/account.ts'
import type { Db } from '../db/client.ts'
import { listChannels } from '../db/metrics.ts'
import { compareMigrations } from '../db/migrated.ts'
import { PATIENCE_MS, TooSlow, withinTime } from './time.ts'

/** Resolves to null when the process can do its work, else to the reason in one line. */
export type Readiness = () => Promise<string | null>

/** `account`: the one this process speaks for; null in a console of its own. One question at a time, however many ask. */
export function createReadiness(db: Db, account: Account | null): Readiness {
  let asking: Promise<string | null> | null = null

  async function ask(): Promise<string | null> {
    const { missing, unknown } = await compareMigrations(db)
    if (missing > 0) return `the database lacks ${missing} migrations of this program`
    if (unknown > 0) return `the database has ${unknown} migrations of a newer program`
    return account && findChannelTrouble(await listChannels(db), account)
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

function findChannelTrouble(channels: Awaited<ReturnType<typeof listChannels>>, { channel, account }: Account): string | null {
  const state = channels.find((one) => one.channel === channel && one.account === account)?.state ?? 'starting'
  const named = account === MAIN_ACCOUNT ? channel : `${channel} ${account}`
  return state === 'online' ? null : `the channel ${named} is not online (${state})`
}
