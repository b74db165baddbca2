import { isUsableWeek } from '../core/hours.ts'
import type { Inspection } from '../db/inspect.ts'
import { bad, doubtful, type Finding } from './finding.ts'

/** What deadlines are reckoned by. */
export function checkCalendars(communities: NonNullable<Inspection['communities']>): Finding[] {
  const zones = communities.filter(({ timeZone }) => !isZone(timeZone))
  const weeks = communities.filter(({ week }) => !isUsableWeek(week))
  return [
    ...zones.map(({ name, timeZone }) => bad(`${name}的时区 ${timeZone} 不存在：请在数据库里改成 Asia/Shanghai 这样的名字。`)),
    ...weeks.map(({ name }) => bad(`${name}每周的工作时间太少，期限会排到很久以后：请在控制台“设置，工作时间”补上。`)),
    doubtful('程序里还没有法定节假日：节假日和调休按平常的工作时间计算期限，放假前请在控制台“设置，工作时间”调整。'),
  ]
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('zh-CN', { timeZone }) !== null
  } catch {
    return false
  }
}
