import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSetupLink, ensureAdministrator, resetPassword } from '../../admin/accounts.ts'
import { authRateLimits, authSessions, setupLinks, staff } from '../../db/schema/index.ts'
import { cookiesOf, openConsole } from './console.ts'

const PASSWORD = 'lantern-river-7'

let desk: Awaited<ReturnType<typeof openConsole>>
let communityId: number
beforeEach(async () => {
  desk = await openConsole()
  communityId = (await desk.community()).id
})
afterEach(() => desk.close())

const wrong = (username = 'chenjing') => desk.post('/sign-in', { username, password: 'not the password' })

test('the right password opens the console, and signing out closes it', async () => {
  await desk.colleague(communityId, '陈静', 'ChenJing', 'staff')

  const response = await desk.post('/sign-in', { username: ' chenJING ', password: PASSWORD, to: '/account' })
  expect([response.status, response.headers.get('location')]).toEqual([303, '/account'])
  expect(response.headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Lax/)
  expect(response.headers.getSetCookie().join()).not.toMatch(/Secure/)

  const cookie = cookiesOf(response)
  expect((await desk.get('/account', cookie)).status).toBe(200)
  await desk.post('/sign-out', {}, cookie)
  expect((await desk.get('/account', cookie)).headers.get('location')).toBe('/sign-in?to=%2Faccount')
})

test('a console reached by https sends its cookie by https only', async () => {
  const secure = await openConsole({ publicUrl: new URL('https://console.test') })
  await secure.colleague((await secure.community()).id, '陈静', 'chenjing', 'staff')
  const response = await secure.post('/sign-in', { username: 'chenjing', password: PASSWORD })
  await secure.close()
  expect(response.headers.getSetCookie().join()).toMatch(/__Secure-huiyin\.session_token=.*Secure/)
})

test.each(['https://elsewhere.test/', '//elsewhere.test', '/\\elsewhere.test'])('signing in never leads to %s', async (to) => {
  await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
  const response = await desk.post('/sign-in', { username: 'chenjing', password: PASSWORD, to })
  expect(response.headers.get('location')).toBe('/')
})

test('a wrong password is told plainly, the same for a name that nobody has', async () => {
  await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
  for (const name of ['chenjing', 'nobody']) {
    const response = await wrong(name)
    expect(response.status).toBe(401)
    expect(await response.text()).toContain('用户名或密码不正确，还可以再试 4 次。')
  }
})

test('five wrong passwords lock the name for 15 minutes, even for the right one', async () => {
  await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
  for (let tries = 1; tries <= 4; tries++) expect((await wrong()).status).toBe(401)
  const fifth = await wrong()
  expect(fifth.status).toBe(429)
  expect(await fifth.text()).toContain('请 15 分钟后再试')

  desk.wait(14)
  const early = await desk.post('/sign-in', { username: 'chenjing', password: PASSWORD })
  expect(early.status).toBe(429)
  expect(await early.text()).toContain('请 1 分钟后再试')

  desk.wait(1)
  expect((await desk.post('/sign-in', { username: 'chenjing', password: PASSWORD })).status).toBe(303)
})

test('tries at the same time count one by one', async () => {
  await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
  const responses = await Promise.all(Array.from({ length: 8 }, () => wrong()))
  expect(responses.filter(({ status }) => status === 401)).toHaveLength(4)
})

test('the right password forgets the wrong ones', async () => {
  await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
  for (let tries = 1; tries <= 4; tries++) await wrong()
  expect((await desk.post('/sign-in', { username: 'chenjing', password: PASSWORD })).status).toBe(303)
  expect(await (await wrong()).text()).toContain('还可以再试 4 次')
})

test('one address cannot try many names: the limit is kept in the database', async () => {
  for (let index = 1; index <= 20; index++) expect((await wrong(`name${index}`)).status).toBe(401)
  const response = await wrong('name21')
  expect(response.status).toBe(429)
  expect(await response.text()).toContain('尝试太频繁了')
  expect(await desk.db.$count(authRateLimits)).toBe(1)
})

test('a header cannot pretend to be another address', async () => {
  for (let index = 1; index <= 20; index++) {
    const address = `10.0.0.${index}`
    const headers = { 'x-forwarded-for': address, 'x-client-address': address, 'x-real-ip': address }
    await desk.post('/sign-in', { username: `name${index}`, password: 'x' }, undefined, headers)
  }
  expect(await (await wrong('name21')).text()).toContain('尝试太频繁了')
})

test('behind our own proxy the last forwarded address counts, not the ones a visitor wrote before it', async () => {
  const proxied = await openConsole({ trustProxy: true })
  const tryFrom = (address: string) =>
    proxied.post('/sign-in', { username: crypto.randomUUID().slice(0, 8), password: 'x' }, undefined, { 'x-forwarded-for': address })
  for (let index = 1; index <= 20; index++) await tryFrom(`10.0.0.${index}, 203.0.113.9`)
  const answers = [await tryFrom('10.0.0.21, 203.0.113.9'), await tryFrom('203.0.113.10')]
  await proxied.close()
  expect(answers.map(({ status }) => status)).toEqual([429, 401])
})

test('whoever is switched off is out at once and cannot come back', async () => {
  await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
  const cookie = await desk.signIn('chenjing')
  await desk.db.update(staff).set({ active: false })

  expect((await desk.get('/account', cookie)).headers.get('location')).toBe('/sign-in?reason=inactive&to=%2Faccount')
  const again = await desk.post('/sign-in', { username: 'chenjing', password: PASSWORD })
  expect(again.headers.get('location')).toBe('/sign-in?reason=inactive')
  expect(again.headers.getSetCookie()).toEqual([])
  expect(await desk.db.$count(authSessions)).toBe(0)
})

test('a cookie that this console did not sign opens nothing, nor does a session that has run out', async () => {
  await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
  const cookie = await desk.signIn('chenjing')
  const [{ token }] = (await desk.db.select().from(authSessions)) as [typeof authSessions.$inferSelect]
  const forged = [
    cookie.replace(/.(?=.%3D$)/, (sign) => (sign === 'A' ? 'B' : 'A')),
    `huiyin.session_token=${token}`,
    `huiyin.session_token=${token}.`,
  ]
  for (const other of forged) {
    expect(other).not.toBe(cookie)
    expect((await desk.get('/account', other)).headers.get('location')).toBe('/sign-in?to=%2Faccount')
  }
  expect((await desk.get('/account', cookie)).status).toBe(200)

  await desk.db.update(authSessions).set({ expiresAt: new Date(desk.clock.now.getTime() - 1) })
  expect((await desk.get('/account', cookie)).headers.get('location')).toBe('/sign-in?to=%2Faccount')
})

test('eight hours without work end the session, a page that refreshes itself does not keep it alive', async () => {
  await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
  const cookie = await desk.signIn('chenjing')
  desk.wait(7 * 60)
  expect((await desk.get('/account', cookie)).status).toBe(200)
  desk.wait(7 * 60)
  expect((await desk.get('/live/counts', cookie, { 'hx-request': 'true' })).status).toBe(200)
  desk.wait(61)
  expect((await desk.get('/account', cookie)).headers.get('location')).toBe('/sign-in?reason=idle&to=%2Faccount')
})

test('the first link makes an administrator, once', async () => {
  const link = await createSetupLink(desk.db, desk.clock.now)
  const other = await createSetupLink(desk.db, desk.clock.now)
  const person = { name: '赵敏', username: 'ZhaoMin', password: PASSWORD }
  expect(await (await desk.get(link)).text()).toContain('创建第一个管理员')

  const response = await desk.post(link, person)
  expect([response.status, response.headers.get('location')]).toEqual([303, '/'])
  expect(await (await desk.get('/account', cookiesOf(response))).text()).toContain('用户名 zhaomin')
  expect(await desk.db.select().from(staff)).toMatchObject([{ name: '赵敏', role: 'administrator', communityId }])

  for (const spent of [link, other]) {
    expect((await desk.get(spent)).status).toBe(410)
    expect((await desk.post(spent, { ...person, username: 'second' })).status).toBe(410)
  }
  expect(await desk.db.$count(staff)).toBe(1)
})

test('the first link is good for 15 minutes and is not stored', async () => {
  const link = await createSetupLink(desk.db, desk.clock.now)
  expect(JSON.stringify(await desk.db.select().from(setupLinks))).not.toContain(link.split('/').at(-1))
  desk.wait(14)
  expect((await desk.get(link)).status).toBe(200)
  desk.wait(1)
  const late = await desk.get(link)
  expect(late.status).toBe(410)
  expect(await late.text()).toContain('请在服务器上重新启动')
})

test('what is wrong with the first administrator stands beside the field, and the link stays good', async () => {
  const link = await createSetupLink(desk.db, desk.clock.now)
  const response = await desk.post(link, { name: '赵敏', username: 'zhao min', password: 'short' })
  expect(response.status).toBe(422)
  const page = await response.text()
  expect(page).toContain('用户名只能用文字、数字和 _ . -。')
  expect(page).toContain('密码至少 8 位。')
  expect(page).toContain('value="赵敏"')
  expect(page).not.toContain('short')
  expect((await desk.get(link)).status).toBe(200)
})

test('without a community the first link asks for its name', async () => {
  const empty = await openConsole()
  const link = await createSetupLink(empty.db, empty.clock.now)
  expect(await (await empty.get(link)).text()).toContain('社区名称')
  const response = await empty.post(link, { community: '锦宁社区', name: '赵敏', username: 'zhaomin', password: PASSWORD })
  const page = await (await empty.get('/account', cookiesOf(response))).text()
  await empty.close()
  expect(page).toContain('锦宁社区')
})

test('a password from the environment must be changed before anything else', async () => {
  await ensureAdministrator(desk.db, 'from-the-installer', desk.clock.now)
  await ensureAdministrator(desk.db, 'another-one', desk.clock.now)
  const cookie = await desk.signIn('admin', 'from-the-installer')
  for (const path of ['/', '/account', '/live/counts']) {
    expect((await desk.get(path, cookie)).headers.get('location')).toBe('/account/first-password')
  }

  const same = await desk.post('/account/first-password', { next: 'from-the-installer', again: 'from-the-installer' }, cookie)
  expect(await same.text()).toContain('新密码不能和原来的一样。')
  const differ = await desk.post('/account/first-password', { next: PASSWORD, again: 'lantern-river-8' }, cookie)
  expect(await differ.text()).toContain('两次输入的密码不一样。')

  expect((await desk.post('/account/first-password', { next: PASSWORD, again: PASSWORD }, cookie)).headers.get('location')).toBe('/')
  expect((await desk.get('/account', cookie)).status).toBe(200)
  expect((await desk.post('/sign-in', { username: 'admin', password: 'from-the-installer' })).status).toBe(401)
})

test('an administrator resets a password: a temporary one, a lifted lock, every session ended', async () => {
  const { staff: chen } = await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
  const { staff: boss } = await desk.colleague(communityId, '赵敏', 'zhaomin', 'administrator')
  const cookie = await desk.signIn('chenjing')
  for (let tries = 1; tries <= 5; tries++) await wrong()

  await expect(resetPassword(desk.db, chen, boss.id, desk.clock.now)).rejects.toMatchObject({ code: 'not-allowed' })
  const { temporaryPassword } = await resetPassword(desk.db, boss, chen.id, desk.clock.now)

  expect((await desk.get('/account', cookie)).status).toBe(303)
  const fresh = await desk.signIn('chenjing', temporaryPassword)
  expect((await desk.get('/account', fresh)).headers.get('location')).toBe('/account/first-password')
})

test('a password is not reset across communities', async () => {
  const { staff: boss } = await desk.colleague(communityId, '赵敏', 'zhaomin', 'administrator')
  const { staff: stranger } = await desk.colleague((await desk.community('清河社区')).id, '周远', 'zhouyuan', 'staff')
  await expect(resetPassword(desk.db, boss, stranger.id, desk.clock.now)).rejects.toMatchObject({ code: 'not-found' })
})

test('changing the own password asks for the old one and signs other places out', async () => {
  await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
  const [here, elsewhere] = [await desk.signIn('chenjing'), await desk.signIn('chenjing')]
  const next = { next: 'harbour-cloud-9', again: 'harbour-cloud-9' }

  expect(await (await desk.post('/account/password', { current: 'not this', ...next }, here)).text()).toContain('现在的密码不正确。')
  expect((await desk.post('/account/password', { current: PASSWORD, ...next }, here)).status).toBe(303)
  expect((await desk.get('/account', here)).status).toBe(200)
  expect((await desk.get('/account', elsewhere)).status).toBe(303)
})
