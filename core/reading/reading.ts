import { z } from 'zod'
import { CATEGORY_CODES, URGENCIES } from '../taxonomy/categories.ts'
import { Place } from './place.ts'

/** What a message wants. */
export const INTENTS = [
  'report',
  'supplement',
  'meToo',
  'progressQuery',
  'confirmsFixed',
  'deniesFixed',
  'withdraw',
  'consult',
  'proposal',
  'project',
  'need',
  'praise',
  'signUp',
  'vote',
  'volunteer',
  'notice',
  'chatter',
] as const
export type Intent = (typeof INTENTS)[number]

const Report = z.object({
  intent: z.literal('report'),
  category: z.enum(CATEGORY_CODES),
  summary: z.string().trim().min(1).max(40),
  place: Place.nullable(),
  urgency: z.enum(URGENCIES),
  confidence: z.number().min(0).max(1),
})

const Other = z.object({
  intent: z.enum(INTENTS).exclude(['report']),
  category: z.enum(CATEGORY_CODES).nullable(),
  summary: z.string().trim().max(40).nullable(),
  place: Place.nullable(),
  urgency: z.enum(URGENCIES),
  confidence: z.number().min(0).max(1),
})

/** What a reader is allowed to answer about one message. The summary carries no phone, ID or door number. */
export const Reading = z.discriminatedUnion('intent', [Report, Other])
export type Reading = z.infer<typeof Reading>
export type ReportReading = z.infer<typeof Report>

/** Which of the three produced a reading: fixed rules for emergencies, the offline reader, or a language model. */
export const READERS = ['rule', 'offline', 'model'] as const
export type ReaderName = (typeof READERS)[number]

/** A reading with its origin, as it is stored. `promptId` and `model` are null unless a model answered. */
export type ReadingRecord = {
  reading: Reading
  reader: ReaderName
  promptId: string | null
  model: string | null
  promptTokens: number
  completionTokens: number
}
