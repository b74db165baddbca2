import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { requireRole } from '../../admin/access.ts'
import { drawPage } from '../../admin/page.tsx'
import { Refusal, type RefusalCode } from '../../core/errors.ts'
import { NO_HOTLINES } from '../../core/hotlines.ts'
import type { Role } from '../../core/staff.ts'
import { changeCommunity } from '../../db/orgUnits.ts'
import { channels } from '../../db/schema/index.ts'
import { openConsole } from './console.ts'

let desk: Awaited<ReturnType<typeof openConsole>>
let communityId: number
beforeEach(async () => {
  desk = await openConsole()
  communityId = (await desk.community()).id
})
afterEach(() => desk.close())

async function signedIn(role: Role = 'staff') {
  await desk.colleague(communityId, '陈静', 'chenjing', role)
  return desk.signIn('chenjing')
}

const HTMX = { 'hx-request': 'true' }

test.each(['/', '/tickets', '/account', '/live', '/live/counts', '/no-such-page'])('%s shows nothing before sign-in', async (path) => {
  const response = await desk.get(path)
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toMatch(/^\/sign-in/)
})

test('a page that was open when the session ended is sent to sign in, not filled with the sign-in page', async () => {
  const response = await desk.get('/live/counts', undefined, HTMX)
  expect([response.status, response.headers.get('hx-redirect')]).toEqual([204, '/sign-in'])
})

test('a page stands in the shell and runs only scripts of its own nonce', async () => {
  const response = await desk.get('/account', await signedIn())
  const page = await response.text()
  expect(page).toMatch(/^<!doctype html><html lang="zh-CN">/)
  expect(page).toContain('<title>我的账号 · 锦宁社区</title>')
  expect(page).not.toMatch(/<style|\son\w+=|javascript:/)

  const policy = response.headers.get('content-security-policy')!
  const nonce = policy.match(/script-src 'nonce-([^']+)' 'strict-dynamic';/)![1]!
  expect([...page.matchAll(/<script [^>]*>/g)].filter(([tag]) => !tag.includes(`nonce="${nonce}"`))).toEqual([])
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("style-src 'self'")
  const second = await desk.get('/sign-in')
  expect(second.headers.get('content-security-policy')).not.toContain(nonce)
})

test('every asset a page names is there, for ever, and packed', async () => {
  const page = await (await desk.get('/account', await signedIn())).text()
  const addresses = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, address]) => address!)
  expect(addresses.map((address) => address.split('/').at(-1))).toEqual([
    'favicon.svg',
    'tabler.css',
    'console.css',
    'desk.css',
    'htmx.js',
    'alarm.js',
    'console.js',
  ])
  for (const address of addresses) {
    const response = await desk.get(address, undefined, { 'accept-encoding': 'gzip' })
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-encoding')).toBe('gzip')
  }
  expect((await desk.get('/favicon.ico')).headers.get('content-type')).toBe('image/svg+xml')
  expect((await desk.get('/assets/000000000000/console.js')).status).toBe(404)
})

test('the rail shows what a role may use', async () => {
  const links = async (role: Role, username: string) => {
    await desk.colleague(communityId, '陈静', username, role)
    const page = await (await desk.get('/account', await desk.signIn(username))).text()
    return [...page.matchAll(/class="rail-link[^"]*" href="([^"]+)"/g)].map(([, href]) => href)
  }
  const common = [
    '/today',
    '/tickets',
    '/intake',
    '/echoes',
    '/callbacks',
    '/waiting',
    '/signals',
    '/outbox',
    '/pages',
    '/figures',
    '/announcements',
    '/articles',
    '/silences',
    '/bot',
  ]
  expect(await links('gridWorker', 'grid')).toEqual(common)
  expect(await links('director', 'director')).toEqual([...common, '/settings'])
})

test('the sandbox is in the rail only where there is one', async () => {
  const other = await openConsole({ sandbox: async () => {} })
  await other.colleague((await other.community()).id, '陈静', 'chenjing', 'staff')
  const page = await (await other.get('/account', await other.signIn('chenjing'))).text()
  await other.close()
  expect(page).toContain('href="/sandbox"')
  expect(await (await desk.get('/account', await signedIn())).text()).not.toContain('href="/sandbox"')
})

test('banners say what is in the way and where to mend it', async () => {
  const cookie = await signedIn()
  const banners = async () => (await desk.get('/live/banners', cookie, HTMX)).text()
  expect(await banners()).toContain('还没有填写燃气抢修电话')

  await changeCommunity(desk.db, { communityId }, { hotlines: { ...NO_HOTLINES, gas: '96777' } })
  expect(await banners()).toBe('')

  await desk.db.insert(channels).values({ name: 'wechat4u', state: 'needsScan', changedAt: desk.clock.now })
  expect(await banners()).toMatch(/机器人需要扫码登录.*href="\/bot"/)
})

test('the embedded database is called a trial', async () => {
  const other = await openConsole({ embedded: true })
  await other.colleague((await other.community()).id, '陈静', 'chenjing', 'staff')
  const page = await (await other.get('/account', await other.signIn('chenjing'))).text()
  await other.close()
  expect(page).toContain('试用模式')
})

test('a form from elsewhere is refused, one of our own is not', async () => {
  const cookie = await signedIn()
  const evil = await desk.post('/sign-out', {}, cookie, { origin: 'https://elsewhere.test', 'sec-fetch-site': 'cross-site' })
  expect(evil.status).toBe(403)
  expect(await evil.text()).toContain('为安全起见没有执行')
  expect((await desk.get('/account', cookie)).status).toBe(200)
  expect((await desk.post('/sign-out', {}, cookie)).status).toBe(303)
})

const REFUSED: [RefusalCode, number, string][] = [
  ['not-found', 404, '没有找到这条记录'],
  ['not-allowed', 403, '您没有权限'],
  ['illegal-move', 409, '当前状态下不能这样操作'],
  ['stale', 409, '刚被同事改过'],
  ['incomplete', 422, '还缺必填的内容'],
  ['duplicate', 409, '已有相同的记录'],
]

test.each(REFUSED)('%s is answered with %i, as a page and inside a page', async (code, status, words) => {
  desk.app.get('/refused', () => {
    throw new Refusal(code)
  })
  const cookie = await signedIn()

  const page = await desk.get('/refused', cookie)
  expect(page.status).toBe(status)
  expect(await page.text()).toMatch(new RegExp(`^<!doctype html>.*${words}`))
  const part = await desk.get('/refused', cookie, HTMX)
  expect(part.status).toBe(status)
  expect(await part.text()).toMatch(new RegExp(`^<hx-partial hx-target="#toasts" hx-swap="beforeend">.*${words}`))
  expect(desk.reported).toEqual([])
})

test('a form that does not fit is answered in Chinese and names its fields', async () => {
  desk.app.post('/form', async (c) => c.json(z.object({ title: z.string().min(3), place: z.string() }).parse(await c.req.parseBody())))
  const response = await desk.post('/form', { title: '灯' }, await signedIn(), HTMX)
  expect(response.status).toBe(422)
  const answer = await response.text()
  expect(answer).toContain('data-fields="title place"')
  expect(answer).toMatch(/没有保存，请检查：\n[^<]*\p{Script=Han}/u)
  expect(answer).not.toMatch(/Invalid|expected|received/i)
})

test('a bug is reported, and the visitor reads no detail of it', async () => {
  const bug = new Error('secret detail')
  desk.app.get('/bug', () => {
    throw bug
  })
  const response = await desk.get('/bug', await signedIn())
  expect(response.status).toBe(500)
  const page = await response.text()
  expect(page).toContain('出了点问题')
  expect(page).not.toContain('secret detail')
  expect(desk.reported).toEqual([bug])
})

test('a page that does not exist says so', async () => {
  const response = await desk.get('/no-such-page', await signedIn())
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('没有这个页面')
})

test('a body too large is refused before it is read', async () => {
  const response = await desk.post('/sign-in', { username: 'x'.repeat(13 * 1024 * 1024), password: 'x' })
  expect(response.status).toBe(413)
  expect(await response.text()).toContain('提交的内容太大了')
})

test('a role that is not named is kept out', async () => {
  desk.app.get('/desk-only', requireRole('director', 'administrator'), (c) => drawPage(c, { title: '设置', nav: 'settings' }, '内容'))
  expect((await desk.get('/desk-only', await signedIn('staff'))).status).toBe(403)
  await desk.colleague(communityId, '赵敏', 'zhaomin', 'director')
  expect((await desk.get('/desk-only', await desk.signIn('zhaomin'))).status).toBe(200)
})

test('an open page is told everything once, then what changes, and is let go at the end', async () => {
  const response = await desk.get('/live', await signedIn())
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const events = readEvents(response)
  const heard: unknown[] = []
  for (let index = 0; index < 10; index++) heard.push((await events.next()).value)
  expect(heard).toEqual(['tickets', 'messages', 'outbox', 'channels', 'rooms', 'signals', 'kudos', 'pages', 'ticket_notes', 'ticket_views'])

  await desk.db.insert(channels).values({ name: 'wechat4u', state: 'online', changedAt: desk.clock.now })
  expect(await events.next()).toMatchObject({ value: 'channels' })

  await desk.app.stopLive()
  expect(await events.next()).toMatchObject({ done: true })
})

async function* readEvents(response: Response): AsyncGenerator<string> {
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    for (const [, name] of chunk.matchAll(/^event: (.+)$/gm)) yield name!
  }
}

test('a page that is not for one’s role says so', async () => {
  const response = await desk.get('/sandbox', await signedIn('buildingCaptain'))
  expect([response.status, (await response.text()).includes('这一页不归您的角色用')]).toEqual([403, true])
})

test('a form that is sent after the session has ended says so where it stands, and a page comes back with its filter', async () => {
  const late = await desk.post('/announcements', { text: '停水' }, undefined, HTMX)
  expect([late.status, await late.text()]).toEqual([401, expect.stringContaining('登录已过期，刚才的没有保存')])
  const page = await desk.get('/tickets?status=review&estate=2')
  expect(page.headers.get('location')).toBe(`/sign-in?${new URLSearchParams({ to: '/tickets?status=review&estate=2' })}`)
})

test('a new captain is told that no building is theirs yet', async () => {
  const captain = await signedIn('buildingCaptain')
  for (const path of ['/today', '/tickets']) {
    const page = await (await desk.get(path, captain)).text()
    expect(page).toContain('还没有给您安排楼栋或网格')
    expect(page).not.toContain('去沙盒说一句试试')
  }
})
