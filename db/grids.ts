import { and, asc, eq, inArray, notInArray } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Grid } from '../core/organisation/grid.ts'
import type { Db } from './client.ts'
import { isStillReferenced, refuseTwin } from './conflict.ts'
import { grids, orgUnits } from './schema/index.ts'

/** What a grid is called, and the buildings it covers: they leave the grid they were in. */
type GridDraft = { name: string; buildingIds: readonly number[] }

export function listGrids(db: Db, { communityId }: Scope): Promise<Grid[]> {
  return db.select().from(grids).where(eq(grids.communityId, communityId)).orderBy(asc(grids.id))
}

export async function findGrid(db: Db, { communityId }: Scope, id: number): Promise<Grid> {
  const [grid] = await db
    .select()
    .from(grids)
    .where(and(eq(grids.id, id), eq(grids.communityId, communityId)))
  if (!grid) throw new Refusal('not-found', { grid: id })
  return grid
}

/** @throws Refusal `duplicate` when the name is taken, `not-found` for another community's building. */
export function drawGrid(db: Db, scope: Scope, { name, buildingIds }: GridDraft): Promise<Grid> {
  return refuseTwin(
    db.transaction(async (tx) => {
      const [grid] = await tx.insert(grids).values({ communityId: scope.communityId, name }).returning()
      await cover(tx, scope, grid!.id, buildingIds)
      return grid!
    }),
    { name },
  )
}

/** @throws Refusal like `drawGrid`. */
export function redrawGrid(db: Db, scope: Scope, id: number, { name, buildingIds }: GridDraft): Promise<Grid> {
  return refuseTwin(
    db.transaction(async (tx) => {
      await findGrid(tx, scope, id)
      const [grid] = await tx
        .update(grids)
        .set({ name })
        .where(and(eq(grids.id, id), eq(grids.communityId, scope.communityId)))
        .returning()
      await cover(tx, scope, id, buildingIds)
      return grid!
    }),
    { name },
  )
}

/** Its buildings are then in no grid. @throws Refusal `in-use` when somebody is or was appointed to it. */
export async function removeGrid(db: Db, scope: Scope, id: number): Promise<void> {
  await findGrid(db, scope, id)
  try {
    await db.transaction(async (tx) => {
      await cover(tx, scope, id, [])
      await tx.delete(grids).where(and(eq(grids.id, id), eq(grids.communityId, scope.communityId)))
    })
  } catch (error) {
    throw isStillReferenced(error) ? new Refusal('in-use', { grid: id }) : error
  }
}

async function cover(tx: Db, { communityId }: Scope, gridId: number, buildingIds: readonly number[]): Promise<void> {
  const ids = [...new Set(buildingIds)]
  const own = and(eq(orgUnits.communityId, communityId), eq(orgUnits.kind, 'building'))
  const left = ids.length > 0 ? notInArray(orgUnits.id, ids) : undefined
  await tx
    .update(orgUnits)
    .set({ gridId: null })
    .where(and(own, eq(orgUnits.gridId, gridId), left))
  if (ids.length === 0) return
  const covered = await tx
    .update(orgUnits)
    .set({ gridId })
    .where(and(own, inArray(orgUnits.id, ids)))
    .returning({ id: orgUnits.id })
  if (covered.length < ids.length) throw new Refusal('not-found', { buildings: ids })
}
