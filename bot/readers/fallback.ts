import { type Reader, ReaderOutage, Unreadable } from '../reader.ts'

/** `resting` lasts until the primary has answered again; from `until` on the next message tries it. */
export type ReaderHealth = { state: 'up' | 'resting'; reason: string | null; until: Date | null }

export type FallbackReader = Reader & { status(): ReaderHealth }

const UP: ReaderHealth = { state: 'up', reason: null, until: null }

/** Asks the primary; while it is out, the secondary. An outage rests the primary for `restMs`, so that a dead model slows one message, not each. */
export function withFallback(primary: Reader, secondary: Reader, rest: { now: () => Date; restMs?: number }): FallbackReader {
  const { now, restMs = 30_000 } = rest
  let health = UP

  return {
    async read(question) {
      if (health.until && now() < health.until) return secondary.read(question)

      try {
        const record = await primary.read(question)
        health = UP
        return record
      } catch (error) {
        if (error instanceof Unreadable) health = UP
        if (!(error instanceof ReaderOutage)) throw error
        health = { state: 'resting', reason: error.message, until: new Date(now().getTime() + restMs) }
        return secondary.read(question)
      }
    },
    status: () => health,
  }
}
