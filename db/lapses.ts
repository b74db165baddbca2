import { and, asc, eq, gt, lte } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import { texts } from '../core/texts/texts.ts'
import { lapsesAt } from '../core/ticket/lapse.ts'
import { moveTicket } from '../core/ticket/move.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { findCommunity } from './orgUnits.ts'
import { tickets } from './schema/index.ts'
import { change } from './tickets.ts'

const LEAST_SILENCE_MS = 72 * 3_600_000
const BATCH = 100

/** Closes what has been done for three working days while nobody said a word about it. Returns how many. Two processes close each once. */
export async function closeLapsed(db: Db, now: Date): Promise<number> {
  let count = 0
  const communities = new Map<number, Promise<Community>>()
  const communityOf = (communityId: number) => {
    const known = communities.get(communityId) ?? findCommunity(db, { communityId })
    communities.set(communityId, known)
    return known
  }
  for (let after = 0, found = await listSilent(db, now, after); found.length > 0; found = await listSilent(db, now, after)) {
    for (const ticket of found) {
      const lapses = lapsesAt(ticket.resolvedAt!, await communityOf(ticket.communityId))
      if (lapses <= now && (await closeUnlessSpoken(db, ticket, now))) count += 1
    }
    after = found.at(-1)!.id
  }
  return count
}

function listSilent(db: Db, now: Date, after: number): Promise<Ticket[]> {
  const since = new Date(now.getTime() - LEAST_SILENCE_MS)
  return db
    .select()
    .from(tickets)
    .where(and(eq(tickets.status, 'resolved'), lte(tickets.resolvedAt, since), gt(tickets.id, after)))
    .orderBy(asc(tickets.id))
    .limit(BATCH)
}

async function closeUnlessSpoken(db: Db, { id, communityId }: Ticket, now: Date): Promise<boolean> {
  try {
    await change(db, { communityId }, id, (matter) =>
      moveTicket(matter, { action: 'lapse', by: { kind: 'bot' }, at: now, note: texts.ticket.lapsed() }),
    )
    return true
  } catch (error) {
    // Somebody has spoken since it was looked at.
    if (error instanceof Refusal && error.code === 'illegal-move') return false
    throw error
  }
}
