import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { listSessions, signOutOthers } from '../../db/sessions.ts'
import { findAccount } from '../../db/signIn.ts'
import { changePassword } from '../accounts.ts'
import { goTo } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { Password } from '../password.ts'
import { drawQr } from '../qr.ts'
import { beginSecondFactor, finishSetup, readSecondFactor, readSetup, turnOffSecondFactor } from '../secondFactor.ts'
import { AccountPage, FirstPasswordPage, type PasswordErrors } from '../views/account.tsx'
import { RecoveryCodes, SecondFactorSetup, sayTried } from '../views/secondFactor.tsx'

const FirstPassword = z
  .object({ next: Password, again: z.string() })
  .refine(({ next, again }) => next === again, { path: ['again'], message: '两次输入的密码不一样。' })

const NewPassword = z
  .object({ current: z.string().min(1, '请填写现在的密码。'), next: Password, again: z.string() })
  .refine(({ next, again }) => next === again, { path: ['again'], message: '两次输入的密码不一样。' })

const Typed = z.string().max(200).catch('')
const SecondFactorForm = z.object({ secondFactorPassword: Typed, code: Typed })

const SAME = '新密码不能和原来的一样。'

export const accountRoutes = new Hono<Console>()
  .get('/account', (c) => drawAccount(c, {}))
  .post('/account/password', async (c) => {
    const passwords = NewPassword.safeParse(await c.req.parseBody())
    if (!passwords.success) return drawAccount(c, z.flattenError(passwords.error).fieldErrors)

    const { db, staff, sessionToken: token, now } = c.var
    const result = await changePassword(db, { staff, token }, passwords.data, now())
    if (result === 'wrong') return drawAccount(c, { current: ['现在的密码不正确。'] })
    if (result === 'same') return drawAccount(c, { next: [SAME] })
    return goTo(c, '/account', '密码已修改，其他设备需要重新登录。')
  })
  .post('/account/sessions/others', async (c) => {
    const { db, staff, sessionToken, now } = c.var
    const ended = await signOutOthers(db, staff, sessionToken, now())
    return goTo(c, '/account', ended > 0 ? `已退出其他 ${ended} 处，只剩这里。` : '没有别处登录着。')
  })
  .post('/account/second-factor', async (c) => {
    const { secondFactorPassword: password } = SecondFactorForm.parse(await c.req.parseBody())
    const tried = await beginSecondFactor(c.var, c.var.staff, password)
    if (tried.kind !== 'right') return drawAccount(c, {}, sayTried(tried, c.var.now(), '密码'))
    return goTo(c, '/account/second-factor')
  })
  .get('/account/second-factor', (c) => drawSetup(c, null))
  .post('/account/second-factor/confirmation', async (c) => {
    const { code } = SecondFactorForm.parse(await c.req.parseBody())
    const codes = await finishSetup(c.var, c.var.staff, code)
    if (!codes) return drawSetup(c, '验证码不正确。请看手机的时间是不是自动校准的，再输入现在显示的 6 位数字。')
    return drawPage(c, { title: '恢复码', nav: null }, <RecoveryCodes codes={codes} />)
  })
  .post('/account/second-factor/removal', async (c) => {
    const { secondFactorPassword: password, code } = SecondFactorForm.parse(await c.req.parseBody())
    const tried = await turnOffSecondFactor(c.var, c.var.staff, { password, code })
    if (tried.kind !== 'right') return drawAccount(c, {}, sayTried(tried, c.var.now(), '密码或验证码'))
    return goTo(c, '/account', '两步登录已关闭，以后只凭密码登录。')
  })
  .get('/account/first-password', (c) => (c.var.mustChangePassword ? drawFirstPassword(c, {}) : goTo(c, '/')))
  .post('/account/first-password', async (c) => {
    const { db, staff, sessionToken: token, now, mustChangePassword } = c.var
    if (!mustChangePassword) return goTo(c, '/account')
    const passwords = FirstPassword.safeParse(await c.req.parseBody())
    if (!passwords.success) return drawFirstPassword(c, z.flattenError(passwords.error).fieldErrors)

    const result = await changePassword(db, { staff, token }, { current: null, next: passwords.data.next }, now())
    if (result === 'same') return drawFirstPassword(c, { next: [SAME] })
    return goTo(c, '/', '密码已设置，请记好。')
  })

/** The secret leaves with this page only, until the first code has shown that the phone has it. */
async function drawSetup(c: Context<Console>, problem: string | null) {
  const setup = await readSetup(c.var, c.var.staff)
  if (!setup) return goTo(c, '/account')
  c.status(problem ? 422 : 200)
  const qrSvg = await drawQr(setup.address)
  return drawPage(c, { title: '开启两步登录', nav: null }, <SecondFactorSetup {...setup} qrSvg={qrSvg} problem={problem} />)
}

async function drawAccount(c: Context<Console>, errors: PasswordErrors, secondFactorProblem: string | null = null) {
  const { db, staff, sessionToken, clock } = c.var
  const sessions = await listSessions(db, staff, sessionToken)
  const { username } = await findAccount(db, staff, staff.id)
  c.status(Object.keys(errors).length > 0 || secondFactorProblem ? 422 : 200)
  const secondFactor = { state: await readSecondFactor(c.var, staff), problem: secondFactorProblem }
  const page = { staff, username, errors, sessions, clock, secondFactor }
  return drawPage(c, { title: '我的账号', nav: null }, <AccountPage {...page} />)
}

function drawFirstPassword(c: Context<Console>, errors: PasswordErrors) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  return c.html(<FirstPasswordPage nonce={c.get('secureHeadersNonce') ?? ''} name={c.var.staff.name} errors={errors} />)
}
