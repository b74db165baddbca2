import { and, asc, desc, eq, gte, inArray, lt, max, ne } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import { callNext, type Roster } from '../core/emergency/page.ts'
import type { Scope } from '../core/org.ts'
import { sayIncident } from '../core/texts/page.ts'
import type { Db } from './client.ts'
import { incidentOf, type Page } from './pages.ts'
import { findRoster } from './roster.ts'
import { pages, rooms, tickets } from './schema/index.ts'

/** One alarm with all its calls in order. */
export type AlarmRecord = { headline: string; number: string | null; roomTopic: string | null; calls: Page[]; last: Page }

/** An alarm that rings: who is called after the one who is called now, and whom only a phone reaches. */
export type RingingAlarm = AlarmRecord & { next: string | null; byPhone: { name: string; phone: string }[] }

/** What rings now, the longest wait first. */
export async function listRinging(db: Db, community: Pick<Community, 'id' | 'duty' | 'paging'>): Promise<RingingAlarm[]> {
  const ringing = await db
    .select({ incident: pages.incident })
    .from(pages)
    .where(and(eq(pages.communityId, community.id), eq(pages.status, 'calling')))
  if (ringing.length === 0) return []
  const roster = await findRoster(db, community)
  const found = await readAlarms(
    db,
    { communityId: community.id },
    ringing.map(({ incident }) => incident),
  )
  return found
    .toSorted((a, b) => a.last.raisedAt.getTime() - b.last.raisedAt.getTime())
    .map((alarm) => ({ ...alarm, next: nextName(alarm, roster), byPhone: byPhone(roster) }))
}

function nextName({ last, calls }: AlarmRecord, roster: Roster): string | null {
  if (last.dueAt === null) return null
  return callNext(roster, calls, last.raisedAt, last.dueAt).find(({ isRinging }) => isRinging)?.name ?? null
}

function byPhone({ duty }: Roster) {
  return duty.filter(({ staffId, memberId, phone }) => staffId === null && memberId === null && phone !== '')
}

/** A page of the log, newest first. `before` is the id at the end of the page the reader comes from. */
export async function listAlarms(
  db: Db,
  scope: Scope,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<{ rows: AlarmRecord[]; older: number | null }> {
  const newest = max(pages.id)
  const found = await db
    .select({ incident: pages.incident, id: newest })
    .from(pages)
    .where(and(eq(pages.communityId, scope.communityId), before ? lt(pages.id, before) : undefined))
    .groupBy(pages.incident)
    .orderBy(desc(newest))
    .limit(limit + 1)
  const shown = found.slice(0, limit)
  const rows = await readAlarms(
    db,
    scope,
    shown.map(({ incident }) => incident),
  )
  return { rows, older: found.length > limit ? shown.at(-1)!.id : null }
}

/** Who was called for a ticket, and who took it on; null when nobody was. */
export async function findAlarmOf(db: Db, { communityId }: Scope, ticketId: number): Promise<Page[] | null> {
  const calls = await db
    .select()
    .from(pages)
    .where(and(eq(pages.communityId, communityId), eq(pages.incident, incidentOf(ticketId))))
    .orderBy(asc(pages.position))
  return calls.length > 0 ? calls : null
}

/** Seconds from alarm to answer of every alarm that was answered since a moment, drills apart. */
export async function listWaits(db: Db, { communityId }: Scope, since: Date): Promise<number[]> {
  const rows = await db
    .select({ raisedAt: pages.raisedAt, ackedAt: pages.ackedAt })
    .from(pages)
    .where(and(eq(pages.communityId, communityId), eq(pages.status, 'acked'), ne(pages.reason, 'drill'), gte(pages.raisedAt, since)))
  return rows.map(({ raisedAt, ackedAt }) => Math.round((ackedAt!.getTime() - raisedAt.getTime()) / 1000))
}

async function readAlarms(db: Db, { communityId }: Scope, incidents: readonly string[]): Promise<AlarmRecord[]> {
  if (incidents.length === 0) return []
  const rows = await db
    .select({ page: pages, ticket: tickets, roomTopic: rooms.topic })
    .from(pages)
    .leftJoin(tickets, eq(tickets.id, pages.ticketId))
    .leftJoin(rooms, eq(rooms.id, tickets.roomId))
    .where(and(eq(pages.communityId, communityId), inArray(pages.incident, [...incidents])))
    .orderBy(asc(pages.position))
  return incidents.map((incident) => {
    const own = rows.filter(({ page }) => page.incident === incident)
    const { page, ticket, roomTopic } = own.at(-1)!
    const headline = ticket ? sayIncident(ticket) : page.headline
    return { headline, number: ticket?.number ?? null, roomTopic, calls: own.map((row) => row.page), last: page }
  })
}
