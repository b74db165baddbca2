import { NOTHING_SPENT, type ReadingRecord, type ReportReading } from '../../core/reading/reading.ts'
import { readSeveral } from '../../core/reading/several.ts'
import type { Question, Reader } from '../reader.ts'

/** Fixed rules: never down, never costs anything. The fallback when the model is slow, and the default without one. */
export function offlineReader(): Reader {
  return { read: async (question) => readByRules(question) }
}

export function readByRules(question: Pick<Question, 'text'>): ReadingRecord {
  const [reading, ...rest] = readSeveral(question)
  const also = rest.filter((one): one is ReportReading => one.intent === 'report')
  return { reading: reading!, also, reader: 'offline', promptId: null, model: null, ...NOTHING_SPENT }
}
