import { and, asc, desc, eq, getTableColumns, gte, inArray, isNull, lt, lte, ne, or, sql } from 'drizzle-orm'
import type { CorrectionKind } from '../core/learning/correction.ts'
import { apartFrom, type Label, labelReports, NOTHING } from '../core/learning/label.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { corrections, members, messages, orgUnits, readings, reports, rooms, staff, tickets } from './schema/index.ts'

/** Who put it right, and when. */
type Hand = { staff: Staff; at: Date }

/** Keeps every report of these tickets as an example of what it should have been read as. Inside the transaction of the correction. */
export async function keepExamples(
  tx: Db,
  scope: Scope,
  ticketIds: readonly number[],
  kinds: readonly CorrectionKind[],
  hand: Hand,
): Promise<void> {
  if (kinds.length === 0) return
  const found = await tx
    .select()
    .from(tickets)
    .where(and(eq(tickets.communityId, scope.communityId), inArray(tickets.id, [...ticketIds]), isNull(tickets.mergedIntoId)))
  for (const ticket of found) {
    const told = await listTold(tx, scope, ticket.id)
    const labels = kinds.includes('notReport')
      ? told.map(() => NOTHING)
      : labelReports(
          ticket,
          told.map(({ speaker }) => speaker),
        )
    for (const [index, { messageId }] of told.entries()) await keepExample(tx, scope, messageId, { kinds, label: labels[index]! }, hand)
  }
}

/** A person takes back that a message asks for nothing. */
export async function forgetNothing(tx: Db, { communityId }: Scope, messageId: number): Promise<void> {
  const taken = and(eq(corrections.communityId, communityId), eq(corrections.messageId, messageId), eq(corrections.kind, 'notReport'))
  await tx.delete(corrections).where(taken)
}

/** Keeps one message that waited for a person and asks for nothing. */
export function keepNothing(tx: Db, scope: Scope, messageId: number, hand: Hand): Promise<void> {
  return keepExample(tx, scope, messageId, { kinds: ['notReport'], label: NOTHING }, hand)
}

/** Keeps one message that a person took off a ticket; what else stands behind it was read well enough. */
export function keepApart(tx: Db, scope: Scope, messageId: number, ticket: Ticket, hand: Hand): Promise<void> {
  return keepExample(tx, scope, messageId, { kinds: ['split'], label: apartFrom(ticket) }, hand)
}

/** What was learnt of a step about these tickets that is taken back. */
export async function forgetExamples(
  tx: Db,
  { communityId }: Scope,
  ticketIds: readonly number[],
  { actorId, at }: { actorId: number | null; at: Date },
): Promise<void> {
  if (actorId === null) return
  const told = tx
    .select({ id: reports.messageId })
    .from(reports)
    .where(inArray(reports.ticketId, [...ticketIds]))
  const taken = and(eq(corrections.communityId, communityId), eq(corrections.byId, actorId), eq(corrections.at, at))
  await tx.delete(corrections).where(and(taken, inArray(corrections.messageId, told)))
}

async function keepExample(
  tx: Db,
  { communityId }: Scope,
  messageId: number,
  { kinds, label }: { kinds: readonly CorrectionKind[]; label: Label },
  { staff, at }: Hand,
): Promise<void> {
  await tx.insert(corrections).values(kinds.map((kind) => ({ communityId, messageId, kind, label, byId: staff.id, at })))
}

/** A ticket's own messages and those of tickets merged into it, in the order of saying. */
async function listTold(tx: Db, { communityId }: Scope, ticketId: number): Promise<{ messageId: number; speaker: string }[]> {
  const here = or(eq(tickets.id, ticketId), eq(tickets.mergedIntoId, ticketId))
  return tx
    .select({ messageId: messages.id, speaker: sql<string>`${messages.memberId}::text` })
    .from(reports)
    .innerJoin(tickets, eq(tickets.id, reports.ticketId))
    .innerJoin(messages, eq(messages.id, reports.messageId))
    .where(and(eq(reports.communityId, communityId), here))
    .orderBy(asc(messages.id))
}

export type CorrectionEntry = typeof corrections.$inferSelect & {
  text: string
  roomTopic: string | null
  staffName: string
  read: Pick<typeof readings.$inferSelect, 'intent' | 'category' | 'place' | 'reader'> | null
}

/** One page, newest first, with what the reader had made of the words; `before` is the last id of the page above. */
export async function listCorrections(
  db: Db,
  { communityId }: Scope,
  page: { before?: number; limit: number },
): Promise<CorrectionEntry[]> {
  const { intent, category, place, reader } = readings
  const firstReading = sql`${readings.id} = (select min(id) from readings where message_id = ${corrections.messageId})`
  return db
    .select({
      ...getTableColumns(corrections),
      text: messages.text,
      roomTopic: rooms.topic,
      staffName: staff.name,
      read: { intent, category, place, reader },
    })
    .from(corrections)
    .innerJoin(messages, eq(messages.id, corrections.messageId))
    .innerJoin(staff, eq(staff.id, corrections.byId))
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .leftJoin(readings, firstReading)
    .where(and(eq(corrections.communityId, communityId), page.before ? lt(corrections.id, page.before) : undefined))
    .orderBy(desc(corrections.id))
    .limit(page.limit)
}

export async function countCorrections(db: Db, { communityId }: Scope): Promise<{ corrections: number; messages: number }> {
  const [row] = await db
    .select({
      corrections: sql<number>`count(*)`.mapWith(Number),
      messages: sql<number>`count(distinct ${corrections.messageId})`.mapWith(Number),
    })
    .from(corrections)
    .where(eq(corrections.communityId, communityId))
  return row!
}

/** A message in or around a corrected one; `label` null: only there to be overheard. */
export type ExampleLine = {
  message: typeof messages.$inferSelect
  roomTopic: string | null
  estate: string | null
  role: (typeof members.$inferSelect)['role']
  label: Label | null
}

const AROUND_MS = 10 * 60_000

/** Every corrected message with its latest label and the talk around it, in the order of arrival. */
export async function listExamples(db: Db, { communityId }: Scope): Promise<ExampleLine[]> {
  const labelled = await db
    .selectDistinctOn([corrections.messageId], { message: messages, label: corrections.label })
    .from(corrections)
    .innerJoin(messages, eq(messages.id, corrections.messageId))
    .where(eq(corrections.communityId, communityId))
    .orderBy(asc(corrections.messageId), desc(corrections.id))
  if (labelled.length === 0) return []

  const labels = new Map(labelled.map(({ message, label }) => [message.id, label]))
  const near = labelled.map(({ message: { id, roomId, sentAt } }) =>
    roomId === null
      ? eq(messages.id, id)
      : and(
          eq(messages.roomId, roomId),
          gte(messages.sentAt, new Date(sentAt.getTime() - AROUND_MS)),
          lte(messages.sentAt, new Date(sentAt.getTime() + AROUND_MS)),
        ),
  )
  const rows = await db
    .select({ message: messages, roomTopic: rooms.topic, estate: orgUnits.name, role: members.role })
    .from(messages)
    .innerJoin(members, eq(members.id, messages.memberId))
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .leftJoin(orgUnits, eq(orgUnits.id, sql`coalesce(${rooms.estateId}, ${members.estateId})`))
    .where(and(eq(messages.communityId, communityId), eq(messages.fromBot, false), ne(messages.kind, 'system'), or(...near)))
    .orderBy(asc(messages.id))
  return rows.map((row) => ({ ...row, label: labels.get(row.message.id) ?? null }))
}
