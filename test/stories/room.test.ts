import { expect, test } from 'vitest'
import { outbox } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

test('a bound group hears the privacy notice first, then the bot only records until staff let it speak', async () => {
  const community = await openCommunity()
  const group = community.strangers('和风苑二群')
  const director = await community.staff('王主任', 'director')
  await group.say('王姐', '大家好')

  await director.post('/bot/rooms/1/binding', { estateId: '2' })
  await group.say('王姐', '8栋2单元楼道灯不亮')
  expect(group.transcript().slice(1)).toEqual([
    expect.stringMatching(/^小助手：【告知】本群小助手（AI）由和风社区使用/),
    '王姐：8栋2单元楼道灯不亮',
  ])
  expect(await director.get('/outbox?tab=withheld')).toContain('8栋2单元楼道灯不亮，编号JN-261121-001')

  await director.post('/bot/rooms/1/voice', { voice: 'speaking' })
  await group.say('王姐', '3栋电梯坏了')
  expect(group.transcript().at(-1)).toBe('小助手：@王姐 收到，3栋电梯坏了，编号JN-261121-002，物业今天09:30前回应。')
})

test('a community without a gas hotline cannot let the bot speak', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const director = await community.staff('王主任', 'director')

  await director.post('/settings/hotlines', {
    gas: '',
    water: '',
    power: '',
    heating: '',
    lift: '',
    property: '',
    community: '',
    silence: 'yes',
  })
  await group.say('王姐', '3栋电梯坏了')
  const response = await director.post('/bot/rooms/1/voice', { voice: 'speaking' })

  expect(response.status).toBe(422)
  expect(group.replies()).toEqual([])
  expect(await director.get('/tickets')).toContain('还没有填写燃气抢修电话')
})

test('words that were being said when the bot died wait for a person', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '3栋电梯坏了')
  await community.db.update(outbox).set({ status: 'sending', settledAt: null })
  await community.restart()
  await community.later(60)

  expect(group.replies()).toHaveLength(1)
  expect(await officer.get('/outbox?tab=needsPerson')).toContain('3栋电梯坏了，编号JN-261121-001')
})

test('staff take an answer back within fifteen seconds', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  await group.say('王姐', '3栋电梯坏了')

  await officer.post('/tickets/JN-261121-001/answer', { text: '维保下午到', to: 'group' })
  await officer.post('/outbox/2/cancel')
  await officer.post('/tickets/JN-261121-001/answer', { text: '维保傍晚到', to: 'group' })
  await community.later(1)

  expect(group.replies().slice(1)).toEqual(['小助手：@王姐 JN-261121-001：维保傍晚到'])
})

test('a message that waits for a person becomes a ticket by hand, and its sender hears the number', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '', { kind: 'voice' })
  const page = await officer.get('/waiting')
  expect(page).toContain('语音')
  await officer.post('/waiting/1/ticket', {
    estateId: '2',
    category: 'facility.lighting',
    summary: '2栋大堂灯不亮',
    urgency: 'normal',
    building: '2',
    entrance: '',
    spot: '大堂',
  })

  expect(group.replies()).toEqual(['小助手：@王姐 收到，2栋大堂灯不亮，编号JN-261121-001，物业今天11:00前回应。'])
})
