import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { NONCE, secureHeaders } from 'hono/secure-headers'

const MAX_BODY_BYTES = 12 * 1024 * 1024

export function protect(publicUrl: URL): MiddlewareHandler[] {
  return [headersFor(publicUrl), originCheckFor(publicUrl), bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseLength })]
}

type Policy = NonNullable<NonNullable<Parameters<typeof secureHeaders>[0]>['contentSecurityPolicy']>

const OURS: Policy = {
  defaultSrc: ["'none'"],
  scriptSrc: [NONCE, "'strict-dynamic'"],
  styleSrc: ["'self'"],
  styleSrcAttr: ["'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  mediaSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
}

/** Nothing in what a stranger has sent may run. */
const STRANGERS: Policy = { defaultSrc: ["'none'"], sandbox: [], frameAncestors: ["'none'"] }

function headersFor(publicUrl: URL): MiddlewareHandler {
  const [ours, strangers] = [OURS, STRANGERS].map((policy) => guardBy(publicUrl, policy))
  return (c, next) => (c.req.path.startsWith('/media/') ? strangers! : ours!)(c, next)
}

function guardBy(publicUrl: URL, contentSecurityPolicy: Policy): MiddlewareHandler {
  const isHttps = publicUrl.protocol === 'https:'
  return secureHeaders({
    contentSecurityPolicy,
    xFrameOptions: 'DENY',
    // 'no-referrer' would turn the Origin of our own forms into null, and the check below refuses those where Sec-Fetch-Site is not sent (plain http).
    referrerPolicy: 'same-origin',
    strictTransportSecurity: isHttps,
    crossOriginOpenerPolicy: isHttps,
    originAgentCluster: isHttps,
  })
}

/** Behind a proxy that ends TLS the request's own address says http, so the public one is accepted as well. */
function originCheckFor(publicUrl: URL): MiddlewareHandler {
  return csrf({ origin: (origin, c) => origin === new URL(c.req.url).origin || origin === publicUrl.origin })
}

/**
 * Pages behind sign-in hold residents' words, and a page asks for its own parts under its own address: a browser that kept either would show the part for the
 * page when somebody goes back, and the page to whoever comes after.
 */
export const keepNothing: MiddlewareHandler = async (c, next) => {
  await next()
  if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'private, no-store')
}

function refuseLength(_: Context): never {
  throw new HTTPException(413)
}
