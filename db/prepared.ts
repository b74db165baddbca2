import { remember } from '../core/remember.ts'
import type { Db } from './client.ts'

/**
 * Builds a statement once for a database instead of at each call: building one costs more than having it answered. A transaction asks the same one on its
 * own connection. What changes from call to call is a placeholder: `signedInBy(db).execute({ token })`.
 */
export function prepared<Statement extends object>(build: (db: Db) => Statement): (db: Db) => Statement {
  const built = new WeakMap<object, Statement>()
  return (db) => {
    const { dialect, session } = db as unknown as Connected
    const known = built.get(dialect)
    if (known) return onConnection(known, session.client)
    const statement = build(db)
    built.set(dialect, statement)
    return statement
  }
}

const SHAPES = 50

/** The same for a statement that comes in several shapes; a shape is plain JSON, and the last fifty are remembered. */
export function preparedInShapes<Shape, Statement extends object>(
  build: (db: Db, shape: Shape) => Statement,
): (db: Db, shape: Shape) => Statement {
  const built = new WeakMap<object, (shape: string) => Statement>()
  return (db, shape) => {
    const { dialect, session } = db as unknown as Connected
    let inShapes = built.get(dialect)
    if (!inShapes) {
      inShapes = remember(SHAPES, (given) => build(db, JSON.parse(given) as Shape))
      built.set(dialect, inShapes)
    }
    return onConnection(inShapes(JSON.stringify(shape)), session.client)
  }
}

/** What Drizzle keeps of a database and shares with its transactions, and what it sends statements to. */
type Connected = { dialect: object; session: { client: object } }

/** Drizzle's statements remember the connection they were built on. */
function onConnection<Statement extends object>(statement: Statement, client: object): Statement {
  const mine = statement as Statement & { client: object }
  return mine.client === client ? statement : Object.assign(Object.create(statement) as Statement, { client })
}
