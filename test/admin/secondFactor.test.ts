import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { authSessions, deeds, recoveryCodes, secondFactors, secondSteps } from '../../db/schema/index.ts'
import { codeAt } from './authenticator.ts'
import { cookiesOf, openConsole } from './console.ts'

const PASSWORD = 'lantern-river-7'
const HALF_MINUTE = 0.5

let desk: Awaited<ReturnType<typeof openConsole>>
let communityId: number
beforeEach(async () => {
  desk = await openConsole()
  communityId = (await desk.community()).id
  await desk.colleague(communityId, '陈静', 'chenjing', 'staff')
})
afterEach(() => desk.close())

const code = (secret: string, minutes = 0) => codeAt(secret, new Date(desk.clock.now.getTime() + minutes * 60_000))
const firstStep = (username = 'chenjing') => desk.post('/sign-in', { username, password: PASSWORD, to: '/tickets' })
const secondStep = (typed: string, cookie: string) => desk.post('/sign-in/code', { code: typed, to: '/tickets' }, cookie)

/** As somebody does it at their own desk; a minute passes, so that the next code is another. */
async function turnOn(username = 'chenjing') {
  const cookie = await desk.signIn(username)
  await desk.post('/account/second-factor', { secondFactorPassword: PASSWORD }, cookie)
  const page = await (await desk.get('/account/second-factor', cookie)).text()
  const secret = /id="secret" value="([A-Z2-7 ]+)"/.exec(page)![1]!
  const confirmed = await desk.post('/account/second-factor/confirmation', { code: code(secret) }, cookie)
  const shown = await confirmed.text()
  const codes = [...shown.matchAll(/<code>([a-z0-9-]+)<\/code>/g)].map(([, one]) => one!)
  desk.wait(1)
  return { cookie, secret, codes, confirmed, page }
}

test('turning it on wants the password and a code, and shows ten recovery codes once', async () => {
  const cookie = await desk.signIn('chenjing')
  const wrong = await desk.post('/account/second-factor', { secondFactorPassword: 'not this' }, cookie)
  expect([wrong.status, await desk.db.$count(secondFactors)]).toEqual([422, 0])

  const { secret, codes, confirmed, page } = await turnOn()
  expect(page).toContain('<svg')
  expect(codes).toHaveLength(10)
  expect(new Set(codes).size).toBe(10)
  expect(confirmed.headers.get('cache-control')).toBe('private, no-store')
  expect((await desk.get('/account/second-factor', cookie)).headers.get('location')).toBe('/account')
  expect(await (await desk.get('/account', cookie)).text()).toContain('已开启。还剩 10 个恢复码')

  const kept = JSON.stringify([await desk.db.select().from(secondFactors), await desk.db.select().from(recoveryCodes)])
  for (const words of [secret.replaceAll(' ', ''), ...codes, ...codes.map((one) => one.replaceAll('-', ''))])
    expect(kept).not.toContain(words)
})

test('until the first code has come nothing is asked for, and a wrong one turns nothing on', async () => {
  const cookie = await desk.signIn('chenjing')
  await desk.post('/account/second-factor', { secondFactorPassword: PASSWORD }, cookie)
  const wrong = await desk.post('/account/second-factor/confirmation', { code: '000000' }, cookie)
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('验证码不正确')])
  expect((await firstStep()).headers.get('location')).toBe('/tickets')
})

test('after the password there is no session, only the right to try a code in this browser', async () => {
  const { secret } = await turnOn()
  const before = await desk.db.$count(authSessions)
  const response = await firstStep()
  expect([response.status, response.headers.get('location')]).toEqual([303, '/sign-in/code?to=%2Ftickets'])
  expect(await desk.db.$count(authSessions)).toBe(before)
  const [cookie, ...others] = response.headers.getSetCookie()
  expect(others).toEqual([])
  expect(cookie).toMatch(/^huiyin\.second_step=[\w-]{32}; Max-Age=300; Path=\/sign-in; HttpOnly; SameSite=Lax$/)

  const pending = cookiesOf(response)
  expect((await desk.get('/account', pending)).headers.get('location')).toBe('/sign-in?to=%2Faccount')
  expect(await (await desk.get('/sign-in/code', pending)).text()).toContain('输入验证码')
  const elsewhere = await desk.post('/sign-in/code', { code: code(secret) })
  expect(elsewhere.headers.get('location')).toBe('/sign-in?reason=slow')
  expect(JSON.stringify(await desk.db.select().from(secondSteps))).not.toContain(pending.split('=')[1])

  const entered = await secondStep(code(secret), pending)
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/tickets'])
  expect(entered.headers.getSetCookie().join()).toMatch(/huiyin\.session_token=.*Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax/)
  expect((await desk.get('/account', cookiesOf(entered))).status).toBe(200)
  await desk.post('/sign-out', {}, cookiesOf(entered))
  expect((await desk.get('/account', cookiesOf(entered))).status).toBe(303)
})

test('the right to try a code is good once and for five minutes', async () => {
  const { secret } = await turnOn()
  const first = cookiesOf(await firstStep())
  expect((await secondStep(code(secret), first)).headers.get('location')).toBe('/tickets')
  desk.wait(1)
  expect((await secondStep(code(secret), first)).headers.get('location')).toBe('/sign-in?reason=slow')

  const slow = cookiesOf(await firstStep())
  desk.wait(5)
  expect((await secondStep(code(secret), slow)).headers.get('location')).toBe('/sign-in?reason=slow')
  expect((await desk.get('/sign-in/code', slow)).headers.get('location')).toBe('/sign-in')
})

test.each([
  [-2, 401],
  [-1, 303],
  [0, 303],
  [1, 303],
  [2, 401],
])('a phone whose clock is %d half minutes off: %d', async (halfMinutes, status) => {
  const { secret } = await turnOn()
  desk.wait(3)
  const pending = cookiesOf(await firstStep())
  expect((await secondStep(code(secret, halfMinutes * HALF_MINUTE), pending)).status).toBe(status)
})

test('a code is taken once, in whatever browser, nor any before it', async () => {
  const { secret } = await turnOn()
  const [one, other] = [cookiesOf(await firstStep()), cookiesOf(await firstStep())]
  const shown = code(secret)
  const answers = await Promise.all([secondStep(shown, one), secondStep(shown, other)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 401])
  const third = cookiesOf(await firstStep())
  expect((await secondStep(code(secret, -HALF_MINUTE), third)).status).toBe(401)
  expect((await secondStep(code(secret, HALF_MINUTE), third)).status).toBe(303)
})

test('the code that turned it on does not sign in', async () => {
  const { secret } = await turnOn()
  desk.wait(-1)
  expect((await secondStep(code(secret), cookiesOf(await firstStep()))).status).toBe(401)
})

test('five wrong codes lock the second step for 15 minutes, and the password does not lift it', async () => {
  const { secret } = await turnOn()
  const pending = async () => cookiesOf(await firstStep())
  for (let tries = 1; tries <= 4; tries++) {
    const answer = await secondStep('000000', await pending())
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining(`还可以再试 ${5 - tries} 次`)])
  }
  expect((await secondStep('000000', await pending())).status).toBe(429)
  const locked = await secondStep(code(secret), await pending())
  expect([locked.status, await locked.text()]).toEqual([429, expect.stringContaining('请 15 分钟后再试')])
  desk.wait(15)
  expect((await secondStep(code(secret), await pending())).status).toBe(303)
})

test('many codes at once cannot outrun the lock', async () => {
  await turnOn()
  const pending = cookiesOf(await firstStep())
  const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => secondStep(String(100_000 + index), pending)))
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(4)
})

test('a recovery code signs in once, however it is typed, and the log tells of it', async () => {
  const { codes } = await turnOn()
  const typed = codes[3]!.toUpperCase().replaceAll('-', ' ')
  expect((await secondStep(typed, cookiesOf(await firstStep()))).status).toBe(303)
  expect((await secondStep(typed, cookiesOf(await firstStep()))).status).toBe(401)
  const written = await desk.db.select().from(deeds)
  expect(written.map(({ action, name, changes }) => [action, name, changes])).toEqual([
    ['turnOnSecondFactor', '陈静', {}],
    ['spendRecoveryCode', '陈静', { 恢复码: ['10 个', '9 个'] }],
  ])
})

test('turning it off wants the password and a code', async () => {
  const { cookie, secret } = await turnOn()
  const off = (password: string, typed: string) =>
    desk.post('/account/second-factor/removal', { secondFactorPassword: password, code: typed }, cookie)
  expect((await off('not this', code(secret))).status).toBe(422)
  expect((await off(PASSWORD, '000000')).status).toBe(422)
  expect(await desk.db.$count(secondFactors)).toBe(1)
  expect((await off(PASSWORD, code(secret))).status).toBe(303)
  expect([await desk.db.$count(secondFactors), await desk.db.$count(recoveryCodes)]).toEqual([0, 0])
  expect((await firstStep()).headers.get('location')).toBe('/tickets')
})

test('a director resets it for a colleague, whose devices are signed out; an administrator’s is reset by another one only', async () => {
  const chen = await turnOn()
  await desk.colleague(communityId, '李芳', 'lifang', 'director')
  const boss = (await desk.colleague(communityId, '赵敏', 'zhaomin', 'administrator')).staff
  await turnOn('zhaomin')
  const director = await desk.signIn('lifang')
  const reset = (id: number, cookie: string) => desk.post(`/settings/people/${id}/second-factor/removal`, {}, cookie)
  const page = await (await desk.get('/settings/people', director)).text()
  const [, chenId] = /people\/(\d+)\/second-factor/.exec(page)!
  expect(page.match(/second-factor\/removal/g)).toHaveLength(1)

  expect((await reset(boss.id, director)).status).toBe(403)
  expect((await reset(Number(chenId), chen.cookie)).status).toBe(403)
  expect((await reset(Number(chenId), director)).status).toBe(303)
  expect((await desk.get('/account', chen.cookie)).status).toBe(303)
  expect((await firstStep()).headers.get('location')).toBe('/tickets')
  const [deed] = (await desk.db.select().from(deeds)).slice(-1)
  expect([deed!.action, deed!.name, deed!.subject]).toEqual(['resetSecondFactor', '李芳', '陈静'])
})

test('nothing of it is told by an address, the log or another page', async () => {
  const { secret, codes } = await turnOn()
  const boss = await desk.colleague(communityId, '赵敏', 'zhaomin', 'administrator')
  const cookie = await desk.signIn(boss.username)
  for (const path of ['/settings/audit', '/settings/people', '/account']) {
    const page = await (await desk.get(path, cookie)).text()
    for (const words of [secret, secret.replaceAll(' ', ''), ...codes]) expect(page).not.toContain(words)
  }
  expect(JSON.stringify(await desk.db.select().from(deeds))).not.toMatch(new RegExp([secret.replaceAll(' ', ''), ...codes].join('|')))
  expect(desk.reported).toEqual([])
})

test('somebody who is switched off between the two steps does not get in', async () => {
  const { secret } = await turnOn()
  const boss = await desk.colleague(communityId, '赵敏', 'zhaomin', 'administrator')
  const cookie = await desk.signIn(boss.username)
  const pending = cookiesOf(await firstStep())
  const [, id] = /people\/(\d+)\/leave/.exec(await (await desk.get('/settings/people', cookie)).text())!
  await desk.post(`/settings/people/${id}/leave`, {}, cookie)
  expect((await secondStep(code(secret), pending)).headers.get('location')).toBe('/sign-in?reason=inactive')
})

test('one address cannot try codes for many names: after twenty in a minute nobody’s is looked at', async () => {
  const { secret } = await turnOn()
  const own = cookiesOf(await firstStep())
  for (let tries = 1; tries <= 20; tries++) expect((await secondStep('000000', 'huiyin.second_step=nobody')).status).toBe(303)
  const refused = await secondStep(code(secret), own)
  expect([refused.status, await refused.text()]).toEqual([429, expect.stringContaining('请稍等一分钟再试')])
  desk.wait(1)
  expect((await secondStep(code(secret), own)).headers.get('location')).toBe('/tickets')
})

test('a password that is reset between the two steps ends the second', async () => {
  const { secret } = await turnOn()
  const boss = await desk.colleague(communityId, '赵敏', 'zhaomin', 'administrator')
  const cookie = await desk.signIn(boss.username)
  const pending = cookiesOf(await firstStep())
  const [, id] = /people\/(\d+)\/password/.exec(await (await desk.get('/settings/people', cookie)).text())!
  await desk.post(`/settings/people/${id}/password`, {}, cookie)
  expect((await secondStep(code(secret), pending)).headers.get('location')).toBe('/sign-in?reason=slow')
})

test('the database itself shows no second factor of another community to a console', async () => {
  await turnOn()
  await firstStep()
  const seenBy = (id: number) =>
    desk.db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.community', ${String(id)}, true), set_config('role', 'huiyin_console', true)`)
      return [await tx.$count(secondFactors), await tx.$count(recoveryCodes), await tx.$count(secondSteps)]
    })
  const other = await desk.community('清河社区')
  expect([await seenBy(communityId), await seenBy(other.id)]).toEqual([
    [1, 10, 1],
    [0, 0, 0],
  ])
})
