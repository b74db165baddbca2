import type { PgTable } from 'drizzle-orm/pg-core'
import type { Db } from '../client.ts'
import { rowsInto } from '../rows.ts'

const AT_ONCE = 1000

/** Adds very many rows, some at a time. */
export async function insertAll<T extends PgTable>(db: Db, table: T, rows: readonly T['$inferInsert'][]): Promise<void> {
  const into = rowsInto(table)
  for (let start = 0; start < rows.length; start += AT_ONCE) await db.execute(into(rows.slice(start, start + AT_ONCE)))
}
