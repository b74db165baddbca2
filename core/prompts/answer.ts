import * as z from 'zod'
import { mask } from '../mask.ts'
import { findPlace, Place } from '../reading/place.ts'
import { INTENTS, type Reading, type ReportReading } from '../reading/reading.ts'
import { CATEGORY_CODES, URGENCIES } from '../taxonomy/categories.ts'
import type { GivenTicket } from './context.ts'

/** How a server is asked for JSON, from the strictest to the most widely understood. */
export const RESPONSE_FORMATS = ['json_schema', 'json_object', 'prompt'] as const
export type ResponseFormat = (typeof RESPONSE_FORMATS)[number]

const MOST_REPORTS = 4

const Mark = z.string().nullish()
const Confidence = z.number().min(0).max(1)

const Report = z.object({
  category: z.enum(CATEGORY_CODES),
  summary: z.string().trim().min(1).max(40),
  place: Place.nullish(),
  urgency: z.enum(URGENCIES),
  ticket: Mark,
  confidence: Confidence,
})
type Report = z.infer<typeof Report>

const Reports = z.object({ reports: z.array(Report).min(1) })

const Other = z.object({
  intent: z.enum(INTENTS).exclude(['report']),
  category: z.enum(CATEGORY_CODES).nullish(),
  place: Place.nullish(),
  ticket: Mark,
  confidence: Confidence,
})

/** What a model may answer about one message: the problems it tells of, or the one thing it wants instead. */
export const Answer = z.union([Reports, Other])

export type Verdict = { reading: Reading; also: ReportReading[] } | { problem: string }

/**
 * What a model's answer amounts to. Thoughts, fences and polite words around the outermost JSON object are ignored; a ticket that was not
 * among those given is nobody's.
 */
export function judgeAnswer(answer: string, tickets: readonly GivenTicket[] = []): Verdict {
  const spoken = answer.split('</think>').at(-1) ?? ''
  const json = spoken.slice(spoken.indexOf('{'), spoken.lastIndexOf('}') + 1)
  try {
    return judge(inReports(JSON.parse(json)), tickets)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return { problem: answer.trim() === '' ? 'the answer is empty' : 'the answer is not one JSON object' }
  }
}

/** A model that was asked for a list may give its one report without it. */
function inReports(answer: Record<string, unknown>): Record<string, unknown> {
  return answer['intent'] === 'report' && !('reports' in answer) ? { reports: [answer] } : answer
}

function judge(answer: Record<string, unknown>, tickets: readonly GivenTicket[]): Verdict {
  if (Array.isArray(answer['reports']) && answer['reports'].length > 0) {
    const parsed = Reports.safeParse(answer)
    if (!parsed.success) return { problem: z.prettifyError(parsed.error) }
    const [reading, ...also] = parsed.data.reports.slice(0, MOST_REPORTS).map((report) => readReport(report, tickets))
    return { reading: reading!, also }
  }
  const parsed = Other.safeParse(answer)
  if (!parsed.success) return { problem: z.prettifyError(parsed.error) }
  const { intent, category = null, place, ticket, confidence } = parsed.data
  return {
    reading: { intent, category, summary: null, place: settlePlace(place), urgency: 'low', confidence, ticketId: idOf(ticket, tickets) },
    also: [],
  }
}

// A model may spell a place its own way and repeat a number it made up: places are spelt by our rules, words are masked again.
function readReport({ ticket, summary, place, ...report }: Report, tickets: readonly GivenTicket[]): ReportReading {
  return { intent: 'report', ...report, summary: mask(summary), place: settlePlace(place), ticketId: idOf(ticket, tickets) }
}

function idOf(mark: string | null | undefined, tickets: readonly GivenTicket[]): number | null {
  return tickets.find((ticket) => ticket.mark === mark?.trim().toUpperCase())?.id ?? null
}

function settlePlace(place: Place | null | undefined): Place | null {
  if (!place) return null
  const { building, entrance, spot } = place
  const inBuilding = findPlace(building ?? '')
  const inEntrance = findPlace(entrance ?? '')
  const settled = {
    building: inBuilding?.building ?? (building || null),
    entrance: inEntrance?.entrance ?? (entrance || null) ?? inBuilding?.entrance ?? null,
    spot: spot ? mask(spot) : null,
  }
  return settled.building || settled.entrance || settled.spot ? settled : null
}
