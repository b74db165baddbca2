import { and, inArray } from 'drizzle-orm'
import { Refusal, type RefusalCode } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import { moveTicket } from '../core/ticket/move.ts'
import type { TicketStatus } from '../core/ticket/status.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import { type Db, whole } from './client.ts'
import { isWithin } from './reach.ts'
import { tickets } from './schema/index.ts'
import { change } from './tickets.ts'
import { findLastMerge, takeBackMerge, undo } from './undo.ts'

/** What became of one of many: `refused` null, it is done; `status` as it was before. */
export type BulkResult = { number: string; summary: string | null; status: TicketStatus | null; refused: RefusalCode | null }

/** The tickets with these numbers, in the order asked for; what is not there, or another community's, is left out. */
export async function listByNumbers(db: Db, scope: Scope, numbers: readonly string[]): Promise<Ticket[]> {
  if (numbers.length === 0) return []
  const found = await db
    .select()
    .from(tickets)
    .where(and(isWithin(scope), inArray(tickets.number, [...numbers])))
  return found.toSorted((a, b) => numbers.indexOf(a.number) - numbers.indexOf(b.number))
}

/** Each by itself and whole: what one refuses keeps no other back. */
export async function changeEach(
  db: Db,
  scope: Scope,
  numbers: readonly string[],
  act: (tx: Db, ticket: Ticket) => Promise<unknown>,
): Promise<BulkResult[]> {
  const found = await listByNumbers(db, scope, numbers)
  const results: BulkResult[] = []
  for (const number of numbers) {
    const ticket = found.find((one) => one.number === number)
    const refused = ticket ? await refusalOf(whole(db, (tx) => act(tx, ticket))) : 'not-found'
    results.push({ number, summary: ticket?.summary ?? null, status: ticket?.status ?? null, refused })
  }
  return results
}

async function refusalOf(work: Promise<unknown>): Promise<RefusalCode | null> {
  try {
    await work
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

/** Takes back what a colleague did last to a ticket; a merge is taken apart again, and its words with it. @throws Refusal `not-allowed` when it is too late. */
export async function takeBack(tx: Db, scope: Scope, ticket: Ticket, { staff, at }: { staff: Staff; at: Date }): Promise<void> {
  if (ticket.status !== 'merged') {
    await undo(tx, scope, ticket.id, { staff, at })
    return
  }
  const last = await findLastMerge(tx, scope, ticket.id)
  if (last?.actor !== 'staff' || last.actorId !== staff.id) throw new Refusal('not-allowed', { ticket: ticket.number })
  const isUnheard = await takeBackMerge(tx, scope, ticket.id, at)
  await change(tx, scope, ticket.id, (matter) => moveTicket(matter, { action: 'split', by: { kind: 'staff', staff }, at, isUnheard }))
}
