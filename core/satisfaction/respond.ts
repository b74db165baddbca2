import type { Heard, Response } from '../conversation/situation.ts'
import type { Party } from '../org.ts'
import { readRating } from './answer.ts'

/** What somebody was asked last in private and has not answered in full; `isFirst`: they have not answered at all. */
export type Asked = { id: number; communityId: number; ticketId: number; party: Party; isFirst: boolean }

/** Null: it is about something else. Thanks are to the credit of whoever did the work. */
export function respondToQuestioned(heard: Pick<Heard, 'kind' | 'text'>, asked: Asked | null): Response | null {
  const answer = asked && heard.kind === 'text' ? readRating(heard.text) : null
  if (!asked || answer === null) return null
  if (answer === 'thanks') return { act: 'credit', reason: 'praise', kudos: { ticketId: asked.ticketId, party: asked.party } }
  return { act: 'rate', asked, rating: answer }
}
