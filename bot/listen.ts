import type { Logger } from 'pino'
import type { ChannelName, IncomingMessage } from '../core/message.ts'
import type { Db } from '../db/client.ts'
import { isBadStatement } from '../db/conflict.ts'
import * as inbox from '../db/inbox.ts'

const MOST_HELD = 10_000
const RETRY_MS = 1000

export type Listener = {
  /** Resolves when the message is in the inbox, however long the database is away. */
  hear(message: IncomingMessage): Promise<void>
  /** Resolves when all that was heard so far is in the inbox. */
  settled(): Promise<void>
  /** How many messages are held in memory because the database is away. */
  held(): number
}

/** Writes what arrives into the inbox, in order, and says that it is there. While the database is away messages wait in memory. */
export function createListener({ db, channel, now, log, wait, onStored }: ListenerDeps): Listener {
  let last: Promise<void> = Promise.resolve()
  let held = 0

  async function store(message: IncomingMessage, receivedAt: Date): Promise<void> {
    for (;;) {
      try {
        await inbox.receive(db, channel, message, receivedAt)
        return onStored()
      } catch (error) {
        if (isBadStatement(error)) throw error
        log.warn({ err: error, held }, 'The database is away; the message waits in memory')
        await wait(RETRY_MS)
      }
    }
  }

  return {
    hear(message) {
      if (held >= MOST_HELD)
        return Promise.reject(new Error(`${MOST_HELD} messages wait for the database; this one is refused: ${message.id}`))
      held++
      const stored = last.then(() => store(message, now())).finally(() => held--)
      last = stored.catch((error) => log.error({ err: error, messageId: message.id }, 'A message could not be stored'))
      return stored
    },
    settled: () => last,
    held: () => held,
  }
}

type ListenerDeps = {
  db: Db
  channel: ChannelName
  now: () => Date
  log: Logger
  wait: (ms: number) => Promise<void>
  onStored: () => void
}
