import { and, asc, eq, gt, lte } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import { texts } from '../core/texts/texts.ts'
import { lapsesAt } from '../core/ticket/lapse.ts'
import { moveTicket } from '../core/ticket/move.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { tickets } from './schema/index.ts'
import { change } from './tickets.ts'

const LEAST_SILENCE_MS = 72 * 3_600_000
const BATCH = 100

/** Closes what has been done for three working days while nobody said a word about it. Returns how many. Two processes close each once. */
export async function closeLapsed(db: Db, community: Community, now: Date): Promise<number> {
  let count = 0
  const listNext = (after: number) => listSilent(db, { communityId: community.id }, now, after)
  for (let found = await listNext(0); found.length > 0; found = await listNext(found.at(-1)!.id)) {
    const lapsed = found.filter(({ resolvedAt }) => lapsesAt(resolvedAt!, community) <= now)
    for (const ticket of lapsed) if (await closeUnlessSpoken(db, ticket, now)) count += 1
  }
  return count
}

function listSilent(db: Db, { communityId }: Scope, now: Date, after: number): Promise<Ticket[]> {
  const since = new Date(now.getTime() - LEAST_SILENCE_MS)
  return db
    .select()
    .from(tickets)
    .where(and(eq(tickets.communityId, communityId), eq(tickets.status, 'resolved'), lte(tickets.resolvedAt, since), gt(tickets.id, after)))
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
