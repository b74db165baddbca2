/** One side measured once: `value` in the measure's unit; `cpuUs` is what an operation cost this process. */
export type Sample = { value: number; cpuUs: number | null }
/** The product and its limit in one round; without a limit the product is judged by itself. */
export type Pair = { ours: Sample; limit: Sample | null }

/** What a figure means. `judged`: the ratio to the limit, or the product's own value; `better`: which way it should go. */
export type Measure = {
  metric: string
  unit: string
  limit: string
  judged: 'ratio' | 'ours' | 'worst'
  better: 'more' | 'less'
  target: number
}

export type Quartiles = { q1: number; median: number; q3: number }
export type Finding = {
  measure: Measure
  ours: Quartiles
  limit: Quartiles | null
  ratio: Quartiles | null
  cpuUs: number[]
  isHeld: boolean
}

/** The limit itself ran so unevenly that a ratio to it says nothing. */
export class TooNoisy extends Error {
  override readonly name = 'TooNoisy'
}

/** How far apart the quartiles of the limit may lie, as a part of its median. */
const MOST_SPREAD = 0.6

/** @throws TooNoisy when the limit's own quartiles lie too far apart. */
export function judge(measure: Measure, pairs: readonly Pair[]): Finding {
  const ours = quartilesOf(pairs.map((pair) => pair.ours.value))
  const limits = pairs.flatMap(({ limit }) => limit ?? [])
  const limit = limits.length === 0 ? null : quartilesOf(limits.map(({ value }) => value))
  if (limit && (limit.q3 - limit.q1) / limit.median > MOST_SPREAD)
    throw new TooNoisy(`${measure.metric}: the limit itself lay between ${limit.q1.toFixed(2)} and ${limit.q3.toFixed(2)} ${measure.unit}`)
  const ratio = limit && quartilesOf(pairs.map((pair) => pair.ours.value / pair.limit!.value))
  const cpuUs = [pairs.map((pair) => pair.ours), limits].flatMap((samples) => medianCpu(samples) ?? [])
  return { measure, ours, limit, ratio, cpuUs, isHeld: isHeld(measure, { ours, ratio }) }
}

function medianCpu(samples: readonly Sample[]): number | null {
  const known = samples.flatMap(({ cpuUs }) => cpuUs ?? [])
  return known.length === 0 ? null : quartilesOf(known).median
}

function isHeld({ judged, better, target }: Measure, { ours, ratio }: { ours: Quartiles; ratio: Quartiles | null }): boolean {
  const found = judged === 'ratio' ? ratio!.median : ours.median
  return better === 'more' ? found >= target : found <= target
}

function quartilesOf(values: readonly number[]): Quartiles {
  return { q1: quantile(values, 0.25), median: quantile(values, 0.5), q3: quantile(values, 0.75) }
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) * part
  const [low, high] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return low + (high - low) * (at - Math.floor(at))
}

/** Both sides of a round, in an order that changes with every round, so that neither always comes second. */
export async function interleave(round: number, ours: () => Promise<Sample>, limit: () => Promise<Sample>): Promise<Pair> {
  if (round % 2 === 0) return { ours: await ours(), limit: await limit() }
  const first = await limit()
  return { ours: await ours(), limit: first }
}

/** Operations a second. */
export async function rate(count: number, work: () => Promise<unknown>): Promise<Sample> {
  const cpu = process.cpuUsage()
  const start = performance.now()
  await work()
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  return { value: (count / ms) * 1000, cpuUs: (user + system) / count }
}

/** Runs the numbers from 0 up to `count`, so many at a time. */
export async function inLanes(lanes: number, count: number, one: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) await one(next++)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

/** @throws Error when what was measured is not what was meant: a fast wrong answer is no figure. */
export function ensure(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)} instead of ${String(expected)}`)
}
