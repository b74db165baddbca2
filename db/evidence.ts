import { and, asc, eq, not, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import type { Evidence } from '../core/ticket/closing.ts'
import type { Db } from './client.ts'
import { keepMedia } from './media.ts'
import { evidence } from './schema/index.ts'

export type EvidenceRow = typeof evidence.$inferSelect
type Shown = { ticketId: number; shows: Evidence; photos: readonly Uint8Array[]; staff: Staff | null; at: Date }

/** Puts photos on a ticket; the same photo counts once. In the transaction of what it shows. */
export async function keepEvidence(tx: Db, { communityId }: Scope, { ticketId, shows, photos, staff, at }: Shown): Promise<void> {
  for (const bytes of photos) {
    const mediaHash = await keepMedia(tx, { bytes }, at)
    await tx
      .insert(evidence)
      .values({ communityId, ticketId, mediaHash, shows, staffId: staff?.id ?? null, at })
      .onConflictDoNothing()
  }
}

/** Photos of the work done; those from before it was taken up again show what was not mended. */
export function countAfterPhotos(db: Db, ticketId: number): Promise<number> {
  const isOvertaken = sql`exists (select from events where events.ticket_id = ${ticketId} and events.action = 'reopen' and events.at >= ${evidence.at})`
  return db.$count(evidence, and(eq(evidence.ticketId, ticketId), eq(evidence.shows, 'after'), not(isOvertaken)))
}

export function listEvidence(db: Db, { communityId }: Scope, ticketId: number): Promise<EvidenceRow[]> {
  return db
    .select()
    .from(evidence)
    .where(and(eq(evidence.communityId, communityId), eq(evidence.ticketId, ticketId)))
    .orderBy(asc(evidence.id))
}
