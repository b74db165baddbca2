import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as z from 'zod'
import { Refusal } from '../../core/errors.ts'
import { firstCommunity } from '../../db/orgUnits.ts'
import { endSession, findSignedIn, hasAdministrator, touchSession } from '../../db/signIn.ts'
import { isSetupTokenGood, setUpAdministrator } from '../accounts.ts'
import { goTo } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { openSession, type SignIn, signIn, signOut, TRIES_PER_MINUTE, USERNAME } from '../auth.ts'
import { Password } from '../password.ts'
import { limitRate } from '../rateLimit.ts'
import { findWhoOwes, passSecondStep } from '../secondFactor.ts'
import { SecondStepPage, sayTried } from '../views/secondFactor.tsx'
import { DeadLinkPage, type SetupErrors, SetupPage, type SetupTyped, SignInPage } from '../views/signIn.tsx'
import { visitorAddress } from '../visitor.ts'

const MINUTE_MS = 60_000
const STEP_COOKIE = 'huiyin.second_step'
const STEP_SECONDS = 5 * 60

const Credentials = z.object({
  username: z.string().max(100).default(''),
  password: z.string().max(200).default(''),
  to: z.string().default('/'),
})

const SecondStep = z.object({
  code: z.string().max(100).default(''),
  to: z.string().default('/'),
  by: z.enum(['phone', 'recovery']).catch('phone'),
})

const FirstAdministrator = z.object({
  community: z.string().trim().min(1, '请填写社区名称。').max(30, '社区名称最多 30 个字。'),
  name: z.string().trim().min(1, '请填写姓名。').max(20, '姓名最多 20 个字。'),
  username: z
    .string()
    .trim()
    .min(2, '用户名至少 2 个字。')
    .max(30, '用户名最多 30 个字。')
    .regex(USERNAME, '用户名只能用文字、数字和 _ . -。'),
  password: Password,
})

/** What is put back into the form when something is wrong with it; never the password. */
const Typed = z.object({
  community: z.string().default(''),
  name: z.string().default(''),
  username: z.string().default(''),
  password: z.string().default(''),
})

const REASONS: Record<string, string> = {
  idle: '太久没有操作，已自动退出。请重新登录。',
  slow: '输入验证码的时间过了。请重新登录。',
  inactive: '这个账号已停用。需要使用请联系管理员。',
}

/** A limit counts for one console. */
export function createSignInRoutes() {
  return new Hono<Console>()
    .get('/sign-in', async (c) => {
      const notice = REASONS[c.req.query('reason') ?? ''] ?? null
      return drawSignIn(c, { username: '', to: safePath(c.req.query('to')), problem: notice, tone: 'warn' })
    })
    .post('/sign-in', async (c) => {
      const typed = Credentials.parse(await c.req.parseBody())
      const result = await signIn(c.var, typed, visitorAddress(c), c.req.header('user-agent'))
      if (result.kind === 'signedIn') return enter(c, result, safePath(typed.to))
      if (result.kind === 'secondStep') return askForCode(c, result.stepToken, safePath(typed.to))

      c.status(result.kind === 'wrong' ? 401 : 429)
      const problem = sayProblem(result, c.var.now())
      return drawSignIn(c, { username: typed.username, to: safePath(typed.to), problem, tone: 'stop' })
    })
    .get('/sign-in/code', async (c) => {
      if (!(await findWhoOwes(c.var, stepTokenOf(c)))) return goTo(c, '/sign-in')
      return drawSecondStep(c, SecondStep.parse(c.req.query()), null)
    })
    .post('/sign-in/code', limitRate(TRIES_PER_MINUTE), async (c) => {
      const typed = SecondStep.parse(await c.req.parseBody())
      const result = await passSecondStep(c.var, stepTokenOf(c), typed.code)
      if (result.kind === 'expired') return goTo(c, '/sign-in?reason=slow')
      if (result.kind === 'passed') {
        deleteCookie(c, STEP_COOKIE, { path: '/sign-in' })
        return enter(c, await openSession(c.var, result.userId, visitorOf(c)), safePath(typed.to))
      }
      c.status(result.kind === 'wrong' ? 401 : 429)
      return drawSecondStep(c, typed, sayTried(result, c.var.now(), typed.by === 'phone' ? '验证码' : '恢复码'))
    })
    .post('/sign-out', async (c) => {
      for (const cookie of await signOut(c.var, c.req.header('cookie') ?? '')) c.header('set-cookie', cookie, { append: true })
      return goTo(c, '/sign-in')
    })
    .get('/setup/:token', async (c) => {
      if (!(await isSetupTokenGood(c.var.db, c.req.param('token'), c.var.now()))) return drawDeadLink(c)
      return drawSetup(c, { community: '', name: '', username: '' }, {})
    })
    .post('/setup/:token', async (c) => {
      const { db, now } = c.var
      const token = c.req.param('token')
      if (!(await isSetupTokenGood(db, token, now()))) return drawDeadLink(c)

      const typed = Typed.parse(await c.req.parseBody())
      const known = await firstCommunity(db)
      const person = FirstAdministrator.safeParse({ ...typed, community: known?.name ?? typed.community })
      if (!person.success) return drawSetup(c, typed, z.flattenError(person.error).fieldErrors)

      try {
        await setUpAdministrator(db, token, person.data, now())
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (error.code !== 'duplicate') return drawDeadLink(c)
        return drawSetup(c, typed, { username: ['这个用户名已有人使用，请换一个。'] })
      }
      const result = await signIn(c.var, person.data, visitorAddress(c))
      return result.kind === 'signedIn' ? enter(c, result, '/') : goTo(c, '/sign-in')
    })
}

/** Nothing but the right to try the code: in a cookie that only the way in is sent, and no script reads. */
function askForCode(c: Context<Console>, stepToken: string, to: string): Response {
  const isSecure = c.var.publicUrl.protocol === 'https:'
  setCookie(c, STEP_COOKIE, stepToken, { path: '/sign-in', maxAge: STEP_SECONDS, httpOnly: true, sameSite: 'Lax', secure: isSecure })
  return goTo(c, to === '/' ? '/sign-in/code' : `/sign-in/code?${new URLSearchParams({ to })}`)
}

function drawSecondStep(c: Context<Console>, { to, by }: z.infer<typeof SecondStep>, problem: string | null) {
  return c.html(<SecondStepPage nonce={nonceOf(c)} to={safePath(to)} by={by} problem={problem} />)
}

function stepTokenOf(c: Context<Console>): string {
  return getCookie(c, STEP_COOKIE) ?? ''
}

function visitorOf(c: Context<Console>) {
  return { ipAddress: visitorAddress(c), userAgent: c.req.header('user-agent') ?? '' }
}

async function enter(c: Context<Console>, { token, cookies }: Pick<SignIn & { kind: 'signedIn' }, 'token' | 'cookies'>, path: string) {
  const { db, now } = c.var
  const signedIn = await findSignedIn(db, { token, wanted: null, at: now() })
  if (!signedIn?.active) {
    await endSession(db, token)
    return goTo(c, '/sign-in?reason=inactive')
  }
  await touchSession(db, token, now())
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
  return goTo(c, path)
}

async function drawSignIn(c: Context<Console>, page: { username: string; to: string; problem: string | null; tone: 'warn' | 'stop' }) {
  return c.html(<SignInPage {...page} nonce={nonceOf(c)} isNew={!(await hasAdministrator(c.var.db))} />)
}

async function drawSetup(c: Context<Console>, typed: SetupTyped, errors: SetupErrors) {
  const asksCommunity = (await firstCommunity(c.var.db)) === null
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return c.html(<SetupPage nonce={nonceOf(c)} typed={typed} errors={errors} asksCommunity={asksCommunity} />, status)
}

function drawDeadLink(c: Context<Console>) {
  return c.html(<DeadLinkPage nonce={nonceOf(c)} />, 410)
}

function sayProblem(result: Exclude<SignIn, { kind: 'signedIn' | 'secondStep' }>, now: Date): string {
  if (result.kind === 'tooMany') return '尝试太频繁了，请一分钟后再试。'
  if (result.kind === 'wrong') return `用户名或密码不正确，还可以再试 ${result.triesLeft} 次。`
  const minutes = result.until ? Math.ceil((result.until.getTime() - now.getTime()) / MINUTE_MS) : 15
  return `连续输错次数太多，已暂时锁定。请 ${minutes} 分钟后再试，或请管理员重置密码。`
}

/** Only a path of this console: a link in a message must not lead a fresh sign-in elsewhere. */
function safePath(path: string | undefined): string {
  return path && /^\/(?![/\\])/.test(path) ? path : '/'
}

function nonceOf(c: Context<Console>): string {
  return c.get('secureHeadersNonce') ?? ''
}
