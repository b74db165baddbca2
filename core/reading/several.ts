import type { IncomingMessage } from '../message.ts'
import { readOffline } from './offline.ts'
import type { Reading } from './reading.ts'

/** What a message tells of, one reading for each problem; the first is the main one. */
export function readSeveral(question: Pick<IncomingMessage, 'text'>): Reading[] {
  return [readOffline(question)]
}
