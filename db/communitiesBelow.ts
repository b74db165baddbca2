import { and, asc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Height } from '../core/org.ts'
import { UNFINISHED_STATUSES } from '../core/ticket/status.ts'
import type { Db } from './client.ts'
import { isDueWithin } from './due.ts'
import { IS_COLLECTED, IS_SOLVED } from './figures.ts'
import { IS_RAISED, isQuietSince } from './quiet.ts'
import { communities, orgUnits, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

/** How a community below stands: `late` is past a deadline, `silent` without a word to residents since `quietSince`, `raised` what was brought up to those above. */
export type CommunityBelow = {
  id: number
  name: string
  parent: string | null
  open: number
  late: number
  silent: number
  raised: number
  collected: number
  solved: number
}

type Asked = { now: Date; quietSince: Date; from: Date; to: Date }

/** Every community below a node with its figures; collected and solved are those of a span. */
export async function listCommunitiesBelow(db: Db, { unitId }: Height, asked: Asked): Promise<CommunityBelow[]> {
  const here = eq(tickets.communityId, communities.id)
  const collected = and(here, gte(tickets.openedAt, asked.from), lt(tickets.openedAt, asked.to), IS_COLLECTED)
  const unfinished = isAmong(tickets.status, UNFINISHED_STATUSES)
  const late = isDueWithin({ from: null, before: asked.now.toISOString() })
  return db
    .select({
      id: communities.id,
      name: orgUnits.name,
      parent: sql<string | null>`(select above.name from org_units above where above.id = ${orgUnits.parentId})`,
      open: countOf(db, and(here, unfinished)),
      late: countOf(db, and(here, unfinished, late)),
      silent: countOf(db, and(here, isQuietSince(asked.quietSince.toISOString()))),
      raised: countOf(db, and(here, unfinished, IS_RAISED)),
      collected: countOf(db, collected),
      solved: countOf(db, and(collected, IS_SOLVED)),
    })
    .from(communities)
    .innerJoin(orgUnits, eq(orgUnits.id, communities.id))
    .where(sql`is_below(${communities.id}, ${unitId}::integer)`)
    .orderBy(asc(orgUnits.parentId), asc(communities.id))
}

function countOf(db: Db, where: SQL | undefined) {
  return sql<number>`(${db.select({ count: sql`count(*)` }).from(tickets).where(where)})`.mapWith(Number)
}

/** Where a sub-district, or else a district, of this name stands. */
export async function findHeight(db: Db, name: string): Promise<Height | null> {
  const [row] = await db
    .select({ unitId: orgUnits.id })
    .from(orgUnits)
    .where(and(inArray(orgUnits.kind, ['subdistrict', 'district']), eq(orgUnits.name, name)))
    .orderBy(sql`${orgUnits.kind} desc`, asc(orgUnits.id))
    .limit(1)
  return row ?? null
}
