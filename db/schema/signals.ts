import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, serial, text, timestamp, unique } from 'drizzle-orm/pg-core'
import { PARTIES } from '../../core/org.ts'
import { SIGNAL_KINDS } from '../../core/signal/signal.ts'
import { CATEGORY_CODES } from '../../core/taxonomy/categories.ts'
import { members, messages } from './chat.ts'
import { tickets } from './matters.ts'
import { oneOf } from './oneOf.ts'
import { communities, orgUnits, staff } from './org.ts'

/** What staff should know before it is a case; `about` are the inbox ids of the words behind it. */
export const signals = pgTable(
  'signals',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    estateId: integer('estate_id')
      .notNull()
      .references(() => orgUnits.id),
    kind: text({ enum: SIGNAL_KINDS }).notNull(),
    category: text({ enum: CATEGORY_CODES }),
    memberId: integer('member_id').references(() => members.id),
    about: bigint({ mode: 'number' }).array().notNull(),
    people: integer().notNull(),
    /** The first word behind it: the same unrest is raised once, however often it is looked at. */
    firstMessageId: bigint('first_message_id', { mode: 'number' })
      .notNull()
      .references(() => messages.id),
    raisedAt: timestamp('raised_at', { withTimezone: true }).notNull(),
    seenAt: timestamp('seen_at', { withTimezone: true }),
    seenById: integer('seen_by_id').references(() => staff.id),
  },
  (table) => [
    oneOf('signals_kind', table.kind, SIGNAL_KINDS),
    oneOf('signals_category', table.category, CATEGORY_CODES),
    check('signals_anger', sql`(${table.kind} = 'anger') = (${table.memberId} is not null)`),
    check('signals_burst', sql`(${table.kind} = 'burst') <= (${table.category} is not null)`),
    check('signals_seen', sql`(${table.seenAt} is null) = (${table.seenById} is null)`),
    unique('signals_once').on(table.kind, table.firstMessageId),
    index('signals_newest').on(table.communityId, table.id),
    index('signals_unseen').on(table.communityId, table.id).where(sql`seen_at is null`),
  ],
)

/** Praise, to the credit of whoever has the ticket it speaks of, or whom its words name. */
export const kudos = pgTable(
  'kudos',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .unique()
      .references(() => messages.id),
    ticketId: integer('ticket_id').references(() => tickets.id),
    party: text({ enum: PARTIES }).notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [oneOf('kudos_party', table.party, PARTIES), index('kudos_newest').on(table.communityId, table.id)],
)
