import type { Logger } from 'pino'
import type { Account } from '../core/account.ts'
import type { ChannelStatus } from '../core/channel.ts'
import type { Db } from '../db/client.ts'
import { meetRoom } from '../db/rooms.ts'
import type { Channel } from './channel.ts'

/** The network tells of its groups some time after the login, and of some only when somebody speaks there. */
const LOOKS_AFTER_MS = [0, 5_000, 25_000]

type MusterDeps = { db: Db; account: Account; channel: Channel; log: Logger; wait: (ms: number) => Promise<void> }

/**
 * Finds the groups again that a new login shows, before anybody speaks in them: what is owed to them can be said. `attend` takes every status of the
 * channel.
 */
export function createMuster({ db, account, channel, log, wait }: MusterDeps): { attend(status: ChannelStatus): void } {
  let mustered: string | null = null

  async function muster(session: string): Promise<void> {
    for (const ms of LOOKS_AFTER_MS) {
      await wait(ms)
      if (mustered !== session) return
      for (const { id, topic } of (await channel.topics?.()) ?? []) {
        const present = (await channel.memberNames?.(id))?.map(({ nickname, alias }) => alias || nickname) ?? []
        await meetRoom(db, account, { id, topic, present }, session)
      }
    }
  }

  return {
    attend({ state, session }) {
      if (!channel.topics || state !== 'online' || session === null || session === mustered) return
      mustered = session
      muster(session).catch((error: unknown) => {
        log.warn({ err: error }, 'The groups could not be looked through; each is found again when somebody speaks there')
      })
    },
  }
}
