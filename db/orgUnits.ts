import { and, asc, eq, inArray, isNotNull, notExists, or, sql } from 'drizzle-orm'
import type { SpecialDay } from '../core/calendar/specialDay.ts'
import type { Community, Estate } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { isStillReferenced, isUniqueViolation } from './conflict.ts'
import { prepared } from './prepared.ts'
import { communities, messages, orgUnits, outbox, rooms, specialDays } from './schema/index.ts'

export type CommunitySettings = Partial<Omit<Community, 'id' | 'name' | 'specialDays'>>

/** A community with its settings, and the node of the tree that carries its name. */
export function createCommunity(db: Db, name: string, settings: CommunitySettings = {}): Promise<Community> {
  return db.transaction(async (tx) => {
    const [unit] = await tx.insert(orgUnits).values({ kind: 'community', name }).returning()
    await tx.insert(communities).values({ id: unit!.id, ...settings })
    return findCommunity(tx, { communityId: unit!.id })
  })
}

/** The only community, or the first one; null before the first-run page was filled in. */
export async function firstCommunity(db: Db): Promise<Community | null> {
  const [row] = await db.select({ id: communities.id }).from(communities).orderBy(asc(communities.id)).limit(1)
  return row ? findCommunity(db, { communityId: row.id }) : null
}

/** The communities whose groups the account is in that heard a message; before it is in any, all. */
export async function listServing(db: Db, messageId: number): Promise<number[]> {
  const served = db
    .select({ id: rooms.communityId })
    .from(rooms)
    .innerJoin(messages, and(eq(messages.channel, rooms.channel), eq(messages.account, rooms.account)))
    .where(and(eq(messages.id, messageId), isNotNull(rooms.communityId)))
  const rows = await db
    .select({ id: communities.id })
    .from(communities)
    .where(or(inArray(communities.id, served), notExists(served)))
    .orderBy(asc(communities.id))
  return rows.map(({ id }) => id)
}

export async function findCommunity(db: Db, { communityId }: Scope): Promise<Community> {
  const [row] = await oneCommunity(db).execute({ communityId })
  if (!row) throw new Refusal('not-found', { communityId })
  return toCommunity(row)
}

/** A community as a query that joins its node selects it. */
export const COMMUNITY = {
  name: orgUnits.name,
  settings: communities,
  specialDays: sql<SpecialDay[]>`(
    select coalesce(json_agg(json_build_object('day', day, 'kind', kind, 'name', name, 'worksAs', works_as) order by day), '[]')
    from ${specialDays} where community_id = ${communities.id})`.as('special_days'),
}

const oneCommunity = prepared((db) =>
  db
    .select(COMMUNITY)
    .from(communities)
    .innerJoin(orgUnits, eq(orgUnits.id, communities.id))
    .where(eq(communities.id, sql.placeholder('communityId')))
    .prepare('one_community'),
)

type CommunityRow = { name: string; settings: typeof communities.$inferSelect; specialDays: SpecialDay[] }

export function toCommunity({ name, settings, specialDays: own }: CommunityRow): Community {
  const { createdAt: _, ...decided } = settings
  return { ...decided, name, specialDays: own }
}

/** Changes what a community decides for itself. Without a gas number its rooms fall silent. */
export function changeCommunity(
  db: Db,
  { communityId }: Scope,
  { name, ...settings }: CommunitySettings & { name?: string },
): Promise<Community> {
  return db.transaction(async (tx) => {
    if (name) await tx.update(orgUnits).set({ name }).where(eq(orgUnits.id, communityId))
    if (Object.keys(settings).length > 0) await tx.update(communities).set(settings).where(eq(communities.id, communityId))
    if (settings.hotlines?.gas === null) await tx.update(rooms).set({ voice: 'recordOnly' }).where(eq(rooms.communityId, communityId))
    if (settings.quietHours || settings.budget) await judgeAnew(tx, communityId)
    return findCommunity(tx, { communityId })
  })
}

/** Words that a measure holds back were due before; another measure may let them go. */
async function judgeAnew(tx: Db, communityId: number): Promise<void> {
  const held = and(eq(outbox.communityId, communityId), eq(outbox.status, 'waiting'), isNotNull(outbox.hold))
  await tx
    .update(outbox)
    .set({ hold: null, notBefore: sql`${outbox.createdAt}` })
    .where(held)
}

export async function listEstates(db: Db, { communityId }: Scope): Promise<Estate[]> {
  const rows = await estatesOf(db).execute({ communityId })
  return rows.map(toEstate)
}

const estatesOf = prepared((db) =>
  db
    .select()
    .from(orgUnits)
    .where(and(eq(orgUnits.communityId, sql.placeholder('communityId')), eq(orgUnits.kind, 'estate')))
    .orderBy(asc(orgUnits.id))
    .prepare('estatesOf'),
)

/** The first estate of this name in any community: for whoever runs the machine. */
export async function findEstateByName(db: Db, name: string): Promise<Estate | null> {
  const [row] = await db
    .select()
    .from(orgUnits)
    .where(and(eq(orgUnits.kind, 'estate'), eq(orgUnits.name, name)))
    .orderBy(asc(orgUnits.id))
    .limit(1)
  return row ? toEstate(row) : null
}

export async function findEstate(db: Db, { communityId }: Scope, id: number): Promise<Estate> {
  const [row] = await db
    .select()
    .from(orgUnits)
    .where(and(eq(orgUnits.id, id), eq(orgUnits.communityId, communityId), eq(orgUnits.kind, 'estate')))
  if (!row) throw new Refusal('not-found', { estate: id })
  return toEstate(row)
}

type NewEstate = { name: string; code: string; buildings?: readonly string[] }

/** Estates of one community may share a code (their tickets then share one sequence). @throws Refusal `duplicate` when the name is taken. */
export async function createEstate(db: Db, { communityId }: Scope, { name, code, buildings = [] }: NewEstate): Promise<Estate> {
  try {
    return await db.transaction(async (tx) => {
      const [row] = await tx
        .insert(orgUnits)
        .values({ kind: 'estate', parentId: communityId, communityId, name, code, managementModel: 'property' })
        .returning()
      await addBuildings(tx, { communityId }, row!.id, buildings)
      return toEstate(row!)
    })
  } catch (error) {
    throw isUniqueViolation(error) ? new Refusal('duplicate', { name, code }) : error
  }
}

export async function changeEstate(
  db: Db,
  { communityId }: Scope,
  { id, name, code }: { id: number; name: string; code: string },
): Promise<Estate> {
  try {
    const [row] = await db
      .update(orgUnits)
      .set({ name, code })
      .where(and(eq(orgUnits.id, id), eq(orgUnits.communityId, communityId), eq(orgUnits.kind, 'estate')))
      .returning()
    if (!row) throw new Refusal('not-found', { estate: id })
    return toEstate(row)
  } catch (error) {
    throw isUniqueViolation(error) ? new Refusal('duplicate', { name, code }) : error
  }
}

/** Removes an estate with its buildings. @throws Refusal `in-use` when a group, a resident, a ticket or an office belongs to it. */
export async function removeEstate(db: Db, { communityId }: Scope, id: number): Promise<void> {
  await findEstate(db, { communityId }, id)
  try {
    await db.transaction(async (tx) => {
      await tx.delete(orgUnits).where(and(eq(orgUnits.parentId, id), eq(orgUnits.communityId, communityId), eq(orgUnits.kind, 'building')))
      await tx.delete(orgUnits).where(and(eq(orgUnits.id, id), eq(orgUnits.communityId, communityId)))
    })
  } catch (error) {
    throw isStillReferenced(error) ? new Refusal('in-use', { estate: id }) : error
  }
}

/** Building names by estate id, in the order they were entered. */
export async function listBuildings(db: Db, { communityId }: Scope): Promise<Map<number, string[]>> {
  const rows = await db
    .select()
    .from(orgUnits)
    .where(and(eq(orgUnits.communityId, communityId), eq(orgUnits.kind, 'building')))
    .orderBy(asc(orgUnits.id))
  return groupNames(rows)
}

/** Adds the buildings that the estate does not have yet; returns how many were new. */
export async function addBuildings(db: Db, { communityId }: Scope, estateId: number, names: readonly string[]): Promise<number> {
  if (names.length === 0) return 0
  await findEstate(db, { communityId }, estateId)
  const rows = names.map((name) => ({ kind: 'building' as const, parentId: estateId, communityId, name }))
  const added = await db.insert(orgUnits).values(rows).onConflictDoNothing().returning({ id: orgUnits.id })
  return added.length
}

/** @throws Refusal `in-use` when somebody holds an office at one of them: then all stay. */
export async function removeBuildings(db: Db, { communityId }: Scope, estateId: number, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  try {
    await db
      .delete(orgUnits)
      .where(
        and(
          eq(orgUnits.communityId, communityId),
          eq(orgUnits.parentId, estateId),
          eq(orgUnits.kind, 'building'),
          inArray(orgUnits.name, [...names]),
        ),
      )
  } catch (error) {
    throw isStillReferenced(error) ? new Refusal('in-use', { estate: estateId, names }) : error
  }
}

function groupNames(rows: { parentId: number | null; name: string }[]): Map<number, string[]> {
  const byEstate = new Map<number, string[]>()
  for (const { parentId, name } of rows) byEstate.set(parentId!, [...(byEstate.get(parentId!) ?? []), name])
  return byEstate
}

export function toEstate(row: typeof orgUnits.$inferSelect): Estate {
  return { id: row.id, communityId: row.communityId!, name: row.name, code: row.code!, managementModel: row.managementModel! }
}
