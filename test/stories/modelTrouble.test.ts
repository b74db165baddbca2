import { expect, onTestFinished, test } from 'vitest'
import { withFallback } from '../../bot/readers/fallback.ts'
import { modelReader } from '../../bot/readers/model.ts'
import { offlineReader } from '../../bot/readers/offline.ts'
import { openCommunity } from '../community.ts'
import { inTurn, type ModelAnswer, startOpenAiServer } from '../openaiServer.ts'

/** A community whose model gives these answers, one a call, with the offline reader behind it. */
async function openWithModel(...answers: ModelAnswer[]) {
  const server = await startOpenAiServer(inTurn(...answers))
  onTestFinished(() => server.close())
  const model = modelReader({ model: 'played', apiKey: 'none', baseUrl: server.baseUrl, timeoutMs: 1500 })
  const community = await openCommunity({ reader: withFallback(model, offlineReader(), () => new Date()) })
  return { community, server, group: await community.group() }
}

const LIFT = {
  intent: 'report',
  category: 'facility.lift',
  summary: '6栋电梯坏了',
  place: { building: '6', entrance: null, spot: null },
  urgency: 'high',
  confidence: 0.9,
} as const

const UNDERSTOOD = '小助手：@王姐 收到，3栋电梯坏了，编号JN-261121-001，物业今天09:30前回应。'

const outages: [string, ...ModelAnswer[]][] = [
  ['429', { status: 429, body: '{"error":{"message":"slow down"}}', headers: { 'retry-after': '120' } }],
  ['500', { status: 500, body: '{"error":{"message":"oops"}}' }],
  ['an HTML page', { status: 200, body: '<html>gateway</html>', headers: { 'content-type': 'text/html' } }],
  ['silence', { fault: 'hangs' }],
  ['a dropped line, twice', { fault: 'drops' }, { fault: 'drops' }],
]

test.each(outages)('a model that answers %s is replaced by the rules, and the reading says so', async (_name, ...answers) => {
  const { community, group } = await openWithModel(...answers)

  await group.say('王姐', '3栋电梯坏了')

  expect(group.replies()).toEqual([UNDERSTOOD])
  const readings = await community.db.query.readings.findMany()
  expect(readings.map(({ reader, model, promptId }) => ({ reader, model, promptId }))).toEqual([
    { reader: 'offline', model: null, promptId: null },
  ])
})

const nonsense: [string, ModelAnswer][] = [
  ['half JSON', { text: '{"intent": "report", "category":' }],
  [
    'an unknown category',
    { text: '{"intent":"report","category":"facility.ufo","summary":"飞碟","place":null,"urgency":"normal","confidence":1}' },
  ],
  ['nothing', { text: '' }],
]

test.each(nonsense)('a model that answers %s twice is replaced by the rules where they are sure', async (_name, answer) => {
  const { community, group, server } = await openWithModel(answer, answer)

  await group.say('王姐', '3栋电梯坏了')

  expect(server.requests).toHaveLength(2)
  expect(group.replies()).toEqual([UNDERSTOOD])
  expect(await community.db.query.readings.findMany()).toMatchObject([{ reader: 'offline', calls: 2, promptTokens: 2000 }])
})

test('what neither the model nor the rules can read waits for a person', async () => {
  const { community, group, server } = await openWithModel({ text: '' }, { text: '' })
  const officer = await community.staff('小李')

  await group.say('王姐', '@小助手 那个东西又那样了', { mentionsBot: true })

  expect(server.requests).toHaveLength(2)
  expect(group.replies()).toEqual([])
  expect(await officer.get('/waiting')).toContain('那个东西又那样了')
})

test('a failed call is counted, a resting model is not asked, and nothing is answered twice when it is back', async () => {
  const answers: ModelAnswer[] = [{ status: 500, body: 'oops' }, { reading: LIFT }]
  const server = await startOpenAiServer(inTurn(...answers))
  onTestFinished(() => server.close())
  const clock = { now: new Date('2026-11-21T09:00:00+08:00') }
  const model = modelReader({ model: 'played', apiKey: 'none', baseUrl: server.baseUrl, prices: { in: 2, out: 8 } })
  const community = await openCommunity({ reader: withFallback(model, offlineReader(), () => clock.now) })
  const group = await community.group()

  await group.say('王姐', '3栋电梯坏了')
  await group.say('老李', '5栋电梯坏了')
  clock.now = new Date('2026-11-21T09:01:00+08:00')
  await group.say('周姐', '6栋电梯坏了')

  expect(group.replies()).toHaveLength(3)
  const readings = await community.db.query.readings.findMany({ orderBy: (readings, { asc }) => asc(readings.id) })
  expect(readings.map(({ reader, calls, cost }) => ({ reader, calls, cost }))).toEqual([
    { reader: 'offline', calls: 1, cost: 0 },
    { reader: 'offline', calls: 0, cost: 0 },
    { reader: 'model', calls: 1, cost: 0.0024 },
  ])
})

test('a reading in fences is a reading, and keeps its prompt, model and tokens', async () => {
  const reading =
    '{"intent":"report","category":"facility.lift","summary":"3栋电梯坏了","place":{"building":"3","entrance":null,"spot":null},"urgency":"high","confidence":0.9}'
  const { community, group } = await openWithModel({ text: `好的：\n\`\`\`json\n${reading}\n\`\`\`` })

  await group.say('王姐', '3栋电梯坏了')

  expect(group.replies()).toEqual([UNDERSTOOD])
  expect(await community.db.query.readings.findMany()).toMatchObject([
    { reader: 'model', model: 'played', promptId: 'read@2', promptTokens: 1000, completionTokens: 50 },
  ])
})

test('an emergency never waits for the model', async () => {
  const { community, group, server } = await openWithModel()

  await group.say('赵叔', '5栋楼道好大煤气味！！')

  expect(group.replies()).toHaveLength(1)
  expect(server.requests).toEqual([])
  expect(await community.db.query.readings.findMany()).toMatchObject([{ reader: 'rule', category: 'emergency.gas' }])
})
