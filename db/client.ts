import { type PgDatabase, type PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core'
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
  /** The same for a console on which one community is worked for: the database itself shows and changes nothing of another. */
  within(communityId: number): Db
  /** Calls back with a table's name after each commit that wrote to it; resolves to the way to stop. */
  listen(onChange: (table: string) => void): Promise<() => Promise<void>>
  /** Takes a name for this process alone, and when asked again sees to it that it still has it. False: another process has it. */
  claim(name: string): Promise<boolean>
  close(): Promise<void>
}

export const WAKE_CHANNEL = 'huiyin'

/** By this name the server knows every connection of ours. */
export const APPLICATION = 'huiyin'

/** Made at the first call for each community and kept, with the statements that are prepared on it. */
export function once(open: (communityId: number) => Db): (communityId: number) => Db {
  const opened = new Map<number, Db>()
  return (communityId) => {
    const db = opened.get(communityId) ?? open(communityId)
    opened.set(communityId, db)
    return db
  }
}
