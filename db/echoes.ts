import { and, asc, sql } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import type { Scope } from '../core/org.ts'
import { OPEN_STATUSES } from '../core/ticket/status.ts'
import type { Db } from './client.ts'
import { isSilentFor } from './clocks.ts'
import { quietFrom } from './quiet.ts'
import { isWithin } from './reach.ts'
import { tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'
import { type ListedTicket, selectListed } from './ticketList.ts'

/** Accepted tickets that residents have heard nothing of for as many working days as their level allows, the longest silence first (S07). */
export function listSilent(
  db: Db,
  scope: Scope,
  { community, now, limit }: { community: Community; now: Date; limit: number },
): Promise<ListedTicket[]> {
  return selectListed(db)
    .where(and(isWithin(scope), isSilentFor(community, now)))
    .orderBy(asc(quietFrom), asc(tickets.id))
    .limit(limit)
}

/** What is not done yet, who waits longest first (S08). */
export function listLongestWaiting(db: Db, scope: Scope, limit: number): Promise<ListedTicket[]> {
  return selectListed(db)
    .where(and(isWithin(scope), isAmong(tickets.status, OPEN_STATUSES)))
    .orderBy(asc(tickets.openedAt), asc(tickets.id))
    .limit(limit)
}

/** The director's list: what ran out of time and is not decided about, oldest first. */
export function listEscalated(db: Db, scope: Scope, limit: number): Promise<ListedTicket[]> {
  return selectListed(db)
    .where(and(isWithin(scope), sql`${tickets.escalatedAt} is not null`))
    .orderBy(asc(tickets.escalatedAt), asc(tickets.id))
    .limit(limit)
}
