import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { onTestFinished } from 'vitest'

type Colleague = { request: (path: string, init?: RequestInit) => Promise<Response> }

/** The console of a played community in a real browser, signed in as one colleague: an address for each. */
export function serveAs({ request }: Colleague): Promise<string> {
  return new Promise((resolve) => {
    const server = serve({ fetch: (asked) => passOn(asked, request), port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
      resolve(`http://127.0.0.1:${port}`),
    )
    onTestFinished(() => {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
  })
}

async function passOn(asked: Request, request: Colleague['request']): Promise<Response> {
  const { pathname, search } = new URL(asked.url)
  const headers = new Headers(asked.headers)
  headers.delete('host')
  headers.delete('sec-fetch-site')
  const body = asked.method === 'GET' ? {} : { body: await asked.arrayBuffer() }
  return request(pathname + search, { method: asked.method, headers, ...body, signal: asked.signal })
}
