import { expect, onTestFinished, test } from 'vitest'
import { modelReader } from '../../bot/readers/model.ts'
import type { Reading } from '../../core/reading/reading.ts'
import { changeCommunity } from '../../db/orgUnits.ts'
import { openCommunity } from '../community.ts'
import { inTurn, type ModelAnswer, startOpenAiServer } from '../openaiServer.ts'

const LIFT: Reading = {
  intent: 'report',
  category: 'facility.lift',
  summary: '3栋电梯坏了',
  place: { building: '3', entrance: null, spot: null },
  urgency: 'high',
  confidence: 0.9,
}
const SOMEWHERE: Reading = { ...LIFT, summary: '电梯不动', place: null }
const QUERY: Reading = { intent: 'progressQuery', category: null, summary: null, place: null, urgency: 'low', confidence: 0.9 }
const NOISE: Reading = { ...LIFT, category: 'noise.neighbor', summary: '楼上半夜噪音', place: null, urgency: 'normal' }

async function openWithModel(...answers: ModelAnswer[]) {
  const server = await startOpenAiServer(inTurn(...answers))
  onTestFinished(() => server.close())
  const community = await openCommunity({ reader: modelReader({ model: 'played', apiKey: null, baseUrl: server.baseUrl }) })
  const asked = (call: number) => String(server.requests[call]?.messages[1]?.content)
  return { community, server, asked, group: await community.group() }
}

test('chatter never leaves the machine', async () => {
  const { community, group, server } = await openWithModel()

  for (const words of ['今晚吃啥', '哈哈哈', '明天降温，多穿点', '好看']) await group.say('老李', words)

  expect(server.requests).toEqual([])
  expect(await community.db.query.readings.findMany()).toMatchObject(Array(4).fill({ reader: 'offline', heldBack: true, calls: 0 }))
})

test('what is said to the bot is always read by the model', async () => {
  const { group, server } = await openWithModel({ reading: QUERY })

  await group.say('老李', '今晚吃啥', { mentionsBot: true })

  expect(server.requests).toHaveLength(1)
})

test('the model sees the lines before under marks, and the open tickets, but no name', async () => {
  const { group, asked } = await openWithModel({ reading: LIFT }, { reading: QUERY })

  await group.say('王姐', '3栋电梯坏了', { alias: '王姐(8-2-402)' })
  await group.say('物业小陈', '今晚吃啥', { alias: '物业小陈' })
  await group.say('老李', '王姐说的那个咋样了', { mentionsBot: true })

  expect(asked(1)).toBe(
    [
      '<tickets>["T1 3栋电梯坏了 已登记"]</tickets>',
      '<before>["A：3栋电梯坏了","B物业：今晚吃啥"]</before>',
      '<message>',
      '{"speaker":"C","kind":"text","text":"A说的那个咋样了","quote":null}',
      '</message>',
    ].join('\n'),
  )
})

test('a report that the model takes for a ticket it was shown joins it', async () => {
  const { community, group } = await openWithModel({ reading: LIFT }, { reading: SOMEWHERE, ticket: 'T1' })

  await group.say('王姐', '3栋电梯坏了')
  await community.later(15)
  await group.say('老李', '上下全靠腿，电梯不动', { mentionsBot: true })

  expect(group.replies().at(-1)).toMatch(/^小助手：@老李 这件事编号JN-261121-001，目前2人反映/)
  expect(await community.db.query.tickets.findMany()).toHaveLength(1)
  expect(await community.db.query.readings.findMany({ where: (readings, { eq }) => eq(readings.ticketId, 1) })).toHaveLength(1)
})

test.each(['T9', 'JN-261121-001', '1'])('a ticket that was not shown (%s) is nobody’s', async (ticket) => {
  const { community, group } = await openWithModel(
    { reading: LIFT },
    { reading: { ...LIFT, place: { ...LIFT.place!, building: '5' } }, ticket },
  )

  await group.say('王姐', '3栋电梯坏了')
  await group.say('老李', '5栋电梯坏了')

  expect(await community.ticket('JN-261121-002')).toMatchObject({ category: 'facility.lift', place: { building: '5' } })
})

test('a question is answered about the ticket that the model says it is about', async () => {
  const { group } = await openWithModel({ reading: LIFT }, { reading: QUERY, ticket: 'T1' })

  await group.say('王姐', '3栋电梯坏了')
  await group.say('老李', '@小助手 那铁盒子还要歇多久', { mentionsBot: true })

  expect(group.replies().at(-1)).toBe('小助手：@老李 3栋电梯坏了（JN-261121-001）：已登记，物业今天09:30前回应。')
})

test('a private matter is not shown to the model, whoever asks', async () => {
  const { group, asked } = await openWithModel({ reading: NOISE }, { reading: QUERY })

  await group.say('周姐', '楼上天天半夜蹦迪，谁管管', { isFriend: true })
  await group.say('老李', '周姐那事咋样了', { mentionsBot: true })

  expect(asked(1)).toContain('<tickets>[]</tickets>')
})

test('a reading less sure than the community wants it waits for a person', async () => {
  const { community, group } = await openWithModel({ reading: LIFT })
  const officer = await community.staff('小李')
  await changeCommunity(community.db, community.scope, { certainty: 0.95 })

  await group.say('王姐', '3栋电梯坏了')

  expect(group.replies()).toEqual([])
  expect(await officer.get('/waiting')).toContain('3栋电梯坏了')
})
