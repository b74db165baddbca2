import { and, asc, eq, gt, gte, inArray, isNull, lte, min, notInArray, or, sql } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import { startOfDay } from '../core/localTime.ts'
import { type Spoken, UNCOUNTED } from '../core/speech/budget.ts'
import { combine } from '../core/speech/combine.ts'
import { type Due, type Hour, mayBeCombined, type Verdict } from '../core/speech/measure.ts'
import type { Db } from './client.ts'
import { isForgone, mentionStillThere } from './departures.ts'
import { findCommunity } from './orgUnits.ts'
import { prepared } from './prepared.ts'
import { outbox, reports, tickets } from './schema/index.ts'

type OutboxRow = typeof outbox.$inferSelect
type Combining = Extract<Verdict, { act: 'combine' }>

const HOUR_MS = 3_600_000
const UNSAID: Spoken = { lastHour: 0, today: 0 }

/** What the core must know of a group or a person to judge the words that are due first. Words that are never held back or combined need no look around. */
export async function findHour(db: Db, first: OutboxRow, community: Community, now: Date): Promise<Hour> {
  const alone: Hour = { due: [toDue(first)], spoken: UNSAID, nextLineAt: null, community, now }
  if (!mayBeCombined(first)) return alone
  const { roomId } = first
  const [rest, spoken, lineAt] = await Promise.all([
    listDueWith(db, first, now),
    roomId === null ? UNSAID : countSpoken(db, roomId, startOfDay(now, community.timeZone), now),
    roomId === null ? null : nextLineAt(db, roomId),
  ])
  return { ...alone, due: [toDue(first), ...rest.map(toDue)], spoken, nextLineAt: lineAt }
}

function toDue({ createdAt: owedAt, ...row }: OutboxRow): Due {
  return { ...row, owedAt }
}

/** What else is due to the same group or person, in the order of owing. */
function listDueWith(db: Db, { id, roomId, memberId }: OutboxRow, now: Date): Promise<OutboxRow[]> {
  const sameEars = roomId === null ? eq(outbox.memberId, memberId!) : eq(outbox.roomId, roomId)
  return db
    .select()
    .from(outbox)
    .where(
      and(
        sameEars,
        eq(outbox.status, 'waiting'),
        lte(outbox.notBefore, now),
        isInTime(now),
        sql`${outbox.id} <> ${id}`,
        sql`not coalesce(${isForgone()}, false)`,
      ),
    )
    .orderBy(asc(outbox.id))
}

function isInTime(now: Date) {
  return or(isNull(outbox.expiresAt), gt(outbox.expiresAt, now))
}

/** What the bot itself has said in a room; what a person said by hand was never tried. */
async function countSpoken(db: Db, roomId: number, dayStart: Date, now: Date): Promise<Spoken> {
  const hourAgo = new Date(now.getTime() - HOUR_MS)
  const earliest = hourAgo < dayStart ? hourAgo : dayStart
  const [dayAt, hourAt, since] = [dayStart, hourAgo, earliest].map((at) => at.toISOString())
  const [row] = await spokenIn(db).execute({ roomId, dayAt, hourAt, since })
  return row!
}

const given = sql.placeholder

const spokenIn = prepared((db) =>
  db
    .select({
      lastHour: sql<number>`count(*) filter (where ${outbox.settledAt} > ${given('hourAt')})`.mapWith(Number),
      today: sql<number>`count(*) filter (where ${outbox.settledAt} >= ${given('dayAt')})`.mapWith(Number),
    })
    .from(outbox)
    .where(and(eq(outbox.roomId, given('roomId')), gte(outbox.settledAt, given('since')), IS_SPOKEN))
    .prepare('spoken_in'),
)

export const IS_SPOKEN = and(eq(outbox.status, 'sent'), sql`${outbox.attempts} > 0`, notInArray(outbox.kind, [...UNCOUNTED]))

async function nextLineAt(db: Db, roomId: number): Promise<Date | null> {
  const [row] = await lineIn(db).execute({ roomId })
  return row?.at ?? null
}

const lineIn = prepared((db) =>
  db
    .select({ at: min(outbox.notBefore) })
    .from(outbox)
    .where(and(eq(outbox.roomId, given('roomId')), eq(outbox.status, 'waiting'), eq(outbox.hold, 'budget')))
    .prepare('line_in'),
)

/** Writes the row that says several, and lets them point to it. Returns its id; null when one of them is no longer waiting. */
export async function combineRows(tx: Db, { ids, occasion }: Combining, { now }: Hour): Promise<number | null> {
  const waiting = and(inArray(outbox.id, ids), eq(outbox.status, 'waiting'))
  await tx.update(outbox).set({ mention: mentionStillThere() }).where(waiting)
  const rows = await tx.select().from(outbox).where(waiting).orderBy(asc(outbox.id)).for('update')
  if (rows.length < ids.length) return null
  const { communityId, roomId, memberId } = rows[0]!
  const community = await findCommunity(tx, { communityId })
  const text = combine(await toParts(tx, rows), occasion, { ...community, inRoom: roomId !== null, now })
  const ticketIds = new Set(rows.map(({ ticketId }) => ticketId))
  const [said] = await tx
    .insert(outbox)
    .values({
      communityId,
      kind: rows.some(({ kind }) => kind === 'progress') ? 'digest' : 'batch',
      roomId,
      memberId,
      mention: rows.length === 1 ? rows[0]!.mention : null,
      text,
      ticketId: ticketIds.size === 1 ? rows[0]!.ticketId : null,
      about: [...new Set(rows.flatMap(({ about }) => about))],
      status: 'waiting',
      haste: rows.some(({ haste }) => haste === 'atNight') ? 'atNight' : 'measured',
      notBefore: now,
      createdAt: now,
    })
    .returning({ id: outbox.id })
  await tx.update(outbox).set({ status: 'combined', combinedIntoId: said!.id, settledAt: now }).where(inArray(outbox.id, ids))
  return said!.id
}

async function toParts(tx: Db, rows: readonly OutboxRow[]) {
  const ids = rows.flatMap(({ ticketId }) => ticketId ?? [])
  const found = ids.length === 0 ? [] : await tx.select().from(tickets).where(inArray(tickets.id, ids))
  const people = await countPeople(tx, ids)
  return rows.map(({ kind, mention, text, createdAt, ticketId }) => ({
    kind,
    mention,
    text,
    owedAt: createdAt,
    ticket: found.find(({ id }) => id === ticketId) ?? null,
    people: people.get(ticketId ?? 0) ?? 1,
  }))
}

async function countPeople(tx: Db, ticketIds: readonly number[]): Promise<Map<number, number>> {
  if (ticketIds.length === 0) return new Map()
  const rows = await tx
    .select({
      ticketId: reports.ticketId,
      people: sql<number>`count(distinct coalesce(${reports.memberId}::text, ${reports.alias}))`.mapWith(Number),
    })
    .from(reports)
    .where(and(inArray(reports.ticketId, [...ticketIds]), isNull(reports.withdrawnAt)))
    .groupBy(reports.ticketId)
  return new Map(rows.map(({ ticketId, people }) => [ticketId, people]))
}
