import { existsSync, readFileSync } from 'node:fs'
import { openInMemory } from '../../db/embedded.ts'
import { readArguments } from './arguments.ts'
import { compareOutcomes } from './compare.ts'
import { type Outcome, playTranscript } from './play.ts'
import { printChat, printJson, type Summary } from './print.ts'
import { printDifferences, printDifferencesAsJson } from './printComparison.ts'
import { showProgress } from './progress.ts'
import { isReaderName, openReader } from './reader.ts'
import { parseTranscript, type TranscriptLine } from './transcript.ts'

const USAGE = `Usage: npm run -s replay -- FILE [--json] [--reader READER]
       npm run -s replay -- --compare READER READER FILE [--json]
READER is offline, model, or model:NAME for another model of the same server.`

/** Plays a chat on an in-memory database and prints what the bot would have said, or where two readers differ. Returns the exit status. */
async function replay(): Promise<number> {
  const wishes = readArguments({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, reader: { type: 'string', default: 'offline' }, compare: { type: 'string' } },
  })
  if (!wishes) return refuse(USAGE)
  const { values, positionals } = wishes
  const file = positionals.at(-1)
  const readers = values.compare ? [values.compare, ...positionals.slice(0, -1)] : [values.reader]
  if (file && !existsSync(file)) return refuse(`No such file: ${file}`)
  if (!file || readers.length !== (values.compare ? 2 : 1) || !readers.every(isReaderName)) return refuse(USAGE)

  const startedAt = new Date()
  const { lines, problems } = parseTranscript(readFileSync(file, 'utf8'), { defaultAt: startedAt })
  for (const { line, reason } of problems) process.stderr.write(`${file}:${line}: ${reason}\n`)
  const runs = []
  for (const reader of readers) runs.push(await play(lines, reader))

  const [a, b] = runs as [Run, Run | undefined]
  process.stdout.write(b ? printComparison(lines, [a, b], values.json) : printRun(lines, a, startedAt, values.json))
  return problems.length > 0 ? 1 : 0
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 2
}

type Run = { outcome: Outcome; cost: { reader: string; modelCalls: number; promptTokens: number; completionTokens: number } }

async function play(lines: readonly TranscriptLine[], name: string): Promise<Run> {
  const { reader, usage } = await openReader(name)
  const database = await openInMemory()
  const outcome = await playTranscript(lines, { database, reader, onLine: showProgress(lines.length) })
  await database.close()
  const { calls: modelCalls, promptTokens, completionTokens } = usage()
  return { outcome, cost: { reader: name, modelCalls, promptTokens, completionTokens } }
}

function printComparison(lines: readonly TranscriptLine[], [a, b]: [Run, Run], asJson: boolean): string {
  const differences = compareOutcomes(lines, a.outcome, b.outcome)
  const print = asJson ? printDifferencesAsJson : printDifferences
  return print(differences, lines.length, { a: a.cost, b: b.cost })
}

function printRun(lines: readonly TranscriptLine[], { outcome, cost }: Run, startedAt: Date, asJson: boolean): string {
  const { reader: _, ...figures } = cost
  const summary: Summary = {
    type: 'summary',
    messages: lines.length,
    tickets: outcome.tickets.length,
    said: outcome.said.length,
    ...figures,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
  }
  return asJson ? printJson(outcome, summary) : printChat(lines, outcome, summary)
}

process.exit(await replay())
