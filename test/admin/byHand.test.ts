import { asc, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { mainAccount } from '../../core/account.ts'
import { coolDown, warmUp } from '../../db/channels.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { outbox } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

/** An account that WeChat has limited, with two words for one group and one for another. */
async function openLimited() {
  const community = await openCommunity()
  const [one, two] = [await community.group('和风苑一期群'), await community.group('和风苑二期群')]
  const chen = await community.staff('陈静')
  await coolDown(community.db, mainAccount('sandbox'), { kind: 'announcement', now: community.now(), chance: 0 })
  await one.say('王姐', '8栋2单元楼道灯不亮')
  await one.say('老李', '南门垃圾三天没收了')
  await two.say('赵叔', '5栋门禁刷不开')
  const statuses = async () => (await community.db.select().from(outbox).orderBy(asc(outbox.id))).map(({ status }) => status)
  const page = await chen.get('/outbox/by-hand')
  return { community, one, two, chen, page, statuses, ids: [...page.matchAll(/id="by-hand-words-(\d+)"/g)].map(([, id]) => id!) }
}

test('what a limited account cannot say stands group by group, with the name it is for', async () => {
  const { chen, page } = await openLimited()
  expect(
    [...page.matchAll(/<h2 class="card-title">([^<]+?) <span class="soft num">(\d) 句/g)].map(([, room, count]) => [room, count]),
  ).toEqual([
    ['和风苑一期群', '2'],
    ['和风苑二期群', '1'],
  ])
  expect(page).toContain('@王姐 收到，8栋2单元楼道灯不亮')
  expect(page).toContain('微信限制机器人发言，09:05再试。紧急的话每分钟仍试一次。有 3 句话等着，急的可以请人代发。')
  expect(await chen.get('/outbox')).not.toContain('可以按群一起发')
})

test('several words that wait for a person are offered group by group on an account that is not limited', async () => {
  const { community, chen } = await openLimited()
  await community.db.update(outbox).set({ status: 'needsPerson', obstacle: 'interrupted' })
  await warmUp(community.db, mainAccount('sandbox'))
  expect(await chen.get('/outbox')).toContain('有 3 句话等人代发，可以按群一起发。')
  expect(await chen.get('/outbox/by-hand')).toContain('发送到一半时程序中断了')
})

test('what is marked is not said by the bot, one or a whole group; what is not marked is', async () => {
  const { community, one, two, chen, ids, statuses } = await openLimited()
  await chen.post('/outbox/by-hand/said', { ids: ids.slice(0, 2).join(',') })
  expect(await statuses()).toEqual(['sent', 'sent', 'waiting'])
  await community.later(6)
  expect(one.replies()).toEqual([])
  expect(two.replies()).toHaveLength(1)
})

test('a mark that was a slip is undone for ten minutes, and the words are back where they were', async () => {
  const { community, one, chen, ids, statuses } = await openLimited()
  await chen.post('/outbox/by-hand/said', { ids: ids[0]! })
  expect(await chen.get('/outbox/by-hand')).toContain('刚标记的')
  await chen.post('/outbox/by-hand/undo', { id: ids[0]! })
  expect(await statuses()).toEqual(['waiting', 'waiting', 'waiting'])
  await community.later(6)
  expect(one.replies()).toHaveLength(2)

  await community.db
    .update(outbox)
    .set({ status: 'needsPerson', obstacle: 'gone' })
    .where(eq(outbox.id, Number(ids[1])))
  await chen.post('/outbox/by-hand/said', { ids: ids[1]! })
  await chen.post('/outbox/by-hand/undo', { id: ids[1]! })
  expect((await statuses())[1]).toBe('needsPerson')
  await chen.post('/outbox/by-hand/said', { ids: ids[1]! })
  await community.later(11)
  expect((await chen.post('/outbox/by-hand/undo', { id: ids[1]! })).status).toBe(409)
})

test('what the bot was faster with is not counted, and what it said itself is not undone', async () => {
  const { community, chen, ids } = await openLimited()
  await community.later(6)
  const marked = await chen.post('/outbox/by-hand/said', { ids: ids.join(',') })
  expect(decodeURIComponent(marked.headers.get('set-cookie')!)).toContain(
    '0 句已标记为代发，机器人不会再发。另有 3 句已经有人处理或已发出。',
  )
  expect((await chen.post('/outbox/by-hand/undo', { id: ids[0]! })).status).toBe(409)
})

test('a viewer reads only, and another community has none of it', async () => {
  const { community, ids } = await openLimited()
  const viewer = await community.staff('小周', 'viewer')
  expect(await viewer.get('/outbox/by-hand')).not.toContain('已代发</button>')
  expect((await viewer.post('/outbox/by-hand/said', { ids: ids[0]! })).status).toBe(403)
  expect((await viewer.post('/outbox/by-hand/undo', { id: ids[0]! })).status).toBe(403)
  const elsewhere = await createCommunity(community.db, '清河社区')
  const stranger = await community.staff('老孙', 'staff', elsewhere.id)
  expect(await stranger.get('/outbox/by-hand')).toContain('没有要代发的话')
  expect((await stranger.post('/outbox/by-hand/said', { ids: ids[0]! })).status).toBe(404)
  expect((await stranger.post('/outbox/by-hand/said', { ids: 'all' })).status).toBe(422)
})

test('words that were written on another day say so', async () => {
  const { community, chen } = await openLimited()
  await community.db.update(outbox).set({ status: 'needsPerson', obstacle: 'interrupted' })
  await warmUp(community.db, mainAccount('sandbox'))
  for (const path of ['/outbox/by-hand', '/outbox?tab=needsPerson']) expect(await chen.get(path)).not.toContain('写的，里面说的日子')
  await community.until('2026-11-23T10:00:00+08:00')
  for (const path of ['/outbox/by-hand', '/outbox?tab=needsPerson'])
    expect(await chen.get(path)).toContain('这句是11月21日写的，里面说的日子是从那天算的，请改对了再发。')
})
