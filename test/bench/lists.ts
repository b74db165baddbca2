import { ensure, interleave, type Measure, quantile, type Sample } from './compare.ts'
import { type Console, openConsole } from './console.ts'
import type { Bench } from './ground.ts'

const FEW = 10_000
const MANY = 200_000

function growth(metric: string, target: number): Measure {
  return {
    metric: `${metric}, growth from 10k to 200k tickets (p50)`,
    unit: 'ms',
    limit: 'with 10k',
    judged: 'ratio',
    better: 'less',
    target,
  }
}

/** Pages of the console among ten thousand tickets and among two hundred thousand: they should not feel the archive. */
export const lists: Bench = {
  name: 'lists',
  measures: [growth('list page', 1.5), growth('deep page', 1.5), growth('search, common word', 1.5), growth('search, rarest word', 4)],
  async prepare(ground, { load }) {
    const few = await openConsole(await ground.open(), FEW)
    const many = await openConsole(await ground.open(), Math.max(FEW, MANY * load))
    const pages: ((console: Console) => Promise<Sample>)[] = [
      (console) => open(console, '/tickets', 50),
      (console) => open(console, `/tickets?before=${Math.ceil(console.tickets / 5)}`, 50),
      (console) => open(console, '/tickets?q=楼道', 50),
      (console) => open(console, '/tickets?q=井盖', 10),
    ]
    for (const page of pages) for (const console of [few, many]) await page(console)
    return {
      async round(index) {
        const pairs = []
        for (const page of pages)
          pairs.push(
            await interleave(
              index,
              () => page(many),
              () => page(few),
            ),
          )
        return pairs
      },
      async close() {
        await few.close()
        await many.close()
      },
    }
  },
}

const TIMES = 9

async function open({ get }: Console, path: string, rows: number): Promise<Sample> {
  const times: number[] = []
  for (let index = 0; index < TIMES; index++) {
    const start = performance.now()
    const response = await get(path)
    const page = await response.text()
    times.push(performance.now() - start)
    ensure(`${path} is answered`, response.status, 200)
    ensure(`${path} shows its tickets`, new Set(page.match(/BM-\d{6}-\d+/g)).size >= rows, true)
  }
  return { value: quantile(times, 0.5), cpuUs: null }
}
