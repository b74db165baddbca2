import type { Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve as serveOn } from '@hono/node-server'

export type Server = { port: number; close(): Promise<void> }

/** Answers until closed; what is being answered then is finished first, and a connection that is kept for the next question ends after its answer. */
export function serve(fetch: Parameters<typeof serveOn>[0]['fetch'], { host, port }: { host: string; port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serveOn({ fetch, hostname: host, port }, (address: AddressInfo) =>
      resolve({ port: address.port, close: () => new Promise<void>((closed) => server.close(() => closed())) }),
    ) as HttpServer
    server.on('request', (_request, answer) =>
      answer.once('close', () => {
        if (!server.listening) server.closeIdleConnections()
      }),
    )
    server.on('error', reject)
  })
}
