import { and, asc, desc, eq, gte, inArray, ne, or, sql } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import { isHeldByLimit } from './alerts.ts'
import type { Db } from './client.ts'
import { isStranded } from './departures.ts'
import { markSaid, type OutboxEntry, selectEntries } from './outboxBoard.ts'
import { outbox } from './schema/index.ts'

const MOST_SHOWN = 200
const UNDONE_WITHIN_MS = 10 * 60_000

/** What a person can say in the bot's place: what waits for one, what a limited account cannot say now, and what is owed to a group that the bot is not in. Oldest first, group by group. */
export function listForHand(db: Db, scope: Scope, now: Date): Promise<OutboxEntry[]> {
  return selectEntries(db).where(isForHand(scope, now)).orderBy(asc(outbox.roomId), asc(outbox.memberId), asc(outbox.id)).limit(MOST_SHOWN)
}

export function countForHand(db: Db, scope: Scope, now: Date): Promise<number> {
  return db.$count(outbox, isForHand(scope, now))
}

/** Whoever is on duty is called by the bar on every page. */
function isForHand({ communityId }: Scope, now: Date) {
  const isStuck = or(inArray(outbox.status, ['needsPerson', 'failed']), isHeldByLimit(now), isStranded(now))
  return and(eq(outbox.communityId, communityId), ne(outbox.kind, 'page'), isStuck)
}

/** Marks words as said by hand, all those that still can be. Returns how many. */
export function markAllSaid(db: Db, scope: Scope, ids: readonly number[], at: Date): Promise<number> {
  return db.transaction(async (tx) => {
    let count = 0
    for (const id of ids) if (await isMarked(tx, scope, id, at)) count += 1
    return count
  })
}

/** The bot, or a colleague, may have been faster with one of several. */
async function isMarked(tx: Db, scope: Scope, id: number, at: Date): Promise<boolean> {
  try {
    await markSaid(tx, scope, id, at)
    return true
  } catch (error) {
    if (error instanceof Refusal && error.code === 'illegal-move') return false
    throw error
  }
}

/** What was marked a moment ago and may be undone, latest first. A privacy notice has told the room that it is listened to. */
export function listUndoable(db: Db, scope: Scope, now: Date): Promise<OutboxEntry[]> {
  return selectEntries(db).where(isUndoable(scope, now)).orderBy(desc(outbox.settledAt), desc(outbox.id)).limit(MOST_SHOWN)
}

/** Puts words back where they were before they were marked. @throws Refusal `stale` when it is too late. */
export async function undoSaid(db: Db, scope: Scope, id: number, now: Date): Promise<void> {
  const status = sql`case when ${outbox.obstacle} is null then 'waiting' when ${outbox.obstacle} = 'attempts' then 'failed' else 'needsPerson' end`
  const undone = await db
    .update(outbox)
    .set({ status, settledAt: sql`case when ${outbox.obstacle} is null then null else ${outbox.settledAt} end` })
    .where(and(eq(outbox.id, id), isUndoable(scope, now)))
    .returning({ id: outbox.id })
  if (undone.length === 0) throw new Refusal('stale', { outbox: id })
}

function isUndoable({ communityId }: Scope, now: Date) {
  const byHand = and(eq(outbox.status, 'sent'), eq(outbox.attempts, 0), ne(outbox.kind, 'privacyNotice'))
  return and(eq(outbox.communityId, communityId), byHand, gte(outbox.settledAt, new Date(now.getTime() - UNDONE_WITHIN_MS)))
}
