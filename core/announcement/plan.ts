import { Temporal } from 'temporal-polyfill'
import type { Community } from '../community.ts'
import { localTime, momentOf } from '../localTime.ts'
import type { Notice } from '../notice.ts'
import { texts } from '../texts/texts.ts'
import type { Announcement } from './announcement.ts'

/**
 * Every word an announcement will say, in the rooms given: the announcement itself, a reminder the evening before and one some hours
 * before the start. A reminder that would come before the announcement, or in the past, is left out.
 */
export function planWords(announcement: Announcement, roomIds: readonly number[], community: Community, now: Date): Notice[] {
  const published: Planned = { part: 'publish', notBefore: announcement.publishAt, text: texts.announcement.published(announcement, community.timeZone) }
  const reminders = reminderTimes(announcement, community)
    .filter(({ notBefore }) => notBefore > announcement.publishAt && notBefore > now)
    .map(({ part, notBefore }) => ({ part, notBefore, text: texts.announcement.reminder(announcement, notBefore, community.timeZone) }))

  return roomIds.flatMap((roomId) => [published, ...reminders].map((planned) => noticeOf(announcement, roomId, planned)))
}

type Planned = { part: 'publish' | 'eve' | 'soon'; notBefore: Date; text: string }

function reminderTimes({ startsAt }: Announcement, { reminders, timeZone }: Community): { part: 'eve' | 'soon'; notBefore: Date }[] {
  const eve = localTime(startsAt, timeZone).toPlainDate().subtract({ days: 1 })
  return [
    { part: 'eve', notBefore: momentOf(eve, Temporal.PlainTime.from(reminders.eveAt), timeZone) },
    { part: 'soon', notBefore: new Date(startsAt.getTime() - reminders.hoursBefore * 3_600_000) },
  ]
}

function noticeOf(announcement: Announcement, roomId: number, { part, notBefore, text }: Planned): Notice {
  return {
    kind: part === 'publish' ? 'announcement' : 'reminder',
    to: { roomId },
    mention: null,
    text,
    ticketId: null,
    announcementId: announcement.id,
    about: [],
    obstacle: null,
    notBefore,
    expiresAt: announcement.startsAt,
    key: `announcement:${announcement.id}:${part}:${roomId}:${announcement.startsAt.toISOString()}`,
  }
}

/** One line to each room that already heard of it, when it changes or is called off. */
export function correctionWords(announcement: Announcement, roomIds: readonly number[], text: string, at: Date): Notice[] {
  return roomIds.map((roomId) => ({
    kind: 'announcement',
    to: { roomId },
    mention: null,
    text,
    ticketId: null,
    announcementId: announcement.id,
    about: [],
    obstacle: null,
    notBefore: at,
    expiresAt: announcement.startsAt,
    key: null,
  }))
}
