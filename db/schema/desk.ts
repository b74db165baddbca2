import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, serial, text, timestamp, unique } from 'drizzle-orm/pg-core'
import { tickets } from './matters.ts'
import { communities, staff } from './org.ts'

const community = () =>
  integer('community_id')
    .notNull()
    .references(() => communities.id)

const colleague = (name: string) =>
  integer(name)
    .notNull()
    .references(() => staff.id)

/** A way of looking at the list of tickets that a colleague has named: the page's own address. */
export const savedFilters = pgTable(
  'saved_filters',
  {
    id: serial().primaryKey(),
    communityId: community(),
    staffId: colleague('staff_id'),
    name: text().notNull(),
    query: jsonb().$type<Record<string, string>>().notNull(),
    shared: boolean().notNull(),
    savedAt: timestamp('saved_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    unique('saved_filters_name').on(table.staffId, table.name),
    check('saved_filters_named', sql`${table.name} <> ''`),
    index('saved_filters_community').on(table.communityId),
  ],
)

/** What colleagues tell each other about a ticket. Nothing that speaks to residents or handlers reads this table. */
export const ticketNotes = pgTable(
  'ticket_notes',
  {
    id: serial().primaryKey(),
    communityId: community(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    staffId: colleague('staff_id'),
    words: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [check('ticket_notes_words', sql`${table.words} <> ''`), index('ticket_notes_ticket').on(table.ticketId, table.id)],
)

/** Who has a ticket's page open, as of `seenAt`; `editing`: something is typed there. */
export const ticketViews = pgTable(
  'ticket_views',
  {
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    staffId: colleague('staff_id'),
    communityId: community(),
    editing: boolean().notNull(),
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.ticketId, table.staffId] }), index('ticket_views_staff').on(table.staffId)],
)
