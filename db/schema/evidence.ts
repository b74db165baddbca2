import { index, integer, pgTable, serial, text, timestamp, unique } from 'drizzle-orm/pg-core'
import { EVIDENCE } from '../../core/ticket/closing.ts'
import { media } from './chat.ts'
import { tickets } from './matters.ts'
import { oneOf } from './oneOf.ts'
import { communities, staff } from './org.ts'

/** A photo that staff put on a ticket: what it was like before, or what has been done. */
export const evidence = pgTable(
  'evidence',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    mediaHash: text('media_hash')
      .notNull()
      .references(() => media.hash),
    shows: text({ enum: EVIDENCE }).notNull(),
    staffId: integer('staff_id').references(() => staff.id),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    oneOf('evidence_shows', table.shows, EVIDENCE),
    unique('evidence_once').on(table.ticketId, table.mediaHash, table.shows),
    index('evidence_ticket').on(table.ticketId),
    index('evidence_media').on(table.mediaHash),
  ],
)
