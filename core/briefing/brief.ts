import { Temporal } from 'temporal-polyfill'
import type { Community } from '../community.ts'
import type { Wait } from '../conversation/outcome.ts'
import { localTime, momentOf } from '../localTime.ts'
import type { Notice } from '../notice.ts'
import { nextDigest } from '../speech/budget.ts'
import { quietUntil } from '../speech/quiet.ts'
import type { DayFigures } from '../texts/briefing.ts'
import { texts } from '../texts/texts.ts'
import type { Ticket } from '../ticket/ticket.ts'

/** What is new is gathered for so long, and said in one. */
const GATHER_MS = 15 * 60_000
const MOST_LINES = 6

export type News = { opened: readonly { ticket: Ticket; estate: string }[]; waiting: readonly WaitingNews[] }
/** Messages that wait for a person, by estate and why. */
export type WaitingNews = { estate: string | null; reason: Wait | null; count: number }

type Brief = { roomId: number; community: Community; now: Date }

/** One line for each new matter and each kind of waiting, at most six; null: there is nothing new. */
export function briefStaff({ opened, waiting }: News, { roomId, community, now }: Brief): Notice | null {
  const clock = { now, timeZone: community.timeZone }
  const lines = [
    ...opened.map(({ ticket, estate }) => texts.briefing.opened(ticket, estate, clock)),
    ...waiting.map(({ estate, reason, count }) => texts.briefing.waiting(estate, reason, count)),
  ]
  if (lines.length === 0) return null
  const shown = lines.length > MOST_LINES ? lines.slice(0, MOST_LINES - 1) : lines
  const leftOut = opened.length - Math.min(shown.length, opened.length)
  const waitingLeftOut = waiting.slice(Math.max(shown.length - opened.length, 0)).reduce((sum, { count }) => sum + count, 0)
  const more = shown.length < lines.length ? [texts.briefing.more(leftOut, waitingLeftOut)] : []
  return noticeOf([...shown, ...more].join('\n'), { roomId, now, key: `briefing:${roomId}:${now.toISOString()}`, expiresAt: null })
}

/** Whether the group is told now: not in quiet hours, and not sooner than it was told last. */
export function isTimeToBrief(briefedAt: Date, { now, community }: Omit<Brief, 'roomId'>): boolean {
  return quietUntil(now, community) === null && now.getTime() - briefedAt.getTime() >= GATHER_MS
}

/** The local day whose summary is due: from the hour of the digest on; null before it. */
export function summaryDay({ now, community }: Omit<Brief, 'roomId'>): string | null {
  const isDue = nextDigest(now, community.budget, community.timeZone) === null && quietUntil(now, community) === null
  return isDue ? localTime(now, community.timeZone).toPlainDate().toString() : null
}

/** Said once a day: the key makes it one word, however often it is looked at. */
export function summarize(figures: DayFigures, day: string, { roomId, community, now }: Brief): Notice {
  const midnight = momentOf(Temporal.PlainDate.from(day).add({ days: 1 }), new Temporal.PlainTime(), community.timeZone)
  return noticeOf(texts.briefing.summary(figures), { roomId, now, key: `summary:${roomId}:${day}`, expiresAt: midnight })
}

type Telling = { roomId: number; now: Date; key: string; expiresAt: Date | null }

function noticeOf(text: string, { roomId, now, key, expiresAt }: Telling): Notice {
  return {
    kind: 'briefing',
    to: { roomId },
    mention: null,
    text,
    ticketId: null,
    announcementId: null,
    about: [],
    obstacle: null,
    notBefore: now,
    expiresAt,
    key,
  }
}
