import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { eq, sql } from 'drizzle-orm'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import type { WorkingCalendar } from '../core/calendar/calendar.ts'
import { type ChannelRow, listAccounts } from './channels.ts'
import type { Db } from './client.ts'
import { lockDirectory } from './lock.ts'
import { compareMigrations, MIGRATION_LOCK } from './migrated.ts'
import { COMMUNITY, toCommunity } from './orgUnits.ts'
import * as schema from './schema/index.ts'

/** A database as it is found. `now` is its own clock; `communities` and `accounts` are null until all migrations have run. */
export type Inspection = {
  version: number
  encoding: string
  knowsChinese: boolean
  /** Whether the console's role is there to be taken, without which nothing but the program keeps communities apart. */
  keepsApart: boolean
  /** The roles of narrower sight that are not there to be taken, or have no policy: without them only the program narrows what somebody sees. */
  lackingRoles: NarrowRole[]
  now: Date
  missing: number
  unknown: number
  isMigrating: boolean
  communities: ({ name: string } & WorkingCalendar)[] | null
  accounts: ChannelRow[] | null
}

const NARROW_ROLES = ['huiyin_field', 'huiyin_above', 'huiyin_street'] as const
export type NarrowRole = (typeof NARROW_ROLES)[number]

/** The street's own counts, and takes none of the console's rights. */
const LACKING_ROLES = sql<NarrowRole[]>`(
  select coalesce(json_agg(own.name), '[]') from unnest(array[${sql.raw(NARROW_ROLES.map((role) => `'${role}'`).join(','))}]) as own(name)
  where not exists (
    select from pg_roles where rolname = own.name and pg_has_role(oid, 'member') and (own.name = 'huiyin_street'
      or exists (select from pg_roles console where console.rolname = 'huiyin_console' and pg_has_role(pg_roles.oid, console.oid, 'member'))))
  or not exists (select from pg_policies where own.name = any (roles)))`

const CONNECT_SECONDS = 5

/** Looks at the server without changing it. Rejects with the driver's error when it cannot be reached. */
export async function inspectServer(url: string): Promise<Inspection> {
  const client = postgres(url, { max: 1, connect_timeout: CONNECT_SECONDS, onnotice: () => {} })
  try {
    return await inspect(drizzlePostgres(client, { schema }))
  } finally {
    await client.end({ timeout: 1 })
  }
}

/** Null when there is no embedded database yet. @throws InUse when another process has it. */
export async function inspectEmbedded(dataDir: string): Promise<Inspection | null> {
  const folder = join(dataDir, 'database')
  if (!existsSync(folder)) return null
  const unlock = lockDirectory(dataDir)
  try {
    const engine = await PGlite.create(folder)
    const inspection = await inspect(drizzlePglite(engine, { schema }))
    await engine.close()
    return inspection
  } finally {
    unlock()
  }
}

async function inspect(db: Db): Promise<Inspection> {
  const [found] = await db
    .select({
      version: sql<number>`current_setting('server_version_num')::int / 10000`.mapWith(Number),
      encoding: sql<string>`current_setting('server_encoding')`,
      knowsChinese: sql<boolean>`'中' ~ '\\w'`,
      keepsApart: sql<boolean>`exists (select from pg_roles where rolname = 'huiyin_console' and pg_has_role(oid, 'member'))`,
      lackingRoles: LACKING_ROLES,
      now: sql<Date>`extract(epoch from clock_timestamp()) * 1000`.mapWith((ms) => new Date(Number(ms))),
      isMigrating: sql<boolean>`exists (select 1 from pg_locks where locktype = 'advisory' and objid = ${MIGRATION_LOCK} and granted
        and database = (select oid from pg_database where datname = current_database()))`,
    })
    .from(sql`(select 1) as once`)
  const compared = await compareMigrations(db)
  return { ...found!, ...compared, ...(compared.missing === 0 ? await inspectRows(db) : { communities: null, accounts: null }) }
}

async function inspectRows(db: Db): Promise<Pick<Inspection, 'communities' | 'accounts'>> {
  const { communities, orgUnits } = schema
  const found = await db.select(COMMUNITY).from(communities).innerJoin(orgUnits, eq(orgUnits.id, communities.id))
  return { communities: found.map(toCommunity), accounts: await listAccounts(db) }
}
