import type { IncomingMessage } from '../core/message.ts'
import type { ReadingRecord } from '../core/reading/reading.ts'

/** What a reader is given: the words of one message and who says them. */
export type Question = Pick<IncomingMessage, 'kind' | 'text' | 'quote'> & { alias: string }

/** Understands one message. Rejects with `ReaderOutage` when it cannot be reached in time, with `Unreadable` when its answer makes no sense. */
export type Reader = { read(question: Question): Promise<ReadingRecord> }

/** The model is down, slow, over quota or behind a broken gateway: another reader may answer. */
export class ReaderOutage extends Error {
  override readonly name = 'ReaderOutage'
}

/** The model answered, twice, and neither answer was a reading: a person decides. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
