import { and, asc, desc, eq, getTableColumns, gt, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import { CATEGORY_CODES, type CategoryCode, type Tier, type Urgency } from '../core/taxonomy/categories.ts'
import type { Echo } from '../core/ticket/clock.ts'
import { findNumbers } from '../core/ticket/number.ts'
import { OPEN_STATUSES, type TicketStatus, UNFINISHED_STATUSES } from '../core/ticket/status.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { heardAt, repliedAt } from './echo.ts'
import { orgUnits, reports, rooms, staff, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'
import { matchWords, searchTickets } from './ticketSearch.ts'

/** What a list is narrowed to; `group` is what stands before the dot of a category. */
export type TicketFilter = {
  statuses: readonly TicketStatus[] | null
  estateId: number | null
  group: string | null
  urgency: Urgency | null
  tier: Tier | null
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
} & Echo

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
  const found = await selectFirst(db, scope, filter, { edge, isAscending: after !== undefined, limit: limit + 1 })

  const hasMore = found.length > limit
  const rows = after ? found.slice(0, limit).toReversed() : found.slice(0, limit)
  const [first, last] = [rows.at(0)?.id ?? null, rows.at(-1)?.id ?? null]
  return { rows, newer: after ? (hasMore ? first : null) : before ? first : null, older: after || hasMore ? last : null }
}

/** Open emergencies, newest first: they stand above every list. */
export function listOpenEmergencies(db: Db, { communityId }: Scope, limit: number): Promise<ListedTicket[]> {
  return selectListed(db)
    .where(and(eq(tickets.communityId, communityId), sql`${tickets.urgency} = 'emergency'`, isAmong(tickets.status, OPEN_STATUSES)))
    .orderBy(desc(tickets.id))
    .limit(limit)
}

/** More of one status is not told apart. */
export const MOST_COUNTED = 1000

/** How many unfinished tickets of each status the other filters leave; the archive, and what a word is found in, are not counted. */
export async function countUnfinished(db: Db, scope: Scope, filter: TicketFilter): Promise<Map<TicketStatus, number> | null> {
  if (filter.words !== '') return null
  const own = db
    .select({ one: sql`1` })
    .from(tickets)
    .where(and(narrow(scope, { ...filter, statuses: null }), sql`${tickets.status} = asked.status`))
    .limit(MOST_COUNTED)
  const rows = await db
    .select({ status: sql<TicketStatus>`asked.status`, count: sql<number>`(select count(*) from ${own} as own)`.mapWith(Number) })
    .from(sql`unnest(${sql.raw(`array['${UNFINISHED_STATUSES.join("','")}']`)}) as asked(status)`)
  return new Map(rows.map(({ status, count }) => [status, count]))
}

/** Tickets that further words could belong to: unfinished ones of an estate, found by number or words, newest first. */
export function listJoinable(
  db: Db,
  scope: Scope,
  { estateId, words }: { estateId: number | null; words: string },
  limit: number,
): Promise<ListedTicket[]> {
  const filter = { statuses: UNFINISHED_STATUSES, estateId, group: null, urgency: null, tier: null, private: null, words }
  return selectFirst(db, scope, filter, { edge: undefined, isAscending: false, limit })
}

type Stretch = { edge: SQL | undefined; isAscending: boolean; limit: number }

async function selectFirst(db: Db, scope: Scope, filter: TicketFilter, { edge, isAscending, limit }: Stretch): Promise<ListedTicket[]> {
  const listed = selectListed(db).orderBy(isAscending ? asc(tickets.id) : desc(tickets.id))
  const where = and(narrow(scope, filter), edge)
  const match = findNumbers(filter.words).length > 0 ? null : matchWords(scope.communityId, filter.words)
  if (!match) return listed.where(where).limit(limit)
  const ids = await searchTickets(db, { where, match }, { isAscending, limit })
  return ids.length > 0 ? listed.where(inArray(tickets.id, ids)) : []
}

/** As every list of tickets shows them. */
export function selectListed(db: Db) {
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
      heardAt,
      repliedAt,
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

/** A whole number finds its ticket; other words are for the search. */
function narrow({ communityId }: Scope, filter: TicketFilter): SQL | undefined {
  const [number] = findNumbers(filter.words)
  return and(
    eq(tickets.communityId, communityId),
    filter.statuses ? isAmong(tickets.status, filter.statuses) : undefined,
    filter.estateId ? eq(tickets.estateId, filter.estateId) : undefined,
    filter.group ? inArray(tickets.category, codesOf(filter.group)) : undefined,
    filter.urgency ? eq(tickets.urgency, filter.urgency) : undefined,
    filter.tier ? eq(tickets.tier, filter.tier) : undefined,
    filter.private === null ? undefined : eq(tickets.private, filter.private),
    number ? eq(tickets.number, number) : undefined,
  )
}

function codesOf(group: string): CategoryCode[] {
  return CATEGORY_CODES.filter((code) => code.startsWith(`${group}.`))
}
