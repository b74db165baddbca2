import type { Community } from '../community.ts'
import { startOfDay } from '../localTime.ts'
import { type Haste, type Hold, type NoticeKind, speaksAtNight } from '../notice.ts'
import { isSpent, nextDigest, type Spoken } from './budget.ts'
import type { Occasion } from './combine.ts'
import { isMutable, MUTED_LOOK_MS } from './mute.ts'
import { quietUntil } from './quiet.ts'

const DAY_MS = 86_400_000

/** Words that may be said now. `hold`: they have been waiting for this hour. */
export type Due = {
  id: number
  kind: NoticeKind
  haste: Haste
  hold: Hold | null
  roomId: number | null
  ticketId: number | null
  owedAt: Date
  expiresAt: Date | null
}

/** What is due to one group or person, the most pressing first; `nextLineAt` is when the words that wait for a combined line are said. */
export type Hour = {
  due: readonly [Due, ...Due[]]
  spoken: Spoken
  nextLineAt: Date | null
  community: Pick<Community, 'quietHours' | 'budget' | 'timeZone' | 'mutedAt'>
  now: Date
}

export type Verdict =
  | { act: 'say' }
  | { act: 'hold'; ids: number[]; hold: Hold; until: Date }
  | { act: 'combine'; ids: number[]; occasion: Occasion }

/** Whether the first of the words due is said now, waits, or is said together with others. */
export function measure(hour: Hour): Verdict {
  const [first] = hour.due
  if (hour.community.mutedAt && isMutable(first)) return hold(hour, 'muted', new Date(hour.now.getTime() + MUTED_LOOK_MS), isMutable)
  const quiet = quietUntil(hour.now, hour.community)
  if (quiet && isHeldUntil(first, quiet)) return hold(hour, 'quiet', quiet, (word) => isHeldUntil(word, quiet))
  if (!mayBeCombined(first)) return { act: 'say' }

  if (first.hold) return sayAnew(hour)
  if (first.roomId !== null && isSpent(hour.spoken, hour.community.budget)) return holdForBudget(hour)
  return isOutdated(first, hour) ? sayAnew(hour) : sayTogether(hour)
}

/** A reminder that the night outlives is dropped; an announcement is news, and rather said at night than never. */
function isHeldUntil(word: Due, end: Date): boolean {
  const wouldBeLost = word.kind === 'announcement' && word.expiresAt !== null && word.expiresAt <= end
  return !speaksAtNight(word) && !wouldBeLost
}

/** What was written for its own sake is neither changed nor dropped. */
export function mayBeCombined({ kind, haste }: Pick<Due, 'kind' | 'haste'>): boolean {
  return (kind === 'reply' || kind === 'progress' || kind === 'briefing') && haste !== 'atOnce'
}

/** Words that have waited are said together; one whose 今天 may be over is made anew even when it is alone. */
function sayAnew(hour: Hour): Verdict {
  const { due, community, now } = hour
  const parts = due.filter(mayBeCombined)
  if (parts.length === 1 && !isOutdated(parts[0]!, hour)) return { act: 'say' }
  const quiet = parts.find(({ hold }) => hold === 'quiet')
  const occasion = quiet ? nameQuiet(quiet, now, community) : parts.some(({ hold }) => hold === 'digest') ? 'digest' : 'busy'
  return { act: 'combine', ids: parts.map(({ id }) => id), occasion }
}

/** Held by the night or by staff, or owed on another day: no account may have been there to say it. */
function isOutdated({ hold, ticketId, owedAt }: Due, { community: { timeZone }, now }: Hour): boolean {
  if (ticketId === null) return false
  return hold === 'quiet' || hold === 'muted' || owedAt < startOfDay(now, timeZone)
}

/** Which hours held them back; words that waited longer, because the bot was away, are of no particular time. */
function nameQuiet({ owedAt }: Due, now: Date, { quietHours, timeZone }: Pick<Community, 'quietHours' | 'timeZone'>): Occasion {
  if (now.getTime() - owedAt.getTime() > DAY_MS) return 'busy'
  return quietUntil(owedAt, { quietHours: { ...quietHours, night: null }, timeZone }) ? 'noon' : 'night'
}

function holdForBudget(hour: Hour): Verdict {
  const { now, nextLineAt, community } = hour
  const [first] = hour.due
  const digestAt = first.kind === 'progress' ? nextDigest(now, community.budget, community.timeZone) : null
  const isLike = (word: Due) => mayBeCombined(word) && word.hold === null && word.kind === first.kind
  if (digestAt) return hold(hour, 'digest', digestAt, isLike)
  return hold(hour, 'budget', nextLineAt ?? new Date(now.getTime() + community.budget.combineMinutes * 60_000), isLike)
}

/** Two who told of the same thing hear one line. */
function sayTogether({ due }: Hour): Verdict {
  const [first] = due
  const same = due.filter((word) => mayBeCombined(word) && word.kind === 'reply' && word.ticketId === first.ticketId)
  const isShared = first.kind === 'reply' && first.roomId !== null && first.ticketId !== null && same.length > 1
  return isShared ? { act: 'combine', ids: same.map(({ id }) => id), occasion: 'together' } : { act: 'say' }
}

function hold({ due }: Hour, why: Hold, until: Date, isMeant: (word: Due) => boolean): Verdict {
  return { act: 'hold', hold: why, until, ids: due.filter(isMeant).map(({ id }) => id) }
}
