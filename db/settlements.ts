import { type SQL, sql } from 'drizzle-orm'
import type { MessageOutcome, Silence, Wait } from '../core/conversation/outcome.ts'
import type { Heard } from '../core/conversation/situation.ts'
import { NOTHING_SPENT, type ReadingRecord } from '../core/reading/reading.ts'
import { type Db, isOpen, together, whole } from './client.ts'
import { rowsInto, rowsOf } from './rows.ts'
import { readings } from './schema/index.ts'

/** What became of a message and of the fragments read with it. */
export type Settlement = {
  read: readonly Pick<Heard, 'id' | 'communityId'>[]
  outcome: MessageOutcome
  reason: Silence | Wait | null
  record: ReadingRecord | null
  /** What a model sees in the photo; null when nobody looked. */
  caption?: string | null
  angry: boolean
  at: Date
}

class SettledBefore extends Error {}

/**
 * Records a settlement and runs `then`, whole or not at all, and once: if any of its messages is already settled, all are left alone. Which of the two it
 * is, nobody waits for before `then` begins: what it wrote for nothing is taken back. Inside a transaction that is open, all of that is.
 */
export async function settle(db: Db, settlement: Settlement, then: (tx: Db) => Promise<unknown>): Promise<void> {
  try {
    await whole(db, async (tx) => {
      const [settled] = await together(settleQuietly(tx, [settlement]), then(tx))
      if (settled === 0) throw new SettledBefore()
    })
  } catch (error) {
    if (!(error instanceof SettledBefore) || isOpen(db)) throw error
  }
}

/** Records settlements that nothing follows, in one statement. Returns how many messages were settled by it. */
export async function settleQuietly(db: Db, settlements: readonly Settlement[]): Promise<number> {
  const answer = await db.execute(sql`
    with whole as (${findWhole(settlements.flatMap(toSettled))}), settled as (${MARK}), kept as (${keepReadings(settlements.flatMap(toReadings))})
    select id from settled`)
  return rowsOf(answer).length
}

type Settled = Omit<Settlement, 'read' | 'record' | 'at'> & { id: number; first: number; size: number; at: string }

function toSettled({ read, record: _, caption = null, at, ...rest }: Settlement): Settled[] {
  return read.map(({ id }, index) => {
    return { ...rest, id, first: read[0]!.id, size: read.length, caption: index === 0 ? caption : null, at: at.toISOString() }
  })
}

/** The unread messages whose fragments are all unread, locked. */
function findWhole(settled: readonly Settled[]): SQL {
  return sql`
    select * from (
      select unread.*, count(*) over (partition by first) as found from (
        select given.* from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb)
          as given(id bigint, first bigint, size int, outcome text, reason text, caption text, angry boolean, at timestamptz)
        join messages on messages.id = given.id where messages.outcome is null order by messages.id for update of messages
      ) unread
    ) counted where found = size`
}

const MARK = sql`
  update messages set outcome = whole.outcome, reason = whole.reason, angry = whole.angry, settled_at = whole.at,
    caption = coalesce(whole.caption, messages.caption)
  from whole where messages.id = whole.id
  returning messages.id`

/** One row for each thing that a message tells of; what was spent on all is told by the first. */
function toReadings({ read, record, at }: Settlement): Omit<typeof readings.$inferSelect, 'id'>[] {
  const { communityId, id: messageId } = read[0]!
  if (!record || communityId === null) return []
  const { reading, also, heldBack = false, ...origin } = record
  return [reading, ...also].map(({ ticketId = null, ...one }, part) => ({
    ...origin,
    ...(part > 0 && NOTHING_SPENT),
    ...one,
    ...{ heldBack, ticketId, communityId, messageId, part },
    readAt: at,
  }))
}

const intoReadings = rowsInto(readings)

/** Only of messages that are settled now. */
function keepReadings(rows: readonly Omit<typeof readings.$inferSelect, 'id'>[]): SQL {
  if (rows.length === 0) return sql`select null::bigint as id`
  return sql`${intoReadings(rows)} where message_id in (select id from settled) returning id`
}
