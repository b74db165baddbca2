import { addSpent } from '../../core/reading/reading.ts'
import { type Reader, ReaderOutage, Unreadable } from '../reader.ts'

/** `resting` lasts until the primary has answered again; from `until` on the next message tries it. */
export type ReaderHealth = { state: 'up' | 'resting'; reason: string | null; until: Date | null }

export type FallbackReader = Reader & { status(): ReaderHealth }

const FIRST_REST_MS = 2000
const LONGEST_REST_MS = 30_000

const UP: ReaderHealth = { state: 'up', reason: null, until: null }

/**
 * Asks the primary; while it is out, the secondary, which is told what the failed call cost. Each outage in a row rests the primary for longer: one that
 * fails now and then is hardly missed, a dead one does not slow each message.
 */
export function withFallback(primary: Reader, secondary: Reader, now: () => Date): FallbackReader {
  const { describe, costly = false } = primary
  let health = UP
  let outagesInRow = 0

  function becomeUp(): void {
    health = UP
    outagesInRow = 0
  }

  function isResting(): boolean {
    return health.until !== null && now() < health.until
  }

  async function ask<Answer>(question: () => Promise<Answer>): Promise<Answer | ReaderOutage> {
    try {
      const answer = await question()
      becomeUp()
      return answer
    } catch (error) {
      if (error instanceof Unreadable) becomeUp()
      if (!(error instanceof ReaderOutage)) throw error
      const restMs = Math.min(FIRST_REST_MS * 2 ** outagesInRow, LONGEST_REST_MS)
      outagesInRow += 1
      health = { state: 'resting', reason: error.message, until: new Date(now().getTime() + restMs) }
      return error
    }
  }

  return {
    costly,
    async read(question) {
      if (isResting()) return secondary.read(question)
      const answer = await ask(() => primary.read(question))
      if (!(answer instanceof ReaderOutage)) return answer
      const record = await secondary.read(question)
      return { ...record, ...addSpent(record, answer.spent) }
    },
    ...(describe && {
      async describe(photo) {
        if (isResting()) throw new ReaderOutage(health.reason ?? 'the model rests')
        const answer = await ask(() => describe(photo))
        if (answer instanceof ReaderOutage) throw answer
        return answer
      },
    }),
    status: () => health,
  }
}
