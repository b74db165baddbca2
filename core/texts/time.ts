import { localTime } from '../localTime.ts'

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']

/** A moment as people say it: 今天11:30, 明天09:00, 周一09:30, 12月3日10:00. */
export function sayWhen(at: Date, now: Date, timeZone: string): string {
  const then = localTime(at, timeZone)
  return `${sayDay(at, now, timeZone)}${then.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** Only the clock: 15:20. */
export function sayClock(at: Date, timeZone: string): string {
  return localTime(at, timeZone).toPlainTime().toString({ smallestUnit: 'minute' })
}

export function sayDay(at: Date, now: Date, timeZone: string): string {
  const then = localTime(at, timeZone).toPlainDate()
  const today = localTime(now, timeZone).toPlainDate()
  const days = today.until(then, { largestUnit: 'days' }).days
  if (days === 0) return '今天'
  if (days === 1) return '明天'
  if (days === -1) return '昨天'
  if (days > 1 && days < 7) return WEEKDAYS[then.dayOfWeek - 1]!
  return then.year === today.year ? `${then.month}月${then.day}日` : `${then.year}年${then.month}月${then.day}日`
}

/** A day that is the same whenever it is read: 11月28日. */
export function sayDayOfMonth(at: Date, timeZone: string): string {
  const then = localTime(at, timeZone)
  return `${then.month}月${then.day}日`
}

/** Date and time in full, for notices people plan by: 11月28日（周六）09:00. */
export function sayDate(at: Date, timeZone: string): string {
  const then = localTime(at, timeZone)
  return `${then.month}月${then.day}日（${WEEKDAYS[then.dayOfWeek - 1]}）${then.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** Year to minute for records: 2026-11-21 09:05. */
export function sayStamp(at: Date, timeZone: string): string {
  const then = localTime(at, timeZone)
  return `${then.toPlainDate()} ${then.toPlainTime().toString({ smallestUnit: 'minute' })}`
}
