import { expect, test } from 'vitest'
import { offlineReader } from '../../bot/readers/offline.ts'
import { DEFAULT_PATIENCE } from '../../core/community.ts'
import type { TalkWindows } from '../../core/conversation/windows.ts'
import { openCommunity } from '../community.ts'

test('D2 a report without its place is asked for it once, and gets its number with the answer', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('阿明', '楼道那个灯又闪了烦死')
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'draft' })
  await community.later(2)
  await group.say('老李', '今晚吃啥')
  await group.say('阿明', '6-1')

  expect(group.transcript()).toEqual([
    '阿明：楼道那个灯又闪了烦死',
    '小助手：@阿明 是哪栋哪单元？回“6-1”这样就行，我来登记。',
    '老李：今晚吃啥',
    '阿明：6-1',
    expect.stringMatching(/^小助手：@阿明 收到，6栋1单元.*，编号JN-261121-001，物业今天11:00前回应。$/),
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'pendingReview', place: { building: '6', entrance: '1' } })
})

test.each(['哦 3-2', '好像是3-2吧', '嗯，3-2'])('D2 who does not know at once may say it later: %s', async (answer) => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('阿明', '楼道那个灯又闪了烦死')
  await group.say('阿明', '不知道')
  await community.wait(80)
  await group.say('阿明', answer)

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'pendingReview', place: { building: '3', entrance: '2' } })
})

test('a question that nobody answers is not asked again; the draft waits for staff', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('阿明', '楼道那个灯又闪了烦死')
  await community.later(40)
  await group.say('阿明', '6-1')

  expect(group.replies()).toHaveLength(1)
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'draft' })
})

test('how long a question waits, what agrees and one incident last is the community’s own to say', async () => {
  const windows: TalkWindows = { topicMinutes: 3, answerMinutes: 5, meTooMinutes: 6, incidentMinutes: 7 }
  const community = await openCommunity({ windows })
  const group = await community.group()

  await group.say('阿明', '楼道那个灯又闪了烦死')
  await community.later(6)
  await group.say('阿明', '6-1')
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'draft', place: null })

  await group.say('王姐', '3栋电梯坏了')
  await community.later(7)
  await group.say('老李', '我家也是')
  expect(await reportersOf(community, 'JN-261121-002')).toEqual(['王姐'])

  await group.say('小赵', '5栋楼道好大煤气味!!')
  await community.later(8)
  await group.say('老周', '5栋楼道好大煤气味!!')
  expect((await community.ticket('JN-261121-004')).category).toBe('emergency.gas')
})

test('what lies in a road is asked for by its spot, not by a building', async () => {
  const community = await openCommunity({ reader: offlineReader() })
  const group = await community.group()

  await group.say('张叔', '井盖没了')
  await group.say('张叔', '南门')

  expect(group.replies()[0]).toBe('小助手：@张叔 在什么位置？回“南门口”这样就行，我来登记。')
  expect(group.replies()[1]).toMatch(/^小助手：@张叔 收到，南门/)
})

test('the nickname’s door tells where, but is not repeated', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('阿明', '楼道那个灯又闪了烦死', { alias: '阿明(6-1-301)' })

  expect(group.replies()).toHaveLength(1)
  expect(group.replies()[0]).toMatch(/^小助手：@阿明 收到，6栋1单元/)
  expect(group.replies()[0]).not.toContain('301')
})

test('D4 the same lift, told by three neighbours, is one ticket and one answer', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '3栋电梯坏了')
  await group.say('老李', '+1')
  await group.say('周阿姨', '3栋电梯又停了，老人下不来')

  expect(group.replies()).toHaveLength(1)
  expect(await reportersOf(community, 'JN-261121-001')).toEqual(['王姐', '老李', '周阿姨'])
})

test('D4 a neighbour who suffers from it as well is one more reporter, a remark is not', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '3栋电梯坏了')
  await group.say('老李', '今晚吃啥')
  await group.say('周阿姨', '就是，我刚才等了二十分钟')
  await group.say('赵叔', '难怪楼下站了一堆人')

  expect(group.replies()).toHaveLength(1)
  expect(await reportersOf(community, 'JN-261121-001')).toEqual(['王姐', '周阿姨'])
})

test('what was said before anybody told it plainly is taken along', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('周阿姨', '+1')
  await community.later(2)
  await group.say('老李', '今晚吃啥')
  await group.say('王姐', '3栋电梯坏了')

  expect(group.replies()).toHaveLength(1)
  expect(await reportersOf(community, 'JN-261121-001')).toEqual(['王姐', '周阿姨'])
})

test('hours later a neighbour who tells it again hears that it is known', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '3栋电梯坏了')
  await community.later(15)
  await group.say('周阿姨', '3栋电梯又停了，老人下不来')

  expect(group.replies().at(-1)).toBe('小助手：@周阿姨 这件事编号JN-261121-001，目前2人反映，已登记，物业今天09:30前回应。')
})

test('S86 the same problem told in another group of the estate is one ticket', async () => {
  const community = await openCommunity()
  const [first, second] = [await community.group(), await community.group('和风苑二群')]

  await first.say('王姐', '3栋电梯坏了')
  await second.say('周阿姨', '3栋电梯又停了，老人下不来')

  expect(await reportersOf(community, 'JN-261121-001')).toEqual(['王姐', '周阿姨'])
  expect(second.replies()).toHaveLength(1)
})

test('S86 who tells it again in a group that heard of it hours ago hears that it is known, whatever another group has told meanwhile', async () => {
  const community = await openCommunity()
  const [first, second] = [await community.group(), await community.group('和风苑二群')]

  await first.say('王姐', '3栋电梯坏了')
  await community.later(120)
  await second.say('周阿姨', '3栋电梯又停了，老人下不来')
  await community.later(3)
  await first.say('赵叔', '3栋电梯坏了')

  expect(first.replies().at(-1)).toContain('@赵叔 这件事编号JN-261121-001，目前3人反映')
})

test('the look-alike in another building, and the same place after it was fixed, are tickets of their own', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '3栋电梯坏了')
  await group.say('老李', '5栋电梯坏了')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '维保已修复' })
  await community.later(60)
  await group.say('周阿姨', '3栋电梯又停了，老人下不来')

  expect(await reportersOf(community, 'JN-261121-003')).toEqual(['周阿姨'])
})

test('pieces that are read one by one make one ticket, and the place follows', async () => {
  const community = await openCommunity({ patience: DEFAULT_PATIENCE })
  const group = await community.group()

  await group.say('阿明', '路灯')
  await community.wait(50)
  await group.say('阿明', '坏了')
  await community.later(3)
  await group.say('阿明', '8号楼前头')
  await community.wait(30)

  expect(group.replies()).toEqual([
    '小助手：@阿明 是哪栋哪单元？回“6-1”这样就行，我来登记。',
    '小助手：@阿明 收到，8栋路灯坏了，编号JN-261121-001，物业今天11:05前回应。',
  ])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ category: 'facility.lighting', status: 'pendingReview' })
})

test('a report in pieces, with others talking in between and a photo, is one ticket and one answer', async () => {
  const community = await openCommunity({ patience: DEFAULT_PATIENCE })
  const group = await community.group()
  const media = { contentType: 'image/png', bytes: new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]) }

  await group.say('阿明', '门口那个井盖')
  await community.wait(10)
  await group.say('老李', '今晚吃啥')
  await group.say('阿明', '翘起来了，南门这边')
  await community.wait(10)
  await group.say('阿明', '', { kind: 'image', media })
  expect(group.replies()).toEqual([])
  await community.wait(30)

  expect(group.replies()).toHaveLength(1)
  expect(await messagesOf(community, 'JN-261121-001')).toBe(3)
})

test('a word that is taken back before the bot has read it is not read', async () => {
  const community = await openCommunity({ patience: DEFAULT_PATIENCE })
  const group = await community.group()

  await group.say('王姐', '3栋电梯坏了', { id: 'msg-1' })
  await community.wait(5)
  await group.say('王姐', '王姐撤回了一条消息', { kind: 'recall', recalls: 'msg-1' })
  await community.later(5)

  expect(group.replies()).toEqual([])
})

test('a word that is taken back after it was filed leaves a note, and the matter stays', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '3栋电梯坏了', { id: 'msg-1' })
  await group.say('王姐', '王姐撤回了一条消息', { kind: 'recall', recalls: 'msg-1' })

  expect(group.replies()).toHaveLength(1)
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'pendingReview' })
  expect(await (await community.staff('小李')).get('/tickets/JN-261121-001')).toContain('居民撤回了原话')
})

test('who quotes a report joins that one, not the nearest', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '3栋电梯坏了', { id: 'msg-1' })
  await group.say('赵叔', '南门进来左手边井盖翘起来了')
  await group.say('老李', '+1', { kind: 'quote', quote: { sender: '王姐', text: '3栋电梯坏了', id: 'msg-1' } })
  await group.say('周阿姨', '+1', { kind: 'quote', quote: { sender: '王姐', text: '3栋电梯坏了', id: null } })
  await group.say('孙姐', '+1')

  expect(await reportersOf(community, 'JN-261121-001')).toEqual(['王姐', '老李', '周阿姨'])
  expect(await reportersOf(community, 'JN-261121-002')).toEqual(['赵叔', '孙姐'])
})

test('who quotes the bot asks after what it said', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('赵叔', '3栋电梯坏了')
  const quote = { sender: '小助手', text: '@王姐 收到，8栋2单元楼道灯不亮，编号JN-261121-001，物业今天11:00前回应。', id: null }
  await group.say('老李', '上次那灯咋样了', { kind: 'quote', quote })

  expect(group.replies().at(-1)).toMatch(/^小助手：@老李 8栋2单元楼道灯不亮（JN-261121-001）：/)
})

test('a gas smell does not wait for the next words', async () => {
  const community = await openCommunity({ patience: DEFAULT_PATIENCE })
  const group = await community.group()

  await group.say('赵叔', '5栋楼道好大煤气味！！')

  expect(group.replies()).toHaveLength(1)
})

test('D14 only the reporter takes a report back', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('孙姐', '3栋电梯坏了')
  await group.say('老李', '刚说的不用了，已经好了')
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'pendingReview' })
  expect(await eventsOf(community, 'JN-261121-001')).toContainEqual({ action: 'callOff', note: '刚说的不用了，已经好了' })

  await group.say('孙姐', '刚说的不用了，挪走了')

  expect(group.replies().slice(1)).toEqual(['小助手：@孙姐 好的，JN-261121-001 已撤回，社区从现在起不再办理。'])
  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'withdrawn' })
})

type Community = Awaited<ReturnType<typeof openCommunity>>

async function reportersOf({ db, ticket }: Community, number: string): Promise<string[]> {
  const { id } = await ticket(number)
  const rows = await db.query.reports.findMany({
    where: (reports, { eq }) => eq(reports.ticketId, id),
    orderBy: (reports, { asc }) => asc(reports.id),
  })
  return rows.map(({ alias }) => alias)
}

async function eventsOf({ db, ticket }: Community, number: string): Promise<{ action: string; note: string | null }[]> {
  const { id } = await ticket(number)
  return db.query.events.findMany({ columns: { action: true, note: true }, where: (events, { eq }) => eq(events.ticketId, id) })
}

async function messagesOf(community: Community, number: string): Promise<number> {
  return (await reportersOf(community, number)).length
}
