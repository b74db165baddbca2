import type { Announcement, AnnouncementKind } from '../announcement/announcement.ts'
import { sayDate, sayWhen } from './time.ts'

const KIND_NAMES: Record<AnnouncementKind, string> = { activity: '活动', meeting: '会议' }

/** What groups hear of an activity or a meeting, at most six lines. */
export const announcementTexts = {
  published: (announcement: Announcement, timeZone: string) =>
    [
      `【${KIND_NAMES[announcement.kind]}通知】${announcement.title}`,
      `时间：${sayDate(announcement.startsAt, timeZone)}`,
      `地点：${announcement.place}`,
      ...(announcement.purpose ? [`内容：${announcement.purpose}`] : []),
    ].join('\n'),

  reminder: (announcement: Announcement, sayAt: Date, timeZone: string) =>
    `【提醒】${announcement.title}，${sayWhen(announcement.startsAt, sayAt, timeZone)}，${announcement.place}。`,

  changed: (announcement: Announcement, timeZone: string) =>
    `【变更】${announcement.title}改为${sayDate(announcement.startsAt, timeZone)}，地点：${announcement.place}。请以此为准。`,

  cancelled: (announcement: Announcement, timeZone: string) =>
    `【取消】原定${sayDate(announcement.startsAt, timeZone)}的${announcement.title}取消，请大家相互转告。`,
}
