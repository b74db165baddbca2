import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, serial, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { ALERT_KINDS } from '../../core/alert/alert.ts'
import { ALERT_WAYS } from '../../core/alert/tell.ts'
import { oneOf } from './oneOf.ts'
import { communities } from './org.ts'

/** What staff are told by another way than WeChat, from when it was wrong to when it was over. Without a community it is about the whole account. */
export const alerts = pgTable(
  'alerts',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id').references(() => communities.id),
    kind: text({ enum: ALERT_KINDS }).notNull(),
    key: text().notNull(),
    about: text().notNull(),
    raisedAt: timestamp('raised_at', { withTimezone: true }).notNull(),
    endedAt: timestamp('ended_at', { withTimezone: true }),
    /** When everybody was last told that it is wrong, and that it is over. */
    toldAt: timestamp('told_at', { withTimezone: true }),
    endToldAt: timestamp('end_told_at', { withTimezone: true }),
    /** Whoever writes this first tells; the ways that took the present round are not used again in it. */
    triedAt: timestamp('tried_at', { withTimezone: true }),
    attempts: integer().notNull().default(0),
    toldWays: text('told_ways', { enum: ALERT_WAYS }).array().notNull().default(sql`'{}'`),
    lastError: text('last_error'),
  },
  (table) => [
    oneOf('alerts_kind', table.kind, ALERT_KINDS),
    check('alerts_order', sql`${table.endedAt} >= ${table.raisedAt}`),
    uniqueIndex('alerts_open').on(table.key).where(sql`ended_at is null`),
    index('alerts_newest').on(table.communityId, table.id),
  ],
)
