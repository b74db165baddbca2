import { and, asc, desc, eq, inArray, isNull, lt } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import { answersIn, householdKept, type VisitQuestion } from '../core/visit/visit.ts'
import type { Db } from './client.ts'
import { findEstate } from './orgUnits.ts'
import { orgUnits, staff, tickets, visitAnswers, visits } from './schema/index.ts'

type Visit = typeof visits.$inferSelect
type Answer = typeof visitAnswers.$inferSelect
export type VisitEntry = Visit & { estate: string; visitor: string; answers: (Answer & { number: string | null })[] }
export type VisitDraft = {
  estateId: number
  household: string
  visitedOn: string
  notes: string
  hasConsent: boolean
  boxes: Record<VisitQuestion, string>
}

/** The visit with what was answered, whole or not at all. Returns its id. */
export function keepVisit(db: Db, scope: Scope, draft: VisitDraft, by: { staff: Staff; at: Date }): Promise<number> {
  const { boxes, household, ...facts } = draft
  return db.transaction(async (tx) => {
    await findEstate(tx, scope, draft.estateId)
    const kept = householdKept(household, draft.hasConsent)
    const [visit] = await tx
      .insert(visits)
      .values({ ...facts, household: kept, communityId: scope.communityId, visitorId: by.staff.id, at: by.at })
      .returning({ id: visits.id })
    const answers = answersIn(boxes).map((answer) => ({ ...answer, communityId: scope.communityId, visitId: visit!.id }))
    if (answers.length > 0) await tx.insert(visitAnswers).values(answers)
    return visit!.id
  })
}

/** Newest first. */
export async function listVisits(db: Db, { communityId }: Scope, page: { before: number | null; limit: number }): Promise<VisitEntry[]> {
  const own = and(eq(visits.communityId, communityId), page.before ? lt(visits.id, page.before) : undefined)
  return withAnswers(db, { communityId }, await selectVisits(db).where(own).orderBy(desc(visits.id)).limit(page.limit))
}

/** @throws Refusal `not-found`, also for another community's. */
export async function findVisit(db: Db, { communityId }: Scope, id: number): Promise<VisitEntry> {
  const found = await selectVisits(db).where(and(eq(visits.communityId, communityId), eq(visits.id, id)))
  const [visit] = await withAnswers(db, { communityId }, found)
  if (!visit) throw new Refusal('not-found', { visit: id })
  return visit
}

function selectVisits(db: Db) {
  return db
    .select({ visit: visits, estate: orgUnits.name, visitor: staff.name })
    .from(visits)
    .innerJoin(orgUnits, eq(orgUnits.id, visits.estateId))
    .innerJoin(staff, eq(staff.id, visits.visitorId))
    .$dynamic()
}

type VisitRow = { visit: Visit; estate: string; visitor: string }

async function withAnswers(db: Db, { communityId }: Scope, rows: readonly VisitRow[]): Promise<VisitEntry[]> {
  const ids = rows.map(({ visit }) => visit.id)
  const answers =
    ids.length === 0
      ? []
      : await db
          .select({ answer: visitAnswers, number: tickets.number })
          .from(visitAnswers)
          .leftJoin(tickets, eq(tickets.id, visitAnswers.ticketId))
          .where(and(eq(visitAnswers.communityId, communityId), inArray(visitAnswers.visitId, ids)))
          .orderBy(asc(visitAnswers.id))
  return rows.map(({ visit, estate, visitor }) => ({
    ...visit,
    estate,
    visitor,
    answers: answers.filter(({ answer }) => answer.visitId === visit.id).map(({ answer, number }) => ({ ...answer, number })),
  }))
}

/** @throws Refusal `not-found`; `stale` when something has already become of it. */
export async function findAnswer(db: Db, { communityId }: Scope, id: number): Promise<Answer & { estateId: number }> {
  const [found] = await db
    .select({ answer: visitAnswers, estateId: visits.estateId })
    .from(visitAnswers)
    .innerJoin(visits, eq(visits.id, visitAnswers.visitId))
    .where(and(eq(visitAnswers.communityId, communityId), eq(visitAnswers.id, id)))
  if (!found) throw new Refusal('not-found', { answer: id })
  return { ...found.answer, estateId: found.estateId }
}

/** @throws Refusal `stale` when a colleague was faster. */
export function markTicket(tx: Db, scope: Scope, id: number, ticketId: number): Promise<void> {
  return settle(tx, scope, id, { became: 'ticket', ticketId })
}

/** A wish is kept, and nobody is sent for. @throws Refusal `stale` when a colleague was faster. */
export function markNeed(db: Db, scope: Scope, id: number): Promise<void> {
  return settle(db, scope, id, { became: 'need' })
}

async function settle(db: Db, { communityId }: Scope, id: number, end: Partial<Answer>): Promise<void> {
  const open = and(eq(visitAnswers.id, id), eq(visitAnswers.communityId, communityId), isNull(visitAnswers.became))
  const rows = await db.update(visitAnswers).set(end).where(open).returning({ id: visitAnswers.id })
  if (rows.length === 0) throw new Refusal('stale', { answer: id })
}

/** A wish noted by mistake is an open answer again. @throws Refusal `stale` */
export async function unmarkNeed(db: Db, { communityId }: Scope, id: number): Promise<void> {
  const noted = and(eq(visitAnswers.id, id), eq(visitAnswers.communityId, communityId), eq(visitAnswers.became, 'need'))
  const rows = await db.update(visitAnswers).set({ became: null }).where(noted).returning({ id: visitAnswers.id })
  if (rows.length === 0) throw new Refusal('stale', { answer: id })
}
