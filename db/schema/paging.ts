import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, pgTable, serial, text, timestamp, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { ALARM_REASONS, PAGE_ENDS, PAGE_RANKS, PAGE_STATUSES } from '../../core/emergency/page.ts'
import { members, messages } from './chat.ts'
import { tickets } from './matters.ts'
import { oneOf } from './oneOf.ts'
import { communities, staff } from './org.ts'
import { outbox } from './speech.ts'

/** Every call of an alarm: who was called when, and who took it on. The calls of one alarm share its `incident`; at most one of them rings. */
export const pages = pgTable(
  'pages',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    /** What the alarm is about, as a key: `ticket 12`. */
    incident: text().notNull(),
    reason: text({ enum: ALARM_REASONS }).notNull(),
    /** What happened and where, no closer than an entrance; with a ticket its own words count. */
    headline: text().notNull(),
    ticketId: integer('ticket_id').references(() => tickets.id),
    outboxId: integer('outbox_id').references(() => outbox.id),
    messageId: bigint('message_id', { mode: 'number' }).references(() => messages.id),
    raisedAt: timestamp('raised_at', { withTimezone: true }).notNull(),
    position: integer().notNull(),
    rank: text({ enum: PAGE_RANKS }).notNull(),
    name: text().notNull(),
    phone: text().notNull(),
    staffId: integer('staff_id').references(() => staff.id),
    memberId: integer('member_id').references(() => members.id),
    status: text({ enum: PAGE_STATUSES }).notNull(),
    ended: text({ enum: PAGE_ENDS }),
    pagedAt: timestamp('paged_at', { withTimezone: true }).notNull(),
    /** When the next person is called if nobody answers; null when nobody is left. */
    dueAt: timestamp('due_at', { withTimezone: true }),
    ackedAt: timestamp('acked_at', { withTimezone: true }),
    ackedById: integer('acked_by_id').references(() => staff.id),
    ackedByName: text('acked_by_name'),
  },
  (table) => [
    unique('pages_position').on(table.communityId, table.incident, table.position),
    uniqueIndex('pages_ringing').on(table.communityId, table.incident).where(sql`status = 'calling'`),
    oneOf('pages_reason', table.reason, ALARM_REASONS),
    oneOf('pages_rank', table.rank, PAGE_RANKS),
    oneOf('pages_status', table.status, PAGE_STATUSES),
    oneOf('pages_ended', table.ended, PAGE_ENDS),
    check('pages_acked', sql`(${table.status} = 'acked') = (${table.ackedAt} is not null and ${table.ackedByName} is not null)`),
    check('pages_passed', sql`(${table.status} = 'passed') = (${table.ended} is not null)`),
    index('pages_due').on(table.dueAt).where(sql`status = 'calling'`),
    index('pages_member').on(table.memberId, table.id),
    index('pages_message').on(table.messageId).where(sql`message_id is not null`),
    index('pages_newest').on(table.communityId, table.id),
  ],
)
