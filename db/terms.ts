import { eq, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import type { CategoryCode } from '../core/taxonomy/categories.ts'
import type { OwnTerms } from '../core/ticket/terms.ts'
import type { Db } from './client.ts'
import { communities } from './schema/index.ts'

/** What a community decides for one category; the others stay as a colleague may be setting them. Null: as usual again. */
export async function setCategoryTerms(db: Db, { communityId }: Scope, code: CategoryCode, terms: OwnTerms | null): Promise<void> {
  const { categoryTerms } = communities
  const changed =
    terms === null ? sql`${categoryTerms} - ${code}::text` : sql`${categoryTerms} || ${JSON.stringify({ [code]: terms })}::jsonb`
  await db.update(communities).set({ categoryTerms: changed }).where(eq(communities.id, communityId))
}
