import { and, asc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Building } from '../core/organisation/grid.ts'
import type { Db } from './client.ts'
import { refuseTwin } from './conflict.ts'
import { orgUnits, staff } from './schema/index.ts'

/** The names above a community; null: nobody has said. */
export type Above = { district: string | null; subdistrict: string | null }

const subdistricts = alias(orgUnits, 'subdistricts')
const districts = alias(orgUnits, 'districts')

export async function findAbove(db: Db, { communityId }: Scope): Promise<Above> {
  const [row] = await db
    .select({ district: districts.name, subdistrict: subdistricts.name })
    .from(orgUnits)
    .leftJoin(subdistricts, eq(subdistricts.id, orgUnits.parentId))
    .leftJoin(districts, eq(districts.id, subdistricts.parentId))
    .where(and(eq(orgUnits.id, communityId), eq(orgUnits.kind, 'community')))
  if (!row) throw new Refusal('not-found', { communityId })
  return row
}

/** Hangs a community under a sub-district, which others may share. @throws Refusal `duplicate` when that one has a community of the same name. */
export async function placeCommunity(db: Db, { communityId }: Scope, above: { district: string; subdistrict: string }): Promise<void> {
  const place = db.transaction(async (tx) => {
    const districtId = await meetUnit(tx, 'district', above.district, null)
    const parentId = await meetUnit(tx, 'subdistrict', above.subdistrict, districtId)
    await tx
      .update(orgUnits)
      .set({ parentId })
      .where(and(eq(orgUnits.id, communityId), eq(orgUnits.kind, 'community')))
    await forgetChildless(tx, 'subdistrict')
    await forgetChildless(tx, 'district')
  })
  await refuseTwin(place, above)
}

/** A district above all has no parent, and so no constraint that would keep it single: whoever looks for one waits for the other. */
async function meetUnit(tx: Db, kind: 'district' | 'subdistrict', name: string, parentId: number | null): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('org_units'))`)
  const under = parentId === null ? isNull(orgUnits.parentId) : eq(orgUnits.parentId, parentId)
  const [known] = await tx
    .select({ id: orgUnits.id })
    .from(orgUnits)
    .where(and(eq(orgUnits.kind, kind), eq(orgUnits.name, name), under))
  if (known) return known.id
  const [made] = await tx.insert(orgUnits).values({ kind, name, parentId }).returning({ id: orgUnits.id })
  return made!.id
}

/** But for those where somebody works: their account would have no place. */
async function forgetChildless(tx: Db, kind: 'district' | 'subdistrict'): Promise<void> {
  const hasNone: SQL = sql`not exists (select 1 from org_units as child where child.parent_id = ${orgUnits.id})
    and not exists (select 1 from ${staff} where ${staff.unitId} = ${orgUnits.id})`
  await tx.delete(orgUnits).where(and(eq(orgUnits.kind, kind), hasNone))
}

/** Every building of the community, estate by estate, in the order they were entered. */
export function listAllBuildings(db: Db, { communityId }: Scope): Promise<Building[]> {
  return db
    .select({ id: orgUnits.id, estateId: sql<number>`${orgUnits.parentId}`.mapWith(Number), name: orgUnits.name, gridId: orgUnits.gridId })
    .from(orgUnits)
    .where(and(eq(orgUnits.communityId, communityId), eq(orgUnits.kind, 'building')))
    .orderBy(asc(orgUnits.parentId), asc(orgUnits.id))
}

/** @throws Refusal `not-found`; `duplicate` when the estate has a building of that name. */
export async function renameBuilding(
  db: Db,
  { communityId }: Scope,
  { estateId, name, newName }: { estateId: number; name: string; newName: string },
): Promise<void> {
  const own = and(eq(orgUnits.communityId, communityId), eq(orgUnits.parentId, estateId), eq(orgUnits.kind, 'building'))
  const rename = db
    .update(orgUnits)
    .set({ name: newName })
    .where(and(own, eq(orgUnits.name, name)))
    .returning({ id: orgUnits.id })
  const renamed = await refuseTwin(rename, { building: newName })
  if (renamed.length === 0) throw new Refusal('not-found', { building: name })
}
