import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { bigint, pgSchema } from 'drizzle-orm/pg-core'
import type { Db } from './client.ts'

export const MIGRATIONS = { migrationsFolder: fileURLToPath(new URL('./migrations', import.meta.url)) }
/** Whoever migrates a server holds this advisory lock. */
export const MIGRATION_LOCK = 7_226_101

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
