import { Temporal } from 'temporal-polyfill'
import { isAlwaysOpen, shiftsOn, type WorkingCalendar } from '../calendar/calendar.ts'
import { localTime, momentOf } from '../localTime.ts'

const SILENCE_MS = 72 * 3_600_000
const MIDNIGHT = Temporal.PlainTime.from('00:00')

/** When nobody's word is waited for any longer: 72 hours of working days after the work was done; such a day counts from midnight to midnight. */
export function lapsesAt(resolvedAt: Date, calendar: WorkingCalendar): Date {
  if (isAlwaysOpen(calendar)) return new Date(resolvedAt.getTime() + SILENCE_MS)
  let day = localTime(resolvedAt, calendar.timeZone).toPlainDate()
  let from = resolvedAt
  for (let leftMs = SILENCE_MS; ; day = day.add({ days: 1 })) {
    const next = momentOf(day.add({ days: 1 }), MIDNIGHT, calendar.timeZone)
    const countedMs = shiftsOn(day, calendar).length > 0 ? next.getTime() - from.getTime() : 0
    if (leftMs <= countedMs) return new Date(from.getTime() + leftMs)
    leftMs -= countedMs
    from = next
  }
}
