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

/** What waits to be read of one account, taken many at a time, and what was read and leads to nothing, settled many at a time. */
export type Backlog = {
  /** The oldest words that belong together; null when nothing is ready. */
  next(): Promise<readonly inbox.Unread[] | null>
  /** Settles words that nothing follows: with others, and before anything else is decided or `next` finds nothing more. */
  settle(settlement: Settlement): void
  flush(): Promise<void>
  /** What was taken is looked at anew: something of it could not be read. */
  forget(): void
}

export function createBacklog(db: Db, account: Account, now: () => Date): Backlog {
  let waiting: inbox.Unread[] = []
  let takenAt = 0
  let read: Settlement[] = []
  let flushed: Promise<unknown> = Promise.resolve()

  async function flush(): Promise<void> {
    const settled = read
    read = []
    if (settled.length > 0) flushed = flushed.catch(() => undefined).then(() => settleQuietly(db, settled))
    await flushed
  }

  return {
    async next() {
      if (waiting.length === 0 || performance.now() - takenAt > FRESH_MS) {
        await flush()
        takenAt = performance.now()
        waiting = await inbox.listReady(db, account, now(), MOST_AT_ONCE)
      }
      const group = firstGroup(waiting)
      waiting = waiting.filter((message) => !group?.includes(message))
      return group ?? null
    },
    settle: (settlement) => void read.push(settlement),
    flush,
    forget() {
      waiting = []
    },
  }
}

/** What the speaker of the oldest message said in the same talk, as far as it belongs together. Somebody's coming or going is no piece of what they say. */
function firstGroup(waiting: readonly inbox.Unread[]): readonly inbox.Unread[] | undefined {
  const [first] = waiting
  if (!first) return undefined
  if (COMINGS_AND_GOINGS.includes(first.kind)) return [first]
  const pieces = waiting.filter(({ member, roomId }) => member.id === first.member.id && roomId === first.roomId).slice(0, MOST_FRAGMENTS)
  return groupFragments(pieces.filter(({ kind }) => !COMINGS_AND_GOINGS.includes(kind)))[0]
}
