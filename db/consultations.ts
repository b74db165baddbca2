import { and, asc, eq } from 'drizzle-orm'
import type { ConsultationDraft } from '../core/meeting/consultation.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import type { Decision, Matter } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { consultations } from './schema/index.ts'
import { change } from './tickets.ts'

export type Consultation = typeof consultations.$inferSelect

export function listConsultations(db: Db, { communityId }: Scope, ticketId: number): Promise<Consultation[]> {
  return db
    .select()
    .from(consultations)
    .where(and(eq(consultations.communityId, communityId), eq(consultations.ticketId, ticketId)))
    .orderBy(asc(consultations.startsAt), asc(consultations.id))
}

/** The meeting and what the ticket's history says of it, whole or not at all. */
export function keepConsultation(
  db: Db,
  scope: Scope,
  { ticketId, draft, staff, at }: { ticketId: number; draft: ConsultationDraft; staff: Staff; at: Date },
  decide: (matter: Matter) => Decision,
): Promise<void> {
  return db.transaction(async (tx) => {
    await change(tx, scope, ticketId, decide)
    await tx
      .insert(consultations)
      .values({ ...draft, parties: [...draft.parties], communityId: scope.communityId, ticketId, calledById: staff.id, at })
  })
}
