import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { ANNOUNCEMENT_KINDS } from '../../core/announcement/announcement.ts'
import { HASTES, HOLDS, NOTICE_KINDS, OBSTACLES, OUTBOX_STATUSES } from '../../core/notice.ts'
import { members, rooms } from './chat.ts'
import { articles } from './knowledge.ts'
import { tickets } from './matters.ts'
import { oneOf } from './oneOf.ts'
import { communities, staff } from './org.ts'

export const announcements = pgTable(
  'announcements',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    kind: text({ enum: ANNOUNCEMENT_KINDS }).notNull(),
    title: text().notNull(),
    startsAt: timestamp('starts_at', { withTimezone: true }).notNull(),
    place: text().notNull(),
    purpose: text().notNull(),
    publishAt: timestamp('publish_at', { withTimezone: true }).notNull(),
    cancelledAt: timestamp('cancelled_at', { withTimezone: true }),
    /** Counts changes, so that a page made before the last one cannot overwrite it. */
    version: integer().notNull(),
    createdById: integer('created_by_id').references(() => staff.id),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    oneOf('announcements_kind', table.kind, ANNOUNCEMENT_KINDS),
    check('announcements_order', sql`${table.publishAt} < ${table.startsAt}`),
    uniqueIndex('announcements_once').on(table.communityId, table.title, table.startsAt).where(sql`cancelled_at is null`),
    index('announcements_start').on(table.communityId, table.startsAt),
  ],
)

export const announcementRooms = pgTable(
  'announcement_rooms',
  {
    announcementId: integer('announcement_id')
      .notNull()
      .references(() => announcements.id),
    roomId: integer('room_id')
      .notNull()
      .references(() => rooms.id),
  },
  (table) => [primaryKey({ columns: [table.announcementId, table.roomId] })],
)

/** Every word the bot owes or has said. A reminder is a row that may not be said yet. */
export const outbox = pgTable(
  'outbox',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    kind: text({ enum: NOTICE_KINDS }).notNull(),
    roomId: integer('room_id').references(() => rooms.id),
    memberId: integer('member_id').references(() => members.id),
    mention: text(),
    text: text().notNull(),
    ticketId: integer('ticket_id').references(() => tickets.id),
    announcementId: integer('announcement_id').references(() => announcements.id),
    articleId: integer('article_id').references(() => articles.id),
    about: bigint({ mode: 'number' }).array().notNull(),
    key: text(),
    status: text({ enum: OUTBOX_STATUSES }).notNull(),
    obstacle: text({ enum: OBSTACLES }),
    haste: text({ enum: HASTES }).notNull().default('measured'),
    hold: text({ enum: HOLDS }),
    combinedIntoId: integer('combined_into_id').references((): AnyPgColumn => outbox.id),
    /** How often the bot tried; 0 of a line that was said by hand. */
    attempts: integer().notNull().default(0),
    notBefore: timestamp('not_before', { withTimezone: true }).notNull(),
    expiresAt: timestamp('expires_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    createdById: integer('created_by_id').references(() => staff.id),
    settledAt: timestamp('settled_at', { withTimezone: true }),
  },
  (table) => [
    check('outbox_recipient', sql`(${table.roomId} is null) <> (${table.memberId} is null)`),
    check('outbox_obstacle', sql`(${table.status} = 'needsPerson') <= (${table.obstacle} is not null)`),
    check('outbox_combined', sql`(${table.status} = 'combined') = (${table.combinedIntoId} is not null)`),
    oneOf('outbox_kind', table.kind, NOTICE_KINDS),
    oneOf('outbox_status', table.status, OUTBOX_STATUSES),
    oneOf('outbox_obstacle_word', table.obstacle, OBSTACLES),
    oneOf('outbox_haste', table.haste, HASTES),
    oneOf('outbox_hold', table.hold, HOLDS),
    uniqueIndex('outbox_key').on(table.communityId, table.key),
    index('outbox_owed').on(table.notBefore, table.id).where(sql`status = 'waiting'`),
    index('outbox_unsaid').on(table.id).where(sql`kind = 'emergency' and status in ('waiting', 'failed', 'needsPerson')`),
    index('outbox_stuck').on(table.communityId, table.id).where(sql`status in ('needsPerson', 'failed')`),
    index('outbox_newest').on(table.communityId, table.id),
    index('outbox_ticket').on(table.ticketId, table.settledAt).where(sql`ticket_id is not null`),
    index('outbox_room').on(table.roomId, table.id),
    index('outbox_announcement').on(table.announcementId),
    index('outbox_said').on(table.roomId, table.settledAt).where(sql`status = 'sent'`),
    index('outbox_parts').on(table.combinedIntoId),
    index('outbox_article').on(table.roomId, table.articleId).where(sql`article_id is not null`),
  ],
)
