import { and, arrayOverlaps, asc, desc, eq, getTableColumns, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import type { OutboxStatus, Recipient } from '../core/notice.ts'
import type { Scope } from '../core/org.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import type { StoredMessage } from './inbox.ts'
import type { OutboxRow } from './outbox.ts'
import type { Room } from './rooms.ts'
import { events, members, messages, outbox, reports, rooms, tickets } from './schema/index.ts'

/** What the bot owes or has said because of a message. */
export type Answer = { status: OutboxStatus; isPrivate: boolean; isHeld: boolean }

export type HeardLine = {
  from: 'person'
  at: Date
  message: StoredMessage
  speaker: string
  isRecalled: boolean
  ticketNumbers: string[]
  answers: Answer[]
}
export type SaidLine = { from: 'bot'; at: Date; words: OutboxRow; ticketNumber: string | null }
export type ChatLine = HeardLine | SaidLine

/** What a line is called on a page: `m12` somebody's words, `s5` the bot's. */
export function keyOf(line: ChatLine): string {
  return line.from === 'bot' ? `s${line.words.id}` : `m${line.message.id}`
}

/** The newest lines of a chat, oldest first. `isTyping`: the bot is about to say something. */
export type ChatPage = { lines: ChatLine[]; hasOlder: boolean; isTyping: boolean }

export type SandboxTicket = Ticket & { speaker: string | null; alias: string }

/** What has already happened in the sandbox, whoever did it. */
export type SandboxStory = { isReported: boolean; isAnswered: boolean; isChatterLeftAlone: boolean; isResolved: boolean; isJudged: boolean }

/** The group of the sandbox; null while it belongs to no estate of the community. */
export async function findSandboxRoom(db: Db, { communityId }: Scope): Promise<Room | null> {
  const [room] = await db
    .select()
    .from(rooms)
    .where(and(eq(rooms.channel, 'sandbox'), eq(rooms.communityId, communityId)))
    .orderBy(asc(rooms.id))
    .limit(1)
  return room ?? null
}

/** The id of a played person; null before their first word. */
export async function findPlayedMember(db: Db, externalId: string): Promise<number | null> {
  const [member] = await db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.channel, 'sandbox'), eq(members.externalId, externalId)))
  return member?.id ?? null
}

export async function readChat(db: Db, scope: Scope, chat: Recipient, { limit, now }: { limit: number; now: Date }): Promise<ChatPage> {
  const heard = await listHeard(db, scope, chat, limit + 1)
  const said = await listSaid(db, scope, chat, limit + 1)
  const lines = [...heard.toReversed(), ...said.toReversed()].toSorted((a, b) => a.at.getTime() - b.at.getTime())
  return { lines: lines.slice(-limit), hasOlder: lines.length > limit, isTyping: await owesWords(db, scope, chat, now) }
}

async function listHeard(db: Db, scope: Scope, chat: Recipient, limit: number): Promise<HeardLine[]> {
  const rows = await db
    .select({ message: getTableColumns(messages), speaker: members.externalId, ticketNumbers: TICKET_NUMBERS, isRecalled: IS_RECALLED })
    .from(messages)
    .innerJoin(members, eq(members.id, messages.memberId))
    .where(and(eq(messages.communityId, scope.communityId), heardIn(chat)))
    .orderBy(desc(messages.id))
    .limit(limit)
  const answers = await listAnswers(
    db,
    scope,
    rows.map(({ message }) => message.id),
  )
  return rows.map((row) => ({ from: 'person', at: row.message.receivedAt, ...row, answers: answers.get(row.message.id) ?? [] }))
}

const IS_RECALLED = sql<boolean>`exists (
  select from messages recall where recall.channel = ${messages.channel} and recall.member_id = ${messages.memberId} and recall.recalls = ${messages.externalId}
)`

/** One message may tell of several matters. */
const TICKET_NUMBERS = sql<string[]>`array(
  select tickets.number from reports join tickets on tickets.id = reports.ticket_id where reports.message_id = ${messages.id} order by reports.id
)`

function heardIn(chat: Recipient): SQL | undefined {
  return chat.roomId === undefined ? and(isNull(messages.roomId), eq(messages.memberId, chat.memberId)) : eq(messages.roomId, chat.roomId)
}

async function listAnswers(db: Db, { communityId }: Scope, messageIds: number[]): Promise<Map<number, Answer[]>> {
  const answers = new Map<number, Answer[]>()
  if (messageIds.length === 0) return answers
  const rows = await db
    .select({ about: outbox.about, status: outbox.status, memberId: outbox.memberId, hold: outbox.hold })
    .from(outbox)
    .where(and(eq(outbox.communityId, communityId), arrayOverlaps(outbox.about, messageIds)))
  for (const { about, status, memberId, hold } of rows) {
    for (const id of about)
      answers.set(id, [...(answers.get(id) ?? []), { status, isPrivate: memberId !== null, isHeld: status === 'waiting' && hold !== null }])
  }
  return answers
}

async function listSaid(db: Db, { communityId }: Scope, chat: Recipient, limit: number): Promise<SaidLine[]> {
  const rows = await db
    .select({ words: getTableColumns(outbox), ticketNumber: tickets.number })
    .from(outbox)
    .leftJoin(tickets, eq(tickets.id, outbox.ticketId))
    .where(and(eq(outbox.communityId, communityId), eq(outbox.status, 'sent'), saidIn(chat)))
    .orderBy(desc(outbox.settledAt), desc(outbox.id))
    .limit(limit)
  return rows.map((row) => ({ from: 'bot', at: row.words.settledAt!, ...row }))
}

function saidIn(chat: Recipient): SQL {
  return chat.roomId === undefined ? eq(outbox.memberId, chat.memberId) : eq(outbox.roomId, chat.roomId)
}

async function owesWords(db: Db, { communityId }: Scope, chat: Recipient, now: Date): Promise<boolean> {
  const [owed] = await db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(eq(outbox.communityId, communityId), inArray(outbox.status, ['waiting', 'sending']), lte(outbox.notBefore, now), saidIn(chat)),
    )
    .limit(1)
  return owed !== undefined
}

/** Tickets that played people reported, newest first, with the one who spoke first. */
export async function listSandboxTickets(db: Db, { communityId }: Scope, limit: number): Promise<SandboxTicket[]> {
  const firstReports = db
    .selectDistinctOn([reports.ticketId], { ticketId: reports.ticketId, alias: reports.alias, speaker: members.externalId })
    .from(reports)
    .innerJoin(members, and(eq(members.id, reports.memberId), eq(members.channel, 'sandbox')))
    .orderBy(reports.ticketId, reports.id)
    .as('first_reports')
  return db
    .select({ ...getTableColumns(tickets), alias: firstReports.alias, speaker: firstReports.speaker })
    .from(tickets)
    .innerJoin(firstReports, eq(firstReports.ticketId, tickets.id))
    .where(eq(tickets.communityId, communityId))
    .orderBy(desc(tickets.id))
    .limit(limit)
}

export async function readStory(db: Db, { communityId }: Scope, room: Pick<Room, 'id'>): Promise<SandboxStory> {
  const here = and(eq(tickets.communityId, communityId), eq(tickets.roomId, room.id))
  const reported = db.select({ id: tickets.id }).from(tickets).where(here)
  const answered = db
    .select({ id: outbox.id })
    .from(outbox)
    .where(and(eq(outbox.roomId, room.id), eq(outbox.status, 'sent'), isNotNull(outbox.ticketId)))
  const leftAlone = db
    .select({ id: messages.id })
    .from(messages)
    .where(and(eq(messages.roomId, room.id), eq(messages.reason, 'chatter')))
  const resolved = eventOf(db, room, eq(events.action, 'resolve'))
  const judged = eventOf(db, room, and(inArray(events.action, ['verify', 'reopen']), eq(events.actor, 'resident')))
  const [story] = await db
    .select({
      isReported: sql<boolean>`exists ${reported}`,
      isAnswered: sql<boolean>`exists ${answered}`,
      isChatterLeftAlone: sql<boolean>`exists ${leftAlone}`,
      isResolved: sql<boolean>`exists ${resolved}`,
      isJudged: sql<boolean>`exists ${judged}`,
    })
    .from(sql`(select 1) as one`)
  return story!
}

function eventOf(db: Db, room: Pick<Room, 'id'>, condition: SQL | undefined) {
  return db
    .select({ id: events.id })
    .from(events)
    .innerJoin(tickets, eq(tickets.id, events.ticketId))
    .where(and(eq(tickets.roomId, room.id), condition))
}
