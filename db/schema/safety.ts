import { sql } from 'drizzle-orm'
import { bigserial, check, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { DEEDS } from '../../core/deed.ts'
import { oneOf } from './oneOf.ts'
import { communities, staff } from './org.ts'

/** What people did at the console that is no ticket's own history. Only ever added to. */
export const deeds = pgTable(
  'deeds',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    /** Null: a resident did it, by a word to the bot. */
    staffId: integer('staff_id').references(() => staff.id),
    name: text().notNull(),
    action: text({ enum: DEEDS }).notNull(),
    subject: text().notNull(),
    before: text(),
    after: text(),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    oneOf('deeds_action', table.action, DEEDS),
    check('deeds_staff', sql`(${table.staffId} is null) = (${table.action} = 'eraseResident')`),
    index('deeds_newest').on(table.communityId, table.at, table.id),
  ],
)
