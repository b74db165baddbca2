import { remember } from '../core/remember.ts'
import type { Db } from './client.ts'

/**
 * Builds a statement once for a database instead of at each call: building one costs more than having it answered. A transaction asks the same one on its
 * own connection. What changes from call to call is a placeholder: `signedInBy(db).execute({ token })`.
 */
export function prepared<Statement extends object>(build: (db: Db) => Statement): (db: Db) => Statement {
  const built = onceForDatabase(build)
  return (db) => onConnection(built(db), db)
}

const SHAPES = 50

/** The same for a statement that comes in several shapes; a shape is plain JSON, and the last fifty are remembered. */
export function preparedInShapes<Shape, Statement extends object>(
  build: (db: Db, shape: Shape) => Statement,
): (db: Db, shape: Shape) => Statement {
  const built = onceForDatabase((db) => remember(SHAPES, (shape) => build(db, JSON.parse(shape) as Shape)))
  return (db, shape) => onConnection(built(db)(JSON.stringify(shape)), db)
}

/** What Drizzle keeps of a database and shares with its transactions, and what it sends statements to. */
type Connected = { dialect: object; session: { client: object } }

function onceForDatabase<Made>(make: (db: Db) => Made): (db: Db) => Made {
  const made = new WeakMap<object, Made>()
  return (db) => {
    const { dialect } = db as unknown as Connected
    const known = made.get(dialect)
    if (known) return known
    const fresh = make(db)
    made.set(dialect, fresh)
    return fresh
  }
}

/** Drizzle's statements remember the connection they were built on. */
function onConnection<Statement extends object>(statement: Statement, db: Db): Statement {
  const { client } = (db as unknown as Connected).session
  const mine = statement as Statement & { client: object }
  return mine.client === client ? statement : Object.assign(Object.create(statement) as Statement, { client })
}
