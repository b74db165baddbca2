import { ensure, interleave, type Measure, quantile, type Sample } from './compare.ts'
import { type Console, openConsole } from './console.ts'
import type { Bench } from './ground.ts'

const FEW = 10_000
const MORE = 100_000
const MANY = 1_000_000

function growth(metric: string, to: string, target: number): Measure {
  return {
    metric: `${metric}, growth from 10k to ${to} tickets (p50)`,
    unit: 'ms',
    limit: 'with 10k',
    judged: 'ratio',
    better: 'less',
    target,
  }
}

type PageOfMany = { metric: string; target: number; path: (console: Console) => string; rows: number }

const PAGES: readonly PageOfMany[] = [
  { metric: 'list page', target: 1.5, path: () => '/tickets', rows: 50 },
  { metric: 'deep page', target: 1.5, path: ({ tickets }) => `/tickets?before=${Math.ceil(tickets / 5)}`, rows: 50 },
  { metric: 'search, common word', target: 1.5, path: () => '/tickets?q=楼道', rows: 50 },
  { metric: 'search, rarest word', target: 4, path: () => '/tickets?q=井盖', rows: 10 },
]

/** Pages of the console among ten thousand tickets, a hundred thousand and a million: they should not feel the archive. */
export const lists: Bench = {
  name: 'lists',
  measures: PAGES.flatMap(({ metric, target }) => [growth(metric, '100k', target), growth(metric, '1M', target)]),
  async prepare(ground, { load }) {
    const [few, more, many] = [
      await openConsole(await ground.open(), FEW),
      await openConsole(await ground.open(), Math.max(FEW, MORE * load)),
      await openConsole(await ground.open(), Math.max(FEW, MANY * load)),
    ]
    for (const page of PAGES) for (const console of [few, more, many]) await open(console, page)
    return {
      async round(index) {
        const pairs = []
        for (const page of PAGES)
          for (const full of [more, many])
            pairs.push(
              await interleave(
                index,
                () => open(full, page),
                () => open(few, page),
              ),
            )
        return pairs
      },
      async close() {
        for (const console of [few, more, many]) await console.close()
      },
    }
  },
}

const TIMES = 9

async function open(console: Console, { path: pathFor, rows }: PageOfMany): Promise<Sample> {
  const path = pathFor(console)
  const times: number[] = []
  for (let index = 0; index < TIMES; index++) {
    const start = performance.now()
    const response = await console.get(path)
    const page = await response.text()
    times.push(performance.now() - start)
    ensure(`${path} is answered`, response.status, 200)
    ensure(`${path} shows its tickets`, new Set(page.match(/BM-\d{6}-\d+/g)).size >= rows, true)
  }
  return { value: quantile(times, 0.5), cpuUs: null }
}
