import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { getTableName } from 'drizzle-orm/table'

/** Adds rows to a table by a statement that is the same however many they are, and may be part of another one. */
export function rowsInto<T extends PgTable>(table: T): (rows: readonly T['$inferInsert'][]) => SQL {
  const columns = Object.entries(getTableColumns(table))
  return (rows) => {
    const given = columns.filter(([key]) => rows.some((row) => key in row))
    const named = rows.map((row) => Object.fromEntries(given.map(([key, { name }]) => [name, row[key as keyof typeof row]])))
    const names = sql.raw(given.map(([, { name }]) => name).join(', '))
    const name = sql.raw(getTableName(table))
    return sql`insert into ${name} (${names}) select ${names} from jsonb_populate_recordset(null::${name}, ${JSON.stringify(named)}::jsonb)`
  }
}
