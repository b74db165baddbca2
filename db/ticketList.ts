import { and, asc, desc, eq, getTableColumns, gt, inArray, isNull, lt, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import { CATEGORY_CODES, type CategoryCode, type Tier, type Urgency } from '../core/taxonomy/categories.ts'
import type { Echo } from '../core/ticket/clock.ts'
import { findNumbers } from '../core/ticket/number.ts'
import { OPEN_STATUSES, type TicketStatus, UNFINISHED_STATUSES } from '../core/ticket/status.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { isDueWithin } from './due.ts'
import { heardAt, repliedAt } from './echo.ts'
import { preparedInShapes } from './prepared.ts'
import { IS_RAISED, isQuietSince } from './quiet.ts'
import { isInReach, type Sight } from './reach.ts'
import { orgUnits, reports, rooms, staff, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'
import { matchWords, searchTickets } from './ticketSearch.ts'

/**
 * What a list is narrowed to; `group` is what stands before the dot of a category, `due` when its next deadline is, `assignee` an account's id.
 */
export type TicketFilter = {
  statuses: readonly TicketStatus[] | null
  estateId: number | null
  group: string | null
  urgency: Urgency | null
  tier: Tier | null
  private: boolean | null
  assignee: number | 'nobody' | null
  due: { from: Date | null; before: Date } | null
  /** In the hands of those above the community. */
  raised: boolean
  /** No word to residents since then. */
  quietSince: Date | null
  words: string
}

/** What every filter starts from. */
export const ANY_TICKET: TicketFilter = {
  statuses: null,
  estateId: null,
  group: null,
  urgency: null,
  tier: null,
  private: null,
  assignee: null,
  due: null,
  raised: false,
  quietSince: null,
  words: '',
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
  const edge = after ? { side: 'after' as const, id: after } : before ? { side: 'before' as const, id: before } : null
  const found = await selectFirst(db, scope, filter, { edge, limit: limit + 1 })

  const hasMore = found.length > limit
  const rows = after ? found.slice(0, limit).toReversed() : found.slice(0, limit)
  const [first, last] = [rows.at(0)?.id ?? null, rows.at(-1)?.id ?? null]
  return { rows, newer: after ? (hasMore ? first : null) : before ? first : null, older: after || hasMore ? last : null }
}

/** Open emergencies, newest first: they stand above every list. */
export function listOpenEmergencies(db: Db, { communityId, reach, from }: Scope, limit: number): Promise<ListedTicket[]> {
  return openEmergencies(db, { reach, from }).execute({ communityId, limit })
}

const openEmergencies = preparedInShapes((db, sight: Sight) =>
  selectListed(db)
    .where(
      and(
        eq(tickets.communityId, sql.placeholder('communityId')),
        isInReach(sight),
        sql`${tickets.urgency} = 'emergency'`,
        isAmong(tickets.status, OPEN_STATUSES),
      ),
    )
    .orderBy(desc(tickets.id))
    .limit(sql.placeholder('limit'))
    .prepare('openEmergencies'),
)

/** More of one status is not told apart. */
export const MOST_COUNTED = 1000

/** How many unfinished tickets of each status the other filters leave; the archive, and what a word is found in, are not counted. */
export async function countUnfinished(db: Db, scope: Scope, filter: TicketFilter): Promise<Map<TicketStatus, number> | null> {
  if (filter.words !== '') return null
  const asked = { ...askedIn(scope, filter), statuses: null }
  const rows = await unfinishedIn(db, shapeOf(asked)).execute(asked)
  return new Map(rows.map(({ status, count }) => [status, count]))
}

const unfinishedIn = preparedInShapes((db, shape: Shape) => {
  const own = db
    .select({ one: sql`1` })
    .from(tickets)
    .where(and(narrow(placesIn(shape)), sql`${tickets.status} = asked.status`))
    .limit(MOST_COUNTED)
  return db
    .select({ status: sql<TicketStatus>`asked.status`, count: sql<number>`(select count(*) from ${own} as own)`.mapWith(Number) })
    .from(sql`unnest(${sql.raw(`array['${UNFINISHED_STATUSES.join("','")}']`)}) as asked(status)`)
    .prepare('unfinishedIn')
})

/** Tickets that further words could belong to: unfinished ones of an estate, found by number or words, newest first; those of a group of categories before the others. */
export async function listJoinable(
  db: Db,
  scope: Scope,
  { estateId, words, group = null }: { estateId: number | null; words: string; group?: string | null },
  limit: number,
): Promise<ListedTicket[]> {
  const filter = { ...ANY_TICKET, statuses: UNFINISHED_STATUSES, estateId, words }
  const latest = await selectFirst(db, scope, filter, { edge: null, limit })
  if (!group) return latest
  const alike = await selectFirst(db, scope, { ...filter, group }, { edge: null, limit })
  return [...alike, ...latest.filter(({ id }) => !alike.some((one) => one.id === id))].slice(0, limit)
}

type Edge = { side: 'before' | 'after'; id: number }
type Stretch = { edge: Edge | null; limit: number }

async function selectFirst(db: Db, scope: Scope, filter: TicketFilter, { edge, limit }: Stretch): Promise<ListedTicket[]> {
  const asked = askedIn(scope, filter)
  const match = asked.number ? null : matchWords(scope.communityId, filter.words)
  const isNothingSaid = !match && !asked.number && filter.words !== ''
  if (isNothingSaid) return []
  if (!match) return firstOf(db, { ...shapeOf(asked), side: edge?.side ?? null }).execute({ ...asked, edge: edge?.id ?? null, limit })
  const where = and(narrow(asked), edge ? isBeyond(edge.side, edge.id) : undefined)
  const isAscending = edge?.side === 'after'
  const ids = await searchTickets(db, { where, match }, { isAscending, limit })
  const listed = selectListed(db).orderBy(inOrder(isAscending))
  return ids.length > 0 ? listed.where(inArray(tickets.id, ids)) : []
}

const firstOf = preparedInShapes((db, { side, ...shape }: Shape & { side: Edge['side'] | null }) =>
  selectListed(db)
    .where(and(narrow(placesIn(shape)), side ? isBeyond(side, sql.placeholder('edge')) : undefined))
    .orderBy(inOrder(side === 'after'))
    .limit(sql.placeholder('limit'))
    .prepare('firstOf'),
)

function isBeyond(side: Edge['side'], id: number | Placeholder): SQL {
  return side === 'after' ? gt(tickets.id, id) : lt(tickets.id, id)
}

function inOrder(isAscending: boolean): SQL {
  return isAscending ? asc(tickets.id) : desc(tickets.id)
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

type Asked = Pick<TicketFilter, 'statuses' | 'estateId' | 'group' | 'urgency' | 'tier' | 'private' | 'assignee' | 'raised'> & {
  communityId: number
  sight: Sight
  quietSince: string | null
  number: string | null
  dueFrom: string | null
  dueBefore: string | null
}
/** What a list is narrowed by, without the values that a prepared statement is given at each call. */
type Shape = Pick<Asked, 'sight' | 'statuses' | 'group' | 'tier' | 'private' | 'raised'> & { assignee: 'one' | 'nobody' | null } & Record<
    'estateId' | 'urgency' | 'number' | 'dueFrom' | 'dueBefore' | 'quietSince',
    boolean
  >
type Given = 'communityId' | 'estateId' | 'urgency' | 'number' | 'assignee' | 'dueFrom' | 'dueBefore' | 'quietSince'
type Narrowing = Omit<Asked, Given> & { [name in Given]: Asked[name] | Placeholder }

/** A whole number finds its ticket; other words are for the search. */
function askedIn({ communityId, reach, from }: Scope, { words, due, quietSince, ...filter }: TicketFilter): Asked {
  const dues = { dueFrom: due?.from?.toISOString() ?? null, dueBefore: due?.before.toISOString() ?? null }
  const moments = { ...dues, quietSince: quietSince?.toISOString() ?? null }
  return { ...filter, ...moments, communityId, sight: { reach, from }, number: findNumbers(words)[0] ?? null }
}

function shapeOf({ sight, statuses, group, tier, private: isPrivate, raised, assignee, ...given }: Asked): Shape {
  const { estateId, urgency, number, dueFrom, dueBefore, quietSince } = given
  return {
    sight,
    raised,
    statuses,
    group,
    tier,
    private: isPrivate,
    assignee: typeof assignee === 'number' ? 'one' : assignee,
    estateId: Boolean(estateId),
    urgency: Boolean(urgency),
    number: Boolean(number),
    dueFrom: Boolean(dueFrom),
    dueBefore: Boolean(dueBefore),
    quietSince: Boolean(quietSince),
  }
}

function placesIn({ estateId, urgency, number, assignee, dueFrom, dueBefore, quietSince, ...shape }: Shape): Narrowing {
  return {
    ...shape,
    communityId: sql.placeholder('communityId'),
    estateId: estateId ? sql.placeholder('estateId') : null,
    urgency: urgency ? sql.placeholder('urgency') : null,
    number: number ? sql.placeholder('number') : null,
    assignee: assignee === 'one' ? sql.placeholder('assignee') : assignee,
    dueFrom: dueFrom ? sql.placeholder('dueFrom') : null,
    dueBefore: dueBefore ? sql.placeholder('dueBefore') : null,
    quietSince: quietSince ? sql.placeholder('quietSince') : null,
  }
}

function narrow(asked: Narrowing): SQL | undefined {
  const { communityId, sight, statuses, estateId, group, urgency, tier, number, assignee, dueFrom, dueBefore, quietSince } = asked
  return and(
    eq(tickets.communityId, communityId),
    isInReach(sight),
    statuses ? isAmong(tickets.status, statuses) : undefined,
    estateId ? eq(tickets.estateId, estateId) : undefined,
    group ? inArray(tickets.category, codesOf(group)) : undefined,
    urgency ? eq(tickets.urgency, urgency) : undefined,
    tier ? eq(tickets.tier, tier) : undefined,
    asked.private === null ? undefined : eq(tickets.private, asked.private),
    number ? eq(tickets.number, number) : undefined,
    assignee === 'nobody' ? isNull(tickets.assigneeId) : assignee ? eq(tickets.assigneeId, assignee) : undefined,
    dueBefore ? isDueWithin({ from: dueFrom, before: dueBefore }) : undefined,
    asked.raised ? IS_RAISED : undefined,
    quietSince ? isQuietSince(quietSince) : undefined,
  )
}

function codesOf(group: string): CategoryCode[] {
  return CATEGORY_CODES.filter((code) => code.startsWith(`${group}.`))
}
