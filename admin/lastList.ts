import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const COOKIE = 'tickets'
const LIST = /^\/tickets(\?[\w=&%.~+*-]{0,600})?$/

/** The list of tickets as it was looked at last, with its filter and page: whoever has dealt with a ticket goes back there. */
export function lastList(c: Context): string {
  const address = getCookie(c, COOKIE) ?? ''
  return LIST.test(address) ? address : '/tickets'
}

export function rememberList(c: Context, address: string): void {
  setCookie(c, COOKIE, address, { path: '/', httpOnly: true, sameSite: 'Lax' })
}
