import type { AnnouncementDraft, AnnouncementKind } from '../announcement/announcement.ts'
import type { DraftFault } from '../announcement/judge.ts'
import { sayDate, sayWhen } from './time.ts'

export const KIND_NAMES: Record<AnnouncementKind, string> = { activity: '活动', meeting: '会议' }

/** What groups hear of an activity or a meeting, at most six lines. */
export const announcementTexts = {
  published: (draft: AnnouncementDraft, timeZone: string) =>
    [
      `【${KIND_NAMES[draft.kind]}通知】${draft.title}`,
      `时间：${sayDate(draft.startsAt, timeZone)}`,
      `地点：${draft.place}`,
      ...(draft.purpose ? [`内容：${draft.purpose}`] : []),
    ].join('\n'),

  reminder: (draft: AnnouncementDraft, sayAt: Date, timeZone: string) =>
    `【提醒】${draft.title}，${sayWhen(draft.startsAt, sayAt, timeZone)}，${draft.place}。`,

  /** Says what changed and what stays, so that nobody has to look for the first message. */
  changed(before: AnnouncementDraft, after: AnnouncementDraft, timeZone: string): string {
    const date = sayDate(after.startsAt, timeZone)
    const sameTime = before.startsAt.getTime() === after.startsAt.getTime()
    if (sameTime) return `【变更】${after.title}：地点改为${after.place}，时间不变，${date}。请以此为准。`
    if (before.place === after.place) return `【变更】${after.title}：时间改为${date}，地点不变，${after.place}。请以此为准。`
    return `【变更】${after.title}：时间改为${date}，地点改为${after.place}。请以此为准。`
  },

  cancelled: (draft: AnnouncementDraft, timeZone: string) =>
    `【取消】原定${sayDate(draft.startsAt, timeZone)}的${draft.title}取消，请大家相互转告。`,

  fault: {
    startInPast: '开始时间已经过去，请改成以后的时间。',
    publishInPast: '发布时间已经过去，请改成以后的时间，或选“现在发布”。',
    publishAfterStart: '发布时间要早于开始时间，否则大家来不及知道。',
    tooFarAhead: '开始时间在一年以后，请检查日期。',
    noRoom: '请至少选一个群。',
  } satisfies Record<DraftFault, string>,
}
