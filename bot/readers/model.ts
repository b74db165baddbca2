import OpenAI, { APIConnectionError, APIError } from 'openai'
import * as z from 'zod'
import type { Media } from '../../core/message.ts'
import { judgeAnswer, RESPONSE_FORMATS, type ResponseFormat } from '../../core/prompts/answer.ts'
import { noContext } from '../../core/prompts/context.ts'
import * as sight from '../../core/prompts/describe.v1.ts'
import * as prompt from '../../core/prompts/read.v2.ts'
import { addSpent, NOTHING_SPENT, type Reading, type ReadingRecord, type ReportReading, type Spent } from '../../core/reading/reading.ts'
import { type Description, type Question, type Reader, ReaderOutage, Unreadable } from '../reader.ts'

/** Yuan for a million tokens; 0 where nobody told. */
export type Prices = { in: number; out: number }

export type ModelSettings = {
  model: string
  /** Looks at photos without words; null: nobody does. */
  visionModel?: string | null
  apiKey: string | null
  baseUrl: string | null
  responseFormat?: ResponseFormat
  prices?: Prices
  timeoutMs?: number
}

/** `usage` is what was spent since the start, unreadable answers and refused requests included. */
export type ModelReader = Reader & { usage(): Spent }

/** What a server turned out to accept for a model, learned from its refusals and kept until the process ends. */
type Dialect = { format: ResponseFormat; temperature: boolean; noThinking: boolean }

type Messages = OpenAI.Chat.ChatCompletionMessageParam[]
type Asked = { model: string; messages: Messages; schema: object }
/** One reading's requests: they share a time limit and a bill. */
type Errand = { signal: AbortSignal; bill: Spent }

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
})

const FREE: Prices = { in: 0, out: 0 }
const MILLION = 1_000_000

/** Reads with any server that speaks OpenAI's Chat Completions. All requests for one message together take at most `timeoutMs`. */
export function modelReader(settings: ModelSettings): ModelReader {
  const { model, visionModel, prices = FREE, timeoutMs = 20_000 } = settings
  const client = connect(settings)
  const dialects = new Map<string, Dialect>()
  let used = NOTHING_SPENT

  async function ask(asked: Asked, errand: Errand): Promise<string> {
    const { text, promptTokens, completionTokens } = understand(await request(asked, errand))
    errand.bill.promptTokens += promptTokens
    errand.bill.completionTokens += completionTokens
    errand.bill.cost += (promptTokens * prices.in + completionTokens * prices.out) / MILLION
    return text
  }

  async function request(asked: Asked, errand: Errand, isSecond = false): Promise<unknown> {
    const { model, messages, schema } = asked
    const spoken = dialects.get(model) ?? { format: settings.responseFormat ?? 'json_object', temperature: true, noThinking: false }
    errand.bill.calls += 1
    try {
      return await client.chat.completions.create({ model, messages, ...inDialect(spoken, schema) }, { signal: errand.signal })
    } catch (error) {
      if (errand.signal.aborted) throw new ReaderOutage(`the model did not answer within ${timeoutMs / 1000} s`, 'slow')
      if (isBrokenOff(error) && !isSecond) return request(asked, errand, true)
      const conceded = concede(spoken, error)
      if (!conceded) throw explain(error)
      dialects.set(model, conceded)
      return request(asked, errand, isSecond)
    }
  }

  /** What fails has cost something too, and says so. */
  async function run<Answer>(work: (errand: Errand) => Promise<Answer>): Promise<Answer> {
    const errand = { signal: AbortSignal.timeout(timeoutMs), bill: { ...NOTHING_SPENT } }
    try {
      return await work(errand)
    } catch (error) {
      if (error instanceof ReaderOutage) throw new ReaderOutage(error.message, error.code, errand.bill)
      if (error instanceof Unreadable) throw new Unreadable(error.message, errand.bill)
      throw error
    } finally {
      used = addSpent(used, errand.bill)
    }
  }

  function read(question: Question): Promise<ReadingRecord> {
    return run(async (errand) => {
      const context = question.context ?? noContext(question.alias)
      const messages = prompt.render({ ...question, context })
      const asked = { model, messages, schema: prompt.schema }

      const first = await ask(asked, errand)
      const verdict = judgeAnswer(first, context.tickets)
      if ('reading' in verdict) return record(verdict, { promptId: prompt.id, model, bill: errand.bill })

      const repair = [...messages, ...prompt.renderRepair(first, verdict.problem)]
      const repaired = judgeAnswer(await ask({ ...asked, messages: repair }, errand), context.tickets)
      if ('reading' in repaired) return record(repaired, { promptId: prompt.id, model, bill: errand.bill })

      throw new Unreadable(`the model answered twice without a reading: ${repaired.problem}`)
    })
  }

  function describe(visionModel: string, photo: Media): Promise<Description> {
    return run(async (errand) => {
      const url = `data:${photo.contentType};base64,${Buffer.from(photo.bytes).toString('base64')}`
      const answer = await ask({ model: visionModel, messages: sight.render(url), schema: sight.schema }, errand)
      const { words, reading } = sight.judgeSight(answer)
      return { caption: words, record: record({ reading, also: [] }, { promptId: sight.id, model: visionModel, bill: errand.bill }) }
    })
  }

  return {
    costly: true,
    read,
    ...(visionModel && { describe: (photo: Media) => describe(visionModel, photo) }),
    usage: () => used,
  }
}

// Retries off: the library sleeps through Retry-After past every timeout. Log off: it would print residents' words. No connection is kept: calls
// are far apart, and one that the server has closed meanwhile, unnoticed while this process was busy, fails the next call.
function connect({ apiKey, baseUrl }: ModelSettings): OpenAI {
  return new OpenAI({
    apiKey: apiKey ?? 'none',
    baseURL: baseUrl,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    defaultHeaders: { connection: 'close' },
  })
}

function inDialect({ format, temperature, noThinking }: Dialect, schema: object) {
  return {
    ...(temperature && { temperature: 0 }),
    ...(noThinking && { enable_thinking: false }),
    ...(format === 'json_object' && { response_format: { type: format } }),
    ...(format === 'json_schema' && { response_format: { type: format, json_schema: { name: 'reading', schema: { ...schema } } } }),
  }
}

/** The next dialect to try when a server refuses this one, null when the refusal is about something else. */
function concede(dialect: Dialect, error: unknown): Dialect | null {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return null
  const complaint = error.message
  const format = RESPONSE_FORMATS[RESPONSE_FORMATS.indexOf(dialect.format) + 1]

  if (/enable.?thinking/i.test(complaint) && !dialect.noThinking) return { ...dialect, noThinking: true }
  if (/temperature/i.test(complaint) && dialect.temperature) return { ...dialect, temperature: false }
  if (/response.?format|json.?(schema|object|mode)|no body/i.test(complaint) && format) return { ...dialect, format }
  return null
}

function understand(body: unknown): { text: string; promptTokens: number; completionTokens: number } {
  const completion = Completion.safeParse(body)
  if (!completion.success)
    throw new ReaderOutage('the model server answered with something that is no completion; is its base URL right?', 'noCompletion')

  const { choices, usage } = completion.data
  return {
    text: choices[0]?.message.content ?? '',
    promptTokens: usage?.prompt_tokens ?? 0,
    completionTokens: usage?.completion_tokens ?? 0,
  }
}

type Origin = { promptId: string; model: string; bill: Spent }

function record(read: { reading: Reading; also: ReportReading[] }, { promptId, model, bill }: Origin): ReadingRecord {
  return { ...read, reader: 'model', promptId, model, ...bill }
}

/** Why the server gave no completion. A provider that will not read these very words is no outage: the next message may be welcome. */
function explain(error: unknown): ReaderOutage | Unreadable {
  if (error instanceof APIConnectionError)
    return new ReaderOutage(`the model server cannot be reached (${rootCause(error)})`, 'unreachable')
  if (!(error instanceof APIError) || error.status === undefined)
    return new ReaderOutage('the model server broke off or sent something that is no JSON', 'noCompletion')

  const { status, code } = error
  if (status === 400 && REFUSES_CONTENT.test(`${code} ${error.message}`))
    return new Unreadable('the model provider refuses to read these words')
  if (status === 401 || status === 403) return new ReaderOutage(`the model server does not accept the key (${status})`, 'key')
  if (status === 429 && code === 'insufficient_quota')
    return new ReaderOutage('the account at the model provider is used up (429)', 'quota')
  if (status === 429) return new ReaderOutage('the model server is asked too often (429)', 'tooOften')
  if (status >= 500) return new ReaderOutage(`the model server failed (${status})`)
  return new ReaderOutage(`the model server refuses the request (${error.message.slice(0, 160)})`, status === 404 ? 'unknown' : 'failed')
}

/** Something between here and the server hung up, which says nothing about the model; a new connection need not fail. */
function isBrokenOff(error: unknown): boolean {
  return error instanceof APIConnectionError && BROKEN_OFF.has(rootCause(error))
}

const BROKEN_OFF = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

const REFUSES_CONTENT = /inspection|content.{0,12}(filter|polic|risk)|敏感/i

function rootCause(error: Error): string {
  let cause = error
  while (cause.cause instanceof Error) cause = cause.cause
  return (cause as NodeJS.ErrnoException).code ?? cause.message
}
