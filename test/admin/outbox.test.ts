import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createCommunity } from '../../db/orgUnits.ts'
import { outbox, rooms } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

/** A private matter of somebody who is no friend: its words need a person. */
async function openDesk() {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('周姐', '楼上天天半夜蹦迪，吵得睡不着')
  const chen = await community.staff('陈静')
  const page = await chen.get('/outbox')
  return { community, group, chen, page, id: /id="outbox-(\d+)"/.exec(page)![1]! }
}

test('the page opens where somebody is needed and says why and what to do', async () => {
  const { page } = await openDesk()
  for (const words of ['私聊 周姐', '不是好友', '已按不公开事项登记', '对方不是机器人账号的好友，不能私聊。', '标记已代发', '复制'])
    expect(page).toContain(words)
  expect(page).toMatch(/需要人工<span class="num">1<\/span>/)
})

test('sent words stand as the group saw them', async () => {
  const { chen } = await openDesk()
  expect(await chen.get('/outbox?tab=sent')).toContain('@周姐 已登记，请加本群小助手为好友私聊，或到连心站。')
})

test('sending after all says it', async () => {
  const { community, chen, id } = await openDesk()
  await chen.post(`/outbox/${id}/retry`, { back: '/outbox?tab=needsPerson' })
  expect(community.private('周姐').transcript()).toEqual([
    '小助手：已按不公开事项登记，编号JN-261121-001，楼栋长今天13:00前回复您，不会说是谁反映的。一般几点到几点？',
  ])
  expect((await chen.post(`/outbox/${id}/retry`)).status).toBe(409)
})

test.each([
  ['cancel', '已取消·过期'],
  ['said', '已发送'],
])('%s settles the words without saying them', async (act, tab) => {
  const { community, chen, id } = await openDesk()
  const before = (await chen.get('/outbox')).match(new RegExp(`${tab}<span class="num">(\\d+)`))![1]
  expect((await chen.post(`/outbox/${id}/${act}`)).headers.get('location')).toBe('/outbox')
  expect(community.private('周姐').transcript()).toEqual([])
  expect(await chen.get('/outbox')).toMatch(new RegExp(`${tab}<span class="num">${Number(before) + 1}<`))
})

test('a group that only records keeps the words for staff to read', async () => {
  const { community, group, chen } = await openDesk()
  await community.db.update(rooms).set({ voice: 'recordOnly' })
  await group.say('王姐', '8栋2单元楼道灯不亮')
  const page = await chen.get('/outbox?tab=withheld')
  expect(page).toContain('@王姐 收到，8栋2单元楼道灯不亮')
  expect(page).toContain('这个群目前只记录不说话。')
})

test('after an action the way leads back to one of our own pages only', async () => {
  const { chen, id } = await openDesk()
  expect((await chen.post(`/outbox/${id}/cancel`, { back: 'https://elsewhere.test/' })).headers.get('location')).toBe('/outbox')
})

test('pages of fifty follow each other', async () => {
  const { community, chen, id } = await openDesk()
  const [model] = await community.db
    .select()
    .from(outbox)
    .where(eq(outbox.id, Number(id)))
  await community.db.insert(outbox).values(Array.from({ length: 70 }, (_, index) => ({ ...model!, id: 1000 + index })))
  const idsIn = (page: string) => [...page.matchAll(/<li class="outbox-row" id="outbox-(\d+)"/g)].map(([, found]) => Number(found))
  const first = await chen.get('/outbox?tab=needsPerson')
  const second = await chen.get(`/outbox?tab=needsPerson&before=${idsIn(first).at(-1)}`)
  expect([idsIn(first).length, idsIn(second).length]).toEqual([50, 21])
  expect(idsIn(await chen.get(`/outbox?tab=needsPerson&after=${idsIn(second)[0]}`))).toEqual(idsIn(first))
  expect(first).toContain(`before=${idsIn(first).at(-1)}">下一页`)
})

test('a viewer may read but not act', async () => {
  const { community, id } = await openDesk()
  const viewer = await community.staff('小周', 'viewer')
  const page = await viewer.get('/outbox')
  expect(page).toContain('已按不公开事项登记')
  expect(page).not.toContain('标记已代发')
  for (const act of ['retry', 'cancel', 'said', 'undo']) {
    const response = await viewer.post(`/outbox/${id}/${act}`)
    expect([act, response.status]).toEqual([act, 403])
    expect(await response.text()).toContain('您没有权限')
  }
  expect(community.private('周姐').transcript()).toEqual([])
})

test("another community's words do not exist", async () => {
  const { community, chen, id } = await openDesk()
  const elsewhere = await createCommunity(community.db, '清河社区')
  await community.db.update(outbox).set({ communityId: elsewhere.id })
  expect(await chen.get('/outbox?tab=needsPerson')).not.toContain('已按不公开事项登记')
  for (const act of ['retry', 'cancel', 'said', 'undo']) expect((await chen.post(`/outbox/${id}/${act}`)).status).toBe(404)
  expect((await chen.post('/outbox/99999999999/cancel')).status).toBe(404)
})
