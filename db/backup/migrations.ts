import { sql } from 'drizzle-orm'
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator'
import type { Migration } from '../../core/backup.ts'
import type { Db } from '../client.ts'
import { MIGRATIONS } from '../migrated.ts'
import { ask } from './catalog.ts'

/** The newest migration that the database has had; null when it never had one. */
export async function findMigration(db: Db): Promise<Migration | null> {
  const [memory] = await ask<{ name: string | null }>(db, sql`select to_regclass('drizzle.__drizzle_migrations')::text as name`)
  if (!memory?.name) return null
  const [last] = await ask<{ at: string; hash: string }>(
    db,
    sql`select created_at::text as at, hash from drizzle.__drizzle_migrations order by created_at desc limit 1`,
  )
  return last ? { at: Number(last.at), hash: last.hash } : null
}

export type Steps = { upTo: MigrationMeta[]; after: MigrationMeta[] }

/** This version's migrations up to the given one, and those after it; null when this version does not know it. */
export function splitMigrations({ at, hash }: Migration): Steps | null {
  const known = readMigrationFiles(MIGRATIONS)
  const index = known.findIndex((one) => one.folderMillis === at && one.hash === hash)
  return index < 0 ? null : { upTo: known.slice(0, index + 1), after: known.slice(index + 1) }
}

/** As drizzle's own migrator does it, which cannot be told to stop half-way or to stay within a transaction. */
export async function applyMigrations(tx: Db, migrations: readonly MigrationMeta[]): Promise<void> {
  await tx.execute(sql`create schema if not exists drizzle`)
  await tx.execute(
    sql`create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`,
  )
  for (const { sql: statements, hash, folderMillis } of migrations) {
    for (const statement of statements) if (statement.trim()) await tx.execute(sql.raw(statement))
    await tx.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${folderMillis})`)
  }
}
