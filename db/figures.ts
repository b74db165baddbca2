import { and, asc, count, eq, getTableColumns, gt, gte, inArray, like, lt, ne, or, type SQL, sql } from 'drizzle-orm'
import { type Contained, levelOf } from '../core/figures/level.ts'
import { type Dimension, type FigureFilter, NEVER_COLLECTED, type Pair, type PairByKey, SOLVED_OUTCOMES } from '../core/figures/pair.ts'
import { PARTIES, type Scope } from '../core/org.ts'
import { rankOf } from '../core/routing/level.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { isWithin } from './reach.ts'
import { orgUnits, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

export const IS_SOLVED = sql`${tickets.status} = 'closed' and ${isAmong(tickets.outcome, SOLVED_OUTCOMES)}`

/** What the bot had only taken for a matter, and staff have told it so, was none. */
const IS_MISREAD = sql`exists (select from corrections join reports on reports.message_id = corrections.message_id
  where reports.ticket_id = tickets.id and corrections.kind = 'notReport')`

export const IS_COLLECTED = sql`not ${isAmong(tickets.status, NEVER_COLLECTED)}
  and case when ${tickets.status} = 'rejected' then not ${IS_MISREAD} else ${tickets.filedAt} is not null end`

const COLLECTED = sql<number>`count(*) filter (where ${IS_COLLECTED})`.mapWith(Number)
const SOLVED = sql<number>`count(*) filter (where ${IS_COLLECTED} and ${IS_SOLVED})`.mapWith(Number)

/** `unconfirmed`: done, and nobody said a word; `pending`: nobody has confirmed yet that it is a matter. */
export type Figures = Pair & { unconfirmed: number; pending: number; merged: number }

export async function readFigures(db: Db, scope: Scope, filter: FigureFilter): Promise<Figures> {
  const counted = (condition: SQL) => sql<number>`count(*) filter (where ${condition})`.mapWith(Number)
  const [row] = await db
    .select({
      collected: COLLECTED,
      solved: SOLVED,
      unconfirmed: counted(sql`${tickets.status} = 'closed' and ${tickets.outcome} = 'unconfirmed'`),
      pending: counted(isAmong(tickets.status, ['draft', 'pendingReview'])),
      merged: counted(sql`${tickets.status} = 'merged'`),
    })
    .from(tickets)
    .where(narrow(scope, filter))
  return row!
}

const KEYS: Record<Dimension, SQL<string>> = {
  estate: sql<string>`${tickets.estateId}::text`,
  channel: sql<string>`${tickets.intakeChannel}`,
  tier: sql<string>`${tickets.tier}`,
  category: sql<string>`split_part(${tickets.category}, '.', 1)`,
}

/** The pair for each estate, way in, colour or group of categories that has any. */
export function listPairs(db: Db, scope: Scope, filter: FigureFilter, by: Dimension): Promise<PairByKey[]> {
  return db
    .select({ key: KEYS[by], collected: COLLECTED, solved: SOLVED })
    .from(tickets)
    .where(narrow(scope, filter))
    .groupBy(sql`1`)
    .having(sql`count(*) filter (where ${IS_COLLECTED}) > 0`)
}

export type CollectedTicket = Ticket & { estate: string; why: string | null; reporters: number }

/** What staff said last about why it is not done: for the status it is in. */
const WHY = sql<string | null>`(
  select note from events where events.ticket_id = tickets.id and note <> '' and events.action = case tickets.status
    when 'onHold' then 'hold' when 'awaitingResident' then 'askResident' when 'rejected' then 'reject' when 'referred' then 'refer'
    when 'resolved' then 'resolve' else 'supervise' end
  order by events.id desc limit 1)`

const REPORTERS = sql<number>`(
  select count(distinct coalesce(reports.member_id, -reports.id)) from reports join tickets own on own.id = reports.ticket_id
  where (own.id = tickets.id or own.merged_into_id = tickets.id) and reports.withdrawn_at is null)`.mapWith(Number)

/** What was collected, or of it what is not solved, oldest first. `after` is an id. */
export function listCollected(
  db: Db,
  scope: Scope,
  filter: FigureFilter,
  { isOpen, after = 0, limit }: { isOpen: boolean; after?: number | undefined; limit: number },
): Promise<CollectedTicket[]> {
  return db
    .select({ ...getTableColumns(tickets), estate: orgUnits.name, why: WHY, reporters: REPORTERS })
    .from(tickets)
    .innerJoin(orgUnits, eq(orgUnits.id, tickets.estateId))
    .where(and(narrow(scope, filter), IS_COLLECTED, isOpen ? sql`not (${IS_SOLVED})` : undefined, gt(tickets.id, after)))
    .orderBy(asc(tickets.id))
    .limit(limit)
}

function narrow(scope: Scope, { from, to, estateId, channel, tier, group }: FigureFilter): SQL | undefined {
  return and(
    isWithin(scope),
    gte(tickets.openedAt, from),
    lt(tickets.openedAt, to),
    estateId === null ? undefined : eq(tickets.estateId, estateId),
    channel ? eq(tickets.intakeChannel, channel) : undefined,
    tier ? eq(tickets.tier, tier) : undefined,
    group ? like(tickets.category, `${group}.%`) : undefined,
  )
}

const rank = (party: SQL) => {
  const ranks = PARTIES.map((one) => sql`when ${one} then ${sql.raw(String(rankOf(one)))}`)
  return sql`case ${party} ${sql.join(ranks, sql` `)} end`
}
const TIER_RANK = (tier: SQL) => sql`array_position(array['green', 'yellow', 'red'], ${tier})`

/** `ticket_steps` is the history without a word of what was said. Who had it first, before anybody handed it on; before its category was put right nobody really had it. */
const FIRST_PARTY = sql<Ticket['party']>`coalesce((
  select first.party_before from ticket_steps first where first.ticket_id = tickets.id and first.tells_party and not first.is_put_right
  order by first.id limit 1), tickets.party)`

/** Handed to a higher level, or raised to a higher colour; not where the category was put right, nor where the step was taken back. */
const WENT_UP = sql<boolean>`exists (
  select from ticket_steps up where up.ticket_id = tickets.id and up.action <> 'undo' and not up.is_put_right
    and (${rank(sql`up.party_after`)} > ${rank(sql`up.party_before`)} or ${TIER_RANK(sql`up.tier_after`)} > ${TIER_RANK(sql`up.tier_before`)})
    and not exists (select from ticket_steps later where later.ticket_id = up.ticket_id and later.action = 'undo'
      and later.id = (select min(id) from ticket_steps next where next.ticket_id = up.ticket_id and next.id > up.id)))`

type Span = { from: Date; to: Date; timeZone: string }

/** Of what ended in each month of a span, by the level it began on, how much never left that level; and on which levels it ended (S06). */
export async function listContained(db: Db, scope: Scope, { from, to, timeZone }: Span): Promise<Contained[]> {
  const ended = db
    .select({
      month: sql<string>`to_char(${tickets.closedAt} at time zone ${timeZone}, 'YYYY-MM')`.as('month'),
      first: FIRST_PARTY.as('first_party'),
      last: tickets.party,
      wentUp: WENT_UP.as('went_up'),
    })
    .from(tickets)
    .where(and(isWithin(scope), gte(tickets.closedAt, from), lt(tickets.closedAt, to), eq(tickets.status, 'closed')))
    .as('ended')
  const rows = await db
    .select({
      month: ended.month,
      first: ended.first,
      last: ended.last,
      ended: count(),
      kept: sql<number>`count(*) filter (where not ${ended.wentUp})`.mapWith(Number),
    })
    .from(ended)
    .groupBy(ended.month, ended.first, ended.last)
  return sumByLevel(rows)
}

type Way = Pick<Contained, 'month' | 'ended' | 'kept'> & { first: Ticket['party']; last: Ticket['party'] }

function sumByLevel(ways: readonly Way[]): Contained[] {
  const sums = new Map<string, Contained>()
  const add = (month: string, party: Ticket['party'], { ended = 0, kept = 0, solved = 0 }: Partial<Contained>) => {
    const level = levelOf(party)
    const sum = sums.get(`${month} ${level}`) ?? { month, level, ended: 0, kept: 0, solved: 0 }
    sums.set(`${month} ${level}`, { ...sum, ended: sum.ended + ended, kept: sum.kept + kept, solved: sum.solved + solved })
  }
  for (const { month, first, last, ended, kept } of ways) {
    add(month, first, { ended, kept })
    add(month, last, { solved: ended })
  }
  return [...sums.values()]
}

export type WeekOfTickets = { opened: WeekTicket[]; open: WeekTicket[]; closed: WeekTicket[] }
export type WeekTicket = Ticket & { estate: string; solution: string | null }

const SOLUTION = sql<
  string | null
>`(select note from events where events.ticket_id = tickets.id and events.action = 'resolve' order by events.id desc limit 1)`

/** A week of some estates: what came, what was not done at its end, what ended (S12). `estateIds` null: all of them. */
export async function readWeek(
  db: Db,
  scope: Scope,
  { from, to, estateIds, limit }: { from: Date; to: Date; estateIds: readonly number[] | null; limit: number },
): Promise<WeekOfTickets> {
  const list = (condition: SQL | undefined) =>
    db
      .select({ ...getTableColumns(tickets), estate: orgUnits.name, solution: SOLUTION })
      .from(tickets)
      .innerJoin(orgUnits, eq(orgUnits.id, tickets.estateId))
      .where(
        and(
          isWithin(scope),
          estateIds ? inArray(tickets.estateId, [...estateIds]) : undefined,
          ne(tickets.status, 'merged'),
          ne(tickets.status, 'withdrawn'),
          condition,
        ),
      )
      .orderBy(asc(tickets.id))
      .limit(limit)
  const [opened, open, closed] = await Promise.all([
    list(and(gte(tickets.openedAt, from), lt(tickets.openedAt, to))),
    list(
      and(
        lt(tickets.openedAt, to),
        or(sql`${tickets.closedAt} >= ${to.toISOString()}`, sql`not ${isAmong(tickets.status, ['closed', 'rejected', 'referred'])}`),
      ),
    ),
    list(and(gte(tickets.closedAt, from), lt(tickets.closedAt, to))),
  ])
  return { opened, open, closed }
}
