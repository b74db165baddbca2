import type { AddressInfo } from 'node:net'
import { type ServerType, serve as serveOn } from '@hono/node-server'

export type Server = { port: number; close(): Promise<void> }

/** Answers until closed; what is being answered then is finished first. */
export function serve(fetch: Parameters<typeof serveOn>[0]['fetch'], { host, port }: { host: string; port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server: ServerType = serveOn({ fetch, hostname: host, port }, (address: AddressInfo) =>
      resolve({ port: address.port, close: () => new Promise<void>((closed) => server.close(() => closed())) }),
    )
    server.on('error', reject)
  })
}
