import { getTableColumns, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import { getTableName } from 'drizzle-orm/table'
import { remember } from '../core/remember.ts'

/** In how many sets of columns rows of one table come. */
const SHAPES = 20

/**
 * Adds rows to a table by a statement that is the same however many they are, and may be part of another one. `settled` says in SQL what a column becomes in
 * the end, from what was given.
 */
export function rowsInto<T extends PgTable>(table: T, settled: Record<string, string> = {}): (rows: readonly T['$inferInsert'][]) => SQL {
  const columns = Object.entries(getTableColumns(table))
  const name = getTableName(table)
  const shaped = remember(SHAPES, (keys) => {
    const asked = new Set(keys.split(','))
    const given = columns.filter(([key]) => asked.has(key)).map(([key, column]) => [key, column.name] as const)
    const names = given.map(([, column]) => column).join(', ')
    const values = given.map(([key, column]) => settled[key] ?? column).join(', ')
    // Of few pieces: Drizzle looks at each, at each call.
    return { given, adding: sql.raw(`insert into ${name} (${names}) select ${values} from jsonb_populate_recordset(null::${name}, `) }
  })
  return (rows) => {
    const { given, adding } = shaped([...new Set(rows.flatMap((row) => Object.keys(row)))].join(','))
    const named = rows.map((row) => Object.fromEntries(given.map(([key, column]) => [column, row[key as keyof typeof row]])))
    return sql`${adding}${JSON.stringify(named)}::jsonb)`
  }
}

/** The rows of a query as one value of the row around it, so that many lists come in one trip; `rowFrom` reads them back. */
export function asRows(query: SQLWrapper): SQL<JsonRow[]> {
  return sql`(select coalesce(json_agg(found), '[]') from ${query} found)`
}

export type JsonRow = Record<string, unknown>

/** Reads a row that came as JSON, with the columns' own types. */
export function rowFrom<T extends PgTable>(table: T): (row: JsonRow) => T['$inferSelect'] {
  const columns = Object.entries(getTableColumns(table))
  return (row) =>
    Object.fromEntries(
      columns.map(([key, column]) => [key, row[column.name] === null ? null : column.mapFromDriverValue(row[column.name])]),
    )
}

/** The two engines answer a bare statement in two shapes. */
export function rowsOf(answer: unknown): JsonRow[] {
  return Array.isArray(answer) ? (answer as JsonRow[]) : (answer as { rows: JsonRow[] }).rows
}

/** However many they are, the statement is the same. */
export function isOneOf(column: SQL, ids: readonly number[]): SQL {
  return sql`${column} in (select value::bigint from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`
}
