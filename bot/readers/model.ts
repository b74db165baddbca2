import OpenAI, { APIConnectionError, APIError } from 'openai'
import { z } from 'zod'
import { judgeAnswer, RESPONSE_FORMATS, type ResponseFormat } from '../../core/prompts/answer.ts'
import * as prompt from '../../core/prompts/read.v1.ts'
import type { Reading, ReadingRecord } from '../../core/reading/reading.ts'
import { type Reader, ReaderOutage, Unreadable } from '../reader.ts'

export type ModelSettings = {
  model: string
  apiKey: string | null
  baseUrl: string | null
  responseFormat?: ResponseFormat
  timeoutMs?: number
}

/** What the model was asked since the start, unreadable answers and refused requests included. */
export type ModelUsage = { calls: number; promptTokens: number; completionTokens: number }

export type ModelReader = Reader & { usage(): ModelUsage }

/** What this server turned out to accept, learned from its refusals and kept until the process ends. */
type Dialect = { format: ResponseFormat; temperature: boolean; noThinking: boolean }

type Answer = { text: string; promptTokens: number; completionTokens: number }

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish(),
})

/** Reads with any server that speaks OpenAI's Chat Completions. All requests for one message together take at most `timeoutMs`. */
export function modelReader(settings: ModelSettings): ModelReader {
  const { model, timeoutMs = 20_000 } = settings
  const client = connect(settings)
  const used: ModelUsage = { calls: 0, promptTokens: 0, completionTokens: 0 }
  let dialect: Dialect = { format: settings.responseFormat ?? 'json_object', temperature: true, noThinking: false }

  async function ask(messages: prompt.ChatMessage[], signal: AbortSignal): Promise<Answer> {
    const answer = understand(await request(messages, signal))
    used.promptTokens += answer.promptTokens
    used.completionTokens += answer.completionTokens
    return answer
  }

  async function request(messages: prompt.ChatMessage[], signal: AbortSignal): Promise<unknown> {
    const spoken = dialect
    used.calls += 1
    try {
      return await client.chat.completions.create({ model, messages, ...inDialect(spoken) }, { signal })
    } catch (error) {
      if (signal.aborted) throw new ReaderOutage(`the model did not answer within ${timeoutMs / 1000} s`)
      const conceded = concede(spoken, error)
      if (!conceded) throw explain(error)
      dialect = conceded
      return request(messages, signal)
    }
  }

  return {
    async read(question) {
      const signal = AbortSignal.timeout(timeoutMs)
      const messages = prompt.render(question)

      const first = await ask(messages, signal)
      const verdict = judgeAnswer(first.text)
      if ('reading' in verdict) return record(model, verdict.reading, [first])

      const second = await ask([...messages, ...prompt.renderRepair(first.text, verdict.problem)], signal)
      const repaired = judgeAnswer(second.text)
      if ('reading' in repaired) return record(model, repaired.reading, [first, second])

      throw new Unreadable(`the model answered twice without a reading: ${repaired.problem}`)
    },
    usage: () => ({ ...used }),
  }
}

// Retries off: the library sleeps through Retry-After past every timeout. Log off: it would print residents' words.
function connect({ apiKey, baseUrl }: ModelSettings): OpenAI {
  return new OpenAI({ apiKey: apiKey ?? 'none', baseURL: baseUrl, organization: null, project: null, maxRetries: 0, logLevel: 'off' })
}

function inDialect({ format, temperature, noThinking }: Dialect) {
  return {
    ...(temperature && { temperature: 0 }),
    ...(noThinking && { enable_thinking: false }),
    ...(format === 'json_object' && { response_format: { type: format } }),
    ...(format === 'json_schema' && { response_format: { type: format, json_schema: { name: 'reading', schema: prompt.schema } } }),
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

function understand(body: unknown): Answer {
  const completion = Completion.safeParse(body)
  if (!completion.success) throw new ReaderOutage('the model server answered with something that is no completion; is its base URL right?')

  const { choices, usage } = completion.data
  return {
    text: choices[0]?.message.content ?? '',
    promptTokens: usage?.prompt_tokens ?? 0,
    completionTokens: usage?.completion_tokens ?? 0,
  }
}

function record(model: string, reading: Reading, answers: Answer[]): ReadingRecord {
  return {
    reading,
    reader: 'model',
    promptId: prompt.id,
    model,
    promptTokens: answers.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
    completionTokens: answers.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
  }
}

/** Why the server gave no completion. A provider that will not read these very words is no outage: the next message may be welcome. */
function explain(error: unknown): ReaderOutage | Unreadable {
  if (error instanceof APIConnectionError) return new ReaderOutage(`the model server cannot be reached (${rootCause(error)})`)
  if (!(error instanceof APIError) || error.status === undefined)
    return new ReaderOutage('the model server broke off or sent something that is no JSON')

  const { status, code } = error
  if (status === 400 && REFUSES_CONTENT.test(`${code} ${error.message}`))
    return new Unreadable('the model provider refuses to read these words')
  if (status === 401 || status === 403) return new ReaderOutage(`the model server does not accept the key (${status})`)
  if (status === 429 && code === 'insufficient_quota') return new ReaderOutage('the account at the model provider is used up (429)')
  if (status === 429) return new ReaderOutage('the model server is asked too often (429)')
  if (status >= 500) return new ReaderOutage(`the model server failed (${status})`)
  return new ReaderOutage(`the model server refuses the request (${error.message.slice(0, 160)})`)
}

const REFUSES_CONTENT = /inspection|content.{0,12}(filter|polic|risk)|敏感/i

function rootCause(error: Error): string {
  let cause = error
  while (cause.cause instanceof Error) cause = cause.cause
  return (cause as NodeJS.ErrnoException).code ?? cause.message
}
