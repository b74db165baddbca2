import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, check } from 'drizzle-orm/pg-core'

/** The database's own witness that a column holds a word of the tuple. */
export function oneOf(name: string, column: AnyPgColumn, words: readonly string[]) {
  return check(name, isAmong(column, words))
}

/** Written out, not given as parameters: the planner sees which partial index holds the rows. */
export function isAmong(column: AnyPgColumn, words: readonly string[]): SQL {
  return sql`${column} in (${sql.join(words.map(literal), sql`, `)})`
}

/** Whether a text names one of some words: written out as well. */
export function namesAny(column: AnyPgColumn, words: readonly string[]): SQL {
  return sql`(${sql.join(
    words.map((word) => sql`${column} like ${literal(`%${word}%`)}`),
    sql` or `,
  )})`
}

function literal(word: string): SQL {
  return sql.raw(`'${word.replaceAll("'", "''")}'`)
}
