import { and, asc, eq, inArray, isNotNull, or, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import { FIELD_ROLES, hasRole, type Staff } from '../core/staff.ts'
import type { Echo } from '../core/ticket/clock.ts'
import type { Matter, Ticket } from '../core/ticket/ticket.ts'
import type { LastEvent } from '../core/ticket/undo.ts'
import type { Db } from './client.ts'
import { type Consultation, listConsultations } from './consultations.ts'
import { heardAt, repliedAt } from './echo.ts'
import { type EvidenceRow, listEvidence } from './evidence.ts'
import type { StoredMessage } from './inbox.ts'
import { listSaidAbout, type OutboxEntry } from './outboxBoard.ts'
import { findAlarmOf } from './pageList.ts'
import type { Page } from './pages.ts'
import { listCovered } from './photoCovers.ts'
import { isWithin } from './reach.ts'
import { events, messages, reports, rooms, staff, tickets } from './schema/index.ts'
import { listAround } from './talk.ts'
import { findMatter } from './tickets.ts'
import { findLastEvent } from './undo.ts'

const LINES_AROUND = 4

type Report = typeof reports.$inferSelect
/** `writtenBy`: the colleague who wrote it down for somebody. */
export type TicketReport = Report & { message: StoredMessage | null; roomTopic: string | null; number: string; writtenBy: string | null }
export type TicketEventRow = typeof events.$inferSelect

/** Everything that a ticket's own page shows. */
export type TicketPageFacts = {
  matter: Matter
  reports: TicketReport[]
  around: StoredMessage[]
  events: TicketEventRow[]
  said: OutboxEntry[]
  mergedInto: Ticket | null
  relatedTo: Ticket | null
  evidence: EvidenceRow[]
  /** Every photo and recording that the page shows. */
  media: string[]
  /** The photos among them on which something is covered. */
  covered: ReadonlySet<string>
  consultations: Consultation[]
  last: LastEvent
  mergedHere: Ticket[]
  people: Map<number, string>
  roomTopics: Map<number, string>
  echo: Echo
  /** Who was called for it, in this order; null when nobody was. */
  calls: Page[] | null
}

/** @throws Refusal `not-found`, also for another community's ticket. */
export async function readTicketPage(db: Db, scope: Scope, number: string): Promise<TicketPageFacts> {
  const matter = await findMatter(db, scope, number)
  const { ticket } = matter
  const mergedHere = await db
    .select()
    .from(tickets)
    .where(and(isWithin(scope), eq(tickets.mergedIntoId, ticket.id)))
  const reported = await listReports(db, scope, [ticket.id, ...mergedHere.map(({ id }) => id)])
  const first = reported.find(({ message }) => message !== null)?.message
  const around = first ? await listAround(db, scope, first, LINES_AROUND) : []
  const evidence = await listEvidence(db, scope, ticket.id)
  const media = [...evidence, ...around, ...reported.flatMap(({ message }) => message ?? [])].flatMap(({ mediaHash }) => mediaHash ?? [])
  return {
    matter,
    reports: reported,
    around,
    events: await db
      .select()
      .from(events)
      .where(and(eq(events.communityId, scope.communityId), eq(events.ticketId, ticket.id)))
      .orderBy(asc(events.id)),
    said: await listSaidAbout(db, scope, ticket.id),
    relatedTo: ticket.relatedToId ? await findById(db, scope, ticket.relatedToId) : null,
    evidence,
    media,
    covered: await listCovered(db, scope, media),
    consultations: await listConsultations(db, scope, ticket.id),
    last: await findLastEvent(db, scope, ticket.id),
    mergedInto: ticket.mergedIntoId ? await findById(db, scope, ticket.mergedIntoId) : null,
    mergedHere,
    people: await namesOf(db, scope, [ticket.assigneeId, ticket.resolvedById]),
    roomTopics: await listRoomTopics(db, scope),
    echo: await findEcho(db, scope, ticket.id),
    calls: await findAlarmOf(db, scope, ticket.id),
  }
}

async function findEcho(db: Db, { communityId }: Scope, id: number): Promise<Echo> {
  const [echo] = await db
    .select({ heardAt, repliedAt })
    .from(tickets)
    .where(and(eq(tickets.communityId, communityId), eq(tickets.id, id)))
  return echo!
}

/** Everybody who works here, whatever they may do. */
export function listColleagues(db: Db, { communityId }: Scope): Promise<Staff[]> {
  return db
    .select({ id: staff.id, communityId: sql<number>`${staff.communityId}`.mapWith(Number), name: staff.name, role: staff.role })
    .from(staff)
    .where(and(eq(staff.communityId, communityId), eq(staff.active, true)))
    .orderBy(asc(staff.id))
}

/** Whom a ticket can be given to. */
export async function listWorkers(db: Db, scope: Scope): Promise<Staff[]> {
  return (await listColleagues(db, scope)).filter((colleague) => hasRole(colleague, FIELD_ROLES))
}

async function listReports(db: Db, { communityId }: Scope, ticketIds: number[]): Promise<TicketReport[]> {
  const rows = await db
    .select({ report: reports, message: messages, roomTopic: rooms.topic, number: tickets.number, writtenBy: staff.name })
    .from(reports)
    .innerJoin(tickets, eq(tickets.id, reports.ticketId))
    .leftJoin(messages, eq(messages.id, reports.messageId))
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .leftJoin(staff, eq(staff.id, reports.createdById))
    .where(and(eq(reports.communityId, communityId), inArray(reports.ticketId, ticketIds)))
    .orderBy(asc(reports.id))
  return rows.map(({ report, ...rest }) => ({ ...report, ...rest }))
}

async function findById(db: Db, scope: Scope, id: number): Promise<Ticket | null> {
  const [ticket] = await db
    .select()
    .from(tickets)
    .where(and(isWithin(scope), eq(tickets.id, id)))
  return ticket ?? null
}

async function namesOf(db: Db, { communityId }: Scope, ids: (number | null)[]): Promise<Map<number, string>> {
  const known = ids.filter((id) => id !== null)
  if (known.length === 0) return new Map()
  const rows = await db
    .select({ id: staff.id, name: staff.name })
    .from(staff)
    .where(and(or(eq(staff.communityId, communityId), isNotNull(staff.unitId)), inArray(staff.id, known)))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function listRoomTopics(db: Db, { communityId }: Scope): Promise<Map<number, string>> {
  const rows = await db.select({ id: rooms.id, topic: rooms.topic }).from(rooms).where(eq(rooms.communityId, communityId))
  return new Map(rows.map(({ id, topic }) => [id, topic]))
}
