import { and, desc, eq, gt, type SQL } from 'drizzle-orm'
import { REVEAL_MINUTES, type RevealReason, revealTicket } from '../core/privacy/reveal.ts'
import type { Staff } from '../core/staff.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { record } from './deeds.ts'
import { deeds } from './schema/index.ts'

const REVEAL_MS = REVEAL_MINUTES * 60_000

/** From now on a colleague sees the numbers and doors of one ticket, for some minutes; the log says who, which and why. @throws Refusal as `revealTicket` */
export async function reveal(
  db: Db,
  staff: Staff,
  ticket: Pick<Ticket, 'number' | 'assigneeId'>,
  why: { reason: RevealReason; note: string; at: Date },
): Promise<void> {
  await record(db, staff, { action: 'reveal', subject: ticket.number, after: revealTicket(ticket, staff, why) }, why.at)
}

/** The numbers of the tickets of which a colleague sees what is covered. */
export async function listRevealed(db: Db, { id, communityId }: Staff, now: Date): Promise<ReadonlySet<string>> {
  const rows = await db.selectDistinct({ number: deeds.subject }).from(deeds).where(isRevealedSince({ id, communityId }, now))
  return new Set(rows.map(({ number }) => number))
}

/** Until when a colleague sees what is covered in a ticket; null: they do not. */
export async function findRevealedUntil(db: Db, { id, communityId }: Staff, number: string, now: Date): Promise<Date | null> {
  const [last] = await db
    .select({ at: deeds.at })
    .from(deeds)
    .where(and(isRevealedSince({ id, communityId }, now), eq(deeds.subject, number)))
    .orderBy(desc(deeds.at))
    .limit(1)
  return last ? new Date(last.at.getTime() + REVEAL_MS) : null
}

function isRevealedSince({ id, communityId }: Pick<Staff, 'id' | 'communityId'>, now: Date): SQL | undefined {
  return and(
    eq(deeds.communityId, communityId),
    gt(deeds.at, new Date(now.getTime() - REVEAL_MS)),
    eq(deeds.staffId, id),
    eq(deeds.action, 'reveal'),
  )
}
