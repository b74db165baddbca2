import { and, asc, desc, eq, getTableColumns, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Article, ArticleDraft } from '../core/knowledge/article.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { refuseTwin } from './conflict.ts'
import { findEstate } from './orgUnits.ts'
import { prepared } from './prepared.ts'
import { articles, articleVersions, orgUnits, staff } from './schema/index.ts'
import { findStation } from './stations.ts'

/** Who wrote it, and when; null: it came with the sample. */
export type Pen = { staffId: number | null; at: Date }

export type ArticleEntry = Article & { changedBy: string | null; estate: string | null }
export type ArticleVersion = ArticleDraft & { version: number; changedAt: Date; changedBy: string | null; retiredAt: Date | null }

/** @throws Refusal `duplicate` when an article of this title is already there for the same estate, `not-found` for another community's estate. */
export function writeArticle(db: Db, scope: Scope, draft: ArticleDraft, { staffId, at }: Pen): Promise<Article> {
  return refuseTwin(
    db.transaction(async (tx) => {
      await assertOwnPlace(tx, scope, draft)
      const values = { ...draft, communityId: scope.communityId, version: 1, changedById: staffId, changedAt: at }
      const [row] = await tx.insert(articles).values(values).returning()
      return keep(tx, row!)
    }),
  )
}

/** @throws Refusal `stale` when a colleague was faster, `duplicate` like `writeArticle`. */
export function changeArticle(
  db: Db,
  scope: Scope,
  { id, version, draft }: { id: number; version: number; draft: ArticleDraft },
  pen: Pen,
): Promise<Article> {
  return refuseTwin(
    db.transaction(async (tx) => {
      await assertOwnPlace(tx, scope, draft)
      return update(tx, scope, { id, version, change: draft }, pen)
    }),
  )
}

/** From now on the bot does not answer from it. */
export function retireArticle(db: Db, scope: Scope, { id, version }: { id: number; version: number }, pen: Pen): Promise<Article> {
  return db.transaction((tx) => update(tx, scope, { id, version, change: { retiredAt: pen.at } }, pen))
}

export function restoreArticle(db: Db, scope: Scope, { id, version }: { id: number; version: number }, pen: Pen): Promise<Article> {
  return refuseTwin(db.transaction((tx) => update(tx, scope, { id, version, change: { retiredAt: null } }, pen)))
}

/** What may still be answered from, whatever its estate. */
export function listInForce(db: Db, { communityId }: Scope): Promise<Article[]> {
  return inForce(db).execute({ communityId })
}

const inForce = prepared((db) =>
  db
    .select()
    .from(articles)
    .where(and(eq(articles.communityId, sql.placeholder('communityId')), isNull(articles.retiredAt)))
    .orderBy(asc(articles.id))
    .prepare('in_force'),
)

/** All there ever was, for telling why one does not answer. */
export function listEvery(db: Db, { communityId }: Scope): Promise<Article[]> {
  return db.select().from(articles).where(eq(articles.communityId, communityId)).orderBy(asc(articles.id))
}

export async function findArticle(db: Db, { communityId }: Scope, id: number): Promise<ArticleEntry> {
  const [entry] = await selectEntries(db).where(and(eq(articles.id, id), eq(articles.communityId, communityId)))
  if (!entry) throw new Refusal('not-found', { article: id })
  return entry
}

export type ArticleFilter = { retired: boolean; kind: ArticleDraft['kind'] | null; estateId: number | null; words: string }

const WORDS = sql.join([articles.title, articles.questions, articles.answer, articles.source], sql`, `)

/** A community's articles, the last changed first; with an estate, its own and those that hold everywhere. */
export function listArticles(db: Db, { communityId }: Scope, { retired, kind, estateId, words }: ArticleFilter): Promise<ArticleEntry[]> {
  return selectEntries(db)
    .where(
      and(
        eq(articles.communityId, communityId),
        retired ? isNotNull(articles.retiredAt) : isNull(articles.retiredAt),
        kind ? eq(articles.kind, kind) : undefined,
        estateId === null ? undefined : or(eq(articles.estateId, estateId), isNull(articles.estateId)),
        words ? sql`position(lower(${words}) in lower(concat_ws(' ', ${WORDS}))) > 0` : undefined,
      ),
    )
    .orderBy(desc(articles.changedAt), desc(articles.id))
}

/** Every version of an article, the newest first. */
export async function listVersions(db: Db, scope: Scope, id: number): Promise<ArticleVersion[]> {
  await findArticle(db, scope, id)
  const rows = await db
    .select({ ...getTableColumns(articleVersions), changedBy: staff.name })
    .from(articleVersions)
    .leftJoin(staff, eq(staff.id, articleVersions.changedById))
    .where(eq(articleVersions.articleId, id))
    .orderBy(desc(articleVersions.version))
  return rows
}

function selectEntries(db: Db) {
  return db
    .select({ ...getTableColumns(articles), changedBy: staff.name, estate: orgUnits.name })
    .from(articles)
    .leftJoin(staff, eq(staff.id, articles.changedById))
    .leftJoin(orgUnits, eq(orgUnits.id, articles.estateId))
    .$dynamic()
}

type Update = { id: number; version: number; change: Partial<ArticleDraft> & { retiredAt?: Date | null } }

/** Takes effect only on the version that was seen. */
async function update(tx: Db, { communityId }: Scope, { id, version, change }: Update, { staffId, at }: Pen): Promise<Article> {
  const [row] = await tx
    .update(articles)
    .set({ ...change, version: version + 1, changedById: staffId, changedAt: at })
    .where(and(eq(articles.id, id), eq(articles.communityId, communityId), eq(articles.version, version)))
    .returning()
  if (row) return keep(tx, row)
  await findArticle(tx, { communityId }, id)
  throw new Refusal('stale', { article: id })
}

async function keep(tx: Db, row: typeof articles.$inferSelect): Promise<Article> {
  const { id, communityId: _, ...version } = row
  await tx.insert(articleVersions).values({ ...version, articleId: id })
  return row
}

async function assertOwnPlace(tx: Db, scope: Scope, { estateId, stationId }: ArticleDraft): Promise<void> {
  if (estateId !== null) await findEstate(tx, scope, estateId)
  if (stationId !== null) await findStation(tx, scope, stationId)
}
