import { and, asc, desc, eq, inArray, isNotNull, isNull, lte, min, ne, or, type SQL, sql } from 'drizzle-orm'
import type { OpenAlert, Snapshot, Verdict } from '../core/alert/alert.ts'
import type { Told } from '../core/alert/tell.ts'
import type { Scope } from '../core/org.ts'
import { sayIncident } from '../core/texts/page.ts'
import { listAccounts } from './channels.ts'
import type { Db } from './client.ts'
import { alerts, channels, members, outbox, pages, rooms, tickets } from './schema/index.ts'

export type AlertRow = typeof alerts.$inferSelect

const DAY_MS = 86_400_000

/** How everything stands, of all communities: an account may serve several. */
export async function readSnapshot(db: Db, now: Date): Promise<Snapshot> {
  return { accounts: await listAccounts(db), untaken: await listUntaken(db), stuck: await listStuck(db, now), left: await listLeft(db) }
}

/** What still rings though the last to be called was called. */
async function listUntaken(db: Db): Promise<Snapshot['untaken']> {
  const calledAt = sql<Date>`(select min(paged_at) from pages as made where made.community_id = ${pages.communityId} and made.incident = ${pages.incident} and made.rank in ('head', 'console'))`
  const rows = await db
    .select({ page: pages, ticket: tickets, calledAt: calledAt.mapWith(pages.pagedAt) })
    .from(pages)
    .leftJoin(tickets, eq(tickets.id, pages.ticketId))
    .where(and(eq(pages.status, 'calling'), ne(pages.reason, 'drill'), isNotNull(calledAt)))
    .orderBy(asc(pages.id))
  return rows.map(({ page: { communityId, incident, headline }, ticket, ...called }) => ({
    ...called,
    communityId,
    incident,
    headline: ticket ? sayIncident(ticket) : headline,
  }))
}

/** Words that have been due since a moment and that a limited account cannot say, and those the network refused too often within a day. */
async function listStuck(db: Db, now: Date): Promise<Snapshot['stuck']> {
  const since = min(sql`case when ${outbox.status} = 'failed' then ${outbox.settledAt} else ${outbox.notBefore} end`)
  const rows = await db
    .select({ communityId: outbox.communityId, since: since.mapWith(outbox.notBefore) })
    .from(outbox)
    .where(
      or(
        isHeldByLimit(now),
        and(eq(outbox.status, 'failed'), lte(sql`${new Date(now.getTime() - DAY_MS).toISOString()}`, outbox.settledAt)),
      ),
    )
    .groupBy(outbox.communityId)
  return rows
}

async function listLeft(db: Db): Promise<Snapshot['left']> {
  const rows = await db
    .select({ communityId: rooms.communityId, roomId: rooms.id, topic: rooms.topic })
    .from(rooms)
    .where(and(isNotNull(rooms.communityId), isNotNull(rooms.leftAt)))
    .orderBy(asc(rooms.id))
  return rows.map(({ communityId, ...room }) => ({ communityId: communityId!, ...room }))
}

/** Due, on an account that the network has turned away. */
export function isHeldByLimit(now: Date): SQL | undefined {
  const theirs = sql`coalesce((select (channel, account) from ${rooms} where ${rooms.id} = ${outbox.roomId}), (select (channel, account) from ${members} where ${members.id} = ${outbox.memberId}))`
  const limited = sql`${theirs} in (select (name, account) from ${channels} where ${channels.limitedUntil} is not null)`
  return and(eq(outbox.status, 'waiting'), lte(outbox.notBefore, now), limited)
}

export function listOpen(db: Db): Promise<OpenAlert[]> {
  return db.select().from(alerts).where(isNull(alerts.endedAt))
}

/** Writes what is wrong, what is over, and what nobody asks about any more. What another process has raised meanwhile is not raised twice. */
export function record(db: Db, { raise, end, drop }: Verdict, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    if (raise.length > 0) {
      const rows = raise.map((alert) => ({ ...alert, raisedAt: at }))
      await tx.insert(alerts).values(rows).onConflictDoNothing()
    }
    if (end.length > 0) {
      await tx
        .update(alerts)
        .set({ endedAt: at, toldAt: toldOr(at), attempts: 0, toldWays: [] })
        .where(and(inArray(alerts.id, [...end]), isNull(alerts.endedAt)))
    }
    if (drop.length > 0) {
      await tx
        .update(alerts)
        .set({ endedAt: at, endToldAt: at })
        .where(and(inArray(alerts.id, drop), isNull(alerts.endedAt)))
    }
  })
}

/** Whoever was told of its beginning, though not everybody was, is told of its end. */
function toldOr(at: Date): SQL {
  return sql`case when cardinality(${alerts.toldWays}) > 0 then coalesce(${alerts.toldAt}, ${at.toISOString()}) else ${alerts.toldAt} end`
}

/** What may have to be told, oldest first: all that is open, and what is over but not called off. */
export function listUntold(db: Db): Promise<AlertRow[]> {
  return db
    .select()
    .from(alerts)
    .where(or(isNull(alerts.endedAt), and(isNull(alerts.endToldAt), isNotNull(alerts.toldAt))))
    .orderBy(asc(alerts.id))
}

/** Whether this process tells it: another that saw the same alert may have been faster. */
export async function claim(db: Db, { id, triedAt }: Pick<AlertRow, 'id' | 'triedAt'>, now: Date): Promise<boolean> {
  const claimed = await db
    .update(alerts)
    .set({ triedAt: now })
    .where(and(eq(alerts.id, id), triedAt ? eq(alerts.triedAt, triedAt) : isNull(alerts.triedAt)))
    .returning({ id: alerts.id })
  return claimed.length > 0
}

export async function recordTold(db: Db, id: number, told: Told): Promise<void> {
  await db
    .update(alerts)
    .set({ ...told, toldWays: [...told.toldWays] })
    .where(eq(alerts.id, id))
}

/** A community's last alerts and those of the whole account, newest first. */
export function listAlerts(db: Db, { communityId }: Scope, limit: number): Promise<AlertRow[]> {
  return db
    .select()
    .from(alerts)
    .where(or(eq(alerts.communityId, communityId), isNull(alerts.communityId)))
    .orderBy(desc(alerts.id))
    .limit(limit)
}
