import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openInMemory } from '../../db/open.ts'
import { readEnv } from '../../env.ts'
import type { Reader } from '../reader.ts'
import { withFallback } from '../readers/fallback.ts'
import { modelReader } from '../readers/model.ts'
import { offlineReader } from '../readers/offline.ts'
import { playTranscript } from './play.ts'
import { printChat, printJson, type Summary } from './print.ts'
import { parseTranscript } from './transcript.ts'

const USAGE = 'Usage: npm run -s replay -- FILE [--json] [--reader offline|model]'
const PROGRESS_AFTER_MS = 1000

/** Plays a chat on an in-memory database and prints what the bot would have said. Returns the exit status. */
async function replay(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, reader: { type: 'string', default: 'offline' } },
  })
  const [file] = positionals
  if (!file || !existsSync(file) || !['offline', 'model'].includes(values.reader))
    return refuse(file && !existsSync(file) ? `No such file: ${file}` : USAGE)

  const startedAt = new Date()
  const { lines, problems } = parseTranscript(readFileSync(file, 'utf8'), { defaultAt: startedAt })
  for (const { line, reason } of problems) process.stderr.write(`${file}:${line}: ${reason}\n`)

  const { reader, usage } = openReader(values.reader)
  const database = await openInMemory()
  const outcome = await playTranscript(lines, { database, reader, onLine: progress(lines.length) })
  await database.close()

  const { calls, promptTokens, completionTokens } = usage()
  const summary: Summary = {
    type: 'summary',
    messages: lines.length,
    tickets: outcome.tickets.length,
    said: outcome.said.length,
    modelCalls: calls,
    promptTokens,
    completionTokens,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
  }
  process.stdout.write(values.json ? printJson(outcome, summary) : printChat(lines, outcome, summary))
  return problems.length > 0 ? 1 : 0
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 2
}

function openReader(name: string): { reader: Reader; usage: () => { calls: number; promptTokens: number; completionTokens: number } } {
  if (name === 'offline') return { reader: offlineReader(), usage: () => ({ calls: 0, promptTokens: 0, completionTokens: 0 }) }
  const {
    OPENAI_MODEL: model,
    OPENAI_API_KEY: apiKey = null,
    OPENAI_BASE_URL: baseUrl = null,
    OPENAI_RESPONSE_FORMAT: responseFormat,
  } = readEnv()
  if (!model) throw new Error('--reader model needs OPENAI_MODEL and OPENAI_API_KEY or OPENAI_BASE_URL')
  const primary = modelReader({ model, apiKey, baseUrl, responseFormat })
  return { reader: withFallback(primary, offlineReader(), { now: () => new Date() }), usage: primary.usage }
}

/** Shows on stderr how far it is once it takes longer than a second. */
function progress(total: number): (done: number) => void {
  let shownAt = Date.now() + PROGRESS_AFTER_MS
  return (done) => {
    if (Date.now() < shownAt) return
    shownAt = Date.now() + PROGRESS_AFTER_MS
    process.stderr.write(`\r${done}/${total}${done === total ? '\n' : ''}`)
  }
}

process.exit(await replay())
