import { and, asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Reader } from '../../bot/reader.ts'
import { offlineReader, readByRules } from '../../bot/readers/offline.ts'
import { DEFAULT_PACE, DEFAULT_PATIENCE } from '../../core/community.ts'
import { DEFAULT_QUIET_HOURS } from '../../core/speech/quiet.ts'
import { createCommunity, createEstate } from '../../db/orgUnits.ts'
import { members, messages, outbox, pages, rooms, tickets } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'
import { befriend, nameDuty } from '../duty.ts'

type Community = Awaited<ReturnType<typeof openCommunity>>

const GAS = '能关阀就关阀、开窗，别动任何开关和电器；马上到室外，再打燃气抢修0757-00000000或119。'

/** Every call of every alarm: seconds after the alarm, who, and what became of it. */
async function calls({ db }: Community): Promise<string[]> {
  const rows = await db.select().from(pages).orderBy(asc(pages.id))
  return rows.map(({ raisedAt, pagedAt, name, status, ended, ackedAt, ackedByName }) => {
    const seconds = (at: Date) => (at.getTime() - raisedAt.getTime()) / 1000
    const end = status === 'acked' ? `${seconds(ackedAt!)}秒后${ackedByName}确认` : (ended ?? '在响')
    return `${seconds(pagedAt)} ${name} ${end}`
  })
}

test('D5 a gas smell: fixed words at once, the duty answers after 47 seconds, and the group hears the end of it', async () => {
  const community = await openCommunity({ start: new Date('2026-11-21T14:58:00+08:00') })
  const group = await community.group()
  const [duty, officer] = [await community.staff('周网格', 'gridWorker'), await community.staff('小李')]
  await nameDuty(community, [{ name: '周网格', staffId: duty.id }])

  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await community.wait(47)
  await duty.post('/pages/1/acknowledgement')
  await community.until('2026-11-21T15:20:00+08:00')
  await duty.move('JN-261121-001', 'file')
  await duty.move('JN-261121-001', 'resolve', { note: '燃气已由燃气公司处置完毕，可正常出入。' })
  await officer.move('JN-261121-001', 'verify')
  await community.later(60)

  expect(group.transcript()).toEqual([
    '赵叔：5栋楼道好大煤气味！！',
    `小助手：⚠️5栋：${GAS}已通知值班人员，群消息不能代替报警电话。`,
    '小助手：5栋燃气已由燃气公司处置完毕，可正常出入（值班人员15:20确认）。',
  ])
  expect(await calls(community)).toEqual(['0 周网格 47秒后周网格确认'])
  expect(await duty.get('/pages')).toContain('47秒后周网格确认')
})

test('S13 a gas smell at three in the night: no model, no quiet hours, every two minutes the next person, the head after five', async () => {
  const asked: string[] = []
  const reader: Reader = {
    async read(question) {
      asked.push(question.text)
      return readByRules(question)
    },
  }
  const usual = { patience: DEFAULT_PATIENCE, pace: DEFAULT_PACE, quietHours: DEFAULT_QUIET_HOURS }
  const community = await openCommunity({ start: new Date('2026-11-21T03:00:00+08:00'), reader, ...usual })
  const group = await community.group()
  const director = await community.staff('王主任', 'director')
  const worker = await community.staff('李师傅', 'gridWorker')
  await nameDuty(community, [
    { name: '周网格', memberId: await befriend(community, '周网格') },
    { name: '李师傅', staffId: worker.id },
  ])

  await group.say('王姐', '5栋2单元好大煤气味', { alias: '王姐(5-2-402)' })
  await community.wait(5)
  expect(group.replies()).toHaveLength(1)
  expect(asked).toEqual([])
  expect(await director.get('/tickets')).toMatch(/正在呼叫周网格.*李师傅/)
  const [line] = await community.db.select().from(outbox).where(eq(outbox.kind, 'emergency'))
  const [heard] = await community.db.select().from(messages).where(eq(messages.text, '5栋2单元好大煤气味'))
  expect(line!.settledAt!.getTime() - heard!.receivedAt.getTime()).toBeLessThanOrEqual(5000)
  expect(await community.db.query.readings.findMany()).toMatchObject([{ reader: 'rule', category: 'emergency.gas' }])

  await community.until('2026-11-21T03:06:00+08:00')
  expect(await calls(community)).toEqual(['0 周网格 notAnswered', '120 李师傅 notAnswered', '300 王主任 在响'])
  await director.post('/pages/3/acknowledgement')
  expect((await worker.post('/pages/3/acknowledgement')).status).toBe(409)
  await community.private('周网格').say('收到', { role: 'staff' })
  await community.later(30)

  expect(await calls(community)).toEqual(['0 周网格 notAnswered', '120 李师傅 notAnswered', '300 王主任 360秒后王主任确认'])
  const log = (await director.get('/pages')).replace(/<[^>]*>/g, '')
  expect([...log.matchAll(/\d\d:\d\d:\d\d 呼叫[^，]+，(没有人确认，继续呼叫|已确认)/g)].map(([line]) => line)).toEqual([
    '03:00:00 呼叫周网格，没有人确认，继续呼叫',
    '03:02:00 呼叫李师傅，没有人确认，继续呼叫',
    '03:05:00 呼叫王主任（社区负责人），已确认',
  ])
  expect(group.replies()).toEqual([`小助手：⚠️5栋2单元：${GAS}已通知值班人员，群消息不能代替报警电话。`])
  expect(community.private('周网格').transcript().slice(1)).toEqual([
    '小助手：⚠️5栋2单元燃气泄漏，王姐03:00在和风苑业主群说。请马上处理，回“收到”确认。（JN-261121-001）',
    '周网格：收到',
    '小助手：王主任已经接手，谢谢您。',
  ])
})

test('a burst pipe at half past eleven calls the duty, too; by day it is a ticket, and at night a lamp is one', async () => {
  const community = await openCommunity({ start: new Date('2026-11-21T21:50:00+08:00'), quietHours: DEFAULT_QUIET_HOURS })
  const group = await community.group()
  const duty = await community.staff('周网格', 'gridWorker')
  await nameDuty(community, [{ name: '周网格', memberId: await befriend(community, '周网格') }])

  await group.say('老李', '3栋电梯坏了')
  await community.until('2026-11-21T23:30:00+08:00')
  await group.say('阿明', '8栋2单元楼道灯不亮', { mentionsBot: true })
  await group.say('王姐', '地下车库水管爆了，水漫得到处都是')

  expect(group.replies().at(-1)).toBe('小助手：@王姐 收到，地下车库水管爆了，编号JN-261121-003，物业明天09:30前回应。')
  expect(community.private('周网格').transcript().slice(1)).toEqual([
    '小助手：⚠️地下车库水管漏水，王姐23:30在和风苑业主群说。请马上处理，回“收到”确认。（JN-261121-003）',
  ])
  await duty.post('/pages/1/acknowledgement')
  expect(await calls(community)).toEqual(['0 周网格 0秒后周网格确认'])
  expect(await duty.get('/tickets/JN-261121-003')).toMatch(/href="\/pages">.{0,20}周网格.*接手/s)
})

test('the head is called every five minutes until somebody answers, over a restart too', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await community.staff('王主任', 'director')
  const worker = await community.staff('李师傅', 'gridWorker')
  await nameDuty(community, [{ name: '李师傅', staffId: worker.id }])

  await group.say('王姐', '7栋着火了！！')
  await community.later(7)
  await community.restart()
  await community.later(9)
  await worker.move('JN-261121-001', 'file')
  await community.later(30)

  expect(await calls(community)).toEqual([
    '0 李师傅 notAnswered',
    '300 王主任 notAnswered',
    '600 王主任 notAnswered',
    '900 王主任 960秒后李师傅确认',
  ])
})

test('a call for help beside a cry is about that danger; another danger is another', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('王姐', '7栋着火了！！')
  await community.later(2)
  await group.say('老李', '快报警，快打119啊')
  expect(group.replies()).toHaveLength(1)

  await group.say('赵叔', '有人掉到河里了，快来人救')
  expect(group.replies()).toHaveLength(2)
  expect((await community.ticket('JN-261121-002')).category).toBe('emergency.drowning')

  await community.later(15)
  await group.say('周姐', '快报警，有人砸门')
  expect((await community.ticket('JN-261121-003')).category).toBe('emergency.violence')
})

test('somebody on duty answers in private, and nobody else is called', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await community.staff('王主任', 'director')
  await nameDuty(community, [{ name: '周网格', memberId: await befriend(community, '周网格') }, { name: '李师傅' }])

  await group.say('王姐', '3栋电梯困人了，快来人')
  await community.wait(40)
  await community.private('周网格').say('好，马上到', { role: 'staff' })
  await community.later(20)

  expect(await calls(community)).toEqual(['0 周网格 40秒后周网格确认'])
  expect(community.private('周网格').transcript().at(-1)).toBe('小助手：已记下由您处理。办好后请在控制台写一句结果，群里会听到。')
})

test.each(['no community of several', 'another community by now'])(
  'whoever is called may belong to %s: they are, and their answer counts',
  async (where) => {
    const community = await openCommunity()
    const group = await community.group()
    const other = await createCommunity(community.db, '清河社区')
    const memberId = await befriend(community, '周网格')
    await nameDuty(community, [{ name: '周网格', memberId }])
    const home = where.startsWith('no') ? null : other.id
    await community.db.update(members).set({ communityId: home, estateId: null }).where(eq(members.id, memberId))

    await group.say('王姐', '3栋电梯困人了，快来人')
    await community.wait(40)
    await community.private('周网格').say('收到')

    expect(await calls(community)).toEqual(['0 周网格 40秒后周网格确认'])
  },
)

test('with nobody on the list, or nobody who can be reached, residents are not told of anybody; the console rings all the same', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await nameDuty(community, [])
  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await nameDuty(community, [{ name: '周网格' }])
  await group.say('老李', '9栋也有煤气味')

  expect(group.replies()).toEqual([`小助手：⚠️5栋：${GAS}群消息不能代替报警电话。`, `小助手：⚠️9栋：${GAS}群消息不能代替报警电话。`])
  expect(await calls(community)).toEqual(['0 控制台前的同事 在响', '0 周网格 unreachable', '0 控制台前的同事 在响'])
  expect(await officer.get('/tickets')).toContain('data-alarm="5栋燃气泄漏"')
})

test('two who tell of one incident call people once; who tells where completes it', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('赵叔', '楼道好大煤气味！！')
  await group.say('王姐', '是啊煤气味好重')
  await group.say('赵叔', '5栋2单元')
  await group.say('赵叔', '没人受伤')
  await community.later(30)
  await group.say('老李', '5栋煤气味还在')

  expect(group.replies()).toEqual([`小助手：⚠️${GAS}群消息不能代替报警电话。在几栋几单元？有没有人受伤？`])
  expect(await calls(community)).toHaveLength(2)
  expect(await community.ticket('JN-261121-001')).toMatchObject({ place: { building: '5', entrance: '2' }, status: 'pendingReview' })
  expect(await community.db.$count(messages, eq(messages.outcome, 'ticketJoined'))).toBe(4)
})

test('somebody who does not want to live and is no friend: nothing in public, people are called at once', async () => {
  const community = await openCommunity()
  const group = await community.group()
  await nameDuty(community, [{ name: '周网格', memberId: await befriend(community, '周网格') }])

  await group.say('小陈', '活着没意思，不想活了')

  expect(group.transcript()).toEqual(['小陈：活着没意思，不想活了'])
  expect(community.private('小陈').transcript()).toEqual([])
  expect(community.private('周网格').transcript().at(-1)).toBe(
    '小助手：⚠️有人需要帮助，小陈09:00在和风苑业主群说。请马上处理，回“收到”确认。（JN-261121-001）',
  )
  expect(await calls(community)).toEqual(['0 周网格 在响'])
})

test('an emergency is one whoever tells of it, but not that it is over', async () => {
  const community = await openCommunity()
  const group = await community.group()

  await group.say('物业小张', '3栋电梯困人了，快来人', { role: 'property' })
  await group.say('王姐', '3栋电梯里有人出不来')
  await group.say('物业小张', '7栋电梯困人已处理完毕', { role: 'property' })

  expect(group.replies()).toEqual([expect.stringMatching(/^小助手：⚠️3栋：请按轿厢警铃/)])
  expect(await community.db.$count(tickets)).toBe(1)
})

test('a stranger who cries for help in private hears the fixed words, and people are called to look', async () => {
  const community = await openCommunity()
  const officer = await community.staff('小李')

  await community.private('路人').say('5栋楼道好大煤气味')

  expect(community.private('路人').transcript()).toEqual(['路人：5栋楼道好大煤气味', `小助手：⚠️${GAS}群消息不能代替报警电话。`])
  expect(await officer.get('/tickets')).toContain('data-alarm="陌生人私聊求助：像是5栋燃气泄漏"')
  expect(await officer.get('/waiting')).toContain('5栋楼道好大煤气味')
  await officer.post('/waiting/1/ignore')
  await community.later(3)
  expect(await officer.get('/tickets')).not.toContain('data-alarm')
})

test('what may be a cry is not answered in the group, and waits before what has waited longer', async () => {
  const community = await openCommunity({ reader: offlineReader() })
  const group = await community.group()
  const officer = await community.staff('小李')
  await group.say('王姐', '', { kind: 'voice' })
  await community.wait(3600)

  await group.say('钱叔', '啥落水？谁掉水里了？')
  await community.later(60)

  expect(group.replies()).toEqual([])
  const page = await officer.get('/waiting')
  expect([...page.matchAll(/id="waiting-(\d+)"/g)].map(([, id]) => id)).toEqual(['2', '1'])
  expect(page).toContain('像是有人求救，但拿不准，请马上看一眼')
})

test('among several communities a stranger’s cry is answered too, and waits at each whose groups the account is in', async () => {
  const community = await openCommunity()
  const { db } = community
  await community.group()
  const [near, far] = [await createCommunity(db, '清河社区'), await createCommunity(db, '远山社区')]
  const { id: estateId } = await createEstate(db, { communityId: near.id }, { name: '清河苑', code: 'QH' })
  await db.insert(rooms).values({ channel: 'sandbox', externalId: '清河', topic: '清河群', communityId: near.id, estateId })
  const ours = await community.staff('小李')
  const neighbour = await community.staff('小周', 'staff', near.id)
  const stranger = await community.staff('小吴', 'staff', far.id)
  const person = community.private('路人')

  await person.say('在吗')
  await person.say('5栋楼道好大煤气味')

  expect(person.transcript().slice(1)).toEqual([
    '路人：5栋楼道好大煤气味',
    '小助手：⚠️能关阀就关阀、开窗，别动任何开关和电器；马上到室外，再打119。群消息不能代替报警电话。',
  ])
  for (const colleague of [ours, neighbour]) {
    const page = await colleague.get('/waiting')
    expect(page).toContain('data-alarm="陌生人私聊求助：像是5栋燃气泄漏"')
    expect(page).toContain('5栋楼道好大煤气味')
    expect(page).toContain('这个人没在任何群里说过话')
    expect(page).not.toContain('在吗')
    expect(await colleague.get('/today')).toMatch(/href="\/waiting".{0,300}>1</s)
  }
  expect(await stranger.get('/waiting')).not.toMatch(/煤气味|data-alarm/)
  expect((await stranger.post('/waiting/2/ignore')).status).toBe(404)

  const matter = { category: 'emergency.gas', summary: '5栋楼道煤气味', urgency: 'emergency', building: '5', entrance: '', spot: '' }
  expect((await neighbour.post('/waiting/2/ticket', { estateId: String(estateId), ...matter })).status).toBe(303)
  await community.later(3)
  expect(await ours.get('/waiting')).not.toMatch(/煤气味|data-alarm/)
  expect((await ours.post('/waiting/2/ignore')).status).toBe(404)
  await person.say('味道散了')
  expect(await neighbour.get('/waiting')).toContain('味道散了')
})

test('a drill rings at the console and is heard nowhere else', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')
  await nameDuty(community, [{ name: '周网格', memberId: await befriend(community, '周网格') }])

  await officer.post('/pages/drills')
  await community.later(30)

  expect(await officer.get('/tickets')).toContain('data-alarm="演练（小李发起）"')
  expect([group.transcript(), community.private('周网格').transcript()]).toEqual([[], ['周网格：你好']])
  expect(await community.db.$count(pages, and(eq(pages.reason, 'drill'), eq(pages.status, 'calling')))).toBe(1)
})
