import { sql } from 'drizzle-orm'
import { boolean, check, date, index, integer, pgTable, serial, smallint, text, timestamp, unique } from 'drizzle-orm/pg-core'
import { ATTENDEES } from '../../core/meeting/quorum.ts'
import { WORDING_NAMES } from '../../core/texts/wording.ts'
import { VISIT_ENDS, VISIT_QUESTIONS } from '../../core/visit/visit.ts'
import { members } from './chat.ts'
import { tickets } from './matters.ts'
import { oneOf } from './oneOf.ts'
import { communities, orgUnits, staff } from './org.ts'

const community = () =>
  integer('community_id')
    .notNull()
    .references(() => communities.id)

const moment = (name: string) => timestamp(name, { withTimezone: true })

/** What a reporter was asked once in private after the end, and what they said; a low one is called back by somebody who did not handle it. */
export const ratings = pgTable(
  'ratings',
  {
    id: serial().primaryKey(),
    communityId: community(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    memberId: integer('member_id')
      .notNull()
      .references(() => members.id),
    askedAt: moment('asked_at').notNull(),
    answeredAt: moment('answered_at'),
    isSolved: boolean('is_solved'),
    score: smallint(),
    /** Since when somebody is to call. */
    callAt: moment('call_at'),
    calledAt: moment('called_at'),
    calledById: integer('called_by_id').references(() => staff.id),
    callNote: text('call_note'),
  },
  (table) => [
    unique('ratings_once').on(table.ticketId, table.memberId),
    check('ratings_score', sql`${table.score} between 1 and 5`),
    check('ratings_answered', sql`(${table.answeredAt} is null) = (num_nonnulls(${table.isSolved}, ${table.score}) = 0)`),
    check('ratings_called', sql`(${table.calledAt} is null) = (num_nonnulls(${table.calledById}, ${table.callNote}) = 0)`),
    check('ratings_call', sql`${table.calledAt} is null or ${table.callAt} is not null`),
    index('ratings_member').on(table.memberId, table.askedAt),
    index('ratings_newest').on(table.communityId, table.askedAt),
    index('ratings_to_call').on(table.communityId, table.id).where(sql`call_at is not null and called_at is null`),
  ],
)

/** A door that was knocked at (S23). Its notes are for staff alone. */
export const visits = pgTable(
  'visits',
  {
    id: serial().primaryKey(),
    communityId: community(),
    estateId: integer('estate_id')
      .notNull()
      .references(() => orgUnits.id),
    household: text().notNull(),
    visitedOn: date('visited_on', { mode: 'string' }).notNull(),
    notes: text().notNull(),
    hasConsent: boolean('has_consent').notNull(),
    visitorId: integer('visitor_id')
      .notNull()
      .references(() => staff.id),
    at: moment('at').notNull(),
  },
  (table) => [index('visits_newest').on(table.communityId, table.id)],
)

/** What was answered to one of the three questions, and what became of it (S26). */
export const visitAnswers = pgTable(
  'visit_answers',
  {
    id: serial().primaryKey(),
    communityId: community(),
    visitId: integer('visit_id')
      .notNull()
      .references(() => visits.id),
    question: text({ enum: VISIT_QUESTIONS }).notNull(),
    text: text().notNull(),
    became: text({ enum: VISIT_ENDS }),
    ticketId: integer('ticket_id').references(() => tickets.id),
  },
  (table) => [
    index('visit_answers_visit').on(table.visitId),
    oneOf('visit_answers_question', table.question, VISIT_QUESTIONS),
    oneOf('visit_answers_became', table.became, VISIT_ENDS),
    check('visit_answers_ticket', sql`(coalesce(${table.became}, '') = 'ticket') = (${table.ticketId} is not null)`),
    index('visit_answers_ticket_of').on(table.ticketId),
  ],
)

/** A special meeting about one ticket (S03). */
export const consultations = pgTable(
  'consultations',
  {
    id: serial().primaryKey(),
    communityId: community(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    title: text().notNull(),
    startsAt: moment('starts_at').notNull(),
    place: text().notNull(),
    parties: text({ enum: ATTENDEES }).array().notNull(),
    calledById: integer('called_by_id')
      .notNull()
      .references(() => staff.id),
    at: moment('at').notNull(),
  },
  (table) => [index('consultations_ticket').on(table.ticketId), check('consultations_parties', sql`cardinality(${table.parties}) > 0`)],
)

/** Every change of a community's own words; null: as usual again. Only ever added to. */
export const wordingChanges = pgTable(
  'wording_changes',
  {
    id: serial().primaryKey(),
    communityId: community(),
    name: text({ enum: WORDING_NAMES }).notNull(),
    before: text(),
    words: text(),
    byId: integer('by_id')
      .notNull()
      .references(() => staff.id),
    at: moment('at').notNull(),
  },
  (table) => [oneOf('wording_changes_name', table.name, WORDING_NAMES), index('wording_changes_newest').on(table.communityId, table.id)],
)
