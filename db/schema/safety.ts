import { sql } from 'drizzle-orm'
import { bigserial, check, index, integer, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core'
import { DEEDS } from '../../core/deed.ts'
import { members } from './chat.ts'
import { tickets } from './matters.ts'
import { oneOf } from './oneOf.ts'
import { communities, staff } from './org.ts'

/** What people did at the console that is no ticket's own history. Only ever added to; without a person a resident asked for it. */
export const deeds = pgTable(
  'deeds',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    staffId: integer('staff_id').references(() => staff.id),
    name: text().notNull(),
    action: text({ enum: DEEDS }).notNull(),
    subject: text().notNull(),
    ticketId: integer('ticket_id').references(() => tickets.id),
    before: text(),
    after: text(),
    reason: text(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    oneOf('deeds_action', table.action, DEEDS),
    check('deeds_reason', sql`${table.action} <> 'reveal' or coalesce(${table.reason}, '') <> ''`),
    index('deeds_newest').on(table.communityId, table.at, table.id),
  ],
)

/** A resident who asked in private to be forgotten: `doneAt` null while they have not said yes to it. */
export const erasures = pgTable(
  'erasures',
  {
    id: serial().primaryKey(),
    memberId: integer('member_id')
      .notNull()
      .references(() => members.id),
    askedAt: timestamp('asked_at', { withTimezone: true }).notNull(),
    doneAt: timestamp('done_at', { withTimezone: true }),
  },
  (table) => [index('erasures_member').on(table.memberId, table.id)],
)
