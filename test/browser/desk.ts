import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { onTestFinished } from 'vitest'

type Served = { app: { request: (asked: Request) => Response | Promise<Response> } }
type Colleague = { cookie: () => Promise<string> }

/** The console of a played community for a real browser, signed in as one colleague: an address for each. */
export async function serveAs({ app }: Served, colleague: Colleague): Promise<string> {
  const cookie = await colleague.cookie()
  return new Promise((resolve) => {
    const fetch = async (asked: Request) => app.request(await signedIn(asked, cookie))
    const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) => resolve(`http://127.0.0.1:${port}`))
    onTestFinished(() => {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
    })
  })
}

/** The console knows itself by another address than the one the browser was given. */
async function signedIn(asked: Request, cookie: string): Promise<Request> {
  const { pathname, search } = new URL(asked.url)
  const headers = new Headers(asked.headers)
  for (const name of ['host', 'sec-fetch-site']) headers.delete(name)
  headers.set('cookie', cookie)
  headers.set('origin', 'http://console.test')
  const body = asked.method === 'GET' ? {} : { body: await asked.arrayBuffer() }
  return new Request(new URL(pathname + search, 'http://console.test'), { method: asked.method, headers, ...body, signal: asked.signal })
}
