import { and, asc, eq, exists, gte, inArray, isNull, lte, min, ne, or, sql } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import { AT_THE_CONSOLE, type Call, callNext, goesOnAt, type Roster } from '../core/emergency/page.ts'
import { shownName } from '../core/name.ts'
import type { Notice } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import { type Alarm, sayIncident } from '../core/texts/page.ts'
import { texts } from '../core/texts/texts.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { isStranded } from './departures.ts'
import { findCommunity } from './orgUnits.ts'
import { owe } from './outbox.ts'
import { findRoster } from './roster.ts'
import { messages, outbox, pages, reports, rooms, tickets } from './schema/index.ts'

export type Page = typeof pages.$inferSelect

/** What an alarm is about; `incident` is its key: raising it twice calls people once. */
type Cause = Pick<Page, 'incident' | 'reason' | 'headline'> & Partial<Pick<Page, 'ticketId' | 'outboxId' | 'messageId'>>

/** Calls people for an emergency, or for what is urgent at night, in the transaction that opens its ticket. */
export function start(
  tx: Db,
  community: Community,
  roster: Roster,
  ticket: Pick<Ticket, 'id' | 'place' | 'category'>,
  at: Date,
): Promise<void> {
  const cause = { incident: incidentOf(ticket.id), reason: 'emergency' as const, headline: sayIncident(ticket), ticketId: ticket.id }
  return raise(tx, community, cause, { roster, at })
}

/** A message that people are called to look at, and what it sounds like. */
export type Cry = { messageId: number; headline: string }

/** A stranger cries for help in private; nobody knows from which estate. */
export function startForStranger(tx: Db, community: Community, cry: Cry, at: Date): Promise<void> {
  return raiseForMessage(tx, community, { ...cry, reason: 'stranger' }, at)
}

const ONE_ALARM_MS = 10 * 60_000

/** Somebody cries about what is rehearsed. What a room cries again while people are called, or have just been, calls nobody anew. */
export async function startDuringDrill(tx: Db, community: Community, cry: Cry & { roomId: number | null }, at: Date): Promise<void> {
  const { roomId, ...told } = cry
  const same = and(eq(pages.communityId, community.id), eq(pages.reason, 'duringDrill'), eq(pages.headline, told.headline))
  const fresh = or(eq(pages.status, 'calling'), gte(pages.raisedAt, new Date(at.getTime() - ONE_ALARM_MS)))
  const [known] = await tx
    .select({ id: pages.id })
    .from(pages)
    .innerJoin(messages, eq(messages.id, pages.messageId))
    .where(and(same, fresh, roomId === null ? isNull(messages.roomId) : eq(messages.roomId, roomId)))
    .limit(1)
  if (!known) await raiseForMessage(tx, community, { ...told, reason: 'duringDrill' }, at)
}

async function raiseForMessage(tx: Db, community: Community, cry: Cry & { reason: 'stranger' | 'duringDrill' }, at: Date) {
  const cause = { ...cry, incident: `message ${cry.messageId}` }
  await raise(tx, community, cause, { roster: await findRoster(tx, community), at })
}

/** A drill rings at the consoles of the community and nowhere else. */
export async function startDrill(db: Db, { communityId }: Scope, by: Staff, at: Date): Promise<void> {
  const cause = { incident: `drill ${at.getTime()}`, reason: 'drill' as const, headline: `演练（${by.name}发起）` }
  const atConsole = { ...AT_THE_CONSOLE, position: 1, rank: 'console' as const, status: 'calling' as const }
  await db
    .insert(pages)
    .values({ ...cause, ...atConsole, communityId, raisedAt: at, pagedAt: at })
    .onConflictDoNothing()
}

async function raise(tx: Db, community: Community, cause: Cause, { roster, at }: { roster: Roster; at: Date }): Promise<void> {
  const calls = callNext(roster, [], at, at)
  await call(tx, community, { ...cause, raisedAt: at }, { calls, dueAt: goesOnAt(roster, calls, at) })
}

/** Writes the calls and what is said to those of them who can be reached in private. */
async function call(
  tx: Db,
  community: Community,
  cause: Cause & { raisedAt: Date },
  { calls, dueAt }: { calls: readonly Call[]; dueAt: Date | null },
): Promise<void> {
  if (calls.length === 0) return
  const { incident, reason, headline, ticketId, outboxId, messageId, raisedAt } = cause
  const rows = calls.map(({ isRinging, ...contact }) => ({
    ...contact,
    communityId: community.id,
    ...{ incident, reason, headline, ticketId, outboxId, messageId, raisedAt },
    status: isRinging ? ('calling' as const) : ('passed' as const),
    ended: isRinging ? null : ('unreachable' as const),
    dueAt: isRinging ? dueAt : null,
  }))
  const made = await tx.insert(pages).values(rows).onConflictDoNothing().returning()
  const ringing = made.find(({ status, memberId }) => status === 'calling' && memberId !== null)
  if (ringing) await owe(tx, { communityId: community.id }, [await noticeOf(tx, ringing, community)], { at: ringing.pagedAt })
}

async function noticeOf(tx: Db, page: Page, { timeZone }: Community): Promise<Notice> {
  return {
    kind: 'page',
    to: { memberId: page.memberId! },
    mention: null,
    text: texts.page.call(await describe(tx, page), timeZone),
    ticketId: page.ticketId,
    announcementId: null,
    about: [],
    obstacle: null,
    notBefore: page.pagedAt,
    expiresAt: null,
    key: `page ${page.incident} ${page.position}`,
  }
}

/** What has happened, as far as it is known now: a place that was told since the first call is part of it. */
async function describe(db: Db, page: Page): Promise<Alarm> {
  const { reason, ticketId, messageId, raisedAt: at } = page
  const unknown = { reason, headline: page.headline, who: null, where: null, at, number: null }
  if (messageId !== null) return { ...unknown, ...(await findSpeaker(db, page, messageId)) }
  if (ticketId === null) return unknown
  const [found] = await db
    .select({ ticket: tickets, who: reports.alias, where: rooms.topic })
    .from(tickets)
    .leftJoin(reports, eq(reports.ticketId, tickets.id))
    .leftJoin(rooms, eq(rooms.id, tickets.roomId))
    .where(and(eq(tickets.id, ticketId), eq(tickets.communityId, page.communityId)))
    .orderBy(asc(reports.id))
    .limit(1)
  if (!found) return unknown
  const { ticket, who, where } = found
  return { ...unknown, headline: sayIncident(ticket), who: who && shownName(who), where, number: ticket.number }
}

async function findSpeaker(db: Db, { communityId }: Scope, messageId: number): Promise<Pick<Alarm, 'who' | 'where'>> {
  const [row] = await db
    .select({ alias: messages.alias, where: rooms.topic })
    .from(messages)
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .where(and(eq(messages.id, messageId), eq(messages.communityId, communityId)))
  return { who: row ? shownName(row.alias) : null, where: row?.where ?? null }
}

/** Calls the next person of the alarm that has waited longest for an answer. Returns whether there was one; two processes never call twice. */
export function escalate(db: Db, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [unanswered] = await tx
      .select()
      .from(pages)
      .where(and(eq(pages.status, 'calling'), lte(pages.dueAt, now)))
      .orderBy(asc(pages.dueAt), asc(pages.id))
      .limit(1)
      .for('update', { skipLocked: true })
    if (!unanswered || !(await holdTicket(tx, unanswered))) return false

    const community = await findCommunity(tx, unanswered)
    const roster = await findRoster(tx, community)
    const made = await listMade(tx, unanswered)
    const calls = callNext(roster, made, unanswered.raisedAt, now)
    const dueAt = goesOnAt(roster, [...made, ...calls], unanswered.raisedAt)
    const goesOn = calls.some(({ isRinging }) => isRinging)
    const change = goesOn ? { status: 'passed' as const, ended: 'notAnswered' as const } : { dueAt }
    await tx.update(pages).set(change).where(eq(pages.id, unanswered.id))
    await call(tx, community, unanswered, { calls, dueAt })
    return true
  })
}

/** A colleague who works on the ticket has it locked and takes the alarm on: nobody waits for the other, or both might for ever. */
async function holdTicket(tx: Db, { ticketId }: Page): Promise<boolean> {
  if (ticketId === null) return true
  const held = await tx.select({ id: tickets.id }).from(tickets).where(eq(tickets.id, ticketId)).for('key share', { skipLocked: true })
  return held.length > 0
}

function listMade(db: Db, { communityId, incident }: Pick<Page, 'communityId' | 'incident'>) {
  return db
    .select({ rank: pages.rank, pagedAt: pages.pagedAt })
    .from(pages)
    .where(and(eq(pages.communityId, communityId), eq(pages.incident, incident)))
    .orderBy(asc(pages.position))
}

const UNSAID_MS = 5_000
const REMEMBERED_MS = 24 * 3_600_000

/** Calls people for words of an emergency that the network did not take: somebody has to say them by hand. Returns whether there were any. */
export async function raiseUnsaid(db: Db, now: Date): Promise<boolean> {
  const postponed = and(
    eq(outbox.status, 'waiting'),
    sql`${outbox.notBefore} > ${outbox.createdAt} + make_interval(secs => ${UNSAID_MS / 1000})`,
  )
  const stuck = or(
    eq(outbox.status, 'failed'),
    and(eq(outbox.status, 'needsPerson'), ne(outbox.obstacle, 'notFriend')),
    postponed,
    isStranded(now),
  )
  const known = sql`not exists (select 1 from ${pages} where ${pages.outboxId} = ${outbox.id})`
  const [row] = await db
    .select({ id: outbox.id, communityId: outbox.communityId, ticket: tickets })
    .from(outbox)
    .innerJoin(tickets, eq(tickets.id, outbox.ticketId))
    .where(and(eq(outbox.kind, 'emergency'), stuck, gte(outbox.createdAt, new Date(now.getTime() - REMEMBERED_MS)), known))
    .orderBy(asc(outbox.id))
    .limit(1)
  if (!row) return false
  await db.transaction(async (tx) => {
    const cause = { incident: `outbox ${row.id}`, reason: 'unsaid' as const, headline: sayIncident(row.ticket), outboxId: row.id }
    const community = await findCommunity(tx, row)
    await raise(tx, community, { ...cause, ticketId: row.ticket.id }, { roster: await findRoster(tx, community), at: now })
  })
  return true
}

/** Alarms whose cause is gone ring no longer: the words were said after all, somebody has read the stranger, the ticket has ended. */
export async function settleGone(db: Db): Promise<void> {
  const isSaid = and(eq(outbox.id, pages.outboxId), inArray(outbox.status, ['sent', 'cancelled']))
  const isRead = and(eq(messages.id, pages.messageId), ne(messages.outcome, 'waiting'))
  const isOver = and(eq(tickets.id, pages.ticketId), inArray(tickets.status, ['resolved', 'closed', 'rejected', 'referred']))
  const isGone = or(
    exists(db.select().from(outbox).where(isSaid)),
    exists(db.select().from(messages).where(isRead)),
    exists(db.select().from(tickets).where(isOver)),
  )
  await db
    .update(pages)
    .set({ status: 'passed', ended: 'settled' })
    .where(and(eq(pages.status, 'calling'), isGone))
}

/** When the next person is due to be called; null when nobody is. */
export async function nextDueAt(db: Db): Promise<Date | null> {
  const [row] = await db
    .select({ at: min(pages.dueAt) })
    .from(pages)
    .where(eq(pages.status, 'calling'))
  return row?.at ?? null
}

/** The key of a ticket's alarm. */
export function incidentOf(ticketId: number): string {
  return `ticket ${ticketId}`
}
