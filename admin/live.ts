import { setMaxListeners } from 'node:events'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Database } from '../db/client.ts'

/** What a page can be told of; a page listens with `hx-trigger="tickets from:body"`. */
const LIVE_TOPICS = [
  'tickets',
  'messages',
  'outbox',
  'channels',
  'rooms',
  'signals',
  'kudos',
  'pages',
  'ticket_notes',
  'ticket_views',
] as const
type LiveTopic = (typeof LIVE_TOPICS)[number]

export type LiveTopics = {
  subscribe: (onChange: (topic: LiveTopic) => void) => Promise<() => void>
  /** Aborted when the process ends: open streams end first, or the server would wait for them. */
  closing: AbortSignal
  stop: () => Promise<void>
}

const HEARTBEAT_MS = 20_000

/** One listener on the database for all open pages, started with the first of them. */
export function createLiveTopics(database: Pick<Database, 'listen'>): LiveTopics {
  const pages = new Set<(topic: LiveTopic) => void>()
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  let listening: Promise<() => Promise<void>> | null = null

  return {
    closing: closing.signal,
    async subscribe(onChange) {
      listening ??= listen()
      await listening
      pages.add(onChange)
      return () => pages.delete(onChange)
    },
    async stop() {
      closing.abort()
      const unlisten = await listening?.catch(() => null)
      await unlisten?.()
    },
  }

  /** What fails is tried again by the next page that opens. */
  async function listen() {
    try {
      return await database.listen((table) => {
        if (isLiveTopic(table)) for (const tell of pages) tell(table)
      })
    } catch (error) {
      listening = null
      throw error
    }
  }
}

/**
 * Tells a page that something changed, never what: the page asks for it with its own rights.
 * A page that begins to listen is told everything once: since it was drawn, or since it lost the line, it may have missed something.
 */
export function liveEvents(c: Context, { subscribe, closing }: LiveTopics): Response {
  c.header('X-Accel-Buffering', 'no')
  return streamSSE(c, async (stream) => {
    let id = 0
    const tell = (topic: LiveTopic) => stream.writeSSE({ event: topic, data: '', id: String(++id) })
    const unsubscribe = await subscribe((topic) => void tell(topic))
    const left = new AbortController()
    const ended = new Promise<void>((resolve) => {
      stream.onAbort(resolve)
      closing.addEventListener('abort', () => resolve(), { signal: left.signal })
    })
    const heartbeat = setInterval(() => void stream.write(': still here\n\n'), HEARTBEAT_MS)

    try {
      for (const topic of LIVE_TOPICS) await tell(topic)
      if (!closing.aborted) await ended
    } finally {
      left.abort()
      clearInterval(heartbeat)
      unsubscribe()
    }
  })
}

function isLiveTopic(table: string): table is LiveTopic {
  return (LIVE_TOPICS as readonly string[]).includes(table)
}
