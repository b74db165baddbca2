import { sql } from 'drizzle-orm'
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js'
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator'
import postgres from 'postgres'
import { APPLICATION, type Database, once, WAKE_CHANNEL } from './client.ts'
import { countToApply, MIGRATED, MIGRATION_LOCK, MIGRATIONS } from './migrated.ts'
import * as schema from './schema/index.ts'
import { entranceAbove, entranceOf, withinOnServer } from './within.ts'

const LONGEST_REST_S = 1

/** A server that comes back is found within a second; by itself the driver waits up to twenty once it has lost a few connections at the same time. */
function restS(failures: number): number {
  return Math.min(0.01 * 2 ** failures, LONGEST_REST_S)
}

const QUIETLY = { onnotice: () => {}, backoff: restS, connection: { application_name: APPLICATION } }

/** Whoever holds a name and is cut off loses it within ten seconds; a connection that only holds is never renewed. */
const HOLDING = {
  max: 1,
  max_lifetime: null,
  onnotice: () => {},
  backoff: restS,
  connection: { application_name: APPLICATION, tcp_keepalives_idle: 4, tcp_keepalives_interval: 2, tcp_keepalives_count: 3 },
}

type Place = { databaseUrl: string | null; dataDir: string }

/**
 * The server when there is a URL, else the embedded engine in the data directory. Migrations are applied before anybody sees it.
 * @throws Outdated when a newer program has migrated it.
 */
export async function openDatabase(where: Place): Promise<Database> {
  if (where.databaseUrl) await migrateServer(where.databaseUrl)
  if (where.databaseUrl) return openServer(where.databaseUrl)
  return (await import('./embedded.ts')).openEmbedded(where.dataDir, 'migrated')
}

/** The same database with whatever schema it has: to keep it, or to put another in its place. */
export async function openAsItIs(where: Place): Promise<Database> {
  if (where.databaseUrl) return openServer(where.databaseUrl)
  return (await import('./embedded.ts')).openEmbedded(where.dataDir, 'asItIs')
}

function openServer(url: string): Database {
  const client = postgres(url, QUIETLY)
  // Of its own: a statement that two roles take turns at is planned anew each time.
  const scoped = postgres(url, QUIETLY)
  const listener = postgres(url, { ...QUIETLY, max: 1 })
  const holder = postgres(url, HOLDING)
  return {
    db: drizzlePostgres(preparing(client), { schema }),
    engine: 'postgres',
    within: once((scope) => drizzlePostgres(withinOnServer(preparing(scoped), entranceOf(scope)), { schema })),
    above: once((height) => drizzlePostgres(withinOnServer(preparing(scoped), entranceAbove(height)), { schema })),
    async listen(onChange) {
      const { unlisten } = await listener.listen(WAKE_CHANNEL, onChange)
      return unlisten
    },
    async claim(name) {
      const [row] = await holder`select pg_try_advisory_lock(hashtext(${name})) as held`
      return row!['held']
    },
    async close() {
      await Promise.all([client, scoped, listener, holder].map((one) => one.end({ timeout: 5 })))
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

/** Two processes that start together migrate one after the other; those of an older program that still run are told. */
async function migrateServer(url: string): Promise<void> {
  const client = postgres(url, { ...QUIETLY, max: 1 })
  try {
    const db = drizzlePostgres(client, { schema })
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`)
    if ((await countToApply(db)) > 0) {
      await migratePostgres(db, MIGRATIONS)
      await db.execute(sql`select pg_notify(${WAKE_CHANNEL}, ${MIGRATED})`)
    }
    await db.execute(sql`select pg_advisory_unlock(${MIGRATION_LOCK})`)
  } finally {
    await client.end()
  }
}
