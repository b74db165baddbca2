import { Temporal } from 'temporal-polyfill'
import type { Community } from '../community.ts'
import { localTime, momentOf } from '../localTime.ts'

const SILENCE_HOURS = 72

/** When nobody's word is waited for any longer: 72 hours of working days after the work was done, whole days with any shift counting, night and all. */
export function lapsesAt(resolvedAt: Date, { week, timeZone }: Pick<Community, 'week' | 'timeZone'>): Date {
  const isWorkday = (day: Temporal.PlainDate) => week[day.dayOfWeek - 1]!.length > 0
  if (week.every((shifts) => shifts.length === 0)) return new Date(resolvedAt.getTime() + SILENCE_HOURS * 3_600_000)

  let day = localTime(resolvedAt, timeZone).toPlainDate()
  let from = resolvedAt
  let leftMs = SILENCE_HOURS * 3_600_000
  for (;;) {
    const next = momentOf(day.add({ days: 1 }), Temporal.PlainTime.from('00:00'), timeZone)
    const lengthMs = isWorkday(day) ? next.getTime() - from.getTime() : 0
    if (leftMs <= lengthMs) return new Date(from.getTime() + leftMs)
    leftMs -= lengthMs
    day = day.add({ days: 1 })
    from = next
  }
}
