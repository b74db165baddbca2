import { desc, eq } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Staff } from '../core/staff.ts'
import { findFault, type WordingName } from '../core/texts/wording.ts'
import type { Db } from './client.ts'
import { communities, staff, wordingChanges } from './schema/index.ts'

export type WordingChange = typeof wordingChanges.$inferSelect & { by: string }

type Change = { name: WordingName; words: string | null; seen: string | null; staff: Staff; at: Date }

/**
 * A community's own words for a text, or none (null): then it is as usual again. What was said before stays in the history.
 * @throws Refusal `incomplete` for words with a fault, `stale` when a colleague has changed it since `seen`.
 */
export function changeWording(db: Db, { communityId }: Scope, { name, words, seen, staff: by, at }: Change): Promise<void> {
  if (words !== null && findFault(name, words)) throw new Refusal('incomplete', { wording: name })
  return db.transaction(async (tx) => {
    const [row] = await tx.select({ wordings: communities.wordings }).from(communities).where(eq(communities.id, communityId)).for('update')
    if (!row) throw new Refusal('not-found', { communityId })
    const { [name]: before = null, ...others } = row.wordings
    if (before !== seen) throw new Refusal('stale', { wording: name })
    if (before === words) return
    const wordings = words === null ? others : { ...others, [name]: words }
    await tx.update(communities).set({ wordings }).where(eq(communities.id, communityId))
    await tx.insert(wordingChanges).values({ communityId, name, before, words, byId: by.id, at })
  })
}

/** Who changed what when, newest first. */
export function listWordingChanges(db: Db, { communityId }: Scope, limit: number): Promise<WordingChange[]> {
  const { id, name, before, words, byId, at } = wordingChanges
  return db
    .select({ id, communityId: wordingChanges.communityId, name, before, words, byId, at, by: staff.name })
    .from(wordingChanges)
    .innerJoin(staff, eq(staff.id, wordingChanges.byId))
    .where(eq(wordingChanges.communityId, communityId))
    .orderBy(desc(wordingChanges.id))
    .limit(limit)
}
