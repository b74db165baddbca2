import { remember } from '../core/remember.ts'
import type { Db } from './client.ts'

/**
 * Builds a statement once for each pool or transaction instead of at each call: building one costs more than having it answered.
 * What changes from call to call is a placeholder: `signedInBy(db).execute({ token })`.
 */
export function prepared<Statement>(build: (db: Db) => Statement): (db: Db) => Statement {
  const built = new WeakMap<Db, Statement>()
  return (db) => {
    const known = built.get(db)
    if (known) return known
    const statement = build(db)
    built.set(db, statement)
    return statement
  }
}

const SHAPES = 50

/** The same for a statement that comes in several shapes; a shape is plain JSON, and the last fifty are remembered. */
export function preparedInShapes<Shape, Statement>(build: (db: Db, shape: Shape) => Statement): (db: Db, shape: Shape) => Statement {
  const built = prepared((db) => remember(SHAPES, (shape) => build(db, JSON.parse(shape) as Shape)))
  return (db, shape) => built(db)(JSON.stringify(shape))
}
