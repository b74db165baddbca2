import type { Difference } from '../deed.ts'

/** What is set about a thing, under the names of the console. Of a list only what left and what came is told. */
export type Facts = Record<string, string | readonly string[] | null>
export type Thing = { id: string | number; name: string; facts: Facts }

const MOST_NAMED = 3

/** What is different, and about which things; null: nothing is. Where there are several, a name stands before each fact. */
export function differenceOf(before: readonly Thing[], after: readonly Thing[]): { subject: string; changes: Difference } | null {
  const ids = new Set([...before, ...after].map(({ id }) => id))
  const changed = [...ids].flatMap((id) => {
    const [was, is] = [before.find((thing) => thing.id === id), after.find((thing) => thing.id === id)]
    const changes = differenceOfFacts(was?.facts ?? {}, is?.facts ?? {})
    return changes.length > 0 ? [{ name: (was ?? is)!.name, changes }] : []
  })
  if (changed.length === 0) return null
  const isOne = changed.length === 1
  const entries = changed.flatMap(({ name, changes }) =>
    changes.map(([label, pair]) => [isOne ? label : `${name} ${label}`, pair] as const),
  )
  return { subject: nameFew(changed.map(({ name }) => name)), changes: Object.fromEntries(entries) }
}

function differenceOfFacts(was: Facts, is: Facts): [string, Difference[string]][] {
  const labels = new Set([...Object.keys(was), ...Object.keys(is)])
  return [...labels].flatMap((label) => {
    const [before, after] = differenceOfValues(was[label] ?? null, is[label] ?? null)
    return before === after ? [] : [[label, [before, after]]]
  })
}

function differenceOfValues(was: Facts[string], is: Facts[string]): Difference[string] {
  if (!isList(was) && !isList(is)) return [was || null, is || null]
  const [before, after] = [was, is].map((value) => (isList(value) ? value : []))
  return [joined(before!.filter((item) => !after!.includes(item))), joined(after!.filter((item) => !before!.includes(item)))]
}

function isList(value: Facts[string]): value is readonly string[] {
  return Array.isArray(value)
}

function joined(items: readonly string[]): string | null {
  return items.join('、') || null
}

function nameFew(names: readonly string[]): string {
  return names.length > MOST_NAMED ? `${names.slice(0, MOST_NAMED).join('、')}等 ${names.length} 项` : names.join('、')
}
