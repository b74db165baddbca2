import { expect, onTestFinished, test } from 'vitest'
import { modelReader } from '../../bot/readers/model.ts'
import type { Reading } from '../../core/reading/reading.ts'
import type { CategoryCode } from '../../core/taxonomy/categories.ts'
import { openCommunity } from '../community.ts'
import { byWords, startOpenAiServer } from '../openaiServer.ts'

function report(category: CategoryCode, summary: string, building: string | null, spot: string | null = null, confidence = 0.9): Reading {
  const place = building || spot ? { building, entrance: null, spot } : null
  return { intent: 'report', category, summary, place, urgency: 'normal', confidence }
}

const LIGHT = report('facility.lighting', '8栋楼道灯不亮', '8')
const RUBBISH = report('sanitation.garbage_overflow', '南门垃圾没人收', null, '南门')
const LIFT = report('facility.lift', '3栋电梯坏了', '3')
const LIGHT_SOMEWHERE = report('facility.lighting', '楼道灯一直闪', null)
const LIGHT_AT_HOME = report('facility.lighting', '6栋灯不亮', '6')
const NOISE = report('noise.neighbor', '楼上半夜噪音', null)
const PERHAPS = report('sanitation.greening', '树枝太长', null, null, 0.4)

const READINGS: Record<string, Reading | Reading[]> = {
  '3栋电梯坏了': LIFT,
  '8栋楼道灯不亮，还有南门垃圾没人收': [LIGHT, RUBBISH],
  '3栋电梯还停着，8栋楼道灯也不亮': [LIFT, LIGHT],
  '南门垃圾没人收，楼道灯还一直闪': [RUBBISH, LIGHT_SOMEWHERE],
  '8栋楼道灯不亮，楼上还天天半夜蹦迪': [LIGHT, NOISE],
  楼上天天半夜蹦迪: NOISE,
  '8栋楼道灯不亮，树是不是也该剪了': [LIGHT, PERHAPS],
  楼道灯一直闪: LIGHT_SOMEWHERE,
  '6-1灯不亮，还有南门垃圾没收': [LIGHT_AT_HOME, RUBBISH],
  '6-1': { intent: 'supplement', category: null, summary: null, place: null, urgency: 'low', confidence: 0.9 },
}

async function openWithReadings() {
  const server = await startOpenAiServer(byWords(READINGS))
  onTestFinished(() => server.close())
  const community = await openCommunity({ reader: modelReader({ model: 'played', apiKey: null, baseUrl: server.baseUrl }) })
  return { community, group: await community.group() }
}

test('two problems in one message become two tickets and one answer with both numbers', async () => {
  const { community, group } = await openWithReadings()

  await group.say('王姐', '8栋楼道灯不亮，还有南门垃圾没人收')

  expect(group.replies()).toEqual([
    '小助手：@王姐 收到，登记2件：8栋楼道灯不亮（JN-261121-001）、南门垃圾没人收（JN-261121-002），物业今天11:00前回应。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ category: 'facility.lighting', status: 'pendingReview' })
  expect(await community.ticket('JN-261121-002')).toMatchObject({ category: 'sanitation.garbage_overflow', status: 'pendingReview' })
  const readings = await community.db.query.readings.findMany({ orderBy: (readings, { asc }) => asc(readings.id) })
  expect(readings.map(({ part, calls, promptTokens }) => ({ part, calls, promptTokens }))).toEqual([
    { part: 0, calls: 1, promptTokens: 1000 },
    { part: 1, calls: 0, promptTokens: 0 },
  ])
})

test('what is already known is said to be, in the same line', async () => {
  const { community, group } = await openWithReadings()

  await group.say('老李', '3栋电梯坏了')
  await community.later(15)
  await group.say('王姐', '3栋电梯还停着，8栋楼道灯也不亮')

  expect(group.replies().at(-1)).toBe(
    '小助手：@王姐 收到，登记1件：8栋楼道灯不亮（JN-261121-002），物业今天11:15前回应。3栋电梯坏了（JN-261121-001）早前已登记。',
  )
})

test('the one without a place is asked for in the same line, and gets its number with the answer', async () => {
  const { community, group } = await openWithReadings()

  await group.say('王姐', '南门垃圾没人收，楼道灯还一直闪')
  expect(await community.ticket('JN-261121-002')).toMatchObject({ status: 'draft' })
  await group.say('王姐', '6-1')

  expect(group.replies()).toEqual([
    '小助手：@王姐 收到，登记1件：南门垃圾没人收（JN-261121-001），物业今天11:00前回应。楼道灯一直闪是哪栋哪单元？回“6-1”这样就行。',
    '小助手：@王姐 收到，6栋1单元楼道灯一直闪，编号JN-261121-002，物业今天11:00前回应。',
  ])
})

test('who answers where it is may tell of something else in the same breath', async () => {
  const { community, group } = await openWithReadings()

  await group.say('王姐', '楼道灯一直闪')
  await group.say('王姐', '6-1灯不亮，还有南门垃圾没收')

  expect(group.replies().slice(1)).toEqual([
    '小助手：@王姐 收到，6栋楼道灯一直闪，编号JN-261121-001，物业今天11:00前回应。',
    '小助手：@王姐 收到，南门垃圾没人收，编号JN-261121-002，物业今天11:00前回应。',
  ])
  expect(await community.db.query.tickets.findMany()).toHaveLength(2)
})

test('what must stay private is not told with the rest', async () => {
  const { community, group } = await openWithReadings()

  await group.say('周姐', '8栋楼道灯不亮，楼上还天天半夜蹦迪', { isFriend: true })

  expect(group.replies()).toEqual([
    '小助手：@周姐 收到，8栋楼道灯不亮，编号JN-261121-001，物业今天11:00前回应。',
    '小助手：@周姐 噪音的事收到，我私下和您说。',
  ])
  expect(community.private('周姐').transcript()).toEqual([expect.stringContaining('已按不公开事项登记，编号JN-261121-002')])
})

test('what was told in private before is not told in the group with what is new', async () => {
  const { community, group } = await openWithReadings()
  await group.say('周姐', '楼上天天半夜蹦迪', { isFriend: true })
  await community.later(15)

  await group.say('周姐', '8栋楼道灯不亮，楼上还天天半夜蹦迪', { isFriend: true })

  expect(group.replies().at(-1)).toBe('小助手：@周姐 收到，8栋楼道灯不亮，编号JN-261121-002，物业今天11:15前回应。')
  expect(group.replies().join()).not.toContain('JN-261121-001')
  expect(community.private('周姐').transcript().at(-1)).toBe(
    '小助手：这件事编号JN-261121-001，目前1人反映，已登记，楼栋长今天13:00前回应。',
  )
})

test('what is sure is filed, and the rest of the message still waits for a person', async () => {
  const { community, group } = await openWithReadings()
  const officer = await community.staff('小李')

  await group.say('王姐', '8栋楼道灯不亮，树是不是也该剪了')

  expect(group.replies()).toEqual(['小助手：@王姐 收到，8栋楼道灯不亮，编号JN-261121-001，物业今天11:00前回应。'])
  expect(await officer.get('/waiting')).toContain('树是不是也该剪了')
  const page = await officer.get('/waiting/1/ticket')
  expect(page).toContain('树是不是也该剪了')
})

test('the sandbox shows a message of two matters once', async () => {
  const { community, group } = await openWithReadings()

  await group.say('王姐', '8栋楼道灯不亮，还有南门垃圾没人收')
  const messages = await community.db.query.messages.findMany()

  expect(messages.map(({ outcome }) => outcome)).toEqual(['ticketOpened'])
  expect(await community.db.query.reports.findMany({ orderBy: (report) => report.ticketId })).toMatchObject([
    { messageId: messages[0]!.id, ticketId: 1 },
    { messageId: messages[0]!.id, ticketId: 2 },
  ])
})
