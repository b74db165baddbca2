import { sql } from 'drizzle-orm'
import { bigserial, check, index, integer, json, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { DEEDS, type Difference } from '../../core/deed.ts'
import { oneOf } from './oneOf.ts'
import { communities, staff } from './org.ts'

/** What people did at the console that is no ticket's own history. Only ever added to. `staffId` null: a resident did it by a word to the bot, or a command of the machine. */
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
    before: text(),
    after: text(),
    /** As text, for the order of its lines. */
    changes: json().$type<Difference>().notNull().default(sql`'{}'::json`),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    oneOf('deeds_action', table.action, DEEDS),
    check('deeds_staff', sql`${table.action} <> 'eraseResident' or ${table.staffId} is null`),
    index('deeds_newest').on(table.communityId, table.at, table.id),
  ],
)
