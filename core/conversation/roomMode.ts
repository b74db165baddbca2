import type { Reading } from '../reading/reading.ts'
import type { RoomMode } from '../room.ts'
import type { Silence } from './outcome.ts'
import { type Heard, type Response, type Situation, stay } from './situation.ts'

const LEFT_ALONE: Partial<Record<RoomMode, Silence>> = { social: 'socialRoom', staff: 'staffRoom' }

/** Why words in this group are not taken for a report; null where they are, and where they are said to the bot. Such words go to no model. */
export function whyLeftAlone({ room, mentionsBot }: Pick<Heard, 'room' | 'mentionsBot'>): Silence | null {
  return room && !mentionsBot ? (LEFT_ALONE[room.mode] ?? null) : null
}

/** In a group that is left alone only emergencies, and what may answer the bot, are looked at further. Null: look further. */
export function leaveAlone(heard: Heard, { urgency, intent }: Reading): Response | null {
  const why = whyLeftAlone(heard)
  const mayAnswer = intent === 'confirmsFixed' || intent === 'deniesFixed' || intent === 'withdraw'
  return why && urgency !== 'emergency' && !mayAnswer ? stay(why) : null
}

/** What may have answered the bot, or staff, but did not is left alone after all. */
export function keepToAnswers(heard: Heard, { urgency }: Reading, response: Response, { own }: Pick<Situation, 'own'>): Response {
  const why = whyLeftAlone(heard)
  if (!why || urgency === 'emergency' || response.act === 'complete' || response.act === 'move') return response
  const answers = response.act === 'join' && own.some(({ id, status }) => id === response.ticketId && status === 'awaitingResident')
  return answers ? response : stay(why)
}
