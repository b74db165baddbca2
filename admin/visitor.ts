import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import type { Console } from './app.tsx'

const NO_SOCKET = '127.0.0.1'

/** The visitor's address. A header is believed only when our own proxy writes it, and then its last entry, the only one the proxy wrote. */
export function visitorAddress(c: Context<Console>): string {
  const forwarded = c.var.trustProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  if (forwarded) return forwarded
  const hasSocket = Boolean((c.env as { incoming?: unknown } | undefined)?.incoming)
  return (hasSocket ? getConnInfo(c).remote.address : undefined) ?? NO_SOCKET
}
