import { expect, test } from 'vitest'
import { DEFAULT_BUDGET } from '../../core/speech/budget.ts'
import { DEFAULT_QUIET_HOURS } from '../../core/speech/quiet.ts'
import { mute, unmute } from '../../db/mute.ts'
import { rooms } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const MEASURED = { quietHours: DEFAULT_QUIET_HOURS, budget: DEFAULT_BUDGET }
const SATURDAY_NIGHT = new Date('2026-11-21T22:40:00+08:00')

test('what goes beyond six an hour is told in one line every ten minutes', async () => {
  const community = await openCommunity(MEASURED)
  const group = await community.group()

  for (let building = 1; building <= 8; building++) {
    await group.say(`${building}栋住户`, `${building}栋楼道灯不亮`)
    await community.later(1)
  }
  await community.until('2026-11-21T09:15:59+08:00')
  expect(group.replies()).toHaveLength(6)
  await community.restart()
  await community.until('2026-11-21T10:30:00+08:00')

  expect(group.replies()).toEqual([
    '小助手：@1栋住户 收到，1栋楼道灯不亮，编号JN-261121-001，物业今天11:00前回应。',
    '小助手：@2栋住户 收到，2栋楼道灯不亮，编号JN-261121-002，物业今天11:00前回应。',
    '小助手：@3栋住户 收到，3栋楼道灯不亮，编号JN-261121-003，物业今天11:00前回应。',
    '小助手：@4栋住户 收到，4栋楼道灯不亮，编号JN-261121-004，物业今天11:05前回应。',
    '小助手：@5栋住户 收到，5栋楼道灯不亮，编号JN-261121-005，物业今天11:05前回应。',
    '小助手：@6栋住户 收到，6栋楼道灯不亮，编号JN-261121-006，物业今天11:05前回应。',
    '小助手：这段时间登记了2件：JN-261121-007 7栋楼道灯不亮、JN-261121-008 8栋楼道灯不亮，物业最晚今天11:05前回应，进展在这里告诉大家。',
  ])
})

test('a night is acknowledged in one line in the morning', async () => {
  const community = await openCommunity({ ...MEASURED, start: SATURDAY_NIGHT })
  const group = await community.group()

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await community.later(20)
  await group.say('老李', '南门垃圾三天没收了')
  await community.restart()
  await group.say('周姐', '楼上天天半夜蹦迪，吵得睡不着')
  await community.until('2026-11-22T03:00:00+08:00')
  await group.say('赵叔', '5栋门禁刷不开')
  await community.until('2026-11-22T07:29:59+08:00')
  expect(group.replies()).toEqual([])
  await community.restart()
  await community.until('2026-11-22T09:00:00+08:00')

  expect(group.transcript()).toEqual([
    '王姐：8栋2单元楼道灯不亮',
    '老李：南门垃圾三天没收了',
    '周姐：楼上天天半夜蹦迪，吵得睡不着',
    '赵叔：5栋门禁刷不开',
    '小助手：昨晚登记了3件：JN-261121-001 8栋2单元楼道灯不亮、JN-261121-002 南门垃圾三天没收、JN-261122-001 5栋门禁刷不开，物业最晚今天11:00前回应，进展在这里告诉大家。\n另有1件私下回复，没收到的请加本群小助手为好友，或到连心站。',
  ])
})

test('one report of a night is acknowledged to its reporter', async () => {
  const community = await openCommunity({ ...MEASURED, start: SATURDAY_NIGHT })
  const group = await community.group()

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await community.until('2026-11-22T09:00:00+08:00')

  expect(group.replies()).toEqual([
    '小助手：@王姐 昨晚登记了1件：JN-261121-001 8栋2单元楼道灯不亮，物业今天11:00前回应，进展在这里告诉大家。',
  ])
})

test('a place that was missing at night is asked for in the morning, and the answer counts', async () => {
  const community = await openCommunity({ ...MEASURED, start: SATURDAY_NIGHT })
  const group = await community.group()

  await group.say('阿明', '楼道那个灯又闪了烦死')
  await community.until('2026-11-22T07:50:00+08:00')
  await group.say('阿明', '6-1')

  expect(group.transcript()).toEqual([
    '阿明：楼道那个灯又闪了烦死',
    expect.stringMatching(/^小助手：@阿明 (楼道)?灯.*在哪栋哪单元？反映的邻居回一句“6-1”这样就行。$/),
    '阿明：6-1',
    expect.stringMatching(/^小助手：@阿明 收到，6栋1单元(楼道)?灯.*，编号JN-261121-001，物业今天11:00前回应。$/),
  ])
})

test('a burst pipe at half past eleven gets one line at once, and so does who speaks to the bot', async () => {
  const community = await openCommunity({ ...MEASURED, start: new Date('2026-11-21T23:30:00+08:00') })
  const group = await community.group()

  await group.say('小陈', '大家晚上好')
  await group.say('王姐', '地下车库水管爆了，水漫得到处都是')
  await group.say('老李', '8栋2单元楼道灯不亮', { mentionsBot: true })
  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await community.private('小陈').say('JN-261121-002到哪一步了')
  await community.until('2026-11-22T07:00:00+08:00')

  expect(group.transcript()).toEqual([
    '小陈：大家晚上好',
    '王姐：地下车库水管爆了，水漫得到处都是',
    '小助手：@王姐 收到，地下车库水管爆了，编号JN-261121-001，物业明天09:30前回应。',
    '老李：8栋2单元楼道灯不亮',
    '小助手：@老李 收到，8栋2单元楼道灯不亮，编号JN-261121-002，物业明天11:00前回应。',
    '赵叔：5栋楼道好大煤气味！！',
    '小助手：⚠️5栋：能关阀就关阀、开窗，别动任何开关和电器；马上到室外，再打燃气抢修0757-00000000或119。群消息不能代替报警电话。',
  ])
  expect(community.private('小陈').transcript()).toEqual([
    '小陈：JN-261121-002到哪一步了',
    '小助手：8栋2单元楼道灯不亮（JN-261121-002）：已登记，物业明天11:00前回应。',
  ])
})

test('twelve words of progress in an afternoon become one digest at six', async () => {
  const community = await openCommunity({ ...MEASURED, start: new Date('2026-11-23T09:00:00+08:00') })
  const group = await community.group()
  const officer = await community.staff('小李')
  const numbers = Array.from({ length: 12 }, (_, index) => `JN-261123-${String(index + 1).padStart(3, '0')}`)
  for (const building of [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13]) {
    await group.say(`${building}栋住户`, `${building}栋楼道灯不亮`)
    await community.later(20)
  }
  await community.until('2026-11-23T14:00:00+08:00')
  const before = group.replies().length
  for (const number of numbers) {
    await officer.move(number, 'file')
    await officer.move(number, 'resolve', { note: '灯管已换新' })
  }
  await community.until('2026-11-23T17:59:00+08:00')
  expect(group.replies()).toHaveLength(before + 6)
  await community.restart()
  await community.until('2026-11-23T19:00:00+08:00')

  expect(group.replies().slice(before)).toEqual([
    '小助手：@1栋住户 JN-261123-001 物业反馈：灯管已换新。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '小助手：@2栋住户 JN-261123-002 物业反馈：灯管已换新。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '小助手：@3栋住户 JN-261123-003 物业反馈：灯管已换新。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '小助手：@5栋住户 JN-261123-004 物业反馈：灯管已换新。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '小助手：@6栋住户 JN-261123-005 物业反馈：灯管已换新。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '小助手：@7栋住户 JN-261123-006 物业反馈：灯管已换新。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '小助手：今日进展：\n已处理好，请看一眼，没好就回编号加“没好”：JN-261123-007 8栋楼道灯不亮、JN-261123-008 9栋楼道灯不亮、JN-261123-009 10栋楼道灯不亮、JN-261123-010 11栋楼道灯不亮、JN-261123-011 12栋楼道灯不亮、JN-261123-012 13栋楼道灯不亮。',
  ])
})

test('what staff press at night is heard in the morning, and their own words at once', async () => {
  const community = await openCommunity({ ...MEASURED, start: new Date('2026-11-21T20:00:00+08:00') })
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await community.until('2026-11-21T23:00:00+08:00')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'hold', { note: '等厂家配件', reviewOn: '2026-11-24' })
  await officer.post('/tickets/JN-261121-001/answer', { text: '配件明早到货。', to: 'group' })
  await community.until('2026-11-22T09:00:00+08:00')

  expect(group.transcript()).toEqual([
    '王姐：8栋2单元楼道灯不亮',
    '小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261121-001，物业明天11:00前回应。',
    '小助手：@王姐 JN-261121-001：配件明早到货。',
    '小助手：@王姐 JN-261121-001 8栋2单元楼道灯不亮：暂缓办理，物业周二再跟进。',
  ])
})

test('an announcement made at night waits for the morning', async () => {
  const community = await openCommunity({ ...MEASURED, start: SATURDAY_NIGHT })
  const group = await community.group()
  const officer = await community.staff('小李')
  const meeting = {
    kind: 'meeting',
    title: '11月议事会',
    date: '2026-11-25',
    time: '19:30',
    place: '社区二楼会议室',
    purpose: '',
    when: 'now',
    publishDate: '',
    publishTime: '',
    room: '1',
  }

  await officer.post('/announcements', meeting)
  await community.until('2026-11-22T07:29:00+08:00')
  expect(group.replies()).toEqual([])
  await community.restart()
  await community.until('2026-11-22T08:00:00+08:00')

  expect(group.replies()).toEqual(['小助手：【会议通知】11月议事会\n时间：11月25日（周三）19:30\n地点：社区二楼会议室'])
})

test('two who ask after one thing while the bot pauses hear one line', async () => {
  const community = await openCommunity({ ...MEASURED, pace: { minMs: 4000, maxMs: 4000 } })
  const group = await community.group()

  await group.say('王姐', '3栋电梯又停了')
  await group.say('赵叔', '3栋电梯又停了')
  await community.later(40)
  await group.say('阿明', '南门垃圾三天没收了')
  await group.say('王姐', 'JN-261121-001到哪一步了')
  await group.say('老李', 'JN-261121-001到哪一步了')
  await community.later(5)

  expect(group.replies().slice(1)).toEqual([
    '小助手：@阿明 收到，南门垃圾三天没收，编号JN-261121-002，物业今天11:40前回应。',
    '小助手：JN-261121-001 3栋电梯停了：目前2人反映，已登记，物业原定今天09:30前回应，已超时，周一18:00前告诉您进展。',
  ])
})

test('four angry minutes: eight people, twenty lines, three problems', async () => {
  const community = await openCommunity({ ...MEASURED, patience: { textSeconds: 25, photoSeconds: 180 } })
  const group = await community.group()
  const lines = [
    ['王姐', '3栋电梯又停了'],
    ['老李', '3栋电梯又坏了'],
    ['赵叔', '真是服了'],
    ['阿明', '3栋电梯停了，老人下不来'],
    ['小陈', '南门垃圾三天没收了'],
    ['王姐', '天天坏天天坏'],
    ['周姐', '南门垃圾堆成山了'],
    ['孙叔', '就是就是'],
    ['老李', '+1'],
    ['李婶', '3栋电梯还是不动'],
    ['赵叔', '8栋2单元楼道灯也不亮'],
    ['小陈', '气死人了'],
    ['阿明', '唉，没法说'],
    ['周姐', '8栋2单元楼道灯不亮好几天了'],
    ['孙叔', '南门垃圾没人收'],
    ['王姐', '有没有人管啊'],
    ['李婶', '同上'],
    ['老李', '我家也是'],
    ['赵叔', '等着吧'],
    ['小陈', '唉'],
  ] as const

  for (const [sender, text] of lines) {
    await group.say(sender, text)
    await community.wait(12)
  }
  await community.later(30)

  expect(group.replies()).toEqual([
    '小助手：@王姐 收到，3栋电梯停了，编号JN-261121-001，物业今天09:30前回应。',
    '小助手：@小陈 收到，南门垃圾三天没收，编号JN-261121-002，物业今天11:00前回应。',
    '小助手：@赵叔 收到，8栋2单元楼道灯不亮，编号JN-261121-003，物业今天11:00前回应。',
  ])
})

test('words that waited for the morning are judged anew when quiet hours are taken away', async () => {
  const community = await openCommunity({ ...MEASURED, start: SATURDAY_NIGHT })
  const group = await community.group()
  const director = await community.staff('王主任', 'director')

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await director.post('/settings/manners', {
    nightFrom: '',
    nightTo: '',
    noonFrom: '',
    noonTo: '',
    perHour: '6',
    perDay: '30',
    combineMinutes: '10',
    digestAt: '18:00',
  })

  expect(group.replies()).toEqual(['小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261121-001，物业明天11:00前回应。'])
})

test('what nobody could say the evening before promises nothing for tomorrow in the morning', async () => {
  const community = await openCommunity({ start: new Date('2026-11-21T19:00:00+08:00') })
  const group = await community.group()
  await community.db.update(rooms).set({ session: 'a login that has ended' })

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await community.until('2026-11-22T08:30:00+08:00')
  expect(group.replies()).toEqual([])
  await community.db.update(rooms).set({ session: null })
  await community.later(1)

  expect(group.replies()).toEqual([
    '小助手：@王姐 这段时间登记了1件：JN-261121-001 8栋2单元楼道灯不亮，物业今天11:00前回应，进展在这里告诉大家。',
  ])
})

test('while only what is urgent is said, everything else is kept, and said in one when the bot may speak again', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await mute(community.db, community.scope, community.now())

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('老李', '南门垃圾三天没收了')
  await group.say('赵叔', '5栋楼道好大煤气味')
  await community.restart()
  await community.later(30)
  expect(group.replies()).toEqual([expect.stringMatching(/^小助手：⚠️5栋：/)])
  await unmute(community.db, community.scope, community.now())
  await community.later(1)

  expect(group.replies().slice(1)).toEqual([
    '小助手：这段时间登记了2件：JN-261121-001 8栋2单元楼道灯不亮、JN-261121-002 南门垃圾三天没收，物业最晚今天11:00前回应，进展在这里告诉大家。',
  ])
})

test('what has lost its use while the bot was muted is not said afterwards', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await mute(community.db, community.scope, community.now())

  await group.say('周叔', '居住证在哪办呀', { mentionsBot: true })
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await community.until('2026-11-22T10:00:00+08:00')
  expect(group.replies()).toEqual([])
  await unmute(community.db, community.scope, community.now())
  await community.later(1)

  expect(group.replies()).toEqual([expect.stringMatching(/8栋2单元楼道灯/)])
})
