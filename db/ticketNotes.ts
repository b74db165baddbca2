import { and, asc, eq } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import type { Db } from './client.ts'
import { staff, ticketNotes } from './schema/index.ts'

export type TicketNote = { id: number; words: string; at: Date; by: string }

/** What colleagues told each other about a ticket, oldest first. */
export function listNotes(db: Db, { communityId }: Scope, ticketId: number): Promise<TicketNote[]> {
  return db
    .select({ id: ticketNotes.id, words: ticketNotes.words, at: ticketNotes.at, by: staff.name })
    .from(ticketNotes)
    .innerJoin(staff, eq(staff.id, ticketNotes.staffId))
    .where(and(eq(ticketNotes.communityId, communityId), eq(ticketNotes.ticketId, ticketId)))
    .orderBy(asc(ticketNotes.id))
}

export async function addNote(
  db: Db,
  { id: staffId, communityId }: Staff,
  note: { ticketId: number; words: string; at: Date },
): Promise<void> {
  await db.insert(ticketNotes).values({ ...note, communityId, staffId })
}
