import type { Notice } from '../notice.ts'
import type { Heard, Response } from './situation.ts'
import { isWithin } from './windows.ts'

/** So long after it was said an answer puzzles people: they have asked somebody else, or the danger is over. */
const LATE_MINUTES = 30

/** Whether a message is read long after it was said: the bot was away, or had much to catch up with. */
export function isLate({ sentAt }: Pick<Heard, 'sentAt'>, now: Date): boolean {
  return !isWithin(LATE_MINUTES, sentAt, now)
}

/** From where the minutes of a talk are counted: what is read late is understood as of when it was said. */
export function momentOf(heard: Pick<Heard, 'sentAt'>, now: Date): Date {
  return isLate(heard, now) ? heard.sentAt : now
}

/** A question of long ago is not answered all of a sudden: a person sees whether it still matters, and nobody is told that they wait. What was reported is registered all the same. */
export function leaveIfLate(heard: Heard, response: Response, readAt: Date): Response {
  if (!isLate(heard, readAt)) return response
  if (response.act === 'answer') return { act: 'wait', reason: 'late' }
  if (response.act !== 'wait') return response
  const { notice: _, ...waits } = response
  return waits
}

/** Fixed words for a danger of long ago wait for a person; who is called is called at once. */
export function holdIfLate(notices: Notice[], heard: Pick<Heard, 'sentAt'>, readAt: Date): Notice[] {
  if (!isLate(heard, readAt)) return notices
  return notices.map((notice) => (notice.kind === 'emergency' && notice.obstacle === null ? { ...notice, obstacle: 'late' } : notice))
}
