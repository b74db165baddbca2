import * as z from 'zod'

const Minutes = z.number().int().min(1)

/**
 * For how many minutes a word still counts: what belongs to the speaker's last report, what answers a question of the bot's, what agrees with a
 * report of the room, and what tells of an emergency that is already known.
 */
export const TalkWindows = z.object({
  topicMinutes: Minutes.max(60),
  answerMinutes: Minutes.max(240),
  meTooMinutes: Minutes.max(720),
  incidentMinutes: Minutes.max(720),
})
export type TalkWindows = z.infer<typeof TalkWindows>

export const DEFAULT_WINDOWS: TalkWindows = { topicMinutes: 10, answerMinutes: 30, meTooMinutes: 120, incidentMinutes: 120 }

/** Whether `at` lies no further back than so many minutes. */
export function isWithin(minutes: number, at: Date, now: Date): boolean {
  return at >= earliest(minutes, now)
}

export function earliest(minutes: number, now: Date): Date {
  return new Date(now.getTime() - minutes * 60_000)
}
