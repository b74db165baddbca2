import { isAngry } from '../reading/anger.ts'
import type { Reading } from '../reading/reading.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import { type Heard, isOneOf, type Response, type Situation } from './situation.ts'

/** What a speaker has shouted in this talk within the last day: whether they have, and whether a person was already called to them. */
export type Outbursts = { hasBefore: boolean; isHandedOver: boolean }

/**
 * Who shouts a second time is answered by a person: the bot says nothing, and what comes after is kept with their ticket. Dangers, what was
 * asked for, and answers to the bot's own questions are no outbursts.
 */
export function standBack(heard: Heard, reading: Reading, situation: Situation, response: Response): Response {
  const { outbursts, own } = situation
  if (!outbursts.hasBefore || !isAngry(heard.text) || isExempt(reading, response)) return response
  const theirs = own.find(({ status }) => isOneOf(status, OPEN_STATUSES))
  if (theirs && outbursts.isHandedOver) return { act: 'join', ticketId: theirs.id, reason: 'stillAngry', tells: false }
  return { act: 'wait', reason: 'angry', ...(theirs && { ticketId: theirs.id }) }
}

function isExempt({ urgency, intent }: Reading, { act }: Response): boolean {
  return urgency === 'emergency' || intent === 'progressQuery' || act === 'move' || act === 'complete'
}
