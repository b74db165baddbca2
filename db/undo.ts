import { and, desc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import { type LastEvent, undoLast } from '../core/ticket/undo.ts'
import type { Db } from './client.ts'
import { forgetExamples } from './corrections.ts'
import { events, outbox, tickets } from './schema/index.ts'
import { change } from './tickets.ts'

/** Takes back what a colleague did last about a ticket, the words of it that nobody has heard, and what was learnt of it. @throws Refusal `not-allowed` when it is too late. */
export function undo(db: Db, scope: Scope, ticketId: number, { staff, at }: { staff: Staff; at: Date }): Promise<Ticket> {
  return db.transaction(async (tx) => {
    // What comes last must stay last.
    await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, ticketId)).for('update')
    await unsay(tx, wordsOf(ticketId, await findLastEvent(tx, scope, ticketId)), at)
    // None of its words can begin to be said any more: now it shows whether anybody has heard them.
    const last = await findLastEvent(tx, scope, ticketId)
    const ticket = await change(tx, scope, ticketId, (matter) => undoLast(matter, last, { by: { kind: 'staff', staff }, at }))
    await forgetExamples(tx, scope, await idsOf(tx, ticketId), last)
    return ticket
  })
}

/** A ticket and those that went into it. */
async function idsOf(tx: Db, ticketId: number): Promise<number[]> {
  const rows = await tx
    .select({ id: tickets.id })
    .from(tickets)
    .where(or(eq(tickets.id, ticketId), eq(tickets.mergedIntoId, ticketId)))
  return rows.map(({ id }) => id)
}

/** Before a merge is taken apart: its words that are still owed are not said, what was learnt of it is forgotten. Returns whether nobody has heard of it then. */
export async function takeBackMerge(tx: Db, scope: Scope, ticketId: number, at: Date): Promise<boolean> {
  const merge = await findLastMerge(tx, scope, ticketId)
  if (!merge) return false
  const words = wordsOf(ticketId, merge)
  await unsay(tx, words, at)
  const [merged] = await tx.select({ into: tickets.mergedIntoId }).from(tickets).where(eq(tickets.id, ticketId))
  await forgetExamples(tx, scope, [ticketId, merged?.into ?? ticketId], merge)
  return (await tx.$count(outbox, and(words, ne(outbox.status, 'cancelled')))) === 0
}

export async function findLastMerge(tx: Db, { communityId }: Scope, ticketId: number) {
  const [merge] = await tx
    .select({ actor: events.actor, actorId: events.actorId, at: events.at })
    .from(events)
    .where(and(eq(events.communityId, communityId), eq(events.ticketId, ticketId), eq(events.action, 'merge')))
    .orderBy(desc(events.id))
    .limit(1)
  return merge ?? null
}

async function unsay(tx: Db, words: SQL | undefined, at: Date): Promise<void> {
  await tx
    .update(outbox)
    .set({ status: 'cancelled', settledAt: at })
    .where(and(words, inArray(outbox.status, ['waiting', 'needsPerson', 'withheld'])))
}

/** Words and the event that caused them are written at the same moment. */
function wordsOf(ticketId: number, { at, actorId }: Pick<LastEvent, 'at' | 'actorId'>) {
  return and(eq(outbox.ticketId, ticketId), eq(outbox.createdAt, at), sql`${outbox.createdById} is not distinct from ${actorId}`)
}

/** A ticket has at least the event that opened it. */
export async function findLastEvent(db: Db, { communityId }: Scope, ticketId: number): Promise<LastEvent> {
  const [last] = await db
    .select({ action: events.action, actor: events.actor, actorId: events.actorId, at: events.at, changes: events.changes })
    .from(events)
    .where(and(eq(events.communityId, communityId), eq(events.ticketId, ticketId)))
    .orderBy(desc(events.id))
    .limit(1)
  const heard = and(wordsOf(ticketId, last!), inArray(outbox.status, ['sending', 'sent', 'combined']))
  return { ...last!, isSaid: (await db.$count(outbox, heard)) > 0 }
}
