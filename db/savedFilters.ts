import { and, asc, eq, or } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import { hasRole, SETTING_ROLES, type Staff } from '../core/staff.ts'
import type { Db } from './client.ts'
import { refuseTwin } from './conflict.ts'
import { savedFilters, staff } from './schema/index.ts'

export type SavedFilter = typeof savedFilters.$inferSelect & { owner: string }

const MOST_SAVED = 30

/** A colleague's own, and what others share with the community. */
export function listSavedFilters(db: Db, { communityId, id }: Staff): Promise<SavedFilter[]> {
  return db
    .select({
      id: savedFilters.id,
      communityId: savedFilters.communityId,
      staffId: savedFilters.staffId,
      name: savedFilters.name,
      query: savedFilters.query,
      shared: savedFilters.shared,
      savedAt: savedFilters.savedAt,
      owner: staff.name,
    })
    .from(savedFilters)
    .innerJoin(staff, eq(staff.id, savedFilters.staffId))
    .where(and(eq(savedFilters.communityId, communityId), or(eq(savedFilters.staffId, id), eq(savedFilters.shared, true))))
    .orderBy(asc(savedFilters.id))
    .limit(MOST_SAVED)
}

type Named = { name: string; query: Record<string, string>; shared: boolean; at: Date }

/** @throws Refusal `duplicate` when the colleague has one of this name. */
export async function saveFilter(db: Db, { communityId, id: staffId }: Staff, { name, query, shared, at }: Named): Promise<void> {
  await refuseTwin(db.insert(savedFilters).values({ communityId, staffId, name, query, shared, savedAt: at }), { name })
}

/** One's own, or as a director whatever is shared: its owner may have left. @throws Refusal `not-found`, also for another community's. */
export async function removeFilter(db: Db, scope: Scope, by: Staff, id: number): Promise<void> {
  const own = eq(savedFilters.staffId, by.id)
  const mayRemove = hasRole(by, SETTING_ROLES) ? or(own, eq(savedFilters.shared, true)) : own
  const removed = await db
    .delete(savedFilters)
    .where(and(eq(savedFilters.communityId, scope.communityId), eq(savedFilters.id, id), mayRemove))
    .returning({ id: savedFilters.id })
  if (removed.length === 0) throw new Refusal('not-found', { filter: id })
}
