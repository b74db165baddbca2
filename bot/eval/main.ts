import { existsSync, readFileSync } from 'node:fs'
import { openInMemory } from '../../db/embedded.ts'
import { readArguments } from '../replay/arguments.ts'
import { type Outcome, playTranscript } from '../replay/play.ts'
import { showProgress } from '../replay/progress.ts'
import { isReaderName, openReader } from '../replay/reader.ts'
import { parseTranscript, type TranscriptLine } from '../replay/transcript.ts'
import { type Labels, parseLabels } from './label.ts'
import { type Cost, printScore } from './print.ts'
import { scoreOutcome } from './score.ts'

const USAGE = 'Usage: npm run -s eval -- FILE [--reader offline|model|model:NAME] [--json]'

/** Plays a labelled chat on an in-memory database and prints how well it was understood. Returns the exit status. */
async function evaluate(): Promise<number> {
  const wishes = readArguments({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, reader: { type: 'string', default: 'offline' } },
  })
  if (!wishes) return refuse(USAGE)
  const { values, positionals } = wishes
  const [file] = positionals
  if (file && !existsSync(file)) return refuse(`No such file: ${file}`)
  if (!file || !isReaderName(values.reader)) return refuse(USAGE)

  const startedAt = new Date()
  const text = readFileSync(file, 'utf8')
  const transcript = parseTranscript(text, { defaultAt: startedAt })
  const { labels, problems } = parseLabels(text)
  for (const { line, reason } of [...transcript.problems, ...problems]) process.stderr.write(`${file}:${line}: ${reason}\n`)

  const { outcome, cost } = await play(transcript.lines, values.reader, startedAt)
  const score = scoreOutcome(labelledLines(transcript.lines, labels), outcome)
  process.stdout.write(values.json ? `${JSON.stringify({ ...score, ...cost })}\n` : printScore(score, cost))
  return 0
}

function refuse(sentence: string): number {
  process.stderr.write(`${sentence}\n`)
  return 2
}

async function play(lines: readonly TranscriptLine[], readerName: string, startedAt: Date): Promise<{ outcome: Outcome; cost: Cost }> {
  const { reader, usage } = await openReader(readerName)
  const database = await openInMemory()
  const outcome = await playTranscript(lines, { database, reader, onLine: showProgress(lines.length) })
  await database.close()
  const { calls: modelCalls, promptTokens, completionTokens } = usage()
  const seconds = (Date.now() - startedAt.getTime()) / 1000
  return { outcome, cost: { messages: lines.length, said: outcome.said.length, modelCalls, promptTokens, completionTokens, seconds } }
}

function labelledLines(lines: readonly TranscriptLine[], labels: Labels['labels']) {
  return lines.flatMap(({ id, sender, text, kind }) => {
    const label = labels.get(id)
    return label ? [{ id, sender, words: text || `[${kind}]`, label }] : []
  })
}

process.exit(await evaluate())
