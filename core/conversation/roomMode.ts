import type { Reading } from '../reading/reading.ts'
import type { RoomMode } from '../room.ts'
import type { Silence } from './outcome.ts'
import { type Heard, type Response, stay } from './situation.ts'

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

/** What may have answered the bot but did not is left alone after all. */
export function keepToAnswers(heard: Heard, { urgency }: Reading, response: Response): Response {
  const why = whyLeftAlone(heard)
  if (!why || urgency === 'emergency') return response
  return response.act === 'complete' || response.act === 'move' ? response : stay(why)
}
