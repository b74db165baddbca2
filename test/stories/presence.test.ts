import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createWatch } from '../../admin/alerts.ts'
import { listOpen } from '../../db/alerts.ts'
import { departures, members, outbox, pages, rooms } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const LEAVES = { kind: 'leave' } as const
const COMES = { kind: 'join' } as const
const BOT_LEAVES = { ...LEAVES, fromBot: true } as const
const BOT_COMES = { ...COMES, fromBot: true } as const

type Colleague = Awaited<ReturnType<Awaited<ReturnType<typeof openCommunity>>['staff']>>

async function fix({ move }: Colleague): Promise<void> {
  await move('JN-261121-001', 'file')
  await move('JN-261121-001', 'resolve', { note: '已处理好' })
}

async function openEstate() {
  const community = await openCommunity()
  const group = await community.group()
  const chen = await community.staff('陈静', 'director')
  return { community, group, chen }
}

test('who has left the group is not called by name there any more; their ticket and their name stay', async () => {
  const { community, group, chen } = await openEstate()
  await group.say('王姐', '8栋2单元楼道灯不亮', { alias: '王姐 8-2-402' })
  await community.later(1)
  await group.say('王姐', '王姐', { ...LEAVES, alias: '王姐 8-2-402' })
  await community.later(1)
  await fix(chen)
  await community.later(1)

  expect(group.replies()[0]).toMatch(/^小助手：@王姐 收到/)
  expect(group.replies().slice(1).length).toBeGreaterThan(0)
  expect(
    group
      .replies()
      .slice(1)
      .filter((line) => line.includes('@')),
  ).toEqual([])
  expect(await chen.get('/tickets/JN-261121-001')).toContain('王姐')
  expect(await community.db.select({ name: departures.name }).from(departures)).toEqual([{ name: '王姐' }])
})

test.each([
  ['comes again', '王姐', COMES],
  ['speaks again', '大家早', {}],
] as const)('who has left and %s is called by name again', async (_, text, words) => {
  const { community, group, chen } = await openEstate()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await community.later(1)
  await group.say('王姐', '王姐', LEAVES)
  await community.later(1)
  await group.say('王姐', text, words)
  await fix(chen)
  await community.later(1)

  expect(group.replies().at(-1)).toMatch(/^小助手：@王姐 /)
  expect(await community.db.$count(departures)).toBe(0)
})

test('words of before that arrive after somebody has left do not bring them back', async () => {
  const { community, group } = await openEstate()
  const before = community.now()
  await community.later(1)
  await group.say('王姐', '王姐', LEAVES)
  await group.say('王姐', '再见', { sentAt: before })
  await group.say('王姐', '王姐撤回了一条消息', { kind: 'system', sentAt: new Date(community.now().getTime() + 1000) })
  expect(await community.db.$count(departures)).toBe(1)
})

test('nothing more is told in private of what somebody said in a group that they have left, unless they ask or staff want it', async () => {
  const { community, group, chen } = await openEstate()
  await group.say('周姐', '楼上天天半夜蹦迪，吵得睡不着', { isFriend: true })
  await community.later(1)
  const own = community.private('周姐')
  const heard = () => own.transcript().filter((line) => line.startsWith('小助手：')).length
  const atFirst = heard()
  expect(atFirst).toBeGreaterThan(0)
  await group.say('周姐', '周姐', { ...LEAVES, isFriend: true })
  await fix(chen)
  await community.later(1)
  expect(heard()).toBe(atFirst)
  expect(await chen.get('/outbox?tab=needsPerson')).toContain('对方已退出当时说话的群，机器人不再主动私聊。')

  await own.say('JN-261121-001 怎么样了')
  await community.later(1)
  expect(heard()).toBe(atFirst + 1)
  const [{ id }] = (await community.db.select({ id: outbox.id }).from(outbox).where(eq(outbox.obstacle, 'left'))) as [{ id: number }]
  await chen.post(`/outbox/${id}/retry`)
  await community.later(1)
  expect(heard()).toBe(atFirst + 2)
})

test('nothing is tried in a group that the bot was put out of: words wait where staff see them, and are said when it is let in again', async () => {
  const { community, group, chen } = await openEstate()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await community.later(1)
  const said = group.replies().length
  await group.say('机器人', '机器人', BOT_LEAVES)
  await fix(chen)
  await community.later(30)

  expect(group.replies()).toHaveLength(said)
  expect(await community.db.select({ status: outbox.status, attempts: outbox.attempts }).from(outbox).orderBy(outbox.id)).toEqual([
    { status: 'sent', attempts: 1 },
    { status: 'waiting', attempts: 0 },
  ])
  const page = await chen.get('/bot')
  expect(page).toContain('机器人不在群里')
  expect(page).toContain('<b class="num">1</b> 句话发不出去。')
  expect(await chen.get('/outbox?tab=waiting')).toContain('机器人不在群里，发不出去')
  expect(await chen.get('/outbox/by-hand')).toContain('等它重新进群后会自己发')

  await group.say('机器人', '机器人', BOT_COMES)
  await community.later(1)
  expect(group.replies()).toHaveLength(said + 1)
  expect(await chen.get('/bot')).not.toContain('机器人不在群里')
  expect(await community.db.$count(outbox, eq(outbox.kind, 'welcome'))).toBe(0)
})

test('words heard in a group show that the bot is in it again', async () => {
  const { community, group } = await openEstate()
  await group.say('机器人', '机器人', BOT_LEAVES)
  expect((await community.db.select().from(rooms))[0]!.leftAt).toEqual(community.now())
  await community.later(1)
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await community.later(1)
  expect((await community.db.select().from(rooms))[0]!.leftAt).toBeNull()
  expect(group.replies()).toHaveLength(1)
})

test('people are called for the words of an emergency that a group cannot be told', async () => {
  const { community, group } = await openEstate()
  await group.say('机器人', '机器人', BOT_LEAVES)
  await group.say('王姐', '5栋1单元着火了')
  await community.later(1)
  expect(group.replies()).toEqual([])
  const called = await community.db.select({ outboxId: pages.outboxId }).from(pages).where(eq(pages.reason, 'unsaid'))
  expect(new Set(called.map(({ outboxId }) => outboxId)).size).toBe(1)
})

test('staff are told of a group that the bot was put out of, and when it is back', async () => {
  const { community, group } = await openEstate()
  const watch = createWatch({
    db: community.db,
    ways: [],
    publicUrl: new URL('https://huiyin.test'),
    now: community.now,
    log: pino({ level: 'silent' }),
  })
  const open = async () => (await listOpen(community.db)).map(({ kind, key }) => [kind, key])
  await group.say('机器人', '机器人', BOT_LEAVES)
  await community.later(3)
  await watch.look()
  expect(await open()).toEqual([['roomLeft', 'roomLeft 1']])
  await group.say('机器人', '机器人', BOT_COMES)
  await community.later(1)
  await watch.look()
  expect(await open()).toEqual([])
})

test('a group of nobody that the bot was put out of does not wait to be bound', async () => {
  const { community, chen } = await openEstate()
  const strangers = community.strangers()
  await strangers.say('机器人', '机器人', BOT_COMES)
  expect(await chen.get('/bot')).toContain('陌生群')
  await strangers.say('机器人', '机器人', BOT_LEAVES)
  expect(await chen.get('/bot')).not.toContain('陌生群')
})

test('whose name cries fire and who leaves makes no emergency', async () => {
  const { community, group } = await openEstate()
  await group.say('着火了快跑', '5栋着火了', LEAVES)
  await community.later(1)
  expect(group.replies()).toEqual([])
  expect(await community.db.$count(members)).toBe(1)
  expect(await community.db.$count(pages)).toBe(0)
})
