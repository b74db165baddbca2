import type { Account } from '../core/account.ts'
import { groupFragments } from '../core/conversation/fragments.ts'
import { COMINGS_AND_GOINGS } from '../core/message.ts'
import type { Db } from '../db/client.ts'
import * as inbox from '../db/inbox.ts'
import { type Settlement, settleQuietly } from '../db/settlements.ts'

const MOST_AT_ONCE = 100
const MOST_FRAGMENTS = 20
/** A speaker may go on: what was taken longer ago is looked at anew. */
const FRESH_MS = 1000

/** What was read and leads to nothing, settled many at a time. */
export type Quiet = {
  /** Settles words that nothing follows: with others, and before anything else is decided. */
  settle(settlement: Settlement): void
  flush(): Promise<void>
}

export function createQuiet(db: Db): Quiet {
  let read: Settlement[] = []
  let last: Promise<unknown> = Promise.resolve()

  return {
    settle: (settlement) => void read.push(settlement),
    async flush() {
      const settled = read
      read = []
      const flushed = last.then(() => (settled.length > 0 ? settleQuietly(db, settled) : null))
      last = flushed.catch(() => undefined)
      await flushed
    },
  }
}

/** What waits to be read of one account, taken many at a time. */
export type Backlog = {
  /** The oldest words, as many lists of what belongs together as are wanted at most; none when nothing is ready. */
  next(most: number): Promise<Group[]>
  /** What was taken and not read comes first again. */
  giveBack(groups: readonly Group[]): void
  /** What was taken is looked at anew: something of it was not read. */
  forget(): void
}

/** What one speaker said that belongs together. */
export type Group = readonly inbox.Unread[]

/** `beforeLooking`: what was read is settled before what waits is looked up, or it would be read again. */
export function createBacklog(
  db: Db,
  account: Account,
  { now, beforeLooking }: { now: () => Date; beforeLooking: () => Promise<void> },
): Backlog {
  let waiting: inbox.Unread[] = []
  let takenAt = 0

  return {
    async next(most) {
      if (waiting.length === 0 || performance.now() - takenAt > FRESH_MS) {
        await beforeLooking()
        takenAt = performance.now()
        waiting = await inbox.listReady(db, account, now(), MOST_AT_ONCE)
      }
      const groups: Group[] = []
      for (let group = firstGroup(waiting); group && groups.length < most; group = firstGroup(waiting)) {
        const taken = group
        groups.push(taken)
        waiting = waiting.filter((message) => !taken.includes(message))
      }
      return groups
    },
    giveBack(groups) {
      waiting = [...groups.flat(), ...waiting].sort((a, b) => a.id - b.id)
    },
    forget() {
      waiting = []
    },
  }
}

/** What the speaker of the oldest message said in the same talk, as far as it belongs together. Somebody's coming or going is no piece of what they say. */
function firstGroup(waiting: readonly inbox.Unread[]): Group | undefined {
  const [first] = waiting
  if (!first) return undefined
  if (COMINGS_AND_GOINGS.includes(first.kind)) return [first]
  const pieces = waiting.filter(({ member, roomId }) => member.id === first.member.id && roomId === first.roomId).slice(0, MOST_FRAGMENTS)
  return groupFragments(pieces.filter(({ kind }) => !COMINGS_AND_GOINGS.includes(kind)))[0]
}
