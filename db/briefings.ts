import { and, asc, count, eq, gt, gte, inArray, isNull, lt, lte, max, min, sql } from 'drizzle-orm'
import { briefStaff, isTimeToBrief, type News, summarize, summaryDay } from '../core/briefing/brief.ts'
import type { Community } from '../core/community.ts'
import { WAITS } from '../core/conversation/outcome.ts'
import { startOfDay } from '../core/localTime.ts'
import type { Scope } from '../core/org.ts'
import type { DayFigures } from '../core/texts/briefing.ts'
import { UNFINISHED_STATUSES } from '../core/ticket/status.ts'
import type { Db } from './client.ts'
import { owe } from './outbox.ts'
import { members, messages, orgUnits, outbox, rooms, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

const MOST_NEW = 100
const DAY_MS = 86_400_000
/** What is being written while somebody looks carries a moment of before: it is looked at next time. */
const SETTLED_MS = 60_000

/** Owes the groups of staff what is new, and in the evening the day's summary; two processes owe it once. */
export async function briefRooms(db: Db, community: Community, now: Date): Promise<void> {
  for (const { id } of await listStaffRooms(db, community)) {
    await db.transaction((tx) => briefRoom(tx, community, id, now))
  }
}

function listStaffRooms(db: Db, { id: communityId }: Community) {
  return db
    .select({ id: rooms.id })
    .from(rooms)
    .where(and(eq(rooms.communityId, communityId), eq(rooms.mode, 'staff'), isNull(rooms.leftAt)))
    .orderBy(asc(rooms.id))
}

/** A group that has just become one of staff hears of what comes from now on. */
async function briefRoom(tx: Db, community: Community, roomId: number, now: Date): Promise<void> {
  const scope = { communityId: community.id }
  const [room] = await tx
    .select()
    .from(rooms)
    .where(and(eq(rooms.id, roomId), eq(rooms.communityId, scope.communityId), eq(rooms.mode, 'staff')))
    .for('update')
  if (!room) return
  const upTo = new Date(now.getTime() - SETTLED_MS)
  const markBriefed = () => tx.update(rooms).set({ briefedAt: upTo }).where(eq(rooms.id, roomId))
  if (!room.briefedAt) return void (await markBriefed())
  const brief = { roomId, community, now }
  if (isTimeToBrief(room.briefedAt, brief)) {
    const notice = briefStaff(await readNews(tx, scope, { after: room.briefedAt, upTo }), brief)
    if (notice) {
      await owe(tx, scope, [notice], { at: now })
      await markBriefed()
    }
  }
  const day = summaryDay(brief)
  if (day && !(await hasSummary(tx, scope, roomId, day)))
    await owe(tx, scope, [summarize(await readDay(tx, community, now), day, brief)], { at: now })
}

type Span = { after: Date; upTo: Date }

/** What came, or came to wait, since the group was told last; what was settled meanwhile is no news. */
async function readNews(tx: Db, { communityId }: Scope, { after, upTo }: Span): Promise<News> {
  const since = new Date(Math.max(after.getTime(), upTo.getTime() - DAY_MS))
  const opened = await tx
    .select({ ticket: tickets, estate: orgUnits.name })
    .from(tickets)
    .innerJoin(orgUnits, eq(orgUnits.id, tickets.estateId))
    .where(
      and(
        eq(tickets.communityId, communityId),
        gt(tickets.openedAt, since),
        lte(tickets.openedAt, upTo),
        isAmong(tickets.status, UNFINISHED_STATUSES),
        sql`${tickets.status} <> 'draft'`,
      ),
    )
    .orderBy(asc(tickets.id))
    .limit(MOST_NEW)
  const estateId = sql`coalesce(${rooms.estateId}, ${members.estateId})`
  const waiting = await tx
    .select({ estate: orgUnits.name, reason: max(messages.reason), count: count(), first: min(messages.id) })
    .from(messages)
    .innerJoin(members, eq(members.id, messages.memberId))
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .leftJoin(orgUnits, eq(orgUnits.id, estateId))
    .where(
      and(
        eq(messages.communityId, communityId),
        eq(messages.outcome, 'waiting'),
        inArray(messages.reason, [...WAITS]),
        gt(messages.settledAt, since),
        lte(messages.settledAt, upTo),
      ),
    )
    .groupBy(orgUnits.name, messages.reason)
    .orderBy(asc(min(messages.id)))
  return {
    opened,
    waiting: waiting.map(({ estate, reason, count }) => ({ estate, reason: WAITS.find((wait) => wait === reason) ?? null, count })),
  }
}

async function hasSummary(tx: Db, { communityId }: Scope, roomId: number, day: string): Promise<boolean> {
  return (await tx.$count(outbox, and(eq(outbox.communityId, communityId), eq(outbox.key, `summary:${roomId}:${day}`)))) > 0
}

async function readDay(tx: Db, { id: communityId, timeZone }: Community, now: Date): Promise<DayFigures> {
  const [from, own] = [startOfDay(now, timeZone), eq(tickets.communityId, communityId)]
  const until = new Date(now.getTime() + 1)
  const isReal = sql`${tickets.status} not in ('draft', 'merged', 'withdrawn')`
  const [opened, closed, open, late, waiting] = await Promise.all([
    tx.$count(tickets, and(own, gte(tickets.openedAt, from), lt(tickets.openedAt, until), isReal)),
    tx.$count(tickets, and(own, gte(tickets.closedAt, from), lt(tickets.closedAt, until))),
    tx.$count(tickets, and(own, isAmong(tickets.status, UNFINISHED_STATUSES))),
    tx.$count(tickets, and(own, sql`${tickets.escalatedAt} is not null`)),
    tx.$count(messages, and(eq(messages.communityId, communityId), sql`${messages.outcome} = 'waiting'`)),
  ])
  return { opened, closed, open, late, waiting }
}
