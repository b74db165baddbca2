import { sql } from 'drizzle-orm'
import { bigserial, index, integer, json, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { DEEDS, type Difference } from '../../core/deed.ts'
import { oneOf } from './oneOf.ts'
import { communities, staff } from './org.ts'

/** What people did at the console that is no ticket's own history. Only ever added to. `staffId` null: done by a command of the machine. */
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
  (table) => [oneOf('deeds_action', table.action, DEEDS), index('deeds_newest').on(table.communityId, table.at, table.id)],
)
