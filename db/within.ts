import type { PGlite, Transaction } from '@electric-sql/pglite'
import type postgres from 'postgres'

/** Where the role could not be made the statement still runs, without the second net: `npm run doctor` says so. */
const ENTER = `select set_config('app.community', $1, true),
  (select set_config('role', rolname, true) from pg_roles where rolname = 'huiyin_console' and pg_has_role(oid, 'member'))`

/**
 * The same server for somebody who may see one community: every statement runs as the console's role in a transaction that names the community, so that the
 * database itself shows and changes no row of another.
 */
export function withinOnServer(client: postgres.Sql, communityId: number): postgres.Sql {
  const enter = (inside: postgres.TransactionSql) => inside.unsafe(ENTER, [String(communityId)], { prepare: true })
  return new Proxy(client, {
    get(target, name, receiver) {
      if (name === 'begin') {
        return (work: (inside: postgres.TransactionSql) => unknown) =>
          target.begin(async (inside) => {
            await enter(inside)
            return work(inside)
          })
      }
      if (name !== 'unsafe') return Reflect.get(target, name, receiver) as unknown
      return (text: string, values: never[]) => {
        const run = (shape: (query: postgres.PendingQuery<postgres.Row[]>) => PromiseLike<unknown>) =>
          target.begin(async (inside) => (await Promise.all([enter(inside), shape(inside.unsafe(text, values))]))[1])
        return lazily(run)
      }
    },
  })
}

type Run = (shape: (query: postgres.PendingQuery<postgres.Row[]>) => PromiseLike<unknown>) => Promise<unknown>

/** As the driver's own queries are: not sent before somebody waits for the rows, or for their bare values. */
function lazily(run: Run) {
  return {
    values: () => run((query) => query.values()),
    // biome-ignore lint/suspicious/noThenProperty: the driver's queries are waited for or asked for their values, and this stands in for one
    then: (...ends: Parameters<Promise<unknown>['then']>) => run((query) => query).then(...ends),
  }
}

/** As `withinOnServer`, for the embedded engine. */
export function withinEmbedded(engine: PGlite, communityId: number): PGlite {
  const entered =
    <Result>(work: (inside: Transaction) => Promise<Result>) =>
    async (inside: Transaction) => {
      await inside.query(ENTER, [String(communityId)])
      return work(inside)
    }
  return new Proxy(engine, {
    get(target, name) {
      if (name === 'transaction') return (work: (inside: Transaction) => Promise<unknown>) => target.transaction(entered(work))
      if (name === 'query')
        return (...query: Parameters<Transaction['query']>) => target.transaction(entered((inside) => inside.query(...query)))
      const own = Reflect.get(target, name, target) as unknown
      return typeof own === 'function' ? (own.bind(target) as unknown) : own
    },
  })
}
