import type { PGlite, Transaction } from '@electric-sql/pglite'
import type postgres from 'postgres'
import type { Height, Scope } from '../core/org.ts'

/** One statement that makes the rest of its transaction see no more than somebody may. */
type Entrance = { text: string; values: string[] }

/** Where the role could not be made the statement still runs, without the second net: `npm run doctor` says so. */
const intoRole = (role: string) =>
  `(select set_config('role', rolname, true) from pg_roles where rolname = '${role}' and pg_has_role(oid, 'member'))`

const INTO_COMMUNITY = `select set_config('app.community', $1, true), ${intoRole('huiyin_console')}`
/** A role of narrower sight, where it could be made and given the rights of the console's; else the console's own. */
const intoRoleOrConsole = (role: string) => `set_config('role', coalesce((
    select own.rolname from pg_roles own join pg_roles console on console.rolname = 'huiyin_console' and pg_has_role(own.oid, console.oid, 'member')
    where own.rolname in ('${role}', 'huiyin_console') and pg_has_role(own.oid, 'member')
    order by own.rolname = '${role}' desc limit 1), 'none'), true)`
const INTO_COMMUNITY_BELOW = `select set_config('app.community', case when is_below($1::text::integer, $2::text::integer) then $1::text else '0' end, true),
  ${intoRoleOrConsole('huiyin_above')}`
const INTO_PLACES = `select set_config('app.community', $1, true), set_config('app.staff', $2, true), set_config('app.places', $3, true),
  ${intoRoleOrConsole('huiyin_field')}`
const ABOVE_COMMUNITIES = `select set_config('app.communities', coalesce((
    with recursive below as (
      select id, kind from org_units where id = $1::text::integer and kind in ('district', 'subdistrict')
      union all select unit.id, unit.kind from org_units unit join below on unit.parent_id = below.id where below.kind in ('district', 'subdistrict')
    ) select string_agg(id::text, ',') from below where kind = 'community'), ''), true),
  ${intoRole('huiyin_street')}`

export function entranceOf({ communityId, reach, from }: Scope): Entrance {
  const community = String(communityId)
  if (from !== undefined) return { text: INTO_COMMUNITY_BELOW, values: [community, String(from)] }
  if (reach) return { text: INTO_PLACES, values: [community, String(reach.staffId), reach.places.join(',')] }
  return { text: INTO_COMMUNITY, values: [community] }
}

export function entranceAbove({ unitId }: Height): Entrance {
  return { text: ABOVE_COMMUNITIES, values: [String(unitId)] }
}

/**
 * The same server for somebody who may see a part of it: every statement runs as a role of the console's in a transaction that says which part, so that the
 * database itself shows and changes no row of another.
 */
export function withinOnServer(client: postgres.Sql, { text: entrance, values: place }: Entrance): postgres.Sql {
  const enter = (inside: postgres.ISql) => inside.unsafe(entrance, place, { prepare: true })
  const asked: Asked[] = []

  /** Not waited for inside: the statements and the end of their transaction are sent together. Where one fails, what ends it undoes them. */
  async function answer(asks: readonly Asked[]): Promise<void> {
    let ends: Promise<PromiseSettledResult<unknown>>[] = []
    const done = await settled(
      client.begin((inside) => {
        ends = [enter(inside), ...asks.map(({ text, values, shape }) => shape(inside.unsafe(text, values)))].map(settled)
      }),
    )
    const [entrance, ...answers] = await Promise.all(ends)
    const failed = [entrance, ...answers, done].find((end) => end?.status === 'rejected')
    for (const [index, { resolve, reject }] of asks.entries()) {
      const end = failed ?? answers[index]!
      if (end.status === 'rejected') reject(end.reason)
      else resolve(end.value)
    }
  }

  /** A page asks for several lists at once, and coming in and going out costs as much as a list: what only reads is asked with all that is asked in the same moment. */
  function ask(one: Asked): void {
    if (!READS.test(one.text)) return void answer([one])
    asked.push(one)
    if (asked.length === 1) setImmediate(() => void answer(asked.splice(0)))
  }

  return new Proxy(client, {
    get(target, name, receiver) {
      if (name === 'begin') {
        return (work: (inside: postgres.TransactionSql) => unknown) =>
          target.begin((inside) => inOrder(enter(inside), async () => work(inside)))
      }
      if (name !== 'unsafe') return Reflect.get(target, name, receiver) as unknown
      return (text: string, values: never[]) =>
        lazily((shape) => new Promise((resolve, reject) => ask({ text, values, shape, resolve, reject })))
    },
  })
}

/** What changes anything stands alone: what fails beside it may not undo it. */
const READS = /^\s*select\b(?!.*\bfor (?:no key )?update\b)/is

type Asked = { text: string; values: never[]; shape: Shape; resolve: (answer: unknown) => void; reject: (reason: unknown) => void }

/** Sent together, the entrance first: nothing may be asked before it is on its way. The first that fails says why. */
async function inOrder(entrance: PromiseLike<unknown>, work: () => Promise<unknown>): Promise<unknown> {
  const ends = await Promise.all([settled(entrance), settled(work())])
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return (ends[1] as PromiseFulfilledResult<unknown>).value
}

/** The driver sends a query when somebody waits for it. */
async function settled(asking: PromiseLike<unknown>): Promise<PromiseSettledResult<unknown>> {
  const [end] = await Promise.allSettled([asking])
  return end
}

type Shape = (query: postgres.PendingQuery<postgres.Row[]>) => PromiseLike<unknown>
type Run = (shape: Shape) => Promise<unknown>

/** As the driver's own queries are: not sent before somebody waits for the rows, or for their bare values. */
function lazily(run: Run) {
  return {
    values: () => run((query) => query.values()),
    // biome-ignore lint/suspicious/noThenProperty: the driver's queries are waited for or asked for their values, and this stands in for one
    then: (...ends: Parameters<Promise<unknown>['then']>) => run((query) => query).then(...ends),
  }
}

/** As `withinOnServer`, for the embedded engine. */
export function withinEmbedded(engine: PGlite, { text, values }: Entrance): PGlite {
  const entered =
    <Result>(work: (inside: Transaction) => Promise<Result>) =>
    async (inside: Transaction) => {
      await inside.query(text, values)
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
