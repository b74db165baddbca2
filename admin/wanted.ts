import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const COOKIE = 'community'
const MAX_ID = 2 ** 31 - 1

/** Which community somebody from above has gone to last; whether it lies below them, the database says at each request. */
export function wantedCommunity(c: Context): number | null {
  const id = Number(getCookie(c, COOKIE))
  return Number.isInteger(id) && id > 0 && id <= MAX_ID ? id : null
}

export function rememberCommunity(c: Context, id: number): void {
  setCookie(c, COOKIE, String(id), { path: '/', httpOnly: true, sameSite: 'Lax' })
}
