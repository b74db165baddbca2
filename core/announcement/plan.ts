import { Temporal } from 'temporal-polyfill'
import type { Community } from '../community.ts'
import { localTime, momentOf } from '../localTime.ts'
import type { Notice } from '../notice.ts'
import { texts } from '../texts/texts.ts'
import { type Announcement, type AnnouncementDraft, type Audience, needsCorrection } from './announcement.ts'

type Part = 'publish' | 'eve' | 'soon'
/** One thing to say and when; not after `expiresAt`, because it would be wrong by then. */
export type PlannedWords = { part: Part; notBefore: Date; expiresAt: Date; text: string }
type Place = Pick<Community, 'reminders' | 'timeZone'>

const HOUR_MS = 3_600_000

/**
 * What a group hears of an announcement, in the order of saying: the announcement itself, a reminder the evening before and one some
 * hours before the start. A reminder that would come before the announcement, or in the past, is left out.
 */
export function planDraft(draft: AnnouncementDraft, community: Place, now: Date): PlannedWords[] {
  return [published(draft, community, now), ...reminders(draft, community, now)]
}

/** Every word an announcement still owes its groups. Those that heard the announcement are only reminded. */
export function planWords(announcement: Announcement, audience: readonly Audience[], community: Place, now: Date): Notice[] {
  const all = planDraft(announcement, community, now)
  const remindersOnly = all.filter(({ part }) => part !== 'publish')
  return audience.flatMap(({ roomId, heard }) => (heard ? remindersOnly : all).map((planned) => noticeOf(announcement, roomId, planned)))
}

/** One line to each group that has heard a time or a place that no longer holds. */
export function correctWords(
  before: Announcement,
  after: Announcement,
  audience: readonly Audience[],
  { timeZone }: Place,
  at: Date,
): Notice[] {
  if (!needsCorrection(before, after)) return []
  return tellHeard(after, audience, texts.announcement.changed(before, after, timeZone), at)
}

/** One line to each group that has heard of what will not take place. */
export function cancelWords(announcement: Announcement, audience: readonly Audience[], { timeZone }: Place, at: Date): Notice[] {
  return tellHeard(announcement, audience, texts.announcement.cancelled(announcement, timeZone), at)
}

function published(draft: AnnouncementDraft, { timeZone }: Place, now: Date): PlannedWords {
  const notBefore = draft.publishAt > now ? draft.publishAt : now
  return { part: 'publish', notBefore, expiresAt: draft.startsAt, text: texts.announcement.published(draft, timeZone) }
}

function reminders(draft: AnnouncementDraft, community: Place, now: Date): PlannedWords[] {
  const { startsAt, publishAt } = draft
  return reminderTimes(startsAt, community)
    .filter(({ notBefore }) => notBefore > publishAt && notBefore > now)
    .map(({ part, notBefore }) => ({
      part,
      notBefore,
      expiresAt: earlier(startsAt, nextMidnight(notBefore, community.timeZone)),
      text: texts.announcement.reminder(draft, notBefore, community.timeZone),
    }))
}

function reminderTimes(startsAt: Date, { reminders, timeZone }: Place): { part: Part; notBefore: Date }[] {
  const eve = localTime(startsAt, timeZone).toPlainDate().subtract({ days: 1 })
  return [
    { part: 'eve', notBefore: momentOf(eve, Temporal.PlainTime.from(reminders.eveAt), timeZone) },
    { part: 'soon', notBefore: new Date(startsAt.getTime() - reminders.hoursBefore * HOUR_MS) },
  ]
}

/** A reminder says 今天 or 明天, which holds until midnight. */
function nextMidnight(at: Date, timeZone: string): Date {
  return momentOf(localTime(at, timeZone).toPlainDate().add({ days: 1 }), new Temporal.PlainTime(), timeZone)
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other
}

function tellHeard(announcement: Announcement, audience: readonly Audience[], text: string, at: Date): Notice[] {
  const told = { part: null, notBefore: at, expiresAt: announcement.startsAt, text }
  return audience.filter(({ heard }) => heard).map(({ roomId }) => noticeOf(announcement, roomId, told))
}

function noticeOf({ id, startsAt }: Announcement, roomId: number, planned: Omit<PlannedWords, 'part'> & { part: Part | null }): Notice {
  const { part, notBefore, expiresAt, text } = planned
  return {
    kind: part === 'eve' || part === 'soon' ? 'reminder' : 'announcement',
    to: { roomId },
    mention: null,
    text,
    ticketId: null,
    announcementId: id,
    about: [],
    obstacle: null,
    notBefore,
    expiresAt,
    key: part && `announcement:${id}:${part}:${roomId}:${startsAt.toISOString()}`,
  }
}
