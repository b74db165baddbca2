import { and, asc, desc, eq, gte, inArray, isNull, like, lte, min, ne, or, sql } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import { type Call, type Contact, callNext, goesOnAt, type PrivateCall, type Roster } from '../core/emergency/page.ts'
import { Refusal } from '../core/errors.ts'
import { shownName } from '../core/name.ts'
import type { Notice } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import { type Alarm, sayIncident } from '../core/texts/page.ts'
import { texts } from '../core/texts/texts.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { findCommunity } from './orgUnits.ts'
import { owe } from './outbox.ts'
import { members, messages, outbox, pages, reports, rooms, staff, tickets } from './schema/index.ts'

export type Page = typeof pages.$inferSelect

/** What an alarm is about; `incident` is its key: raising it twice calls people once. */
type Cause = Pick<Page, 'incident' | 'reason' | 'headline'> & Partial<Pick<Page, 'ticketId' | 'outboxId' | 'messageId'>>

/** The people a community calls, with the ways that reach them now: accounts in service, friends of the bot's account. */
export async function findRoster(db: Db, community: Pick<Community, 'id' | 'duty' | 'paging'>): Promise<Roster> {
  const own = and(eq(staff.communityId, community.id), eq(staff.active, true))
  const colleagues = await db.select({ id: staff.id, name: staff.name, role: staff.role }).from(staff).where(own).orderBy(asc(staff.id))
  const friends = await listFriendIds(db, community)
  const duty = community.duty.map(
    ({ name, phone, staffId, memberId }): Contact => ({
      name,
      phone,
      staffId: colleagues.some(({ id }) => id === staffId) ? staffId! : null,
      memberId: memberId !== undefined && friends.has(memberId) ? memberId : null,
    }),
  )
  const headOf = ({ id, name }: { id: number; name: string }): Contact => {
    const onDuty = duty.find(({ staffId }) => staffId === id)
    return { name, phone: onDuty?.phone ?? '', staffId: id, memberId: onDuty?.memberId ?? null }
  }
  const heads = (['director', 'administrator'] as const).flatMap((role) => colleagues.filter((person) => person.role === role).map(headOf))
  return { duty, heads, paging: community.paging }
}

async function listFriendIds(db: Db, { id, duty }: Pick<Community, 'id' | 'duty'>): Promise<Set<number>> {
  const named = duty.flatMap(({ memberId }) => memberId ?? [])
  if (named.length === 0) return new Set()
  const ours = or(eq(members.communityId, id), isNull(members.communityId))
  const rows = await db
    .select({ id: members.id })
    .from(members)
    .where(and(inArray(members.id, named), eq(members.isFriend, true), ours))
  return new Set(rows.map((row) => row.id))
}

/** Calls people for an emergency, in the transaction that opens its ticket. */
export function start(tx: Db, community: Community, ticket: Pick<Ticket, 'id' | 'place' | 'category'>, at: Date): Promise<void> {
  return raise(
    tx,
    community,
    { incident: incidentOf(ticket.id), reason: 'emergency', headline: sayIncident(ticket), ticketId: ticket.id },
    at,
  )
}

/** A stranger cries for help in private; nobody knows from which estate. */
export function startForStranger(tx: Db, community: Community, { messageId, headline }: { messageId: number; headline: string }, at: Date) {
  return raise(tx, community, { incident: `message ${messageId}`, reason: 'stranger', headline, messageId }, at)
}

/** A drill rings at the consoles of the community and nowhere else. */
export async function startDrill(db: Db, { communityId }: Scope, by: Staff, at: Date): Promise<void> {
  const cause = { incident: `drill ${at.getTime()}`, reason: 'drill' as const, headline: `演练（${by.name}发起）` }
  const atConsole = { name: '控制台前的同事', phone: '', position: 1, rank: 'console' as const, status: 'calling' as const }
  await db
    .insert(pages)
    .values({ ...cause, ...atConsole, communityId, raisedAt: at, pagedAt: at })
    .onConflictDoNothing()
}

async function raise(tx: Db, community: Community, cause: Cause, at: Date): Promise<void> {
  const roster = await findRoster(tx, community)
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
  const { reason, ticketId, raisedAt: at } = page
  const unknown = { reason, headline: page.headline, who: null, where: null, at, number: null }
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
  const stuck = or(eq(outbox.status, 'failed'), and(eq(outbox.status, 'needsPerson'), ne(outbox.obstacle, 'notFriend')), postponed)
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
    await raise(tx, await findCommunity(tx, row), { ...cause, ticketId: row.ticket.id }, now)
  })
  return true
}

/** Alarms whose cause is gone ring no longer: the words were said after all, somebody has read the stranger, the ticket has ended. */
export async function settleGone(db: Db): Promise<void> {
  const said = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(inArray(outbox.status, ['sent', 'cancelled']))
  const read = db.select({ id: messages.id }).from(messages).where(ne(messages.outcome, 'waiting'))
  const over = db
    .select({ id: tickets.id })
    .from(tickets)
    .where(inArray(tickets.status, ['resolved', 'closed', 'rejected', 'referred']))
  const isGone = or(inArray(pages.outboxId, said), inArray(pages.messageId, read), inArray(pages.ticketId, over))
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

/** Somebody at the console takes an alarm on. @throws Refusal `stale` when a colleague was faster. */
export function acknowledge(db: Db, scope: Scope, id: number, by: Staff, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    const [page] = await tx
      .select({ incident: pages.incident })
      .from(pages)
      .where(and(eq(pages.id, id), eq(pages.communityId, scope.communityId)))
    if (!page) throw new Refusal('not-found', { page: id })
    if (!(await take(tx, scope, page.incident, { staffId: by.id, name: by.name }, at))) throw new Refusal('stale', { page: id })
  })
}

/** Who works on an emergency's ticket has taken it on. */
export async function takeOnTicket(tx: Db, scope: Scope, ticketId: number, by: Staff, at: Date): Promise<void> {
  await take(tx, scope, incidentOf(ticketId), { staffId: by.id, name: by.name }, at)
}

/** The first one to answer has it; words that would still call others are taken back. */
async function take(
  tx: Db,
  { communityId }: Scope,
  incident: string,
  by: { staffId: number | null; name: string },
  at: Date,
): Promise<boolean> {
  const answer = () =>
    tx
      .update(pages)
      .set({ status: 'acked', ackedAt: at, ackedById: by.staffId, ackedByName: by.name })
      .where(and(eq(pages.communityId, communityId), eq(pages.incident, incident), eq(pages.status, 'calling')))
      .returning({ id: pages.id })
  // While the first try waited, the call may have gone on to the next person: the answer holds all the same.
  const isTaken = (await answer()).length > 0 || (await answer()).length > 0
  if (!isTaken) return false
  const unsaid = and(eq(outbox.communityId, communityId), eq(outbox.kind, 'page'), eq(outbox.status, 'waiting'))
  await tx
    .update(outbox)
    .set({ status: 'cancelled', settledAt: at })
    .where(and(unsaid, like(outbox.key, `page ${incident} %`)))
  return true
}

const ANSWER_MS = 2 * 3_600_000
const LATE_ANSWER_MS = 10 * 60_000

/** The call that a private answer is about: the latest that rings, else the latest that somebody else has just taken on. */
export async function findPrivateCall(db: Db, memberId: number, now: Date): Promise<PrivateCall | null> {
  const got = await db
    .selectDistinctOn([pages.communityId, pages.incident], { communityId: pages.communityId, incident: pages.incident, name: pages.name })
    .from(pages)
    .where(and(eq(pages.memberId, memberId), gte(pages.pagedAt, new Date(now.getTime() - ANSWER_MS))))
  const found = []
  for (const own of got) {
    const [last] = await db
      .select({ status: pages.status, takenBy: pages.ackedByName, ackedAt: pages.ackedAt, at: pages.pagedAt })
      .from(pages)
      .where(and(eq(pages.communityId, own.communityId), eq(pages.incident, own.incident), ne(pages.status, 'passed')))
      .orderBy(desc(pages.position))
      .limit(1)
    const isOld = last?.ackedAt && now.getTime() - last.ackedAt.getTime() > LATE_ANSWER_MS
    if (last && !isOld && last.takenBy !== own.name) found.push({ ...own, takenBy: last.takenBy, at: last.at })
  }
  const [latest] = found.toSorted((a, b) => Number(a.takenBy !== null) - Number(b.takenBy !== null) || b.at.getTime() - a.at.getTime())
  return latest ?? null
}

/** Somebody answers in private. Returns whether they were the first. */
export function takeOnCall(tx: Db, { communityId, incident, name }: PrivateCall, at: Date): Promise<boolean> {
  return take(tx, { communityId }, incident, { staffId: null, name }, at)
}

function incidentOf(ticketId: number): string {
  return `ticket ${ticketId}`
}
