import { and, desc, eq, gte, like, ne } from 'drizzle-orm'
import type { PrivateCall } from '../core/emergency/page.ts'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import type { Db } from './client.ts'
import { incidentOf } from './pages.ts'
import { outbox, pages, tickets } from './schema/index.ts'

/** Somebody at the console takes an alarm on. Returns the number of its ticket, if it has one. @throws Refusal `stale` when a colleague was faster. */
export function acknowledge(db: Db, scope: Scope, id: number, by: Staff, at: Date): Promise<string | null> {
  return db.transaction(async (tx) => {
    const [page] = await tx
      .select({ incident: pages.incident, number: tickets.number })
      .from(pages)
      .leftJoin(tickets, eq(tickets.id, pages.ticketId))
      .where(and(eq(pages.id, id), eq(pages.communityId, scope.communityId)))
    if (!page) throw new Refusal('not-found', { page: id })
    if (!(await take(tx, scope, page.incident, { staffId: by.id, name: by.name }, at))) throw new Refusal('stale', { page: id })
    return page.number
  })
}

/** Who works on a ticket has taken on what people are called for. */
export async function takeOnTicket(tx: Db, scope: Scope, ticketId: number, by: Staff, at: Date): Promise<void> {
  await take(tx, scope, incidentOf(ticketId), { staffId: by.id, name: by.name }, at)
}

/** The first one to answer has it; words that would still call others are taken back. */
async function take(
  tx: Db,
  { communityId }: Scope,
  incident: string,
  by: { staffId: number | null; name: string },
  at: Date,
): Promise<boolean> {
  const answer = () =>
    tx
      .update(pages)
      .set({ status: 'acked', ackedAt: at, ackedById: by.staffId, ackedByName: by.name })
      .where(and(eq(pages.communityId, communityId), eq(pages.incident, incident), eq(pages.status, 'calling')))
      .returning({ id: pages.id })
  // While the first try waited, the call may have gone on to the next person: the answer holds all the same.
  const isTaken = (await answer()).length > 0 || (await answer()).length > 0
  if (!isTaken) return false
  const unsaid = and(eq(outbox.communityId, communityId), eq(outbox.kind, 'page'), eq(outbox.status, 'waiting'))
  await tx
    .update(outbox)
    .set({ status: 'cancelled', settledAt: at })
    .where(and(unsaid, like(outbox.key, `page ${incident} %`)))
  return true
}

const ANSWER_MS = 2 * 3_600_000
const LATE_ANSWER_MS = 10 * 60_000

/** The call that a private answer is about: the latest that rings, else the latest that somebody else has just taken on. */
export async function findPrivateCall(db: Db, memberId: number, now: Date): Promise<PrivateCall | null> {
  const got = await db
    .selectDistinctOn([pages.communityId, pages.incident], {
      communityId: pages.communityId,
      incident: pages.incident,
      reason: pages.reason,
      name: pages.name,
    })
    .from(pages)
    .where(and(eq(pages.memberId, memberId), gte(pages.pagedAt, new Date(now.getTime() - ANSWER_MS))))
  const found = []
  for (const own of got) {
    const [last] = await db
      .select({ status: pages.status, takenBy: pages.ackedByName, ackedAt: pages.ackedAt, at: pages.pagedAt })
      .from(pages)
      .where(and(eq(pages.communityId, own.communityId), eq(pages.incident, own.incident), ne(pages.status, 'passed')))
      .orderBy(desc(pages.position))
      .limit(1)
    const isOld = last?.ackedAt && now.getTime() - last.ackedAt.getTime() > LATE_ANSWER_MS
    if (last && !isOld && last.takenBy !== own.name) found.push({ ...own, takenBy: last.takenBy, at: last.at })
  }
  const [latest] = found.toSorted((a, b) => Number(a.takenBy !== null) - Number(b.takenBy !== null) || b.at.getTime() - a.at.getTime())
  return latest ?? null
}

/** Somebody answers in private. Returns whether they were the first. */
export function takeOnCall(tx: Db, { communityId, incident, name }: PrivateCall, at: Date): Promise<boolean> {
  return take(tx, { communityId }, incident, { staffId: null, name }, at)
}
