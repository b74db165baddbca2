import { afterEach, beforeEach, expect, test } from 'vitest'
import { authSessions } from '../../db/schema/index.ts'
import { cookiesOf, openConsole } from './console.ts'
import { type FilledCommunity, fillCommunity } from './world.ts'

const SCRIPT = '<script>x</script>"><img src=x onerror=1>'
const PASSWORD = 'lantern-river-7'

let desk: Awaited<ReturnType<typeof openConsole>>
let ours: FilledCommunity
let cookie: string
beforeEach(async () => {
  desk = await openConsole()
  const boss = async (communityId: number) => (await desk.colleague(communityId, SCRIPT.slice(0, 18), 'zhaomin', 'administrator')).staff.id
  ours = await fillCommunity(desk.db, { name: '锦宁社区', words: SCRIPT, nickname: SCRIPT }, boss)
  cookie = await desk.signIn('zhaomin')
})
afterEach(() => desk.close())

function routes(method: string): string[] {
  const found = desk.app.routes.filter((route) => route.method === method).map(({ path }) => path)
  return [...new Set(found)].filter((path) => !path.includes('*'))
}

test('forgery: no address that changes something takes a form from elsewhere, nor one that says no origin', async () => {
  const posts = routes('POST').map((path) => path.replace(/:\w+(\{([^{}]|\{[^}]*\})*\})?/g, '1'))
  expect(posts.length).toBeGreaterThan(80)
  for (const path of posts) {
    for (const origin of ['https://elsewhere.test', 'null']) {
      const response = await desk.post(path, {}, cookie, { origin, 'sec-fetch-site': 'cross-site' })
      expect([path, response.status]).toEqual([path, 403])
    }
  }
  expect(routes('PUT').concat(routes('DELETE'), routes('PATCH'))).toEqual([])
})

test('without signing in nothing but the way in can be seen or changed', async () => {
  const open = ['/sign-in', '/sign-out', '/setup/', '/t/', '/notice/', '/assets/', '/favicon.ico']
  const all = [...routes('GET').map((path) => ['GET', path]), ...routes('POST').map((path) => ['POST', path])] as [string, string][]
  for (const [method, pattern] of all.filter(([, path]) => !open.some((way) => path.startsWith(way)))) {
    const path = pattern.replace(/:hash(\{([^{}]|\{[^}]*\})*\})?/g, 'f'.repeat(64)).replace(/:\w+(\{([^{}]|\{[^}]*\})*\})?/g, '1')
    const response = await (method === 'GET' ? desk.get(path) : desk.post(path, {}))
    expect([path, response.status, response.headers.get('location')?.split('?')[0]]).toEqual([path, 303, '/sign-in'])
  }
})

test('a session fixed beforehand is not taken over: signing in makes a new one, and signing out ends it in the database', async () => {
  const planted = cookie
  const response = await desk.post('/sign-in', { username: 'zhaomin', password: PASSWORD }, planted)
  const fresh = cookiesOf(response)
  expect(fresh).not.toBe(planted)
  const count = () => desk.db.$count(authSessions)
  const before = await count()
  await desk.post('/sign-out', {}, fresh)
  expect(await count()).toBe(before - 1)
  expect((await desk.get('/account', fresh)).status).toBe(303)
})

test('script in what residents say and in what they call themselves is shown as words on every page', async () => {
  const { ids } = ours
  const named = [
    `/tickets/${ids.ticket}`,
    `/tickets/${ids.finished}`,
    `/tickets/${ids.ticket}/edit`,
    `/tickets/${ids.ticket}/hand-out`,
    `/tickets/${ids.ticket}/links/${ids.link}`,
    `/waiting/${ids.waiting}/ticket`,
    `/waiting/${ids.waiting}/report`,
    `/callbacks/${ids.rating}`,
    `/visits/${ids.visit}`,
    `/announcements/${ids.announcement}`,
    `/articles/${ids.article}`,
    `/bot/rooms/${ids.room}`,
    `/settings/appointments/${ids.appointment}`,
  ]
  const pages = routes('GET').filter((path) => !path.includes(':') && !['/live', '/sign-in'].includes(path))
  const showing: string[] = []
  for (const page of [...pages, ...named]) {
    const response = await desk.get(page, cookie)
    const text = await response.text()
    if (response.headers.get('content-disposition')?.startsWith('attachment')) continue
    expect([page, /<script>x|<img src=x/.exec(text)?.[0]]).toEqual([page, undefined])
    if (text.includes('&lt;script&gt;x') || text.includes('&lt;img src=x')) showing.push(page)
  }
  for (const page of [`/tickets/${ids.ticket}`, '/tickets', '/waiting', '/signals', '/outbox', '/pages', '/silences', '/callbacks', '/bot'])
    expect(showing).toContain(page)
  expect(showing.length).toBeGreaterThan(20)
})

test('every page says that only its own scripts may run', async () => {
  const policy = (await desk.get('/tickets', cookie)).headers.get('content-security-policy')!
  expect(policy).toContain("default-src 'none'")
  expect(policy).toMatch(/script-src 'nonce-[^']+' 'strict-dynamic'(;|$)/)
  expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/)
  for (const part of ["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]) expect(policy).toContain(part)
  const photo = await desk.get(`/media/${ours.ids.media}`, cookie)
  expect(photo.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
  expect(photo.headers.get('x-content-type-options')).toBe('nosniff')
})

test.each([
  '/assets/x/..%2f..%2fpackage.json',
  '/assets/x/../../../../etc/passwd',
  '/assets/..%2f..%2f.env/console.css',
  '/media/..%2f..%2fpackage.json',
])('no file of the machine is given out: %s', async (path) => {
  const response = await desk.get(path, cookie)
  expect(response.status).toBe(404)
  expect(await response.text()).not.toMatch(/huiyin"|root:/)
})

test('a form larger than twelve megabytes is refused before it is read', async () => {
  const response = await desk.post('/intake', { words: '大'.repeat(5 * 1024 * 1024) }, cookie)
  expect(response.status).toBe(413)
})
