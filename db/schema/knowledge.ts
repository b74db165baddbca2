import { sql } from 'drizzle-orm'
import { date, index, integer, pgTable, primaryKey, serial, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { ARTICLE_KINDS } from '../../core/knowledge/article.ts'
import { oneOf } from './oneOf.ts'
import { communities, orgUnits, staff } from './org.ts'
import { stations } from './organisation.ts'

const written = () => ({
  estateId: integer('estate_id').references(() => orgUnits.id),
  /** The contact point whose rule it is. */
  stationId: integer('station_id').references(() => stations.id),
  kind: text({ enum: ARTICLE_KINDS }).notNull(),
  title: text().notNull(),
  questions: text().notNull(),
  answer: text().notNull(),
  source: text().notNull(),
  publishedOn: date('published_on', { mode: 'string' }).notNull(),
  expiresOn: date('expires_on', { mode: 'string' }),
  retiredAt: timestamp('retired_at', { withTimezone: true }),
  changedById: integer('changed_by_id').references(() => staff.id),
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
})

/** What the bot may answer from. Without an estate an article holds for the whole community. */
export const articles = pgTable(
  'articles',
  {
    id: serial().primaryKey(),
    communityId: integer('community_id')
      .notNull()
      .references(() => communities.id),
    ...written(),
    /** Counts changes, so that a page made before the last one cannot overwrite it. */
    version: integer().notNull(),
  },
  (table) => [
    oneOf('articles_kind', table.kind, ARTICLE_KINDS),
    uniqueIndex('articles_once').on(table.communityId, sql`coalesce(estate_id, 0)`, table.title).where(sql`retired_at is null`),
    index('articles_community').on(table.communityId),
  ],
)

/** Every version of an article as it was, the present one included. Only ever added to. */
export const articleVersions = pgTable(
  'article_versions',
  {
    articleId: integer('article_id')
      .notNull()
      .references(() => articles.id),
    version: integer().notNull(),
    ...written(),
  },
  (table) => [primaryKey({ columns: [table.articleId, table.version] }), oneOf('article_versions_kind', table.kind, ARTICLE_KINDS)],
)
