import { and, asc, desc, eq, getTableColumns, gt, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import { CATEGORY_CODES, type CategoryCode, type Urgency } from '../core/taxonomy/categories.ts'
import { findNumbers } from '../core/ticket/number.ts'
import { OPEN_STATUSES, type TicketStatus } from '../core/ticket/status.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { orgUnits, reports, rooms, staff, ticketSearch, tickets } from './schema/index.ts'

/** What a list is narrowed to; `group` is what stands before the dot of a category. */
export type TicketFilter = {
  statuses: readonly TicketStatus[] | null
  estateId: number | null
  group: string | null
  urgency: Urgency | null
  private: boolean | null
  words: string
}

export type ListedTicket = Ticket & {
  estate: string
  roomTopic: string | null
  assignee: string | null
  alias: string | null
  reporters: number
  touchedAt: Date | null
}

export type TicketPage = { rows: ListedTicket[]; newer: number | null; older: number | null }

/** One page, newest first. `before` and `after` are ids at the edge of the page the reader comes from. */
export async function listTickets(
  db: Db,
  scope: Scope,
  filter: TicketFilter,
  page: { before?: number | undefined; after?: number | undefined; limit: number },
): Promise<TicketPage> {
  const { before, after, limit } = page
  const edge = after ? gt(tickets.id, after) : before ? lt(tickets.id, before) : undefined
  const found = await selectListed(db)
    .where(and(...conditions(scope, filter), edge))
    .orderBy(after ? asc(tickets.id) : desc(tickets.id))
    .limit(limit + 1)

  const hasMore = found.length > limit
  const rows = after ? found.slice(0, limit).toReversed() : found.slice(0, limit)
  const [first, last] = [rows.at(0)?.id ?? null, rows.at(-1)?.id ?? null]
  return { rows, newer: after ? (hasMore ? first : null) : before ? first : null, older: after || hasMore ? last : null }
}

/** Open emergencies, newest first: they stand above every list. */
export function listOpenEmergencies(db: Db, { communityId }: Scope, limit: number): Promise<ListedTicket[]> {
  return selectListed(db)
    .where(and(eq(tickets.communityId, communityId), eq(tickets.urgency, 'emergency'), inArray(tickets.status, [...OPEN_STATUSES])))
    .orderBy(desc(tickets.id))
    .limit(limit)
}

/** How many tickets of each status the other filters leave. */
export async function countByStatus(db: Db, scope: Scope, filter: TicketFilter): Promise<Map<TicketStatus, number>> {
  const rows = await db
    .select({ status: tickets.status, count: sql<number>`count(*)`.mapWith(Number) })
    .from(tickets)
    .where(and(...conditions(scope, { ...filter, statuses: null })))
    .groupBy(tickets.status)
  return new Map(rows.map(({ status, count }) => [status, count]))
}

/** Tickets that further words could belong to: open ones of an estate, found by number or words, newest first. */
export function listJoinable(
  db: Db,
  scope: Scope,
  { estateId, words }: { estateId: number | null; words: string },
  limit: number,
): Promise<ListedTicket[]> {
  const filter = { statuses: [...OPEN_STATUSES, 'resolved'] as const, estateId, group: null, urgency: null, private: null, words }
  return selectListed(db)
    .where(and(...conditions(scope, filter)))
    .orderBy(desc(tickets.id))
    .limit(limit)
}

function selectListed(db: Db) {
  return db
    .select({
      ...getTableColumns(tickets),
      estate: orgUnits.name,
      roomTopic: rooms.topic,
      assignee: staff.name,
      alias: sql<string | null>`(select alias from reports where ticket_id = ${tickets.id} order by id limit 1)`,
      reporters:
        sql<number>`(select count(distinct coalesce(member_id, -id)) from ${reports} where ticket_id = ${tickets.id} and withdrawn_at is null)`.mapWith(
          Number,
        ),
      touchedAt: sql`(select at from events where ticket_id = ${tickets.id} order by id desc limit 1)`.mapWith(
        tickets.openedAt,
      ) as SQL<Date | null>,
    })
    .from(tickets)
    .innerJoin(orgUnits, eq(orgUnits.id, tickets.estateId))
    .leftJoin(rooms, eq(rooms.id, tickets.roomId))
    .leftJoin(staff, eq(staff.id, tickets.assigneeId))
    .$dynamic()
}

function conditions({ communityId }: Scope, filter: TicketFilter): (SQL | undefined)[] {
  return [
    eq(tickets.communityId, communityId),
    filter.statuses ? inArray(tickets.status, [...filter.statuses]) : undefined,
    filter.estateId ? eq(tickets.estateId, filter.estateId) : undefined,
    filter.group ? inArray(tickets.category, codesOf(filter.group)) : undefined,
    filter.urgency ? eq(tickets.urgency, filter.urgency) : undefined,
    filter.private === null ? undefined : eq(tickets.private, filter.private),
    searchFor(communityId, filter.words),
  ]
}

function codesOf(group: string): CategoryCode[] {
  return CATEGORY_CODES.filter((code) => code.startsWith(`${group}.`))
}

/** A whole number finds its ticket; anything else every ticket in which each word stands, character by character. */
function searchFor(communityId: number, words: string): SQL | undefined {
  const [number] = findNumbers(words)
  if (number) return eq(tickets.number, number)

  const phrases = words
    .normalize('NFKC')
    .toLowerCase()
    .split(/\s+/)
    .filter((phrase) => /[\p{L}\p{N}]/u.test(phrase))
  if (phrases.length === 0) return undefined
  const query = sql.join(
    phrases.map((phrase) => sql`phraseto_tsquery('simple', ${[...phrase].join(' ')})`),
    sql` && `,
  )
  return sql`${tickets.id} in (select ${ticketSearch.ticketId} from ${ticketSearch} where ${ticketSearch.communityId} = ${communityId} and ${ticketSearch.characters} @@ (${query}))`
}
