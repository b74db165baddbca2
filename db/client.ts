import { type PgDatabase, type PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core'
import type { Height, Scope } from '../core/org.ts'
import { remember } from '../core/remember.ts'
import type * as schema from './schema/index.ts'

/** A connection or an open transaction: every query function takes either. Inside a transaction use only the transaction. */
export type Db = PgDatabase<PgQueryResultHKT, typeof schema>

/** Runs `work` whole or not at all: in the transaction that is open, or in one of its own. */
export function whole<T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> {
  return isOpen(db) ? work(db) : db.transaction(work)
}

/** Whether this is a transaction that is open: what fails in it takes all of it back. */
export function isOpen(db: Db): boolean {
  return db instanceof PgTransaction
}

/**
 * What one transaction does without waiting in between: sent in this order, answered together. A failure is told when all have ended, so that none of
 * them goes on after the transaction.
 */
export async function together<T extends readonly unknown[]>(...works: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  // Drizzle runs a statement each time it is waited for.
  const begun = works.map(async (work) => work)
  await Promise.allSettled(begun)
  return Promise.all(begun) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>
}

export type Database = {
  db: Db
  engine: 'pglite' | 'postgres'
  /** The same for a console on which one community, or a part of it, is worked for: the database itself shows and changes nothing else. */
  within(scope: Scope): Db
  /** The same for whoever looks at all communities below a node: the database counts nothing else, and gives no words out. */
  above(height: Height): Db
  /** Calls back with a table's name after each commit that wrote to it; resolves to the way to stop. */
  listen(onChange: (table: string) => void): Promise<() => Promise<void>>
  /** Takes a name for this process alone, and when asked again sees to it that it still has it. False: another process has it. */
  claim(name: string): Promise<boolean>
  close(): Promise<void>
}

export const WAKE_CHANNEL = 'huiyin'

/** By this name the server knows every connection of ours. */
export const APPLICATION = 'huiyin'

const MOST_KEPT = 500

/** Made at the first call for each and kept, with the statements that are prepared on it. */
export function once<Asked>(open: (asked: Asked) => Db): (asked: Asked) => Db {
  const opened = remember(MOST_KEPT, (asked) => open(JSON.parse(asked) as Asked))
  return (asked) => opened(JSON.stringify(asked))
}
