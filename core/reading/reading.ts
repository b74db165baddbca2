import * as z from 'zod'
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

/** The open ticket, among those a reader was shown, that tells of the same matter or is asked about. */
const TicketId = z.number().int().nullish()

const Report = z.object({
  intent: z.literal('report'),
  category: z.enum(CATEGORY_CODES),
  summary: z.string().trim().min(1).max(40),
  place: Place.nullable(),
  urgency: z.enum(URGENCIES),
  confidence: z.number().min(0).max(1),
  ticketId: TicketId,
})

const Other = z.object({
  intent: z.enum(INTENTS).exclude(['report']),
  category: z.enum(CATEGORY_CODES).nullable(),
  summary: z.string().trim().max(40).nullable(),
  place: Place.nullable(),
  urgency: z.enum(URGENCIES),
  confidence: z.number().min(0).max(1),
  ticketId: TicketId,
})

/** What a reader is allowed to answer about one message. The summary carries no phone, ID or door number. */
export const Reading = z.discriminatedUnion('intent', [Report, Other])
export type Reading = z.infer<typeof Reading>
export type ReportReading = z.infer<typeof Report>

/** Which of the three produced a reading: fixed rules for emergencies, the offline reader, or a language model. */
export const READERS = ['rule', 'offline', 'model'] as const
export type ReaderName = (typeof READERS)[number]

/** What a language model was asked for one message, failed calls included. `cost` in yuan; 0 where the price is unknown. */
export type Spent = { calls: number; promptTokens: number; completionTokens: number; cost: number }

export const NOTHING_SPENT: Spent = { calls: 0, promptTokens: 0, completionTokens: 0, cost: 0 }

export function addSpent(one: Spent, other: Spent): Spent {
  return {
    calls: one.calls + other.calls,
    promptTokens: one.promptTokens + other.promptTokens,
    completionTokens: one.completionTokens + other.completionTokens,
    cost: one.cost + other.cost,
  }
}

/**
 * A reading with its origin, as it is stored; `also` are further reports in the same message. `promptId` and `model` are null unless a model
 * answered; `heldBack`: the gate kept the words from the model.
 */
export type ReadingRecord = Spent & {
  reading: Reading
  also: ReportReading[]
  reader: ReaderName
  promptId: string | null
  model: string | null
  heldBack?: true
}
