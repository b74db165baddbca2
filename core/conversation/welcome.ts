import { Temporal } from 'temporal-polyfill'
import type { Community } from '../community.ts'
import { localTime, momentOf } from '../localTime.ts'
import type { Notice } from '../notice.ts'
import { texts } from '../texts/texts.ts'
import type { Heard, Response } from './situation.ts'

const GREETS_AT = Temporal.PlainTime.from('18:00')

/** Whoever came since the last greeting is greeted with the others, once a day: the key makes ten arrivals one word. */
export function respondToJoin(heard: Heard & { roomId: number }, community: Community, now: Date): Response {
  const day = greetingDay(now, community.timeZone)
  const notice: Notice = {
    kind: 'welcome',
    to: { roomId: heard.roomId },
    mention: null,
    text: texts.room.welcome(community),
    ticketId: null,
    announcementId: null,
    about: [heard.id],
    obstacle: null,
    notBefore: momentOf(day, GREETS_AT, community.timeZone),
    expiresAt: momentOf(day.add({ days: 1 }), new Temporal.PlainTime(), community.timeZone),
    key: `welcome:${heard.roomId}:${day}`,
  }
  return { act: 'answer', notice }
}

/** Today until it has been said, tomorrow after that. */
function greetingDay(now: Date, timeZone: string): Temporal.PlainDate {
  const today = localTime(now, timeZone).toPlainDate()
  return now < momentOf(today, GREETS_AT, timeZone) ? today : today.add({ days: 1 })
}
