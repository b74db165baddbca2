import { bigint, index, integer, jsonb, pgTable, serial, text, timestamp } from 'drizzle-orm/pg-core'
import { CORRECTION_KINDS } from '../../core/learning/correction.ts'
import type { Label } from '../../core/learning/label.ts'
import { messages } from './chat.ts'
import { oneOf } from './oneOf.ts'
import { communities, staff } from './org.ts'

/** What staff put right: a message and what it should have been read as. The latest about a message counts. */
export const corrections = pgTable(
  'corrections',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .references(() => messages.id),
    kind: text({ enum: CORRECTION_KINDS }).notNull(),
    label: jsonb().$type<Label>().notNull(),
    byId: integer('by_id')
      .notNull()
      .references(() => staff.id),
    at: timestamp({ withTimezone: true }).notNull(),
  },
  (table) => [
    oneOf('corrections_kind', table.kind, CORRECTION_KINDS),
    index('corrections_newest').on(table.communityId, table.id),
    index('corrections_message').on(table.messageId, table.id),
  ],
)
