import type { Context } from 'hono'
import { setCookie } from 'hono/cookie'

/** Carries one sentence over a redirect. */
export const NOTICE_COOKIE = 'said'

/** Whether the answer goes into a page that is already there. */
export function isPartial(c: Context): boolean {
  return c.req.header('hx-request') === 'true'
}

/** Goes to another page; `said` stands there as a notice. Works for a plain form and for htmx. */
export function goTo(c: Context, path: string, said?: string): Response {
  if (said) setCookie(c, NOTICE_COOKIE, said, { path: '/', maxAge: 20, httpOnly: true, sameSite: 'Lax' })
  if (!isPartial(c)) return c.redirect(path, 303)
  c.header('HX-Redirect', path)
  return c.body(null, 204)
}
