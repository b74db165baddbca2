import { setImmediate as breathe } from 'node:timers/promises'
import { respondUnread } from '../core/conversation/respond.ts'
import { isPhotoAlone } from '../core/photo.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'
import { whole } from '../db/client.ts'
import * as inbox from '../db/inbox.ts'
import { createQuiet, type Group } from './backlog.ts'
import { type Interpreting, interpret, isHomely, wholeOf } from './interpret.ts'
import type { Understanding } from './understand.ts'

/**
 * Decides about many in their order, in one transaction: all of it is done, or nothing is and they wait as before. `isPressed`: somebody else has to decide
 * now; what was decided so far is done, the rest waits. `failed`: nothing is done, and nobody knows yet of which it failed.
 */
export async function readTogether(
  groups: readonly Group[],
  interpreting: Interpreting,
  isPressed: () => boolean,
): Promise<'done' | 'cutShort' | 'failed'> {
  const understood = await understandAhead(groups, interpreting)
  const read: ReadingRecord[] = []
  let hasActed = false
  let isCutShort = false
  try {
    await interpreting.inTurn(() =>
      whole(interpreting.db, async (tx) => {
        const quiet = createQuiet(tx)
        const within: Interpreting = {
          ...interpreting,
          db: tx,
          quiet,
          inTurn: (decide) => decide(),
          understand: async (message) => understood.get(message.id) ?? interpreting.understand(message),
          onRead: (record) => void read.push(record),
          onActed: () => {
            hasActed = true
          },
        }
        const unread = await inbox.lockUnread(tx, groups.flat())
        for (const group of groups) {
          isCutShort = isPressed()
          if (isCutShort) break
          if (group.every(({ id }) => unread.has(id))) await interpret(group, within)
        }
        await quiet.flush()
      }),
    )
  } catch {
    return 'failed'
  }
  if (hasActed) interpreting.onActed()
  for (const record of read) interpreting.onRead(record)
  return isCutShort ? 'cutShort' : 'done'
}

/** What the words mean, by message: found before anything is locked, and with a breath after each, for others who want to be heard. */
async function understandAhead(groups: readonly Group[], { understand }: Interpreting): Promise<Map<number, Understanding>> {
  const understood = new Map<number, Understanding>()
  for (const group of groups) {
    const message = wholeOf(group)
    if (!isHomely(message) || respondUnread(message) || group.every(isPhotoAlone)) continue
    understood.set(message.id, await understand(message))
    await breathe()
  }
  return understood
}
