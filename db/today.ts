import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import { nearUntil } from '../core/ticket/deadline.ts'
import { ACCEPTED_STATUSES, OPEN_STATUSES } from '../core/ticket/status.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { isSilentFor } from './clocks.ts'
import { listWhistled } from './dispatches.ts'
import { dueAt, isDueWithin } from './due.ts'
import { type Callback, listCallbacks } from './ratings.ts'
import { isWithin } from './reach.ts'
import { messages, ratings, signals, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'
import { listSignals, type SignalEntry } from './signals.ts'
import { type ListedTicket, selectListed } from './ticketList.ts'
import { isOurs, listWaiting, type WaitingMessage } from './waiting.ts'

/** More is not told apart. */
export const MOST_COUNTED = 100

/** They have no list of their own elsewhere. */
const WHISTLES_SHOWN = 20

/** What stands before a colleague this day; each count is that of the list its name leads to. */
const TODAY_LISTS = ['mine', 'late', 'near', 'review', 'unassigned', 'toCheck', 'silent'] as const
export type TodayList = (typeof TODAY_LISTS)[number]

export type TodayCounts = Record<TodayList | 'waiting' | 'signals' | 'callbacks' | 'whistles', number>

export type Today = {
  counts: TodayCounts
  tickets: Record<TodayList, ListedTicket[]>
  waiting: WaitingMessage[]
  signals: SignalEntry[]
  callbacks: Callback[]
  whistles: Ticket[]
}

/** At most `limit` tickets of each list, and `few` of everything else. */
type Asked = { staff: Staff; community: Community; now: Date; limit: number; few: number }

export async function readToday(db: Db, scope: Scope, asked: Asked): Promise<Today> {
  const { limit, few } = asked
  const lists = conditionsFor(scope, asked)
  const [counts, whistled, waiting, unseen, callbacks, ...rows] = await Promise.all([
    countToday(db, scope, lists),
    listWhistled(db, scope),
    listWaiting(db, scope, { limit: few }),
    listSignals(db, scope, { seen: false, limit: few }),
    listCallbacks(db, scope, few),
    ...TODAY_LISTS.map((name) =>
      selectListed(db)
        .where(lists[name])
        .orderBy(...orderOf(name, asked))
        .limit(limit),
    ),
  ])
  const whistles = whistled.filter(({ whistle }) => whistle?.departments.some(({ reportedInAt }) => reportedInAt === null))
  return {
    counts: { ...counts, whistles: whistles.length },
    tickets: Object.fromEntries(TODAY_LISTS.map((name, index) => [name, rows[index]!])) as Today['tickets'],
    waiting,
    signals: unseen,
    callbacks: callbacks.open,
    whistles: whistles.slice(0, WHISTLES_SHOWN),
  }
}

function conditionsFor(scope: Scope, { staff, community, now }: Asked): Record<TodayList, SQL | undefined> {
  const here = isWithin(scope)
  const unfinished = isAmong(tickets.status, [...OPEN_STATUSES, 'resolved'])
  const at = now.toISOString()
  return {
    mine: and(here, unfinished, eq(tickets.assigneeId, staff.id)),
    late: and(here, unfinished, isDueWithin({ from: null, before: at })),
    near: and(here, unfinished, isDueWithin({ from: at, before: nearUntil(now, community).toISOString() })),
    review: and(here, inArray(tickets.status, ['draft', 'pendingReview'])),
    unassigned: and(here, inArray(tickets.status, ACCEPTED_STATUSES.slice(1)), isNull(tickets.assigneeId)),
    toCheck: and(here, eq(tickets.status, 'resolved')),
    silent: and(here, isSilentFor(community, now)),
  }
}

/** A colleague's own first, then what is due first. */
function orderOf(name: TodayList, { staff }: Asked): SQL[] {
  const isOwn = desc(sql`${tickets.assigneeId} is not distinct from ${staff.id}`)
  if (name === 'toCheck') return [asc(tickets.resolvedAt), asc(tickets.id)]
  return [isOwn, sql`${dueAt} asc nulls last`, asc(tickets.id)]
}

async function countToday(db: Db, { communityId }: Scope, lists: Record<TodayList, SQL | undefined>) {
  const one = { one: sql`1` }
  const few = (rows: SQL) => sql<number>`(select count(*) from ${rows} as few)`.mapWith(Number)
  const ofTickets = (where: SQL | undefined) => few(sql`${db.select(one).from(tickets).where(where).limit(MOST_COUNTED)}`)
  const unread = and(isOurs(db, communityId), sql`${messages.outcome} = 'waiting'`)
  const unseen = and(eq(signals.communityId, communityId), sql`${signals.seenAt} is null`)
  const toCall = and(eq(ratings.communityId, communityId), sql`call_at is not null and called_at is null`)
  const [row] = await db
    .select({
      mine: ofTickets(lists.mine),
      late: ofTickets(lists.late),
      near: ofTickets(lists.near),
      review: ofTickets(lists.review),
      unassigned: ofTickets(lists.unassigned),
      toCheck: ofTickets(lists.toCheck),
      silent: ofTickets(lists.silent),
      waiting: few(sql`${db.select(one).from(messages).where(unread).limit(MOST_COUNTED)}`),
      signals: few(sql`${db.select(one).from(signals).where(unseen).limit(MOST_COUNTED)}`),
      callbacks: few(sql`${db.select(one).from(ratings).where(toCall).limit(MOST_COUNTED)}`),
    })
    .from(sql`(select 1) as once`)
  return row!
}
