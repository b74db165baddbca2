import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core'
import { PARTIES } from '../../core/org.ts'
import { members } from './chat.ts'
import { tickets } from './matters.ts'
import { oneOf } from './oneOf.ts'
import { communities, staff } from './org.ts'

/** One ticket handed to somebody without an account. The link itself is nowhere: it is this row, signed. */
export const ticketLinks = pgTable(
  'ticket_links',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    name: text().notNull(),
    party: text({ enum: PARTIES }).notNull(),
    department: text(),
    memberId: integer('member_id').references(() => members.id),
    /** Of the assignment it belongs to: another assignment ends it. */
    assignedAt: timestamp('assigned_at', { withTimezone: true }).notNull(),
    givenAt: timestamp('given_at', { withTimezone: true }).notNull(),
    givenById: integer('given_by_id').references(() => staff.id),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    seenAt: timestamp('seen_at', { withTimezone: true }),
    revokedAt: timestamp('revoked_at', { withTimezone: true }),
  },
  (table) => [
    oneOf('ticket_links_party', table.party, PARTIES),
    check('ticket_links_name', sql`${table.name} <> ''`),
    index('ticket_links_ticket').on(table.ticketId),
  ],
)
