import { isAlwaysOpen, type WorkingCalendar } from './calendar.ts'
import { dayAt, type Shift, type WorkingDay } from './workingDay.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const LONGEST_WALK_DAYS = 1100

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
  return dayAt(at, calendar).shifts.some(({ start, end }) => start <= at && at < end)
}

/** The end of work on the `days`-th working day after that of `from`: what is said on Monday keeps two days, until Wednesday evening. */
export function endOfWorkingDay(from: Date, days: number, calendar: WorkingCalendar): Date {
  if (isAlwaysOpen(calendar)) return new Date(from.getTime() + days * DAY_MS)
  let left = days
  for (const { shifts } of daysFrom(dayAt(from, calendar).end, calendar)) {
    if (shifts.length > 0 && --left <= 0) return shifts.at(-1)!.end
  }
  throw new RangeError(`${days} working days reach further than ${LONGEST_WALK_DAYS} days`)
}

/** The other way round: what was said before this moment was said longer than `days` working days ago. */
export function workingDaysAgo(now: Date, days: number, calendar: WorkingCalendar): Date {
  if (isAlwaysOpen(calendar)) return new Date(now.getTime() - days * DAY_MS)
  let left = days
  for (const { start, shifts } of daysFrom(now, calendar, 'back')) {
    const last = shifts.at(-1)
    if (last && last.end <= now && --left <= 0) return start
  }
  throw new RangeError(`${days} working days reach further back than ${LONGEST_WALK_DAYS} days`)
}

function* shiftsFrom(from: Date, calendar: WorkingCalendar): Generator<Shift> {
  for (const { shifts } of daysFrom(from, calendar)) yield* shifts
}

function* daysFrom(from: Date, calendar: WorkingCalendar, way: 'on' | 'back' = 'on'): Generator<WorkingDay> {
  let day = dayAt(from, calendar)
  for (let count = 0; count < LONGEST_WALK_DAYS; count++) {
    yield day
    day = dayAt(way === 'on' ? day.end : new Date(day.start.getTime() - 1), calendar)
  }
}
