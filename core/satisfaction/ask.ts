import { Temporal } from 'temporal-polyfill'
import { localTime, momentOf } from '../localTime.ts'
import type { Notice } from '../notice.ts'
import { isGrave } from '../taxonomy/categories.ts'
import { texts } from '../texts/texts.ts'
import type { Matter, Reporter, Ticket } from '../ticket/ticket.ts'

const MORNING = Temporal.PlainTime.from('10:00')
const NOON = Temporal.PlainTime.from('12:00')
/** What was closed longer ago is not asked about any more. */
const ASKED_WITHIN_DAYS = 3
/** Nobody is asked more often. */
export const REST_MS = 3 * 86_400_000
/** An answer that comes later is only words. */
export const ANSWER_MS = 7 * 86_400_000
const LOW_SCORE = 2

/** From when until when tickets must have ended to be asked about now: not today, and not long ago. Null: it is not between ten and noon. */
export function endsAskedAbout(now: Date, timeZone: string): { since: Date; before: Date } | null {
  const local = localTime(now, timeZone)
  const day = local.toPlainDate()
  const isMorning = now >= momentOf(day, MORNING, timeZone) && now < momentOf(day, NOON, timeZone)
  const midnight = (one: Temporal.PlainDate) => momentOf(one, new Temporal.PlainTime(), timeZone)
  return isMorning ? { since: midnight(day.subtract({ days: ASKED_WITHIN_DAYS })), before: midnight(day) } : null
}

/** Who is asked: friends of the account who reported it, once each; nobody about a danger, and nobody who has been silent since it was done. */
export function whomToAsk({ ticket, reporters }: Pick<Matter, 'ticket' | 'reporters'>): (Reporter & { memberId: number })[] {
  if (!isAskedAbout(ticket)) return []
  const friends = reporters.filter((one): one is Reporter & { memberId: number } => one.memberId !== null && one.isFriend)
  return friends.filter((one, index) => friends.findIndex(({ memberId }) => memberId === one.memberId) === index)
}

function isAskedAbout({ status, outcome, urgency, category }: Ticket): boolean {
  return status === 'closed' && outcome !== 'unconfirmed' && urgency !== 'emergency' && !isGrave(category)
}

export function askingWords({ ticket, community }: Pick<Matter, 'ticket' | 'community'>, memberId: number, at: Date): Notice {
  return {
    kind: 'satisfaction',
    to: { memberId },
    mention: null,
    text: texts.ticket.satisfaction(ticket, community),
    ticketId: ticket.id,
    announcementId: null,
    about: [],
    obstacle: null,
    notBefore: at,
    expiresAt: new Date(at.getTime() + EXPIRES_MS),
    key: `satisfaction:${ticket.id}:${memberId}`,
  }
}

/** Asked in the evening it would be a nuisance. */
const EXPIRES_MS = 6 * 3_600_000

/** A low score, and what is not solved, is followed by somebody's call. */
export function needsCall({ isSolved, score }: { isSolved: boolean | null; score: number | null }): boolean {
  return isSolved === false || (score !== null && score <= LOW_SCORE)
}
