import { and, desc, eq, exists, getTableColumns, gte, inArray, isNull, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Community, Estate } from '../core/community.ts'
import type { LooseLine, OpenMatter, Telling } from '../core/conversation/situation.ts'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import { FORGOTTEN } from '../core/privacy/anonymous.ts'
import { Reading } from '../core/reading/reading.ts'
import { OPEN_STATUSES, UNFINISHED_STATUSES } from '../core/ticket/status.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { heardAt } from './echo.ts'
import { LOOSE } from './loose.ts'
import { COMMUNITY, toCommunity, toEstate } from './orgUnits.ts'
import { prepared } from './prepared.ts'
import { asRows, type JsonRow, rowFrom } from './rows.ts'
import { communities, members, messages, orgUnits, readings, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

/** Who says something where; `since`: from when on open matters may be the same. */
type Asked = { estateId: number; memberId: number; roomId: number | null; since: Date; now: Date }

/**
 * What surrounds a message: tickets newest first; `heardAt` when the bot last spoke of one of the speaker's own, by ticket id; `emergencies` and `loose` are
 * the room's within the community's windows.
 */
export type Surroundings = {
  community: Community
  estate: Estate
  own: Ticket[]
  heardAt: Map<number, Date>
  open: OpenMatter[]
  emergencies: Ticket[]
  loose: LooseLine[]
}

const MOST_OWN = 100
const MOST_CANDIDATES = 200
const MOST_LINES = 40
const given = sql.placeholder

/** In one trip: on the way from a message to its answer each trip counts. @throws Refusal `not-found` for another community's estate. */
export async function findSurroundings(db: Db, { communityId }: Scope, { since, now, ...asked }: Asked): Promise<Surroundings> {
  const [row] = await surroundings(db).execute({ ...asked, communityId, since: since.toISOString(), now: now.toISOString() })
  if (!row) throw new Refusal('not-found', { communityId })
  const [estate] = row.estate.map(toUnit).map(toEstate)
  if (!estate) throw new Refusal('not-found', { estate: asked.estateId })
  return {
    community: toCommunity(row),
    estate,
    own: row.own.map(toTicket),
    heardAt: new Map(row.own.flatMap(toHeardAt)),
    open: row.open.map(toMatter),
    emergencies: row.emergencies.map(toTicket),
    loose: row.loose.toReversed().flatMap(toLooseLine),
  }
}

/** The estate's newest open tickets with their reporters' words, for finding the one a report belongs to: bounded, whatever the archive holds. */
export async function listOpenMatters(db: Db, { communityId }: Scope, estateId: number, since: Date): Promise<OpenMatter[]> {
  const [row] = await openMatters(db).execute({ communityId, estateId, since: since.toISOString() })
  return row!.open.map(toMatter)
}

const surroundings = prepared((db) =>
  db
    .select({
      ...COMMUNITY,
      estate: asRows(selectEstate(db)),
      own: asRows(selectOwn(db)),
      open: asRows(selectOpen(db)),
      emergencies: asRows(selectEmergencies(db)),
      loose: asRows(selectLoose(db)),
    })
    .from(communities)
    .innerJoin(orgUnits, eq(orgUnits.id, communities.id))
    .where(eq(communities.id, given('communityId')))
    .prepare('surroundings'),
)

const openMatters = prepared((db) =>
  db
    .select({ open: asRows(selectOpen(db)) })
    .from(sql`(select 1) as once`)
    .prepare('open_matters'),
)

function selectEstate(db: Db) {
  const isMeant = and(eq(orgUnits.id, given('estateId')), eq(orgUnits.communityId, given('communityId')), eq(orgUnits.kind, 'estate'))
  return db.select().from(orgUnits).where(isMeant)
}

/** The tickets a member reported, and those that theirs were merged into. */
function selectOwn(db: Db) {
  const own = sql`array(
    with recursive own as (
      select ticket_id as id from reports where member_id = ${given('memberId')} and withdrawn_at is null
      union select merged_into_id from tickets join own using (id) where merged_into_id is not null
    ) select id from own)`
  const isOwn = and(eq(tickets.communityId, given('communityId')), sql`${tickets.id} = any(${own})`)
  return db
    .select({ ...getTableColumns(tickets), heardAt: heardAt.as('heard_at') })
    .from(tickets)
    .where(isOwn)
    .orderBy(desc(tickets.id))
    .limit(MOST_OWN)
}

const TOLD = sql`(
  select json_agg(json_build_object('words', messages.text, 'alias', reports.alias, 'memberId', reports.member_id, 'roomId', messages.room_id,
    'at', reports.reported_at) order by reports.reported_at, reports.id)
  from reports join messages on messages.id = reports.message_id where reports.ticket_id = tickets.id and messages.text <> ${sql.raw(`'${FORGOTTEN}'`)})`

function selectOpen(db: Db) {
  const isOpen = and(
    eq(tickets.communityId, given('communityId')),
    eq(tickets.estateId, given('estateId')),
    isAmong(tickets.status, OPEN_STATUSES),
    gte(tickets.openedAt, given('since')),
  )
  return db
    .select({ ...getTableColumns(tickets), told: TOLD.as('told') })
    .from(tickets)
    .where(isOpen)
    .orderBy(desc(tickets.id))
    .limit(MOST_CANDIDATES)
}

const windowStart = (minutes: 'topicMinutes' | 'incidentMinutes') =>
  sql`${given('now')}::timestamptz - make_interval(mins => (${communities.windows} ->> ${sql.raw(`'${minutes}'`)})::int)`

/** What a merged ticket went into, while that takes more in. */
function wentInto(db: Db) {
  const into = alias(tickets, 'into')
  return db
    .select({ id: into.id })
    .from(into)
    .where(and(eq(into.id, tickets.mergedIntoId), inArray(into.status, UNFINISHED_STATUSES)))
}

function selectEmergencies(db: Db) {
  const isRecent = and(
    eq(tickets.communityId, given('communityId')),
    eq(tickets.roomId, given('roomId')),
    sql`${tickets.urgency} = 'emergency'`,
    gte(tickets.openedAt, windowStart('incidentMinutes')),
    or(isNull(tickets.mergedIntoId), exists(wentInto(db))),
  )
  return db.select().from(tickets).where(isRecent).orderBy(desc(tickets.id))
}

/** What the room said that led to no ticket and nobody has decided about, with its last reading, newest first. */
function selectLoose(db: Db) {
  const { intent, category, summary, place, urgency, confidence, ticketId } = readings
  const { id, memberId, alias, text, sentAt } = messages
  const read = { intent, category, summary, place, urgency, confidence, ticketId }
  const last = db
    .select(read)
    .from(readings)
    .where(and(eq(readings.messageId, messages.id), eq(readings.part, 0)))
    .orderBy(desc(readings.id))
    .limit(1)
    .as('last')
  return db
    .select({
      id,
      memberId,
      alias,
      text,
      sentAt,
      isFriend: members.isFriend,
      intent: last.intent,
      category: last.category,
      summary: last.summary,
      place: last.place,
      urgency: last.urgency,
      confidence: last.confidence,
      ticketId: last.ticketId,
    })
    .from(messages)
    .innerJoin(members, eq(members.id, messages.memberId))
    .innerJoinLateral(last, sql`true`)
    .where(
      and(
        eq(messages.communityId, given('communityId')),
        eq(messages.roomId, given('roomId')),
        gte(messages.receivedAt, windowStart('topicMinutes')),
        LOOSE,
      ),
    )
    .orderBy(desc(messages.receivedAt), desc(messages.id))
    .limit(MOST_LINES)
}

const [toTicket, toUnit, toMessage] = [rowFrom(tickets), rowFrom(orgUnits), rowFrom(messages)]

function toHeardAt({ id, heard_at: at }: JsonRow): [number, Date][] {
  return at === null ? [] : [[Number(id), new Date(at as string)]]
}

/** What staff wrote down counts as told. */
function toMatter(row: JsonRow): OpenMatter {
  const ticket = toTicket(row)
  const writtenDown = { words: ticket.summary, alias: '', memberId: null, roomId: ticket.roomId, at: ticket.openedAt }
  const told = row['told'] as (Omit<Telling, 'at'> & { at: string })[] | null
  return { ticket, told: told?.map((one) => ({ ...one, at: new Date(one.at) })) ?? [writtenDown] }
}

function toLooseLine(row: JsonRow): LooseLine[] {
  const { id: messageId, memberId, alias, text: words, sentAt: at } = toMessage(row)
  const read = Reading.safeParse({ ...row, ticketId: row['ticket_id'] })
  return read.success
    ? [{ messageId, member: { id: memberId, isFriend: row['is_friend'] === true }, alias, words, at, reading: read.data }]
    : []
}
