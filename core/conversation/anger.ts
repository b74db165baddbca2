import { isAngry } from '../reading/anger.ts'
import type { Reading } from '../reading/reading.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import { type Heard, isOneOf, type Response, type Situation } from './situation.ts'

/** What a speaker has shouted in this talk within the last day: whether they have, and whether a person was already called to them. */
export type Outbursts = { hasBefore: boolean; isHandedOver: boolean }

/**
 * Who shouts a second time is answered by a person: the bot says nothing, and what comes after is kept with their ticket, a new matter for that person. Dangers,
 * what was asked for, and answers to the bot's own questions are no outbursts.
 */
export function standBack(heard: Heard, reading: Reading, situation: Situation, response: Response): Response {
  const { outbursts } = situation
  if (!outbursts.hasBefore || !isAngry(heard.text) || isExempt(reading, response)) return response
  const ticketId = findShoutedAbout(reading, response, situation)
  if (ticketId !== null && outbursts.isHandedOver) return { act: 'join', ticketId, reason: 'stillAngry', tells: false }
  return { act: 'wait', reason: 'angry', ...(ticketId !== null && { ticketId }) }
}

function isExempt({ urgency, intent }: Reading, { act }: Response): boolean {
  return urgency === 'emergency' || intent === 'progressQuery' || act === 'move' || act === 'complete'
}

/** Null: they tell of something new. Who only scolds the company goes on about their own. */
function findShoutedAbout({ category }: Reading, response: Response, { own }: Situation): number | null {
  if (response.act === 'join') return response.ticketId
  const mayBeNew = response.act === 'open' || response.act === 'wait'
  if (mayBeNew && category !== null && !category.startsWith('property.')) return null
  return own.find(({ status }) => isOneOf(status, OPEN_STATUSES))?.id ?? null
}
