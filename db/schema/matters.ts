import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  bigserial,
  boolean,
  check,
  customType,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  serial,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core'
import { INTAKE_CHANNELS } from '../../core/intake.ts'
import { PARTIES } from '../../core/org.ts'
import type { Place } from '../../core/reading/place.ts'
import { INTENTS, READERS } from '../../core/reading/reading.ts'
import { CATEGORY_CODES, TIERS, URGENCIES } from '../../core/taxonomy/categories.ts'
import { CLOCK_ALARMS, CLOCKS } from '../../core/ticket/clock.ts'
import type { Referral } from '../../core/ticket/referral.ts'
import { ESCALATIONS, OPEN_STATUSES, OUTCOMES, PAUSED_STATUSES, TICKET_STATUSES, UNFINISHED_STATUSES } from '../../core/ticket/status.ts'
import { ACTORS, type Mediation, type Plan, TICKET_EVENTS, type Whistle } from '../../core/ticket/ticket.ts'
import type { Changes } from '../../core/ticket/undo.ts'
import { members, messages, rooms } from './chat.ts'
import { isAmong, oneOf } from './oneOf.ts'
import { communities, orgUnits, staff } from './org.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

const community = () =>
  integer('community_id')
    .notNull()
    .references(() => communities.id)

/** What a reader made of a message: one row for each thing it tells of, the main one is part 0 and carries the cost of all. */
export const readings = pgTable(
  'readings',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .references(() => messages.id),
    communityId: community(),
    part: integer().notNull().default(0),
    intent: text({ enum: INTENTS }).notNull(),
    category: text({ enum: CATEGORY_CODES }),
    summary: text(),
    place: jsonb().$type<Place>(),
    urgency: text({ enum: URGENCIES }).notNull(),
    confidence: real().notNull(),
    /** The open ticket that a model took it to speak of. */
    ticketId: integer('ticket_id').references((): AnyPgColumn => tickets.id),
    reader: text({ enum: READERS }).notNull(),
    promptId: text('prompt_id'),
    model: text(),
    promptTokens: integer('prompt_tokens').notNull(),
    completionTokens: integer('completion_tokens').notNull(),
    calls: integer().notNull().default(0),
    cost: doublePrecision().notNull().default(0),
    heldBack: boolean('held_back').notNull().default(false),
    readAt: timestamp('read_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    oneOf('readings_intent', table.intent, INTENTS),
    oneOf('readings_category', table.category, CATEGORY_CODES),
    oneOf('readings_urgency', table.urgency, URGENCIES),
    oneOf('readings_reader', table.reader, READERS),
    check('readings_model', sql`(${table.reader} = 'model') = (${table.model} is not null)`),
    index('readings_message').on(table.messageId),
    index('readings_recent').on(table.communityId, table.readAt),
    index('readings_topics').on(table.communityId, table.readAt).where(sql`category is not null`),
  ],
)

export const tickets = pgTable(
  'tickets',
  {
    id: serial().primaryKey(),
    communityId: community(),
    estateId: integer('estate_id')
      .notNull()
      .references(() => orgUnits.id),
    roomId: integer('room_id').references(() => rooms.id),
    number: text().notNull(),
    intakeChannel: text('intake_channel', { enum: INTAKE_CHANNELS }).notNull().default('group_chat'),
    intakeRef: text('intake_ref'),
    status: text({ enum: TICKET_STATUSES }).notNull(),
    category: text({ enum: CATEGORY_CODES }).notNull(),
    summary: text().notNull(),
    /** What the reader first wrote; staff may edit the summary, never this. */
    firstSummary: text('first_summary').notNull(),
    isQuestion: boolean('is_question').notNull().default(false),
    place: jsonb().$type<Place>(),
    urgency: text({ enum: URGENCIES }).notNull(),
    tier: text({ enum: TIERS }).notNull(),
    private: boolean().notNull(),
    party: text({ enum: PARTIES }).notNull(),
    assigneeId: integer('assignee_id').references(() => staff.id),
    assignedAt: timestamp('assigned_at', { withTimezone: true }),
    resolvedById: integer('resolved_by_id').references(() => staff.id),
    outcome: text({ enum: OUTCOMES }),
    reopenCount: integer('reopen_count').notNull(),
    bounceCount: integer('bounce_count').notNull().default(0),
    escalation: text({ enum: ESCALATIONS }),
    mergedIntoId: integer('merged_into_id'),
    relatedToId: integer('related_to_id').references((): AnyPgColumn => tickets.id),
    plan: jsonb().$type<Plan>(),
    whistle: jsonb().$type<Whistle>(),
    mediation: jsonb().$type<Mediation>(),
    referral: jsonb().$type<Referral>(),
    reviewAt: timestamp('review_at', { withTimezone: true }),
    respondBy: timestamp('respond_by', { withTimezone: true }),
    resolveBy: timestamp('resolve_by', { withTimezone: true }),
    countedFrom: timestamp('counted_from', { withTimezone: true }).notNull(),
    pausedAt: timestamp('paused_at', { withTimezone: true }),
    resumedAt: timestamp('resumed_at', { withTimezone: true }),
    pausedHours: doublePrecision('paused_hours').notNull().default(0),
    escalatedAt: timestamp('escalated_at', { withTimezone: true }),
    openedAt: timestamp('opened_at', { withTimezone: true }).notNull(),
    filedAt: timestamp('filed_at', { withTimezone: true }),
    resolvedAt: timestamp('resolved_at', { withTimezone: true }),
    closedAt: timestamp('closed_at', { withTimezone: true }),
    endedAt: timestamp('ended_at', { withTimezone: true }),
    quoteAgreedAt: timestamp('quote_agreed_at', { withTimezone: true }),
    toldByPhoneAt: timestamp('told_by_phone_at', { withTimezone: true }),
    /** Counts changes, so that a page made before the last one cannot overwrite it. */
    version: integer().notNull(),
  },
  (table) => [
    unique('tickets_number').on(table.communityId, table.number),
    oneOf('tickets_status', table.status, TICKET_STATUSES),
    oneOf('tickets_intake', table.intakeChannel, INTAKE_CHANNELS),
    oneOf('tickets_category', table.category, CATEGORY_CODES),
    oneOf('tickets_urgency', table.urgency, URGENCIES),
    oneOf('tickets_tier', table.tier, TIERS),
    oneOf('tickets_party', table.party, PARTIES),
    oneOf('tickets_outcome', table.outcome, OUTCOMES),
    oneOf('tickets_escalation', table.escalation, ESCALATIONS),
    check('tickets_closed', sql`(${table.status} = 'closed') = (${table.closedAt} is not null and ${table.outcome} is not null)`),
    check('tickets_merged', sql`(${table.status} = 'merged') = (${table.mergedIntoId} is not null)`),
    check('tickets_held', sql`(${table.status} = 'onHold') <= (${table.reviewAt} is not null)`),
    check('tickets_paused', sql`(${isAmong(table.status, PAUSED_STATUSES)}) = (${table.pausedAt} is not null)`),
    check('tickets_mediated', sql`${table.mediation} is null or ${table.private}`),
    index('tickets_newest').on(table.communityId, table.id),
    index('tickets_status_newest').on(table.communityId, table.status, table.id),
    index('tickets_unfinished').on(table.communityId, table.id).where(isAmong(table.status, UNFINISHED_STATUSES)),
    index('tickets_escalated').on(table.communityId, table.id).where(sql`escalated_at is not null`),
    index('tickets_emergencies')
      .on(table.communityId, table.id)
      .where(sql`${table.urgency} = 'emergency' and ${isAmong(table.status, OPEN_STATUSES)}`),
    index('tickets_incidents').on(table.roomId, table.openedAt).where(sql`${table.urgency} = 'emergency'`),
    index('tickets_opened').on(table.communityId, table.openedAt),
    index('tickets_closed_at').on(table.communityId, table.closedAt).where(sql`closed_at is not null`),
    index('tickets_resolved').on(table.resolvedAt).where(sql`${table.status} = 'resolved'`),
  ],
)

/** The last number given out per estate code and day; the row's lock makes numbers unique and gapless. */
export const ticketNumbers = pgTable(
  'ticket_numbers',
  {
    communityId: community(),
    code: text().notNull(),
    day: date({ mode: 'string' }).notNull(),
    last: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.communityId, table.code, table.day] })],
)

/** Beside the ticket, so that a change of status does not rewrite the index: every character a word, a phrase query finds a word. */
export const ticketSearch = pgTable(
  'ticket_search',
  {
    ticketId: integer('ticket_id')
      .primaryKey()
      .references(() => tickets.id),
    communityId: community(),
    words: text().notNull(),
    characters: tsvector().generatedAlwaysAs(sql`to_tsvector('simple', regexp_replace(lower(words), '(.)', '\\1 ', 'g'))`),
  },
  (table) => [index('ticket_search_characters').using('gin', table.characters)],
)

/**
 * A resident's words that belong to a ticket: linked, never moved. Without `memberId` nobody of the chat stands behind it, or not any more. Where staff file for somebody `messageId` is null, `words` is what they wrote down and
 * `createdById` who did (S31).
 */
export const reports = pgTable(
  'reports',
  {
    id: serial().primaryKey(),
    communityId: community(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    messageId: bigint('message_id', { mode: 'number' }).references(() => messages.id),
    memberId: integer('member_id').references(() => members.id),
    alias: text().notNull(),
    words: text(),
    createdById: integer('created_by_id').references(() => staff.id),
    reportedAt: timestamp('reported_at', { withTimezone: true }).notNull(),
    withdrawnAt: timestamp('withdrawn_at', { withTimezone: true }),
  },
  (table) => [
    unique('reports_once').on(table.messageId, table.ticketId),
    index('reports_ticket').on(table.ticketId),
    index('reports_member').on(table.memberId, table.ticketId),
  ],
)

/** What was said of a ticket's clock, once for each deadline. */
export const clockAlarms = pgTable(
  'clock_alarms',
  {
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    clock: text({ enum: CLOCKS }).notNull(),
    alarm: text({ enum: CLOCK_ALARMS }).notNull(),
    due: timestamp({ withTimezone: true }).notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.ticketId, table.clock, table.alarm, table.due] }),
    oneOf('clock_alarms_clock', table.clock, CLOCKS),
    oneOf('clock_alarms_alarm', table.alarm, CLOCK_ALARMS),
  ],
)

/** What happened to a ticket, when, by whom. Only ever added to. */
export const events = pgTable(
  'events',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    communityId: community(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    action: text({ enum: TICKET_EVENTS }).notNull(),
    actor: text({ enum: ACTORS }).notNull(),
    actorId: integer('actor_id'),
    actorName: text('actor_name').notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    note: text(),
    /** What it changed about the ticket: from what, to what. */
    changes: jsonb().$type<Changes>().notNull().default({}),
  },
  (table) => [
    oneOf('events_action', table.action, TICKET_EVENTS),
    oneOf('events_actor', table.actor, ACTORS),
    index('events_ticket').on(table.ticketId, table.id),
  ],
)
