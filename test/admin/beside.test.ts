import { expect, test } from 'vitest'
import { createCommunity } from '../../db/orgUnits.ts'
import { ticketViews } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const LIGHT = 'JN-261123-001'
const LIFT = 'JN-261123-002'
const partial = { headers: { 'hx-request': 'true' } }

async function openDesk() {
  const community = await openCommunity({ start: new Date('2026-11-23T10:00:00+08:00') })
  const group = await community.group()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  return { community, group, chen: await community.staff('陈静'), li: await community.staff('李想') }
}

test('a colleague on the same ticket is named, more so while they write, and no longer when they have left', async () => {
  const { community, group, chen, li } = await openDesk()
  await group.say('张阿姨', '3栋电梯坏了')
  const look = async (colleague: typeof chen, editing = '') =>
    (await colleague.request(`/tickets/${LIGHT}/beside?editing=${editing}`, partial)).text()

  expect(await look(chen)).toBe('')
  expect(await look(li)).toContain('陈静也在看这张工单。')
  await look(chen, 'yes')
  expect(await look(li)).toContain('陈静正在办这张工单，先问一声再动手。')
  await community.wait(50)
  expect(await look(li)).toBe('')

  await community.later(120)
  const other = await createCommunity(community.db, '锦宁社区')
  const stranger = await community.staff('外人', 'director', other.id)
  expect((await stranger.request(`/tickets/${LIGHT}/beside`, partial)).status).toBe(404)
  await li.request(`/tickets/${LIFT}/beside`, partial)
  expect(await community.db.$count(ticketViews)).toBe(2)
})

test('what colleagues tell each other stays with them', async () => {
  const { community, group, chen, li } = await openDesk()
  const before = group.replies().length
  await chen.post(`/tickets/${LIGHT}/notes`, { words: '业主下午四点后才在家<b>' })
  const page = await li.get(`/tickets/${LIGHT}`)
  expect(page).toContain('业主下午四点后才在家&lt;b&gt;')
  expect(page).toMatch(/id="ticket-notes-list">.*陈静/s)
  await community.later(60)
  expect(group.replies()).toHaveLength(before)
  expect(await chen.get('/outbox?tab=sent')).not.toContain('下午四点')

  const viewer = await community.staff('小周', 'viewer')
  expect(await viewer.get(`/tickets/${LIGHT}`)).not.toContain('下午四点')
  expect((await viewer.post(`/tickets/${LIGHT}/notes`, { words: '好' })).status).toBe(403)
  expect((await chen.post(`/tickets/${LIGHT}/notes`, { words: ' ' })).status).toBe(422)
})

test('who has a ticket by a link never reads the notes', async () => {
  const { community, chen } = await openDesk()
  await chen.move(LIGHT, 'file')
  await chen.post(`/tickets/${LIGHT}/notes`, { words: '业主下午四点后才在家' })
  const seenVersion = String((await community.ticket(LIGHT)).version)
  const handed = await chen.post(`/tickets/${LIGHT}/hand-out`, { seenVersion, name: '电工老吴', to: 'property' })
  const link = await chen.get(handed.headers.get('location')!)
  const address = /http:\/\/console\.test(\/t\/[^"<\s]+)/.exec(link)![1]!
  const page = await (await community.visit(address)).text()
  expect(page).toContain('8栋2单元楼道灯不亮')
  expect(page).not.toContain('下午四点')
})

test('a note is added without losing what else is typed', async () => {
  const { chen } = await openDesk()
  const answer = await chen.request(`/tickets/${LIGHT}/notes`, {
    method: 'POST',
    body: new URLSearchParams({ words: '钥匙在门卫' }),
    ...partial,
  })
  const fragment = await answer.text()
  expect(answer.headers.get('hx-redirect')).toBeNull()
  expect(fragment).toContain('钥匙在门卫')
  expect(fragment).toContain('id="note-form"')
})

test('similar tickets stand beside, and one press proposes to merge', async () => {
  const { group, chen, community } = await openDesk()
  await group.say('李叔', '3栋电梯坏了')
  const twin = await chen.post('/intake', {
    channel: 'phone',
    ref: '',
    words: '8栋2单元的楼道灯不亮，晚上看不见',
    estateId: String((await community.ticket(LIGHT)).estateId),
    name: '赵伯',
    summary: '8栋2单元楼道灯不亮',
    category: 'facility.lighting',
    urgency: 'normal',
    building: '8',
    entrance: '2',
    spot: '',
  })
  expect(twin.status).toBe(303)
  const number = 'JN-261123-003'
  const page = await chen.get(`/tickets/${number}`)
  expect(page).toContain(`href="/tickets/${number}/merge?target=${LIGHT}"`)
  expect(page).toContain('多半是同一件')
  expect(page).not.toContain(`merge?target=${LIFT}`)
  expect(page).not.toContain(`merge?target=${number}`)
  expect(await chen.get(`/tickets/${number}/merge?target=${LIGHT}`)).toContain(`value="${LIGHT}"`)
  const viewer = await community.staff('小周', 'viewer')
  expect(await viewer.get(`/tickets/${number}`)).not.toContain('并入它')
})

test('people beside a ticket: who reported it and what else they wait for', async () => {
  const { group, chen } = await openDesk()
  await group.say('王姐', '东门垃圾三天没清运')
  const page = await chen.get(`/tickets/${LIGHT}`)
  expect(page).toMatch(/相关的人.*王姐.*另有1件没办完.*东门垃圾/s)
})

test('words said by hand wait fifteen seconds, through a reload, and are taken back from the page', async () => {
  const { community, group, chen } = await openDesk()
  const before = group.replies().length
  await chen.post(`/tickets/${LIGHT}/answer`, { text: '今天下午换灯', to: 'group' })
  await community.wait(5)
  const again = await chen.get(`/tickets/${LIGHT}`)
  expect(again).toContain('data-left="10"')
  await chen.post(/action="(\/outbox\/\d+\/undo)"/.exec(again)![1]!)
  await community.wait(60)
  expect(group.replies()).toHaveLength(before)
})
