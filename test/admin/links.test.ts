import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { keepEvidence } from '../../db/evidence.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { listLinks } from '../../db/ticketLinks.ts'
import { openCommunity } from '../community.ts'

const LIFT = 'JN-261121-001'
const LIGHT = 'JN-261121-002'
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

async function openDesk() {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('张阿姨', '3栋电梯坏了', { alias: '张阿姨(3-1-502)' })
  await group.say('王姐', '8栋2单元楼道灯不亮')
  const officer = await community.staff('小李')
  for (const number of [LIFT, LIGHT]) await officer.move(number, 'file')
  const handOut = async (number: string, name = '钱师傅') => {
    const { id, version } = await community.ticket(number)
    await officer.post(`/tickets/${number}/hand-out`, { seenVersion: String(version), name, to: 'property' })
    const [link] = await listLinks(community.db, community.scope, id)
    return { link: link!, address: community.links.addressOf(link!) }
  }
  const status = async (address: string) => (await community.visit(address)).status
  return { community, officer, handOut, status }
}

test('a link opens its ticket without a session, names no resident, and is kept from search engines and caches', async () => {
  const { community, handOut } = await openDesk()
  const { address } = await handOut(LIFT)
  const response = await community.visit(address)
  const page = await response.text()
  expect(response.status).toBe(200)
  expect(page).toContain('3栋电梯坏了')
  expect(page).not.toMatch(/张阿姨|\b502\b|王姐|楼道灯|\/tickets/)
  const headers = Object.fromEntries(response.headers)
  expect(headers).toMatchObject({ 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store', 'x-frame-options': 'DENY' })
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(response.headers.getSetCookie()).toEqual([])
})

test('a forged link opens nothing, whatever is changed about it', async () => {
  const { community, handOut, status } = await openDesk()
  const { link, address } = await handOut(LIFT)
  const other = await handOut(LIGHT)
  const [id, until, mac] = address.split('/').at(-1)!.split('-') as [string, string, string]
  const mac2 = address.slice(address.length - 32)
  const forged = [
    `${(link.id + 1).toString(36)}-${until}-${mac2}`,
    `${id}-${(Number.parseInt(until, 36) + 1).toString(36)}-${mac2}`,
    `${id}-${until}-${mac2.slice(0, 31)}${mac2.endsWith('A') ? 'B' : 'A'}`,
    `${id}-${until}-${other.address.slice(-32)}`,
    `${id}-${until}`,
    `${id}-${until}-${'é'.repeat(32)}`,
    '1',
    mac,
    '..%2f..%2ftickets',
  ]
  for (const token of forged) {
    expect([token, await status(`/t/${token}`)]).toEqual([token, 404])
    expect([token, (await community.visit(`/t/${token}/takeUp`, { seenVersion: '3' })).status]).toEqual([token, 404])
  }
  expect(await status(address)).toBe(200)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'assigned' })
})

test('an expired link, one taken back, and one whose ticket went to somebody else or has ended, do nothing any more', async () => {
  const { community, officer, handOut, status } = await openDesk()
  const revoked = await handOut(LIFT)
  await officer.post(`/tickets/${LIFT}/links/${revoked.link.id}/revocation`)
  expect(await status(revoked.address)).toBe(410)
  expect((await community.visit(`${revoked.address}/takeUp`, { seenVersion: '3' })).status).toBe(410)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'assigned' })
  expect((await officer.post(`/tickets/${LIFT}/links/${revoked.link.id}/revocation`)).status).toBe(409)

  const passed = await handOut(LIFT)
  expect(await status(passed.address)).toBe(200)
  await community.wait(1)
  await officer.move(LIFT, 'assign', { party: 'gridWorker' })
  expect(await status(passed.address)).toBe(410)
  expect((await community.visit(`${passed.address}/done`, { seenVersion: '4', note: '好了' })).status).toBe(410)

  const ended = await handOut(LIGHT)
  await officer.move(LIGHT, 'refer', { note: '已转12345', outsider: 'hotline' })
  expect(await (await community.visit(ended.address)).text()).toContain('不用您办了')

  const { address } = await handOut(LIFT)
  await community.until('2026-12-05T08:59:00+08:00')
  expect(await status(address)).toBe(200)
  await community.until('2026-12-05T09:01:00+08:00')
  expect(await status(address)).toBe(410)
})

test('a link reaches no other ticket: neither its photos nor its moves; nobody’s session comes with it', async () => {
  const { community, handOut, status } = await openDesk()
  const { address } = await handOut(LIFT)
  const keep = async (number: string, bytes: Uint8Array) => {
    const { id: ticketId } = await community.ticket(number)
    await keepEvidence(community.db, community.scope, { ticketId, shows: 'before', photos: [bytes], staff: null, at: community.now() })
    return createHash('sha256').update(bytes).digest('hex')
  }
  const own = await keep(LIFT, PIXEL)
  const theirs = await keep(LIGHT, Buffer.concat([PIXEL, Buffer.from([0])]))
  expect(await status(`${address}/photo/${own}`)).toBe(200)
  expect(await status(`${address}/photo/${theirs}`)).toBe(404)
  expect((await community.visit(`/media/${own}`)).status).toBe(303)
  for (const path of ['/tickets', `/tickets/${LIFT}`, `${address}/edit`, `${address}/verify`])
    expect([path, await status(path)]).not.toEqual([path, 200])
  for (const deed of ['verify', 'assign', 'edit', 'reject'])
    expect([deed, (await community.visit(`${address}/${deed}`, { seenVersion: '3' })).status]).toEqual([deed, 404])
  expect((await community.visit(`${address}/takeUp`, { seenVersion: '1' })).status).toBe(409)
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'filed' })
})

test('a form that another page sends is refused, and so is a file that is no picture', async () => {
  const { community, handOut } = await openDesk()
  const { address } = await handOut(LIFT)
  const { version } = await community.ticket(LIFT)
  const body = new URLSearchParams({ seenVersion: String(version) })
  const strange = new Request(`${address}/takeUp`, { method: 'POST', body, headers: { origin: 'https://elsewhere.test' } })
  expect((await community.app.request(strange)).status).toBe(403)
  const form = new FormData()
  form.set('seenVersion', String(version))
  form.set('note', '到了')
  form.append('photo', new File(['<script>alert(1)</script>'], 'a.jpg', { type: 'image/jpeg' }))
  const refused = await community.visit(`${address}/progress`, form)
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('回到这件事')
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'assigned' })
})

test('whoever tries again and again waits for a minute', async () => {
  const { community, handOut, status } = await openDesk()
  const { address } = await handOut(LIFT)
  for (let tried = 0; tried < 60; tried++) await status('/t/1-1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
  expect(await status(address)).toBe(429)
  await community.later(1)
  expect(await status(address)).toBe(200)
})

test('another community’s colleague sees, hands out and takes back no link of ours', async () => {
  const { community, handOut, status } = await openDesk()
  const { link, address } = await handOut(LIFT)
  const { id } = await createCommunity(community.db, '邻江社区')
  const stranger = await community.staff('外人', 'director', id)
  for (const path of [`links/${link.id}`, 'hand-out', 'whistle', 'raise', 'tier', 'mediation'])
    expect([path, (await stranger.request(`/tickets/${LIFT}/${path}`)).status]).toEqual([path, 404])
  const orders = {
    [`links/${link.id}/revocation`]: {},
    'hand-out': { name: '某人', to: 'property' },
    whistle: { note: '吹', department1: '住建', hours1: '4', lead: '1' },
    raise: { note: '上报', level: 'community' },
    tier: { note: '改', tier: 'red' },
    mediation: {},
    'report-in': { department: '住建' },
  }
  for (const [path, form] of Object.entries(orders))
    expect([path, (await stranger.post(`/tickets/${LIFT}/${path}`, { seenVersion: '3', ...form })).status]).toEqual([path, 404])
  expect(await status(address)).toBe(200)
  const viewer = await community.staff('小周', 'viewer')
  for (const path of Object.keys(orders))
    expect([path, (await viewer.post(`/tickets/${LIFT}/${path}`, { seenVersion: '3' })).status]).toEqual([path, 403])
})

test('a link that a chat has broken in two says so, and leads nowhere', async () => {
  const { community } = await openDesk()
  const response = await community.visit('http://console.test/t/zzz')
  expect(response.status).toBe(404)
  const page = await response.text()
  expect(page).toContain('这个链接不完整，或已经用不了。请向给您链接的社区工作人员再要一次。')
  expect(page).not.toContain('回到这件事')
})
