import type { Logger } from 'pino'
import type { Account } from '../core/account.ts'
import { readEmergency } from '../core/reading/offline.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'
import type { Db } from '../db/client.ts'
import * as inbox from '../db/inbox.ts'
import { createBacklog, createQuiet, type Group } from './backlog.ts'
import { readTogether } from './batch.ts'
import { type Interpreting, interpret, leaveForPerson } from './interpret.ts'
import type { Reader } from './reader.ts'
import { type Understanding, understand } from './understand.ts'

const MOST_ATTEMPTS = 3
const LOOKED_AT_ONCE = 100

/** How many are decided in one transaction. */
const MOST_TOGETHER = 100

export type Interpreter = {
  /**
   * Reads the oldest unread messages and does what the core decides about each: one, or what waits behind it as well where nobody has to be asked what it
   * means. Returns the id of the oldest, or null when all are read. A message that fails again and again waits for a person, so that those behind it are read.
   */
  readNext(): Promise<number | null>
  /** Acts on the emergencies among what came since the last call, past all that waits for a slow model. Returns whether there is more to look at. */
  attendEmergencies(): Promise<boolean>
}

/** `onActed` is told when there may be something to say; `mostTogether`: how many are decided in one transaction. */
type InterpreterDeps = {
  db: Db
  log: Logger
  account: Account
  reader: Reader
  now: () => Date
  publicUrl?: string | null
  onRead: (record: ReadingRecord) => void
  onActed: () => void
  mostTogether?: number
}

export function createInterpreter({ account, log, mostTogether = MOST_TOGETHER, ...deps }: InterpreterDeps): Interpreter {
  const { db, reader } = deps
  const quiet = createQuiet(db)
  const backlog = createBacklog(db, account, { now: deps.now, beforeLooking: quiet.flush })
  let last: Promise<void> = Promise.resolve()
  let lookedUpTo = 0
  let pressing = 0
  const understood = new WeakMap<inbox.Unread, Understanding>()

  const interpreting: Interpreting = {
    ...deps,
    publicUrl: deps.publicUrl ?? null,
    quiet,
    understand: (message) => understand(message, deps),
    inTurn(decide) {
      const turn = last.then(quiet.flush).then(decide)
      last = turn.catch(() => undefined)
      return turn
    },
  }

  async function read(groups: readonly Group[]): Promise<void> {
    const rest = groups.length > 1 ? await readTogether(groups, interpreting, { isPressed: () => pressing > 0, understood, log }) : null
    if (rest) return backlog.giveBack(rest)
    for (const group of groups) await tryInterpret(group, interpreting, groups.length > 1)
  }

  return {
    async readNext() {
      const groups = await backlog.next(reader.costly ? 1 : mostTogether)
      try {
        await read(groups)
      } catch (error) {
        backlog.forget()
        throw error
      }
      return groups[0]?.[0]?.id ?? null
    },

    async attendEmergencies() {
      const unread = await inbox.listUnread(db, account, { after: lookedUpTo, limit: LOOKED_AT_ONCE })
      for (const message of unread) {
        if (readEmergency(message)) await attend(message)
        lookedUpTo = message.id
      }
      return unread.length === LOOKED_AT_ONCE
    },
  }

  /** Whoever decides about many at this moment comes to an end first. */
  async function attend(message: inbox.Unread): Promise<void> {
    pressing++
    try {
      await tryInterpret([message], interpreting)
    } finally {
      pressing--
    }
  }
}

/** `isSuspect`: something failed with it among others, so that it is settled by itself. */
async function tryInterpret(group: Group, interpreting: Interpreting, isSuspect = false): Promise<void> {
  const { db, quiet } = interpreting
  try {
    await interpret(group, interpreting)
    if (isSuspect) await quiet.flush()
  } catch (error) {
    if ((await inbox.countAttempt(db, group[0]!.id)) < MOST_ATTEMPTS) throw error
    await leaveForPerson(group, interpreting)
  }
}
