import type { Db } from './client.ts'

/** What Drizzle builds from a connection, built once for each: a statement that every message takes costs more to build than to run. */
export function prepared<T>(build: (db: Db) => T): (db: Db) => T {
  const built = new WeakMap<Db, T>()
  return (db) => {
    const known = built.get(db) ?? build(db)
    built.set(db, known)
    return known
  }
}
