import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator'
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js'
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { type Database, WAKE_CHANNEL } from './client.ts'
import { lockDirectory } from './lock.ts'
import * as schema from './schema/index.ts'

const MIGRATIONS = { migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)) }
const MIGRATION_LOCK = 7_226_101

/** The server when there is a URL, else the embedded engine in the data directory. Migrations are applied before anybody sees it. */
export function openDatabase(where: { databaseUrl: string | null; dataDir: string }): Promise<Database> {
  return where.databaseUrl ? openServer(where.databaseUrl) : openEmbedded(where.dataDir)
}

/** @throws DatabaseInUse when another process has the directory. */
async function openEmbedded(dataDir: string): Promise<Database> {
  const unlock = lockDirectory(dataDir)
  try {
    return await embedded(await PGlite.create(join(dataDir, 'database')), unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** An empty database that lives and dies with the process; `snapshot` is a dump of an earlier one. */
export async function openInMemory(snapshot?: Blob): Promise<Database & { snapshot(): Promise<Blob> }> {
  const engine = await PGlite.create(snapshot ? { loadDataDir: snapshot } : {})
  return { ...(await embedded(engine, () => {})), snapshot: () => engine.dumpDataDir('none') }
}

async function embedded(engine: PGlite, unlock: () => void): Promise<Database> {
  const db = drizzlePglite(engine, { schema })
  await migratePglite(db, MIGRATIONS)
  return {
    db,
    engine: 'pglite',
    listen: (onChange) => engine.listen(WAKE_CHANNEL, onChange),
    async close() {
      await engine.close()
      unlock()
    },
  }
}

async function openServer(url: string): Promise<Database> {
  await migrateServer(url)
  const client = postgres(url, { onnotice: () => {} })
  const listener = postgres(url, { max: 1, onnotice: () => {} })
  return {
    db: drizzlePostgres(preparing(client), { schema }),
    engine: 'postgres',
    async listen(onChange) {
      const { unlisten } = await listener.listen(WAKE_CHANNEL, onChange)
      return unlisten
    },
    async close() {
      await Promise.all([client.end({ timeout: 5 }), listener.end({ timeout: 5 })])
    },
  }
}

/**
 * Drizzle has every statement described and planned anew unless it is given a name; here each is prepared once for each connection, which halves
 * the round trips. Connections are renewed within the hour, and with them what they remember.
 */
function preparing<S extends postgres.ISql>(client: S): S {
  return new Proxy(client, {
    get(target, name, receiver) {
      const own = Reflect.get(target, name, receiver) as unknown
      if (name === 'unsafe') return (text: string, values: never[]) => target.unsafe(text, values, { prepare: true })
      if (name === 'begin' || name === 'savepoint') {
        const run = own as (work: (inside: postgres.TransactionSql) => unknown) => unknown
        return (work: (inside: postgres.TransactionSql) => unknown) => run((inside) => work(preparing(inside)))
      }
      return own
    },
  })
}

/** Two processes that start together migrate one after the other. */
async function migrateServer(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const db = drizzlePostgres(client)
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`)
    await migratePostgres(db, MIGRATIONS)
    await db.execute(sql`select pg_advisory_unlock(${MIGRATION_LOCK})`)
  } finally {
    await client.end()
  }
}
