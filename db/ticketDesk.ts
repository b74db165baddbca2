import { and, desc, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import { isInReach } from '../core/organisation/reach.ts'
import { type Alike, findAlike } from '../core/ticket/alike.ts'
import { UNFINISHED_STATUSES } from '../core/ticket/status.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { isWithin } from './reach.ts'
import { reports, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'
import { listOpenMatters } from './situations.ts'
import { listNotes, type TicketNote } from './ticketNotes.ts'
import type { TicketPageFacts } from './ticketPage.ts'

const ALIKE_SINCE_MS = 30 * 86_400_000
const MOST_OTHERS = 30

/** Another unfinished matter of somebody who reported this one. */
export type OtherMatter = Pick<Ticket, 'number' | 'summary'> & { memberId: number }

/** What stands beside a ticket for whoever works on it. */
export type TicketDesk = { alike: Alike[]; others: OtherMatter[]; notes: TicketNote[] }

export async function readTicketDesk(db: Db, scope: Scope, { matter, reports: told }: TicketPageFacts, now: Date): Promise<TicketDesk> {
  const { ticket } = matter
  const since = new Date(now.getTime() - ALIKE_SINCE_MS)
  const [open, others, notes] = await Promise.all([
    listOpenMatters(db, scope, ticket.estateId, since),
    listOthers(db, scope, ticket.id),
    listNotes(db, scope, ticket.id),
  ])
  const words = told.map((report) => report.message?.text ?? report.words ?? '').find((text) => text.trim() !== '')
  const alike = findAlike(
    { words: words ?? ticket.summary, category: ticket.category, place: ticket.place },
    open.filter((one) => one.ticket.id !== ticket.id && isInReach(scope, one.ticket)),
  )
  return { alike, others, notes }
}

async function listOthers(db: Db, scope: Scope, ticketId: number): Promise<OtherMatter[]> {
  const people = db
    .select({ memberId: reports.memberId })
    .from(reports)
    .where(and(eq(reports.ticketId, ticketId), isNull(reports.withdrawnAt), isNotNull(reports.memberId)))
  return db
    .selectDistinct({ id: tickets.id, number: tickets.number, summary: tickets.summary, memberId: sql<number>`${reports.memberId}` })
    .from(reports)
    .innerJoin(tickets, eq(tickets.id, reports.ticketId))
    .where(
      and(
        isWithin(scope),
        isAmong(tickets.status, UNFINISHED_STATUSES),
        ne(tickets.id, ticketId),
        isNull(reports.withdrawnAt),
        inArray(reports.memberId, people),
      ),
    )
    .orderBy(desc(tickets.id))
    .limit(MOST_OTHERS)
}
