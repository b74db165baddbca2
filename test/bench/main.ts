import { writeFileSync } from 'node:fs'
import { inspect, parseArgs } from 'node:util'
import postgres from 'postgres'
import { startServer } from '../setup/server.ts'
import { answers } from './answers.ts'
import { catchUp } from './catchUp.ts'
import { type Finding, judge, type Pair, TooNoisy } from './compare.ts'
import { type Bench, openGround } from './ground.ts'
import { ingest } from './ingest.ts'
import { lists } from './lists.ts'
import { printDocument, printTable } from './print.ts'
import { programs } from './programs.ts'
import { report } from './report.ts'
import { requests } from './requests.ts'

const BENCHES = [ingest, report, answers, catchUp, lists, requests, programs]
const DOCUMENT = 'docs/BENCHMARKS.md'
const TOO_NOISY = 3
const MISUSE = 2

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    load: { type: 'string', default: '1' },
    dry: { type: 'boolean', default: false },
  },
})
const extent = { rounds: Number(values.rounds), load: Number(values.load) }
const chosen = BENCHES.filter(({ name }) => !values.only || values.only === name)
if (chosen.length === 0) {
  process.stderr.write(`--only names one of ${BENCHES.map(({ name }) => name).join(', ')}\n`)
  process.exit(MISUSE)
}

const given = process.env['TEST_DATABASE_URL']
const server = given ? { url: given, stop: async () => {} } : await startServer()
const findings: Finding[] = []
try {
  for (const bench of chosen) findings.push(...(await measure(bench)))
  if (!values.dry && !values.only) writeFileSync(DOCUMENT, printDocument(findings, { ...(await lookAtServer()), rounds: extent.rounds }))
} catch (error) {
  const isNoisy = error instanceof TooNoisy
  process.stderr.write(isNoisy ? `too noisy: ${error.message}\n` : `${inspect(error)}\n`)
  process.exitCode = isNoisy ? TOO_NOISY : 1
} finally {
  process.stdout.write(`${printTable(findings)}\n`)
  await server.stop()
}
process.exit()

async function measure({ name, measures, prepare }: Bench): Promise<Finding[]> {
  process.stderr.write(`${name}: `)
  const trial = await prepare(openGround(server.url), extent)
  const rounds: Pair[][] = []
  for (let index = 0; index < extent.rounds; index++) {
    rounds.push(await trial.round(index))
    process.stderr.write('.')
  }
  process.stderr.write('\n')
  await trial.close()
  return measures.map((one, place) =>
    judge(
      one,
      rounds.map((pairs) => pairs[place]!),
    ),
  )
}

async function lookAtServer(): Promise<{ postgres: string; at: Date }> {
  const sql = postgres(server.url, { max: 1 })
  const [row] = await sql`show server_version`
  await sql.end()
  return { postgres: row!['server_version'] as string, at: new Date() }
}
