import { expect, test } from 'vitest'
import { messages } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

test('D1 a report gets its number and a time, and the next day the news, without the door it came from', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '8栋2单元4楼楼道灯又不亮了，晚上接孩子黑咕隆咚的', { alias: '王姐(8-2-402)' })
  await officer.move('JN-261121-001', 'file')
  await community.until('2026-11-22T10:00:00+08:00')
  await officer.move('JN-261121-001', 'resolve', { note: '灯已换好' })

  expect(group.transcript()).toEqual([
    '王姐：8栋2单元4楼楼道灯又不亮了，晚上接孩子黑咕隆咚的',
    '小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261121-001，物业今天11:00前回应。',
    '小助手：@王姐 JN-261121-001 物业反馈：灯已换好。您方便时看一眼，好了回“好了”，没好回“没好”。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({
    category: 'facility.lighting',
    tier: 'green',
    status: 'resolved',
    closedAt: null,
  })
})

test('D6 small talk about a hotpot is left alone, and it is on record why', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('老李', '今晚吃啥')
  await group.say('王叔', '火锅呗，那家太火了')
  await group.say('李婶', '上火了不去哈哈')

  expect(group.transcript()).toEqual(['老李：今晚吃啥', '王叔：火锅呗，那家太火了', '李婶：上火了不去哈哈'])
  const kept = await community.db.select({ outcome: messages.outcome, reason: messages.reason }).from(messages)
  expect(kept).toEqual(Array.from({ length: 3 }, () => ({ outcome: 'silent', reason: 'chatter' })))
})

test('D8 whoever asks hears the same of a public matter, and of a private one nothing', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await officer.move('JN-261121-001', 'file')
  await group.say('周姐', '楼上天天半夜蹦迪，谁管管', { isFriend: true })
  await group.say('王姐', '上次那灯咋样了', { mentionsBot: true })
  await group.say('老李', 'JN-261121-001到哪一步了')
  await group.say('老李', 'JN-261121-002到哪一步了')
  await group.say('周姐', 'JN-261121-002到哪一步了', { isFriend: true })

  expect(group.transcript()).toEqual([
    '王姐：8栋2单元楼道灯不亮',
    '小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261121-001，物业今天11:00前回应。',
    '周姐：楼上天天半夜蹦迪，谁管管',
    '小助手：@周姐 噪音的事收到，我私下和您说。',
    '王姐：上次那灯咋样了',
    '小助手：@王姐 8栋2单元楼道灯不亮（JN-261121-001）：已确认，物业周一16:30前处理。',
    '老李：JN-261121-001到哪一步了',
    '小助手：@老李 8栋2单元楼道灯不亮（JN-261121-001）：已确认，物业周一16:30前处理。',
    '老李：JN-261121-002到哪一步了',
    '小助手：@老李 这件事只能私下回复当事人。',
    '周姐：JN-261121-002到哪一步了',
    '小助手：@周姐 这件事只能私下回复当事人。',
  ])
})

test('D8 whoever asks in private and is no friend of the account: the words are there for a person, and none is tried', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  const wang = community.private('王姐')

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await wang.say('上次那灯咋样了', { isFriend: false })

  expect(wang.transcript()).toEqual(['王姐：上次那灯咋样了'])
  expect(await officer.get('/outbox?tab=needsPerson')).toContain('8栋2单元楼道灯不亮（JN-261121-001）：已登记')
})

test('D9 “not fixed” opens it again, and whoever did the work may not be the one who checks it', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const [handler, checker] = [await community.staff('小李'), await community.staff('小陈', 'gridWorker')]

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await handler.move('JN-261121-001', 'file')
  await handler.move('JN-261121-001', 'resolve', { note: '已修好' })
  await community.later(12 * 60)
  await group.say('王姐', '好个啥，昨晚还黑着')
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'inProgress', reopenCount: 1 })
  await handler.move('JN-261121-001', 'resolve', { note: '线路已重接' })

  expect((await handler.move('JN-261121-001', 'verify')).status).toBe(403)
  expect((await checker.move('JN-261121-001', 'verify')).status).toBe(303)
  expect(group.transcript()).toEqual([
    '王姐：8栋2单元楼道灯不亮',
    '小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261121-001，物业今天11:00前回应。',
    '小助手：@王姐 JN-261121-001 物业反馈：已修好。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '王姐：好个啥，昨晚还黑着',
    '小助手：@王姐 明白，JN-261121-001 已重新打开，物业明天11:00前再答复您。',
    '小助手：@王姐 JN-261121-001 物业反馈：线路已重接。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '小助手：@王姐 JN-261121-001 社区11月21日核查办结。还有问题，七天内回“没好”就行。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'closed', outcome: 'verified' })
})

test('D15 a report about a neighbour goes on in private, and the group keeps neither name nor door nor phone', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('周哥', '8-2-1101姓马的天天半夜蹦迪，电话138xxxx1234，谁管管！', { isFriend: true })
  await community.later(3)
  await community.private('周哥').say('晚上11点到2点')

  expect(group.transcript()).toEqual([
    '周哥：8-2-1101姓马的天天半夜蹦迪，电话138xxxx1234，谁管管！',
    '小助手：@周哥 噪音的事收到，我私下和您说。',
  ])
  expect(community.private('周哥').transcript()).toEqual([
    '小助手：已按不公开事项登记，编号JN-261121-001，楼栋长今天13:00前回复您，不会说是谁反映的。群里那条带了门牌和电话，2分钟内可以撤回。一般几点到几点？',
    '周哥：晚上11点到2点',
    '小助手：记下了，会一并告诉楼栋长（JN-261121-001）。',
  ])
  const ticket = await community.ticket('JN-261121-001')
  expect(ticket).toMatchObject({ private: true, category: 'noise.neighbor' })
  expect(ticket.summary).not.toMatch(/1101|马|138/)
})

test('D15 who is no friend of the account hears in the group how to reach it, and the private words wait for a person', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('周哥', '8-2-1101姓马的天天半夜蹦迪，电话138xxxx1234，谁管管！')

  expect(group.replies()).toEqual(['小助手：@周哥 已登记，请加本群小助手为好友私聊，或到连心站。'])
  expect(community.private('周哥').transcript()).toEqual([])
  expect(await officer.get('/outbox?tab=needsPerson')).toContain('已按不公开事项登记，编号JN-261121-001')
})

test('S02 an overflowing bin is a green matter of the property company, and is not done while its plan is empty', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('李婶', '垃圾桶都溢出来了没人收')

  expect(group.replies()).toHaveLength(1)
  expect(await community.ticket('JN-261121-001')).toMatchObject({
    category: 'sanitation.garbage_overflow',
    tier: 'green',
    party: 'property',
  })

  const officer = await community.staff('小李')
  await officer.move('JN-261121-001', 'file')
  const { version } = await community.ticket('JN-261121-001')
  expect((await officer.post('/tickets/JN-261121-001/plan', { seenVersion: String(version), text: '' })).status).toBe(303)
  expect((await officer.move('JN-261121-001', 'resolve', { note: '已清运' })).status).toBe(422)
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'filed' })
})

test.each(['2026-12-04T10:00:00+08:00', '2026-12-07T10:00:00+08:00'])('S20 a report at %s gets the same flow', async (day) => {
  const community = await openCommunity({ start: new Date(day) })
  const group = await community.group()

  await group.say('王姐', '3栋电梯坏了')

  const date = day.slice(2, 10).replaceAll('-', '')
  expect(group.transcript()).toEqual(['王姐：3栋电梯坏了', `小助手：@王姐 收到，3栋电梯坏了，编号JN-${date}-001，物业今天10:30前回应。`])
  expect(await community.ticket(`JN-${date}-001`)).toMatchObject({ status: 'pendingReview', party: 'property' })
})
