import type { Context, MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { Refusal } from '../core/errors.ts'
import type { Role } from '../core/staff.ts'
import { endSession, findSignedIn, touchSession } from '../db/signIn.ts'
import { goTo, isPartial } from './answer.tsx'
import type { Console } from './app.tsx'
import { readSessionToken } from './auth.ts'
import { mayOpen } from './rights.ts'
import { wantedCommunity } from './wanted.ts'

const IDLE_MS = 8 * 3_600_000
const TOUCH_MS = 60_000

/** Lets in who is signed in, active and not idle for too long; everybody else goes to the sign-in page. */
export const requireStaff: MiddlewareHandler<Console> = async (c, next) => {
  const { auth, db, within, now } = c.var
  const token = await readSessionToken(c, auth)
  const signedIn = token ? await findSignedIn(db, { token, wanted: wantedCommunity(c), at: now() }) : null
  if (!token || !signedIn) return goToSignIn(c)

  const idleMs = now().getTime() - (signedIn.lastSeenAt ?? now()).getTime()
  if (!signedIn.active || idleMs > IDLE_MS) {
    await endSession(db, token)
    return goToSignIn(c, signedIn.active ? 'idle' : 'inactive')
  }

  // A page that refreshes itself is not a person who works.
  const isWork = !isPartial(c) || c.req.method !== 'GET'
  if (isWork && (idleMs > TOUCH_MS || !signedIn.lastSeenAt)) await touchSession(db, token, now())

  const { communityId, reach, from } = signedIn.staff
  c.set('db', within({ communityId, ...(reach && { reach }), ...(from !== undefined && { from }) }))
  c.set('staff', signedIn.staff)
  c.set('community', signedIn.community)
  c.set('clock', { now: now(), timeZone: signedIn.community.timeZone })
  c.set('sessionToken', token)
  c.set('mustChangePassword', signedIn.mustChangePassword)
  if (signedIn.mustChangePassword && c.req.path !== '/account/first-password') return goTo(c, '/account/first-password')
  if (!mayOpen(signedIn.staff, c.req.path)) throw new Refusal('not-allowed', { role: signedIn.staff.role, path: c.req.path })
  await next()
}

/** `app.use(requireRole('director', 'administrator'))` */
export function requireRole(...roles: readonly Role[]): MiddlewareHandler<Console> {
  return async (c, next) => {
    if (!roles.includes(c.var.staff.role)) throw new Refusal('not-allowed', { role: c.var.staff.role, path: c.req.path })
    await next()
  }
}

/** A form that is sent too late keeps what was written: it says so where it stands. */
function goToSignIn(c: Context<Console>, reason?: 'idle' | 'inactive'): Response {
  if (isPartial(c) && c.req.method !== 'GET' && reason !== 'inactive') throw new HTTPException(401)
  const query = new URLSearchParams()
  if (reason) query.set('reason', reason)
  if (c.req.method === 'GET' && !isPartial(c) && c.req.path !== '/') query.set('to', c.req.path + new URL(c.req.url).search)
  return goTo(c, query.size > 0 ? `/sign-in?${query}` : '/sign-in')
}
