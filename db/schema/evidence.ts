import { index, integer, jsonb, pgTable, primaryKey, serial, text, timestamp, unique } from 'drizzle-orm/pg-core'
import type { Area } from '../../core/privacy/cover.ts'
import { EVIDENCE } from '../../core/ticket/closing.ts'
import { bytea, media } from './chat.ts'
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

/** A photo as everybody in a community sees it, with faces and plates covered; the bytes as they came stay where they are. It goes with the photo. */
export const photoCovers = pgTable(
  'photo_covers',
  {
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    mediaHash: text('media_hash')
      .notNull()
      .references(() => media.hash, { onDelete: 'cascade' }),
    /** On whose page it was covered: who says why they look at that one sees it whole. */
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    areas: jsonb().$type<Area[]>().notNull(),
    bytes: bytea().notNull(),
    thumbnail: bytea().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.communityId, table.mediaHash] }), index('photo_covers_media').on(table.mediaHash)],
)
