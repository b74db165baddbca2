import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { offlineReader } from '../../bot/readers/offline.ts'
import { NOTHING_SPENT } from '../../core/reading/reading.ts'
import { DEFAULT_QUIET_HOURS } from '../../core/speech/quiet.ts'
import * as orgUnits from '../../db/orgUnits.ts'
import { bindRoom } from '../../db/rooms.ts'
import { events, messages } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

test('what is not fixed more than seven days after the end is a new ticket, linked to the old one', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const colleague = await repairLift(community, group)
  await colleague.move('JN-261121-001', 'verify')
  await community.later(8 * 24 * 60)
  await group.say('王姐', 'JN-261121-001 没好')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'closed', reopenCount: 0 })
  const old = await community.ticket('JN-261121-001')
  expect(await community.ticket('JN-261129-001')).toMatchObject({ status: 'pendingReview', relatedToId: old.id, category: 'facility.lift' })
  expect(group.replies().at(-1)).toContain('JN-261121-001 办结已过七天，按新事项登记，编号JN-261129-001')
  expect(await colleague.get('/tickets/JN-261129-001')).toContain('又出现了：上一次是 <a href="/tickets/JN-261121-001">')
})

test('a new gas smell after the last one was dealt with is a new emergency', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '燃气公司已处置' })
  await community.later(30)
  await group.say('王姐', '5栋煤气味又来了')

  expect(group.replies().filter((line) => line.startsWith('小助手：⚠️5栋'))).toHaveLength(2)
  expect(await community.ticket('JN-261121-002')).toMatchObject({ category: 'emergency.gas', status: 'pendingReview' })
})

test('who cries again about an emergency that went into another joins that one; once it is over, theirs is a new one', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await group.say('老李', '6栋楼道好大煤气味！！')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-002', 'merge', { target: 'JN-261121-001' })
  await group.say('王姐', '6栋煤气味好大')
  await officer.move('JN-261121-001', 'resolve', { note: '燃气公司已处置' })
  expect(await officer.get('/tickets/JN-261121-001')).toContain('6栋煤气味好大')
  await group.say('赵叔', '好了')
  await group.say('孙姐', '6栋煤气味又来了！！')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'closed' })
  expect(await community.ticket('JN-261121-003')).toMatchObject({ category: 'emergency.gas' })
})

test('those whose ticket was merged speak about the one it went into', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '3栋电梯坏了')
  await group.say('老李', '8栋2单元楼道灯不亮')
  await officer.move('JN-261121-001', 'file')
  await group.say('王叔', '南门进来左手边井盖翘起来了')
  await officer.move('JN-261121-003', 'merge', { target: 'JN-261121-002' })
  await officer.move('JN-261121-002', 'merge', { target: 'JN-261121-001' })
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  await group.say('王叔', '没好，还是停在一楼不动')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'inProgress', reopenCount: 1 })
  expect(group.replies().at(-1)).toBe('小助手：@王叔 明白，JN-261121-001 已重新打开，物业今天09:30前再答复您。')
})

test('a group never hears of somebody who does not want to live, whatever becomes of the ticket', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('小陈', '活着没意思，不想活了', { isFriend: true })
  await group.say('老李', 'JN-261121-001到哪一步了')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '家人已陪同就医' })

  expect(group.replies()).toEqual(['小助手：@老李 这件事只能私下回复当事人。'])
  expect(community.private('小陈').transcript()).toEqual([
    '小助手：⚠️眼前有危险请马上拨110、120。心里难受可以打12356，全天有人接听。您说的已记下，工作人员看到后会和您联系。本消息由AI小助手发出。',
    '小助手：JN-261121-001 值班人员反馈：家人已陪同就医。您方便时看一眼，好了回“好了”，没好回“没好”。',
  ])
})

test('an emergency that only the model sees is answered with the fixed words', async () => {
  const reading = {
    intent: 'report',
    category: 'emergency.medical',
    summary: '老人需要急救',
    place: null,
    urgency: 'high',
    confidence: 0.9,
  } as const
  const reader = {
    read: async () => ({ reading, also: [], reader: 'model' as const, promptId: 'read@2', model: 'played', ...NOTHING_SPENT }),
  }
  const community = await openCommunity({ reader })
  const group = await community.group()

  await group.say('王姐', '楼下老人家脸色发紫说不出话')

  expect(group.replies()).toEqual(['小助手：⚠️请立即拨120，派人到门口接车；附近会急救的邻居请帮忙。群消息不能代替报警电话。在几栋几单元？'])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ urgency: 'emergency' })
})

test('what staff write into a summary is masked as it is saved, and so before a group hears it', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  const summary = '3栋402王女士13812341234反映电梯一直停在一楼不动老人'
  const form = { summary, category: 'facility.lift', urgency: 'high', building: '3', entrance: '', spot: '' }

  await group.say('王姐', '3栋电梯坏了')
  await officer.post('/tickets/JN-261121-001/edit', { ...form, seenVersion: '1' })
  expect(await community.ticket('JN-261121-001')).toMatchObject({ summary: '3栋***王女士〔电话〕反映电梯一直停在一楼不动老人' })
  await group.say('老李', 'JN-261121-001到哪一步了')

  expect(group.replies().at(-1)).toBe(
    '小助手：@老李 3栋***王女士〔电话〕反映电梯一直停在一楼不动老人（JN-261121-001）：已登记，物业今天09:30前回应。',
  )
})

test('a line that would grow too long for a group loses the end of its summary', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  const summary = '电梯天天停在一楼不动老人孩子都下不来楼出不了门买不了菜接不了娃上不了班都很着急呢'
  const form = { summary, category: 'facility.lift', urgency: 'high', building: '3', entrance: '', spot: '' }

  await group.say('王姐', '3栋电梯坏了')
  await officer.post('/tickets/JN-261121-001/edit', { ...form, seenVersion: '1' })
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '已修好' })
  await group.say('老李', 'JN-261121-001到哪一步了')

  expect(group.replies().at(-1)).toBe(
    '小助手：@老李 电梯天天停在一楼不动老人孩子都下不来楼出不了门买不了菜接不了娃上不了班都…（JN-261121-001）：物业今天说已处理好，等您看过。好了回“好了”，没好回“没好”。',
  )
})

test('a group whose privacy notice was posted by hand is listened to', async () => {
  const community = await openCommunity()
  const group = community.strangers('和风苑二群')
  const director = await community.staff('王主任', 'director')
  await group.say('王姐', '大家好')
  await director.post('/bot/rooms/1/binding', { estateId: '2' })
  await community.db.execute(sql`update rooms set notice_sent_at = null`)
  await community.db.execute(sql`update outbox set status = 'failed', obstacle = 'attempts'`)

  await director.post('/outbox/1/said')
  await group.say('王姐', '3栋电梯坏了')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ summary: '3栋电梯坏了' })
})

test('staff see what a stranger writes to the bot in private', async () => {
  const community = await openCommunity()
  const officer = await community.staff('小李')

  await community.private('路人').say('3栋电梯坏了')

  expect(await officer.get('/waiting')).toContain('3栋电梯坏了')
  await officer.post('/waiting/1/ticket', {
    estateId: '2',
    category: 'facility.lift',
    summary: '3栋电梯坏了',
    urgency: 'high',
    building: '3',
    entrance: '',
    spot: '',
  })
  expect(community.private('路人').transcript().at(-1)).toBe('小助手：收到，3栋电梯坏了，编号JN-261121-001，物业今天09:30前回应。')
})

test('an answer in private to who is no friend is not tried: a person says it', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('王姐', '3栋电梯坏了')

  await community.private('王姐').say('JN-261121-001到哪一步了', { isFriend: false })

  expect(community.private('王姐').transcript()).toEqual(['王姐：JN-261121-001到哪一步了'])
  expect(await (await community.staff('小李')).get('/outbox?tab=needsPerson')).toContain('已登记，物业今天09:30前回应')
  expect(await community.db.query.outbox.findMany({ where: ({ memberId }, { isNotNull }) => isNotNull(memberId) })).toMatchObject([
    { status: 'needsPerson', obstacle: 'notFriend', attempts: 0 },
  ])
})

test('a “好的” to a neighbour’s words closes nothing', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '3栋电梯坏了')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  await community.later(2 * 24 * 60)
  await group.say('王姐', '好的', { kind: 'quote', quote: { sender: '李婶', text: '晚上来我家吃饺子', id: null } })
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'resolved' })

  await group.say('王姐', '好的', { kind: 'quote', quote: { sender: '小助手', text: 'JN-261121-001 物业反馈：维保已修复。', id: null } })
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'closed' })
})

test('a group that was given to the wrong estate hears only the notice of the right one', async () => {
  const community = await openCommunity()
  const { id: communityId } = (await orgUnits.firstCommunity(community.db))!
  const right = await orgUnits.createEstate(community.db, { communityId }, { name: '锦宁苑', code: 'JY' })
  const group = community.strangers('二群')
  await group.say('王姐', '大家好')
  const place = { community: (await orgUnits.firstCommunity(community.db))!, roomId: 1, at: community.now() }

  await bindRoom(community.db, { ...place, estate: { id: 2, communityId, name: '和风苑', code: 'JN', managementModel: 'property' } })
  await bindRoom(community.db, { ...place, estate: right })
  await community.later(1)

  expect(group.transcript().slice(1)).toEqual([expect.stringContaining('帮锦宁苑的邻居')])
})

test('没好 counts for the week that the close has promised, whichever words it is', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const colleague = await repairLift(community, group)
  await community.later(5 * 24 * 60)
  await colleague.move('JN-261121-001', 'verify')
  await community.later(6 * 24 * 60)
  await group.say('王姐', '没好')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'inProgress', reopenCount: 1 })
})

test('what was done at night is asked about in the morning, and a bare 1 counts from then on', async () => {
  const community = await openCommunity({
    start: new Date('2026-11-21T20:00:00+08:00'),
    quietHours: DEFAULT_QUIET_HOURS,
    reader: offlineReader(),
  })
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '3栋电梯坏了')
  await officer.move('JN-261121-001', 'file')
  await community.until('2026-11-21T23:00:00+08:00')
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  await community.until('2026-11-22T07:45:00+08:00')
  expect(group.replies().at(-1)).toContain('维保已修复')
  await group.say('王姐', '1')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'closed', outcome: 'confirmed' })
})

test('没好 that may be about two matters waits for a person', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const [officer, colleague] = [await community.staff('小李'), await community.staff('小周')]

  await group.say('王姐', '3栋电梯坏了')
  await group.say('王姐', '8栋2单元楼道灯不亮')
  for (const number of ['JN-261121-001', 'JN-261121-002']) {
    await officer.move(number, 'file')
    await officer.move(number, 'resolve', { note: '已修复' })
    await colleague.move(number, 'verify')
  }
  await community.later(2 * 24 * 60)
  await group.say('王姐', '没好')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'closed' })
  expect(await community.ticket('JN-261121-002')).toMatchObject({ status: 'closed' })
  expect(await whatCame('没好')).toEqual({ outcome: 'waiting', reason: 'unsure' })

  async function whatCame(text: string) {
    const [message] = await community.db.select().from(messages).where(eq(messages.text, text))
    return message && { outcome: message.outcome, reason: message.reason }
  }
})

test('不用了 to a neighbour takes no report back, and no emergency is called off by who told of it', async () => {
  const community = await openCommunity({ reader: offlineReader() })
  const group = await community.group()

  await group.say('王姐', '3栋电梯坏了')
  await group.say('王姐', '@小李 不用了，我自己下去拿')
  await group.say('王姐', '@小李 刚说的不用了')
  await group.say('王姐', '不用了谢谢')
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'pendingReview' })
  expect(await eventsOf('JN-261121-001')).toContainEqual({ action: 'callOff', note: '不用了谢谢' })
  await (await community.group('和风苑二期群')).say('王姐', '刚说的不用了，好了')
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'pendingReview' })

  await group.say('王姐', '刚说的不用了，好了')
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'withdrawn' })

  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await group.say('赵叔', '刚说的不用了，是我闻错了')
  expect(await community.ticket('JN-261121-002')).toMatchObject({ status: 'pendingReview' })
  expect(await eventsOf('JN-261121-002')).toContainEqual({ action: 'callOff', note: '刚说的不用了，是我闻错了' })

  async function eventsOf(number: string) {
    const { id } = await community.ticket(number)
    const rows = await community.db.select().from(events).where(eq(events.ticketId, id))
    return rows.map(({ action, note }) => ({ action, note }))
  }
})

type Community = Awaited<ReturnType<typeof openCommunity>>

/** 王姐 has told of the lift, and 小李 says that it is mended. Returns the colleague who may check it. */
async function repairLift(community: Community, group: Awaited<ReturnType<Community['group']>>) {
  const [officer, colleague] = [await community.staff('小李'), await community.staff('小周')]
  await group.say('王姐', '3栋电梯坏了')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  return colleague
}
