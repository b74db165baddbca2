import { missingYears } from '../core/calendar/calendar.ts'
import { isUsableWeek } from '../core/hours.ts'
import type { Inspection } from '../db/inspect.ts'
import { bad, doubtful, type Finding, fine } from './finding.ts'

/** What deadlines are reckoned by. */
export function checkCalendars(communities: NonNullable<Inspection['communities']>, now: Date): Finding[] {
  const zones = communities.filter(({ timeZone }) => !isZone(timeZone))
  const weeks = communities.filter(({ week }) => !isUsableWeek(week))
  return [
    ...zones.map(({ name, timeZone }) => bad(`${name}的时区 ${timeZone} 不存在：请在数据库里改成 Asia/Shanghai 这样的名字。`)),
    ...weeks.map(({ name }) => bad(`${name}每周的工作时间太少，期限会排到很久以后：请在控制台“设置，工作时间”补上。`)),
    ...communities.flatMap((community) => checkYears(community, now)),
  ]
}

function checkYears({ name, ...calendar }: NonNullable<Inspection['communities']>[number], now: Date): Finding[] {
  if (!isZone(calendar.timeZone)) return []
  const years = missingYears(now, calendar)
  if (years.length === 0) return [fine(`${name}的节假日安排齐全。`)]
  return [doubtful(`${name}还没有 ${years.join('、')} 年的节假日安排，放假会当作上班：请在控制台“设置，日历”填写。`)]
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('zh-CN', { timeZone }) !== null
  } catch {
    return false
  }
}
