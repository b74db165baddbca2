import { setTimeout as wait } from 'node:timers/promises'
import type { Pace } from './pace.ts'

/** What the channel learns of its line, beside what the puppet tells. */
export type LineEvents = {
  synced(): void
  /** Nothing comes through any more, or again. */
  lost(error: unknown): void
  found(): void
  /** The network turns the account away; `reason` in its own words. */
  refused(reason: string): void
  /** Resolves when everything that was handed over so far is stored. */
  stored(): Promise<void>
}

/** One run of the client, from its start until it is told to stop. */
export class Line {
  readonly events: LineEvents
  readonly pace: Pace
  /** Nothing more is asked. */
  isOver = false
  /** Nothing more is handed over, so that nothing more may count as stored. */
  isClosed = false
  readonly #over = new AbortController()
  #isLost = false

  constructor(events: LineEvents, pace: Pace) {
    this.events = events
    this.pace = pace
  }

  end(): void {
    this.isOver = true
    this.#over.abort()
  }

  /** Sleeps, but not past the end. */
  async pause(ms: number): Promise<void> {
    await wait(ms, null, { signal: this.#over.signal }).catch(() => undefined)
  }

  onEnd(listener: () => void): () => void {
    this.#over.signal.addEventListener('abort', listener, { once: true })
    return () => this.#over.signal.removeEventListener('abort', listener)
  }

  tellLost(error: unknown): void {
    if (this.#isLost || this.isOver) return
    this.#isLost = true
    this.events.lost(error)
  }

  /** There is a code to scan: the next failure is one to tell of again. */
  noteCode(): void {
    this.#isLost = false
  }

  tellSynced(): void {
    if (this.isOver) return
    if (this.#isLost) this.events.found()
    this.#isLost = false
    this.events.synced()
  }
}
