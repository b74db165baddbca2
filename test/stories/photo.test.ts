import { expect, onTestFinished, test } from 'vitest'
import { modelReader } from '../../bot/readers/model.ts'
import { DEFAULT_PATIENCE } from '../../core/community.ts'
import { openCommunity } from '../community.ts'
import { inTurn, type ModelAnswer, startOpenAiServer } from '../openaiServer.ts'

const ASKED = '小助手：@张叔 照片收到，看着像井盖翘起。在什么位置？回一句我就登记，不是反映问题请忽略。'
const media = { contentType: 'image/png', bytes: new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]) }

async function openPatient() {
  const community = await openCommunity({ patience: DEFAULT_PATIENCE })
  return { community, group: await community.group() }
}

/** A community whose model sees in each photo what the answers say, one a call. */
async function openWithSight(...answers: ModelAnswer[]) {
  const server = await startOpenAiServer(inTurn(...answers))
  onTestFinished(() => server.close())
  const reader = modelReader({ model: 'played', visionModel: 'seeing', apiKey: null, baseUrl: server.baseUrl })
  const community = await openCommunity({ patience: DEFAULT_PATIENCE, reader })
  return { community, server, group: await community.group() }
}

test('D3 a photo of a manhole is asked about once, and the place completes it', async () => {
  const { community, group } = await openPatient()

  await group.say('张叔', '[图片：翘起的井盖]', { kind: 'image' })
  await community.wait(170)
  expect(group.replies()).toEqual([])
  await community.wait(20)
  await group.say('张叔', '南门进来左手边')
  await community.later(1)

  expect(group.transcript()).toEqual([
    '张叔：[图片：翘起的井盖]',
    ASKED,
    '张叔：南门进来左手边',
    '小助手：@张叔 收到，南门内左侧井盖翘起，编号JN-261121-001，物业今天10:05前回应。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ category: 'facility.manhole', place: { spot: '南门内左侧' } })
})

test('nobody who does not answer is asked again; the draft waits for staff', async () => {
  const { community, group } = await openPatient()

  await group.say('张叔', '[图片：翘起的井盖]', { kind: 'image' })
  await community.later(60)

  expect(group.replies()).toEqual([ASKED])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'draft' })
})

test.each(['[图片：一盘红烧肉]', '[图片：孩子玩滑梯]', '[图片：夕阳下的小区]', '[图片]'])('%s is answered by nothing', async (photo) => {
  const { community, group } = await openPatient()

  await group.say('张叔', photo === '[图片]' ? '' : photo, { kind: 'image' })
  await community.later(10)

  expect(group.replies()).toEqual([])
  expect(await community.db.query.tickets.findMany()).toEqual([])
})

test('words that follow within the three minutes belong to the photo', async () => {
  const { community, group } = await openPatient()

  await group.say('张叔', '[图片：翘起的井盖]', { kind: 'image' })
  await community.wait(20)
  await group.say('张叔', '南门进来左手边井盖翘起来了')
  await community.later(5)

  expect(group.replies()).toEqual([expect.stringMatching(/^小助手：@张叔 收到，南门.*井盖.*，编号JN-261121-001，物业今天10:00前回应。$/)])
})

test('D3 with eyes: a photo without any words is described, and the caption is kept', async () => {
  const { community, group, server } = await openWithSight({
    text: '{"caption":"井盖翘起","category":"facility.manhole","confidence":0.8}',
  })
  const officer = await community.staff('小李')

  await group.say('张叔', '', { kind: 'image', media })
  await community.wait(190)

  expect(group.replies()).toEqual([ASKED])
  expect(server.requests).toMatchObject([{ model: 'seeing' }])
  expect(JSON.stringify(server.requests[0])).toContain('data:image/png;base64,iVBORw0KGgo=')
  expect(await community.db.query.messages.findMany()).toMatchObject([{ caption: '井盖翘起', outcome: 'ticketOpened' }])
  expect(await community.db.query.readings.findMany()).toMatchObject([{ reader: 'model', promptId: 'describe@1', calls: 1 }])
  expect(await officer.get('/tickets/JN-261121-001')).toContain('照片看着像：井盖翘起（AI识别）')
})

test.each<[string, ModelAnswer]>([
  ['a dinner', { text: '{"caption":null,"category":null,"confidence":0.9}' }],
  ['nobody knows what', { text: '看不清' }],
  ['something, said by a model that is down', { status: 500, body: 'oops' }],
])('a photo of %s is answered by nothing', async (_, answer) => {
  const { community, group } = await openWithSight(answer)

  await group.say('李婶', '', { kind: 'image', media })
  await community.later(10)

  expect(group.replies()).toEqual([])
  expect(await community.db.query.messages.findMany()).toMatchObject([{ outcome: 'silent', reason: 'photoAlone', caption: null }])
  expect(await community.db.query.readings.findMany()).toMatchObject([{ intent: 'chatter', calls: 1 }])
})
