import type { IncomingMessage, Media } from '../core/message.ts'
import type { Context } from '../core/prompts/context.ts'
import { NOTHING_SPENT, type ReadingRecord, type Spent } from '../core/reading/reading.ts'

/** What a reader is given: the words of one message and who says them; `context` only where the reader wants it. */
export type Question = Pick<IncomingMessage, 'kind' | 'text' | 'quote'> & { alias: string; context?: Context }

/** What is seen in a photo that came without words; `caption` null when it shows nothing to report. */
export type Description = { caption: string | null; record: ReadingRecord }

/**
 * Understands one message. Rejects with `ReaderOutage` when it cannot be reached in time, with `Unreadable` when its answer makes no sense.
 * One that is `costly` is asked only what the gate lets through, and is told what surrounds it.
 */
export type Reader = {
  costly?: boolean
  read(question: Question): Promise<ReadingRecord>
  describe?(photo: Media): Promise<Description>
}

/** `noCompletion`: what came back is no answer of a model, so the address may be wrong. `unknown`: the server knows no such model or address. */
export type OutageCode = 'slow' | 'unreachable' | 'key' | 'quota' | 'tooOften' | 'unknown' | 'noCompletion' | 'failed'

/** The model is down, slow, over quota or behind a broken gateway: another reader may answer. */
export class ReaderOutage extends Error {
  override readonly name = 'ReaderOutage'
  readonly code: OutageCode
  /** What it cost to find out. */
  readonly spent: Spent

  constructor(message: string, code: OutageCode = 'failed', spent = NOTHING_SPENT) {
    super(message)
    this.code = code
    this.spent = spent
  }
}

/** The model answered, twice, and neither answer was a reading: the rules or a person decide. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly spent: Spent

  constructor(message: string, spent = NOTHING_SPENT) {
    super(message)
    this.spent = spent
  }
}
