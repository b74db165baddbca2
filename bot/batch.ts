import { setImmediate as breathe } from 'node:timers/promises'
import type { Logger } from 'pino'
import { respondUnread } from '../core/conversation/respond.ts'
import { isPhotoAlone } from '../core/photo.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'
import { together, whole } from '../db/client.ts'
import * as inbox from '../db/inbox.ts'
import { createQuiet, type Group } from './backlog.ts'
import { type Interpreting, interpret, isHomely, wholeOf } from './interpret.ts'
import type { Homely, Understanding } from './understand.ts'

/** By the first message of a group. */
type Understood = WeakMap<inbox.Unread, Understanding>

/** An embedded database hears nobody else meanwhile. */
const LONGEST_MS = 250
const BREATHLESS_MS = 5

/**
 * Decides about many in their order, in one transaction: all of it is done, or nothing is and they wait as before. `isPressed`: somebody else has to decide
 * now; `understood`: what their words mean is kept there. Returns the rest, which waits for the next transaction; null: something failed, nobody knows yet what, and nothing is done.
 */
export async function readTogether(
  groups: readonly Group[],
  interpreting: Interpreting,
  { isPressed, understood, log }: { isPressed: () => boolean; understood: Understood; log: Logger },
): Promise<readonly Group[] | null> {
  await understandAhead(groups, interpreting, understood)
  const read: ReadingRecord[] = []
  let hasActed = false
  const rest = [...groups]
  try {
    await interpreting.inTurn(() =>
      whole(interpreting.db, async (tx) => {
        const quiet = createQuiet(tx)
        const within: Interpreting = {
          ...interpreting,
          db: tx,
          quiet,
          inTurn: (decide) => sendFirst(quiet.flush(), decide),
          onRead: (record) => void read.push(record),
          onActed: () => {
            hasActed = true
          },
        }
        const unread = await inbox.lockUnread(tx, groups.flat())
        const until = performance.now() + LONGEST_MS
        for (const group of groups) {
          if (isPressed() || performance.now() > until) break
          const understand = async (message: Homely) => understood.get(group[0]!) ?? interpreting.understand(message)
          if (group.every(({ id }) => unread.has(id))) await interpret(group, { ...within, understand })
          rest.shift()
        }
        await quiet.flush()
      }),
    )
  } catch (error) {
    log.warn({ err: error }, 'What was decided together failed; each is decided by itself')
    return null
  }
  if (hasActed) interpreting.onActed()
  for (const record of read) interpreting.onRead(record)
  return rest
}

/** On the one connection of a transaction, what is sent first is done first, and nobody has to wait for it. */
async function sendFirst(first: Promise<void>, then: () => Promise<void>): Promise<void> {
  await Promise.race([first, breathe()])
  await together(first, then())
}

/** What the words of each group mean, found before anything is locked, and with a breath now and then, for others who want to be heard. */
async function understandAhead(groups: readonly Group[], { understand }: Interpreting, understood: Understood): Promise<void> {
  let breathedAt = performance.now()
  for (const group of groups) {
    const message = wholeOf(group)
    if (understood.has(group[0]!)) continue
    if (!isHomely(message) || respondUnread(message) || group.every(isPhotoAlone)) continue
    understood.set(group[0]!, await understand(message))
    if (performance.now() - breathedAt < BREATHLESS_MS) continue
    await breathe()
    breathedAt = performance.now()
  }
}
