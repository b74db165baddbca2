import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createCommunity, findCommunity } from '../../db/orgUnits.ts'
import { members, pages } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const GAS = '/tickets/JN-261121-001'
const partial = { headers: { 'hx-request': 'true' } }

async function openAlarm() {
  const community = await openCommunity()
  const group = await community.group()
  const director = await community.staff('王主任', 'director')
  const chen = await community.staff('陈静', 'gridWorker')
  await director.post('/settings/duty', { name: '陈静', post: '网格员', phone: '0757-00000004', staffId: String(chen.id), memberId: '' })
  await group.say('赵叔', '5栋楼道好大煤气味！！')
  return { community, director, chen }
}

function plain(page: string): string {
  return page.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
}

test('an alarm stands on every page of those who may take it on, with who is called and who is next', async () => {
  const { community, chen } = await openAlarm()
  await community.wait(30)
  for (const path of ['/tickets', '/outbox', '/account']) {
    const page = plain(await chen.get(path))
    expect(page).toContain('5栋燃气泄漏09:00 起 · 和风苑业主群 · 正在呼叫陈静0757-00000004 · 4分30秒后呼叫王主任')
    expect(page).toContain('请打电话：周网格0757-00000003')
  }
  const viewer = await community.staff('刘看', 'viewer')
  expect(await viewer.get('/tickets')).not.toContain('data-alarm')
  expect((await viewer.post('/pages/2/acknowledgement')).status).toBe(403)
  const [own] = await community.db.select().from(pages).where(eq(pages.status, 'calling'))
  expect(own).toMatchObject({ id: 2, rank: 'duty' })
})

test('who takes it on first has it; who is slower is told, and the page says who and how fast', async () => {
  const { community, director, chen } = await openAlarm()
  await community.wait(47)
  expect(plain(await chen.get(GAS))).toContain('值班呼叫正在呼叫陈静')
  const taken = await (await chen.request('/pages/2/acknowledgement', { method: 'POST', ...partial })).text()
  expect(taken).toContain('已记下由您处理')
  expect(taken).toContain(`href="${GAS}"`)
  expect(plain(await director.get(GAS))).toContain('值班呼叫陈静 今天09:00接手')
  const late = await director.request('/pages/2/acknowledgement', { method: 'POST', ...partial })
  expect([late.status, (await late.text()).includes('刚被同事改过')]).toEqual([409, true])

  expect(await director.get('/live/alarms')).toBe('')
  const page = plain(await director.get('/pages'))
  for (const words of [
    '正在响 0',
    '近90天接手用时（中位数） 47秒',
    '47秒后陈静确认',
    '09:00:00 呼叫周网格，没有账号也不是微信好友，只能打电话',
  ])
    expect(page).toContain(words)
})

test('an alarm of another community is not there', async () => {
  const { community } = await openAlarm()
  const other = await createCommunity(community.db, '锦宁社区')
  await community.db.update(pages).set({ communityId: other.id })
  const officer = await community.staff('小李')
  expect(await officer.get('/pages')).toContain('还没有呼叫过')
  expect((await officer.post('/pages/2/acknowledgement')).status).toBe(404)
})

test('a duty person is given an account and a WeChat friend, and both can be changed', async () => {
  const community = await openCommunity()
  const director = await community.staff('王主任', 'director')
  await community.private('老周').say('你好', { role: 'staff' })
  const [friend] = await community.db.select().from(members)
  const duty = async () => (await findCommunity(community.db, community.scope)).duty

  expect(await director.get('/settings/duty?edit=0')).toContain('修改周网格')
  const form = { name: '周网格', post: '网格员', phone: '0757-00000003', staffId: String(director.id), memberId: String(friend!.id) }
  await director.post('/settings/duty', { ...form, index: '0', seen: '周网格 0757-00000003' })
  expect(await duty()).toEqual([{ name: '周网格', post: '网格员', phone: '0757-00000003', staffId: director.id, memberId: friend!.id }])
  expect(plain(await director.get('/settings/duty'))).toContain('控制台账号 王主任 · 微信 老周')

  expect((await director.post('/settings/duty', { ...form, index: '0', seen: '李师傅 1' })).status).toBe(409)
  expect((await director.post('/settings/duty', { ...form, staffId: '999' })).status).toBe(404)
})

test('the minutes are a setting and stand in the sentence that says who hears first', async () => {
  const community = await openCommunity()
  const director = await community.staff('王主任', 'director')
  expect(await director.get('/settings/duty')).toContain('值班名单上的人都没有选账号或微信好友：有紧急情况直接呼叫社区负责人')
  await director.post('/settings/duty', { name: '王主任', post: '', phone: '0757-00000005', staffId: String(director.id), memberId: '' })
  await director.post('/settings/duty/minutes', { ackMinutes: '3', headMinutes: '8' })
  expect((await findCommunity(community.db, community.scope)).paging).toEqual({ ackMinutes: 3, headMinutes: 8 })
  expect(await director.get('/settings/duty')).toContain('先呼叫王主任，3分钟没人确认就呼叫下一位；满8分钟呼叫社区负责人')

  const wrong = await director.post('/settings/duty/minutes', { ackMinutes: '0', headMinutes: 'x' })
  expect([wrong.status, (await wrong.text()).includes('请填 1 到 30 之间的整数。')]).toEqual([422, true])
})
