import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Asker, Health } from './health.ts'
import type { Metrics } from './metrics.ts'

/** `/healthz`: the process lives. `/readyz`: it can work. `/metrics`: for who shows the token or sits on this machine. */
export function healthRoutes({ readiness, scrape, mayScrape }: Health): Hono {
  return new Hono()
    .get('/healthz', (c) => c.text('ok'))
    .get('/readyz', async (c) => {
      const trouble = await readiness()
      return trouble === null ? c.text('ready') : c.text(trouble, 503)
    })
    .get('/metrics', async (c) => {
      if (!mayScrape(askerOf(c)))
        return c.text('METRICS_TOKEN is needed as a bearer token', 401, { 'WWW-Authenticate': 'Bearer realm="metrics"' })
      const { contentType, text } = await scrape()
      return c.body(text, 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' })
    })
}

const FORWARDING = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via'] as const

function askerOf(c: Context): Asker {
  const hasSocket = Boolean((c.env as { incoming?: unknown } | undefined)?.incoming)
  return {
    token: /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? null,
    address: hasSocket ? (getConnInfo(c).remote.address ?? null) : null,
    isForwarded: FORWARDING.some((name) => c.req.header(name) !== undefined),
  }
}

const METHODS = ['GET', 'HEAD', 'POST']

/** Measures every request under the pattern of the route that answered it, so that no id and no typed address becomes a label. */
export function timeRequests({ requestSeconds }: Metrics): MiddlewareHandler {
  return async (c, next) => {
    const stop = requestSeconds.startTimer()
    await next()
    const method = METHODS.includes(c.req.method) ? c.req.method : 'other'
    stop({ method, route: routeOf(c), status: String(c.res.status) })
  }
}

/** The last route that matched, guards aside. */
function routeOf(c: Context): string {
  return matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path ?? 'none'
}
