import type { MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Console } from './app.tsx'
import { visitorAddress } from './visitor.ts'

const WINDOW_MS = 60_000
const MOST_KEPT = 10_000

/** So many requests a minute from one address, and no more; counted in this process. */
export function limitRate(most: number): MiddlewareHandler<Console> {
  const counts = new Map<string, number>()
  let since = 0
  return async (c, next) => {
    const now = c.var.now().getTime()
    if (Math.abs(now - since) >= WINDOW_MS || counts.size >= MOST_KEPT) {
      counts.clear()
      since = now
    }
    const visitor = visitorAddress(c)
    const count = (counts.get(visitor) ?? 0) + 1
    counts.set(visitor, count)
    if (count > most) throw new HTTPException(429)
    await next()
  }
}
