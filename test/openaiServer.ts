import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { noContext } from '../core/prompts/context.ts'
import * as prompt from '../core/prompts/read.v2.ts'
import type { Reading } from '../core/reading/reading.ts'

/** One request as the server got it. */
export type ChatRequest = {
  model: string
  messages: { role: string; content: string | { type: string; image_url?: { url: string } }[] }[]
  temperature?: number
  enable_thinking?: boolean
  response_format?: { type: string; json_schema?: { name: string; schema: unknown } }
}

/** What the model says: a reading (or one for each problem), raw text, or something that no model should do. `stalls`: half a body, then silence. */
export type ModelAnswer =
  | { reading: Reading | readonly Reading[]; ticket?: string }
  | { text: string }
  | { status: number; body: string; headers?: Record<string, string> }
  | { fault: 'hangs' | 'stalls' | 'drops' }

export type Answering = (request: ChatRequest) => ModelAnswer

export type OpenAiServer = {
  baseUrl: string
  requests: ChatRequest[]
  connections(): number
  /** Ends every connection. Rejects when a request found no answer in the script, so that the test says which. */
  close(): Promise<void>
}

/** What each answered call costs. */
const USAGE = { prompt_tokens: 1000, completion_tokens: 50, total_tokens: 1050 }

/** A local server that speaks OpenAI's Chat Completions and says what a test tells it to. */
export async function startOpenAiServer(answer: Answering): Promise<OpenAiServer> {
  const requests: ChatRequest[] = []
  const unscripted: unknown[] = []
  let connections = 0

  const server = createServer(async (incoming, response) => {
    const request: ChatRequest = JSON.parse(await textOf(incoming))
    requests.push(request)
    try {
      if (!isChatCompletion(incoming)) throw new Error(`No such address: ${incoming.method} ${incoming.url}`)
      send(response, answer(request))
    } catch (error) {
      unscripted.push(error)
      send(response, { status: 500, body: String(error) })
    }
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    connections: () => connections,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      if (unscripted.length > 0) throw unscripted[0]
    },
  }
}

/** Answers the first call with the first, the second with the second, and so on. */
export function inTurn(...answers: ModelAnswer[]): Answering {
  const left = [...answers]
  return () => {
    const next = left.shift()
    if (!next) throw new Error(`Asked more than ${answers.length} times`)
    return next
  }
}

/** Answers by the resident's words, as a model would have read them. The words are written as residents say them, unmasked. */
export function byWords(readings: Record<string, Reading | readonly Reading[]>): Answering {
  const byShown = new Map(Object.entries(readings).map(([words, reading]) => [shownToModel(words), reading]))
  return (request) => {
    const words = wordsIn(request)
    const reading = byShown.get(words)
    if (!reading) throw new Error(`No reading recorded for: ${words}`)
    return { reading }
  }
}

/** The resident's words as they reached the server. */
export function wordsIn(request: ChatRequest): string {
  const [, content] = /<message>\n(.*)\n<\/message>$/s.exec(String(request.messages[1]?.content)) ?? []
  if (!content) throw new Error(`No resident speaks in ${JSON.stringify(request.messages.slice(1))}`)
  return JSON.parse(content).text
}

/** How words look once they have been masked and cut for the model. */
function shownToModel(text: string): string {
  const [system, user] = prompt.render({ kind: 'text', text, quote: null, context: noContext('') })
  return wordsIn({ model: '', messages: [system!, user!] })
}

/** A reading in the form that the prompt asks for. */
export function answerOf(given: Reading | readonly Reading[], ticket: string | null = null): string {
  const readings: readonly Reading[] = 'intent' in given ? [given] : given
  if (readings[0]?.intent !== 'report') return JSON.stringify({ ...readings[0], ticket })
  return JSON.stringify({ reports: readings.map(({ intent: _, ...report }) => ({ ...report, ticket })) })
}

function isChatCompletion({ method, url }: IncomingMessage): boolean {
  return method === 'POST' && url === '/v1/chat/completions'
}

function send(response: ServerResponse, answer: ModelAnswer): void {
  if ('reading' in answer) sendCompletion(response, answerOf(answer.reading, answer.ticket))
  else if ('text' in answer) sendCompletion(response, answer.text)
  else if ('status' in answer) response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body)
  else if (answer.fault === 'drops') response.destroy()
  else if (answer.fault === 'stalls') response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices":')
}

function sendCompletion(response: ServerResponse, content: string): void {
  const completion = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 0,
    model: 'test-model',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: USAGE,
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion))
}
