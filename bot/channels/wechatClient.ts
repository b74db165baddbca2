import type { EventEmitter } from 'node:events'

/** What is touched inside the web client, whose version is pinned. */
export type WebClient = EventEmitter & {
  state: string
  CONF: { STATE: { logout: string } }
  retryPollingId: NodeJS.Timeout
  checkPollingId: NodeJS.Timeout
  start(): Promise<void>
}

/** Ends the client's loops and keeps the session, where its own `stop` would log the account out. */
export function silenceClient(client: WebClient): void {
  client.state = client.CONF.STATE.logout
  clearTimeout(client.retryPollingId)
  clearTimeout(client.checkPollingId)
  client.removeAllListeners()
  // An answer still on its way must not find an emitter without a listener for errors: that throws.
  client.on('error', () => undefined)
}

/** After a failed login the client starts the next one at once, a hundred times a second while the network is down. */
export function paceLogins(client: WebClient, pauseMs: number): void {
  const login = client.start.bind(client)
  let isFirst = true
  client.start = async () => {
    if (!isFirst) await new Promise((resolve) => setTimeout(resolve, pauseMs).unref())
    isFirst = false
    if (client.listenerCount('uuid') > 0) await login()
  }
}

/** Hands messages to the puppet one at a time: it takes longer over some than over others, and one it cannot read must not end the process. */
export function deliverInOrder(client: WebClient): void {
  const deliveries = client.listeners('message')
  client.removeAllListeners('message')
  let tail = Promise.resolve()
  client.on('message', (message) => {
    for (const deliver of deliveries)
      tail = tail.then(() => deliver.call(client, message)).catch((error) => void client.emit('error', error))
  })
}
