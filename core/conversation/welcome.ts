import { Temporal } from 'temporal-polyfill'
import type { Community } from '../community.ts'
import { localTime, momentOf } from '../localTime.ts'
import type { Notice } from '../notice.ts'
import { texts } from '../texts/texts.ts'
import { type Heard, type Response, stay } from './situation.ts'

/**
 * With the day's digest: whoever came since the last greeting is greeted with the others, once a day: the key makes ten arrivals one word. Who comes into a
 * staff group is a colleague, not a neighbour.
 */
export function respondToJoin(heard: Heard & { roomId: number }, community: Community, now: Date): Response {
  if (heard.room?.mode === 'staff') return stay('staffRoom')
  const day = greetingDay(now, community)
  const notice: Notice = {
    kind: 'welcome',
    to: { roomId: heard.roomId },
    mention: null,
    text: texts.room.welcome(community),
    ticketId: null,
    announcementId: null,
    about: [heard.id],
    obstacle: null,
    notBefore: greetingOn(day, community),
    expiresAt: momentOf(day.add({ days: 1 }), new Temporal.PlainTime(), community.timeZone),
    key: `welcome:${heard.roomId}:${day}`,
  }
  return { act: 'answer', notice }
}

/** Today until it has been said, tomorrow after that. */
function greetingDay(now: Date, community: Community): Temporal.PlainDate {
  const today = localTime(now, community.timeZone).toPlainDate()
  return now < greetingOn(today, community) ? today : today.add({ days: 1 })
}

function greetingOn(day: Temporal.PlainDate, { budget, timeZone }: Community): Date {
  return momentOf(day, Temporal.PlainTime.from(budget.digestAt), timeZone)
}
