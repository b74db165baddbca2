import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { listKudos } from '../../db/kudos.ts'
import { messages, rooms, signals, tickets } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const COMPANY = [
  '今晚红烧肉放冰糖还是白糖',
  '冰糖，炒到枣红色下肉',
  '焯水要冷水下锅',
  '我家都用砂锅炖一个半小时',
  '收藏了，周末试试',
  '孩子不爱吃青菜怎么办',
  '剁碎了包饺子里',
  '饺子馅加点花椒水特别香',
  '求一个番茄牛腩的做法',
  '番茄去皮先炒出沙',
  '谁去过黄山，求攻略',
  '建议住山上一晚看日出',
  '云谷寺索道人少一点',
  '下个月想带爸妈去海边',
  '鼓浪屿别住太偏',
  '孩子三岁了要不要报早教',
  '早教看缘分，陪着玩就行',
  '推荐一本绘本',
  '《猜猜我有多爱你》百读不厌',
  '睡前故事讲着讲着我先睡着了哈哈',
  '今天跳绳比赛我娃第三名',
  '恭喜恭喜',
  '太极拳早上几点开始呀',
  '六点半，小广场见',
  '广场舞新曲子好听',
  '晚上散步约吗',
  '约，老地方',
  '桂花开了，满院子香',
  '谁家猫跑到我家阳台了，橘色的',
  '哈哈那是大黄，爱串门',
  '这火锅店太火了，排队两小时',
  '吃多了上火',
  '防诈骗讲座讲得真好',
  '陌生链接千万别点',
  '出门记得关火关窗',
  '天冷了，注意保暖',
  '早上好，祝大家开心每一天',
  '晚安各位邻居',
  '这张晚霞拍得真美',
  '求电饭煲蛋糕配方',
  '8栋2单元楼道灯又不亮了',
  '3栋电梯坏了',
  '垃圾桶都溢出来了没人收',
  '物业死哪去了，气死我了',
  '楼下要是有个扶手就好了',
  '小王师傅给力👍',
  '+1',
  '好了',
  '居住证在哪办呀',
  '算我一个',
]

test('S32 a social group hears nothing but emergencies and answers to what is said to the bot', { timeout: 120_000 }, async () => {
  const community = await openCommunity()
  const group = await community.group('美食与旅行群')
  const director = await community.staff('王主任', 'director')
  expect((await director.post('/bot/rooms/1/mode', { mode: 'social' })).status).toBe(303)

  for (const speaker of ['王姐', '老李']) for (const words of COMPANY) await group.say(speaker, words)
  expect(group.replies()).toEqual([])
  expect(await community.db.$count(messages, eq(messages.reason, 'socialRoom'))).toBe(100)

  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await group.say('王姐', '3栋电梯坏了', { mentionsBot: true })
  expect(group.replies()).toEqual([
    '小助手：⚠️5栋：能关阀就关阀、开窗，别动任何开关和电器；马上到室外，再打燃气抢修0757-00000000或119。群消息不能代替报警电话。',
    '小助手：@王姐 收到，3栋电梯坏了，编号JN-261121-002，物业今天09:30前回应。',
  ])
})

test('S32 in a social group the answer to the bot’s own question is still heard', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await community.db.update(rooms).set({ mode: 'social' })

  await group.say('阿明', '楼道那个灯又闪了烦死', { mentionsBot: true })
  await group.say('阿明', '6-1')

  expect(await community.ticket('JN-261121-001')).toMatchObject({ status: 'pendingReview', place: { building: '6', entrance: '1' } })
})

test('S32 in a social group a second problem of the same message is let be as the first is', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await community.db.update(rooms).set({ mode: 'social' })

  await group.say('王姐', '8栋灯不亮，还有南门垃圾三天没收')

  expect(group.replies()).toEqual([])
  expect(await reasonsOf(community)).toEqual(['socialRoom'])
})

test('S32 in a social group what staff have asked for is still answered', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  await community.db.update(rooms).set({ mode: 'social' })
  await group.say('王姐', '8栋2单元楼道灯不亮', { mentionsBot: true })
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'askResident', { note: '哪盏灯' })
  await community.later(1)

  await group.say('王姐', '就是进门第一盏')

  expect(group.replies().at(-1)).toBe('小助手：@王姐 记下了，会一并告诉物业（JN-261121-001）。')
})

test('nobody is welcomed as a neighbour in a staff group', async () => {
  const community = await openCommunity()
  const group = await community.group('工作群')
  await community.db.update(rooms).set({ mode: 'staff' })

  await group.say('网格员小陈', '网格员小陈', { kind: 'join' })
  await community.until('2026-11-22T20:00:00+08:00')

  expect(group.replies()).toEqual([])
  expect(await reasonsOf(community)).toEqual(['staffRoom'])
})

test('S32 colleagues in a staff group report nothing unless they ask the bot', async () => {
  const community = await openCommunity()
  const group = await community.group('工作群')
  await community.db.update(rooms).set({ mode: 'staff' })

  await group.say('网格员小陈', '3栋电梯坏了')
  await group.say('网格员小陈', '8栋2单元楼道灯不亮', { mentionsBot: true })

  expect(group.replies()).toEqual(['小助手：@网格员小陈 收到，8栋2单元楼道灯不亮，编号JN-261121-001，物业今天11:00前回应。'])
  expect(await reasonsOf(community)).toEqual(['staffRoom', null])
})

test('S14 three residents who talk of the property company leaving make one signal and no word of the bot', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('王姐', '听说物业要跑路？')
  await group.say('王姐', '物业要撤了？')
  expect(await officer.get('/signals')).toContain('暂时没有苗头')
  await community.later(60)
  await group.say('老李', '是不是物业要撤场')
  await group.say('周阿姨', '听说物业月底不干了')
  await group.say('孙姐', '物业要撤了？')

  expect(group.replies()).toEqual([])
  expect(await reasonsOf(community)).toEqual(['rumour', 'rumour', 'rumour', expect.stringMatching(/rumour|chatter/), 'rumour'])
  expect(await community.db.select().from(signals)).toMatchObject([
    { kind: 'burst', category: 'property.exit', people: 4, about: [1, 2, 3, 4, 5] },
  ])
  const page = await officer.get('/signals')
  for (const words of ['物业撤场/更换', '4人', '听说物业要跑路？', '孙姐']) expect(page).toContain(words)

  await officer.post('/signals/1/seen')
  expect(await officer.get('/signals')).toContain('暂时没有苗头')
  expect((await officer.post('/signals/1/seen')).status).toBe(409)
})

test('S14 two days apart are no burst, and reports that became tickets count', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '3栋电梯坏了')
  await community.later(25 * 60)
  await group.say('老李', '5栋电梯坏了')
  await group.say('周阿姨', '3栋电梯又停了，老人下不来')
  expect(await community.db.$count(signals)).toBe(0)

  await group.say('孙姐', '5栋电梯坏了')
  expect(await community.db.select().from(signals)).toMatchObject([
    { kind: 'burst', category: 'facility.lift', people: 3, about: [2, 3, 4] },
  ])
})

test('S14 a rumour that is put to the bot itself is taken up', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '听说物业要跑路？', { mentionsBot: true })

  expect(group.replies()).toHaveLength(1)
  expect(await community.ticket('JN-261121-001')).toMatchObject({ category: 'property.exit', tier: 'red' })
})

test('D7 anger is heard once in few words; at the second outburst the bot falls silent and a person takes over', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('赵叔', '物业死哪去了？！垃圾三天没收，物业费喂狗了啊！！', { alias: '赵叔(3-1-502)' })
  await community.later(20)
  await group.say('赵叔', '装死是吧？！一群废物，气死我了！！')
  await group.say('赵叔', '到底管不管，受够了！！')
  await group.say('赵叔', 'JN-261121-001到哪一步了，气死我了')
  await group.say('赵叔', '5栋楼道好大煤气味！！气死我了')

  expect(group.transcript()).toEqual([
    '赵叔：物业死哪去了？！垃圾三天没收，物业费喂狗了啊！！',
    '小助手：@赵叔 这事确实闹心。已登记JN-261121-001，最迟今天11:00前物业答复您。',
    '赵叔：装死是吧？！一群废物，气死我了！！',
    '赵叔：到底管不管，受够了！！',
    '赵叔：JN-261121-001到哪一步了，气死我了',
    expect.stringMatching(/^小助手：@赵叔 垃圾三天没收（JN-261121-001）：已登记/),
    '赵叔：5栋楼道好大煤气味！！气死我了',
    expect.stringMatching(/^小助手：⚠️5栋：能关阀就关阀/),
  ])
  const [first, second, third] = await community.db.select().from(messages).orderBy(asc(messages.id))
  expect([first, second, third]).toMatchObject([
    { outcome: 'ticketOpened', angry: true },
    { outcome: 'waiting', reason: 'angry' },
    { outcome: 'ticketJoined', reason: 'stillAngry' },
  ])
  expect(await community.db.select().from(signals)).toMatchObject([{ kind: 'anger', people: 1, seenAt: null }])
  expect(await officer.get('/tickets/JN-261121-001')).toContain('居民又发火了，请人工接手')
  expect(await officer.get('/waiting')).toContain('接连发火')
})

test('whom a person was called to is told no more what may be said to the bot', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('赵叔', '物业死哪去了？！垃圾三天没收，物业费喂狗了啊！！', { alias: '赵叔(3-1-502)' })
  await community.later(20)
  await group.say('赵叔', '装死是吧？！一群废物，气死我了！！')
  await community.later(1)
  await group.say('赵叔', '你死了？', { mentionsBot: true })

  expect(group.replies()).toHaveLength(1)
  expect(await reasonsOf(community)).toEqual([null, 'angry', 'stillAngry'])
})

test('a new matter that is shouted after the hand-over waits for the person, and is not filed under the old one', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('赵叔', '物业死哪去了？！垃圾三天没收，物业费喂狗了啊！！', { alias: '赵叔(3-1-502)' })
  await community.later(20)
  await group.say('赵叔', '装死是吧？！一群废物，气死我了！！')
  await group.say('赵叔', '3栋电梯又坏了，物业死哪去了')

  expect(group.replies()).toHaveLength(1)
  expect(await reasonsOf(community)).toEqual([null, 'angry', 'angry'])
  expect(await community.db.query.reports.findMany()).toHaveLength(1)
  expect(await officer.get('/waiting')).toContain('3栋电梯又坏了，物业死哪去了')
})

test('a day later the bot answers again, and a neighbour’s anger is their own', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('赵叔', '物业死哪去了？！垃圾三天没收，物业费喂狗了啊！！')
  await group.say('老李', '8栋2单元楼道灯不亮，气死我了')
  await community.later(25 * 60)
  await group.say('赵叔', '3栋电梯坏了，气死我了')

  expect(group.replies()).toHaveLength(3)
})

test('S93 praise is to the credit of whoever did the work, without a ticket and without a word', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'resolve', { note: '灯管已换新' })
  const said = group.replies().length

  await group.say('王姐', '小王师傅给力👍')
  await group.say('老李', '保洁阿姨辛苦了，地拖得真干净')
  await group.say('周阿姨', '今天的晚霞太美了，点赞')

  expect(group.replies()).toHaveLength(said)
  expect((await reasonsOf(community)).slice(1)).toEqual(['praise', 'praise', expect.stringMatching(/praise|chatter/)])
  expect(await officer.get('/tickets/JN-261121-001')).toContain('居民表扬')
  const page = await officer.get('/signals')
  for (const words of ['小王师傅给力👍', 'JN-261121-001', '保洁阿姨辛苦了', '近30天收到表扬2次']) expect(page).toContain(words)
  expect(page).not.toContain('晚霞')
  expect(await community.db.$count(tickets)).toBe(1)
  const credited = await listKudos(community.db, community.scope, 10)
  expect(credited.map(({ words, number, handler, party }) => [words, number, handler, party])).toEqual([
    ['保洁阿姨辛苦了，地拖得真干净', null, null, 'property'],
    ['小王师傅给力👍', 'JN-261121-001', '小李', 'property'],
  ])
})

test('S25 a wish in small talk is no word of the bot, and one click makes it a need', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await group.say('李婶', '楼下要是有个扶手就好了')

  expect(group.replies()).toEqual([])
  const waiting = await officer.get('/waiting')
  expect(waiting.match(/需求 · 把握\d+%/g)).toHaveLength(1)
  expect(waiting).toContain('楼下要是有个扶手就好了')
  expect(await community.db.$count(tickets)).toBe(0)
  await officer.post('/waiting/1/note')
  expect(await officer.get('/waiting')).not.toContain('楼下要是有个扶手就好了')
  expect(await officer.get('/signals')).toContain('楼下要是有个扶手就好了')
  expect(group.replies()).toEqual([])
})

type Community = Awaited<ReturnType<typeof openCommunity>>

async function reasonsOf({ db }: Community): Promise<(string | null)[]> {
  const rows = await db.select({ reason: messages.reason }).from(messages).orderBy(asc(messages.id))
  return rows.map(({ reason }) => reason)
}
