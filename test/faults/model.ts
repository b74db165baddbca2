import { readByRules } from '../../bot/readers/offline.ts'
import { type ChatRequest, type ModelAnswer, startOpenAiServer, wordsIn } from '../openaiServer.ts'
import { type Count, countInbox, countReplies, type Fault, settle } from './count.ts'
import { openStage, type Stage } from './stage.ts'
import { openTalk, reportOf, talkOn } from './talk.ts'

const MESSAGES = 600
/** Slow enough that the model is asked again and again: after a failure it rests for two seconds, after more in a row for longer. */
const PER_SECOND = 2
const FAILURES: Record<string, ModelAnswer> = {
  '429': { status: 429, headers: { 'retry-after': '30' }, body: '{"error":{"message":"Too many requests"}}' },
  '500': { status: 500, body: '{"error":{"message":"Internal error"}}' },
  HTML: { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Bad gateway</body></html>' },
  hang: { fault: 'hangs' },
  drop: { fault: 'drops' },
  nonsense: { text: '我觉得今天天气不错' },
}
const WAYS = Object.keys(FAILURES)

/** Three calls in ten fail, each in the next way. */
export const model: Fault = {
  name: 'model',
  async run(scale) {
    const failed = new Map<string, number>(WAYS.map((way) => [way, 0]))
    let calls = 0
    function answer(request: ChatRequest): ModelAnswer {
      if (calls++ % 10 < 7) return { reading: readByRules({ text: wordsIn(request) }).reading }
      const failures = [...failed.values()].reduce((sum, times) => sum + times, 0)
      const way = WAYS[failures % WAYS.length]!
      failed.set(way, failed.get(way)! + 1)
      return FAILURES[way]!
    }
    const server = await startOpenAiServer(answer)
    const stage = await openStage({ members: MESSAGES, env: { OPENAI_MODEL: 'test-model', OPENAI_BASE_URL: server.baseUrl } })
    const talk = openTalk()
    await stage.begin()
    await talkOn(stage, talk, { messages: Math.ceil(MESSAGES * scale), perSecond: PER_SECOND, wordsOf: reportOf })
    talk.reports = talk.ids.length
    await settle(stage, talk)
    const counts = [
      ...(await countReadings(stage, talk.ids.length)),
      ...(await countInbox(stage, talk)),
      ...(await countReplies(stage, talk)),
    ]
    await stage.close()
    await server.close()
    const ways = [...failed].map(([way, times]) => ({ what: `calls that failed: ${way}`, found: times }))
    return [{ what: 'calls of the model', found: calls }, ...ways, ...counts]
  },
}

async function countReadings({ sql }: Stage, messages: number): Promise<Count[]> {
  const rows = await sql`select reader, count(distinct message_id)::int as times from readings group by reader order by reader`
  const outcomes =
    await sql`select outcome, count(*)::int as times from messages where outcome is not null group by outcome order by outcome`
  const settled = outcomes.reduce((sum, row) => sum + row['times'], 0)
  return [
    ...rows.map((row) => ({ what: `messages read by ${row['reader']}`, found: row['times'] })),
    ...outcomes.map((row) => ({ what: `messages settled as ${row['outcome']}`, found: row['times'] })),
    { what: 'messages settled', found: settled, wanted: messages },
  ]
}
