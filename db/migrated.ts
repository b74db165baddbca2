import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { bigint, pgSchema } from 'drizzle-orm/pg-core'
import type { Db } from './client.ts'

export const MIGRATIONS = { migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)) }
/** Whoever migrates a server holds this advisory lock. */
export const MIGRATION_LOCK = 7_226_101

/** Told on the wake channel when a program has migrated a server, like the name of a table that changed. */
export const MIGRATED = 'migrations'

/** The database is of a newer program than this one, which would not know what it reads and writes. */
export class Outdated extends Error {
  override readonly name = 'Outdated'
}

const applied = pgSchema('drizzle').table('__drizzle_migrations', { createdAt: bigint('created_at', { mode: 'number' }) })

/** How many migrations of this program the database lacks, and how many it has that this program does not know: a newer program's. */
export async function compareMigrations(db: Db): Promise<{ missing: number; unknown: number }> {
  const known = readMigrationFiles(MIGRATIONS).map(({ folderMillis }) => folderMillis)
  const [exists] = await db
    .select({ is: sql<boolean>`to_regclass('drizzle.__drizzle_migrations') is not null` })
    .from(sql`(select 1) as once`)
  const found = new Set(exists!.is ? (await db.select().from(applied)).map(({ createdAt }) => createdAt) : [])
  return { missing: known.filter((at) => !found.has(at)).length, unknown: [...found].filter((at) => !known.includes(at!)).length }
}

/** Whether a newer program has migrated the database. */
export async function isOutdated(db: Db): Promise<boolean> {
  return (await compareMigrations(db)).unknown > 0
}

/** Returns how many migrations are to be applied. @throws Outdated */
export async function countToApply(db: Db): Promise<number> {
  const { missing, unknown } = await compareMigrations(db)
  if (unknown === 0) return missing
  throw new Outdated(
    `The database is of a newer Huiyin: it has had ${unknown} migrations that this program does not know. Start the newer program, or restore a backup of before.`,
  )
}
