import * as z from 'zod'
import { describePlace } from '../reading/place.ts'
import { INTENTS } from '../reading/reading.ts'
import { CATEGORY_CODES, URGENCIES } from '../taxonomy/categories.ts'
import type { Ticket } from '../ticket/ticket.ts'

/** What a person says a line is. */
export const LABEL_INTENTS = [...INTENTS, 'emergency'] as const
export type LabelIntent = (typeof LABEL_INTENTS)[number]

/**
 * `problem` is shared by all lines about one problem, `also` are further ones that a line tells of in the same breath. `place` is coarse, in the words of a ticket: 8栋2单元,
 * 南门. `notOf`: no more is known than that the line does not belong to this problem.
 */
export const Label = z.object({
  intent: z.enum(LABEL_INTENTS),
  problem: z.string().nullable(),
  also: z.array(z.string()).optional(),
  notOf: z.string().optional(),
  category: z.enum(CATEGORY_CODES).nullable(),
  place: z.string().nullable(),
  urgency: z.enum(URGENCIES).nullable(),
})
export type Label = z.infer<typeof Label>

/** A line that asks for nothing. */
export const NOTHING: Label = { intent: 'chatter', problem: null, category: null, place: null, urgency: null }

/** A line that was taken off a ticket. */
export function apartFrom({ number }: Ticket): Label {
  return { ...NOTHING, notOf: number }
}

/** What each of a ticket's messages should have been read as, once a person has looked at it: `speakers` are theirs, first to last. */
export function labelReports(ticket: Ticket, speakers: readonly string[]): Label[] {
  const { number: problem, category, urgency, place } = ticket
  return speakers.map((speaker, index) => ({
    intent: intentOf(speaker, speakers.slice(0, index), urgency === 'emergency'),
    problem,
    category,
    place: place && describePlace(place),
    urgency,
  }))
}

function intentOf(speaker: string, before: readonly string[], isEmergency: boolean): LabelIntent {
  if (before.includes(speaker)) return 'supplement'
  if (before.length > 0) return 'meToo'
  return isEmergency ? 'emergency' : 'report'
}
