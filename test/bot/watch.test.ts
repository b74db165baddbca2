import { expect, onTestFinished, test } from 'vitest'
import { SpeechFailure } from '../../bot/channel.ts'
import { sandboxChannel } from '../../bot/channels/sandbox.ts'
import { countReading, countWords, showHeld } from '../../bot/watch.ts'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import { NOTHING_SPENT, type ReadingRecord } from '../../core/reading/reading.ts'
import { createMetrics } from '../../health/metrics.ts'

const reading = { intent: 'chatter', category: null, summary: null, place: null, urgency: 'normal', confidence: 1 } as const
const record: ReadingRecord = { reading, also: [], reader: 'offline', promptId: null, model: null, ...NOTHING_SPENT }

function message(kind: IncomingMessage['kind']): IncomingMessage {
  const sender = { id: 'wang', nickname: '王姐', alias: null, role: 'resident' as const, isFriend: false }
  const rest = { quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null, sentAt: new Date(0) }
  return { id: kind, room: null, sender, kind, text: '电梯坏了', ...rest }
}

/** The figures that are not nothing. */
async function figures(metrics: ReturnType<typeof createMetrics>): Promise<string[]> {
  const text = await metrics.registry.metrics()
  return text.split('\n').filter((line) => /^huiyin_\w+(_total|messages)\b.* [^0]/.test(line))
}

test('what a channel brings and takes is counted by kind and code, whatever it is', async () => {
  const metrics = createMetrics()
  const codes: (SpeechFailure['code'] | null)[] = [null, 'limited', 'limited', 'gone']
  const played = sandboxChannel()
  const channel = countWords(
    {
      ...played,
      async say() {
        const code = codes.shift()
        if (code) throw new SpeechFailure(code, 'no')
      },
    },
    mainAccount('sandbox'),
    metrics,
  )
  onTestFinished(() => channel.stop())

  await channel.start({ message: async () => {}, status: () => {}, synced: () => {} })
  for (const kind of ['text', 'text', 'image'] as const) await played.receive(message(kind))
  const speech = { to: { roomId: 'g' }, mention: null, text: '收到' }
  for (const _ of [1, 2, 3, 4]) await channel.say(speech).catch(() => undefined)

  expect(await figures(metrics)).toEqual([
    'huiyin_messages_received_total{channel="sandbox",account="main",kind="text"} 2',
    'huiyin_messages_received_total{channel="sandbox",account="main",kind="image"} 1',
    'huiyin_words_said_total{channel="sandbox",account="main"} 1',
    'huiyin_words_failed_total{channel="sandbox",account="main",code="limited"} 2',
    'huiyin_words_failed_total{channel="sandbox",account="main",code="gone"} 1',
  ])
})

test('a reading is counted by its reader; a model that was asked for nothing is a failure', async () => {
  const metrics = createMetrics()
  countReading(metrics, { ...record, reader: 'rule' })
  countReading(metrics, record)
  countReading(metrics, { ...record, reader: 'model', model: 'm', calls: 2, promptTokens: 700, completionTokens: 40, cost: 0.5 })
  countReading(metrics, { ...record, calls: 1, promptTokens: 300 })

  expect(await figures(metrics)).toEqual([
    'huiyin_readings_total{reader="rule"} 1',
    'huiyin_readings_total{reader="offline"} 2',
    'huiyin_readings_total{reader="model"} 1',
    'huiyin_model_calls_total 3',
    'huiyin_model_failures_total 1',
    'huiyin_model_tokens_total{direction="in"} 1000',
    'huiyin_model_tokens_total{direction="out"} 40',
  ])
  expect(await metrics.registry.metrics()).toContain('huiyin_model_cost_yuan_total 0.5')
})

test('what is held because the database is away is shown', async () => {
  const metrics = createMetrics()
  showHeld(metrics, { held: () => ({ inMemory: 4, spooled: 2, refused: 1 }) })
  expect(await figures(metrics)).toEqual([
    'huiyin_held_messages{where="memory"} 4',
    'huiyin_held_messages{where="spooled"} 2',
    'huiyin_held_messages{where="refused"} 1',
  ])
})
