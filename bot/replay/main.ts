import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openInMemory } from '../../db/open.ts'
import { playTranscript } from './play.ts'
import { printChat, printJson, type Summary } from './print.ts'
import { showProgress } from './progress.ts'
import { openReader } from './reader.ts'
import { parseTranscript } from './transcript.ts'

const USAGE = 'Usage: npm run -s replay -- FILE [--json] [--reader offline|model]'

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
  const outcome = await playTranscript(lines, { database, reader, onLine: showProgress(lines.length) })
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

process.exit(await replay())
