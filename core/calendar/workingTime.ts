import { Temporal } from 'temporal-polyfill'
import { localTime, momentOf, startOfDay } from '../localTime.ts'
import { isAlwaysOpen, shiftsOn, type WorkingCalendar } from './calendar.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const LONGEST_WALK_DAYS = 1100

type Shift = { start: Date; end: Date }

/** The moment when `hours` of working time have passed since `from`. A week without any shift counts every hour. */
export function addWorkingHours(from: Date, hours: number, calendar: WorkingCalendar): Date {
  if (isAlwaysOpen(calendar)) return new Date(from.getTime() + hours * HOUR_MS)

  let leftMs = hours * HOUR_MS
  for (const { start, end } of shiftsFrom(from, calendar)) {
    const begin = Math.max(start.getTime(), from.getTime())
    const lengthMs = end.getTime() - begin
    if (lengthMs <= 0) continue
    if (leftMs <= lengthMs) return new Date(begin + leftMs)
    leftMs -= lengthMs
  }
  throw new RangeError(`${hours} working hours reach further than ${LONGEST_WALK_DAYS} days`)
}

/** How many working hours lie between two moments; none when `to` is not later. */
export function workingHoursBetween(from: Date, to: Date, calendar: WorkingCalendar): number {
  if (to <= from) return 0
  if (isAlwaysOpen(calendar)) return (to.getTime() - from.getTime()) / HOUR_MS

  let sumMs = 0
  for (const { start, end } of shiftsFrom(from, calendar)) {
    if (start >= to) break
    sumMs += Math.max(0, Math.min(end.getTime(), to.getTime()) - Math.max(start.getTime(), from.getTime()))
  }
  return sumMs / HOUR_MS
}

/** Whether somebody is at work. */
export function isWorkingTime(at: Date, calendar: WorkingCalendar): boolean {
  if (isAlwaysOpen(calendar)) return true
  return shiftsOfDay(localTime(at, calendar.timeZone).toPlainDate(), calendar).some(({ start, end }) => start <= at && at < end)
}

/** The end of work on the `days`-th working day after that of `from`: what is said on Monday keeps two days, until Wednesday evening. */
export function endOfWorkingDay(from: Date, days: number, calendar: WorkingCalendar): Date {
  if (isAlwaysOpen(calendar)) return new Date(from.getTime() + days * DAY_MS)
  let left = days
  for (const day of daysFrom(from, calendar.timeZone, 1)) {
    if (shiftsOn(day, calendar).length > 0 && --left <= 0) return shiftsOfDay(day, calendar).at(-1)!.end
  }
  throw new RangeError(`${days} working days reach further than ${LONGEST_WALK_DAYS} days`)
}

/** The other way round: what was said before this moment was said longer than `days` working days ago. */
export function workingDaysAgo(now: Date, days: number, calendar: WorkingCalendar): Date {
  if (isAlwaysOpen(calendar)) return new Date(now.getTime() - days * DAY_MS)
  let left = days
  for (const day of daysFrom(now, calendar.timeZone, 0, -1)) {
    const last = shiftsOfDay(day, calendar).at(-1)
    if (last && last.end <= now && --left <= 0) return startOfDay(last.end, calendar.timeZone)
  }
  throw new RangeError(`${days} working days reach further back than ${LONGEST_WALK_DAYS} days`)
}

function* shiftsFrom(from: Date, calendar: WorkingCalendar): Generator<Shift> {
  for (const day of daysFrom(from, calendar.timeZone, 0)) yield* shiftsOfDay(day, calendar)
}

function* daysFrom(from: Date, timeZone: string, first: number, step: 1 | -1 = 1): Generator<Temporal.PlainDate> {
  const today = localTime(from, timeZone).toPlainDate()
  for (let ahead = first; ahead < LONGEST_WALK_DAYS; ahead++) yield today.add({ days: ahead * step })
}

function shiftsOfDay(day: Temporal.PlainDate, calendar: WorkingCalendar): Shift[] {
  return shiftsOn(day, calendar).map(([from, to]) => ({
    start: momentOf(day, Temporal.PlainTime.from(from), calendar.timeZone),
    end: momentOf(day, Temporal.PlainTime.from(to), calendar.timeZone),
  }))
}
