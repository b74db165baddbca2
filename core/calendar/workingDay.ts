import { Temporal } from 'temporal-polyfill'
import { localTime, momentOf, startOfDay } from '../localTime.ts'
import { remember } from '../remember.ts'
import { shiftsOn, type WorkingCalendar } from './calendar.ts'

export type Shift = { start: Date; end: Date }

/** One day of a community's clock, up to the moment where the next begins, and its hours, first to last. */
export type WorkingDay = { start: Date; end: Date; shifts: readonly Shift[] }

const DAY_MS = 24 * 3_600_000

/** The days of a calendar that somebody asked about, by the days of the universal clock that they touch. */
type Diary = Map<number, WorkingDay[]>

const MOST_CALENDARS = 50

const diaries = new WeakMap<WorkingCalendar, Diary>()
/** Communities that work alike, and the same one at the next page, keep one. */
const diaryFor = remember(MOST_CALENDARS, (): Diary => new Map())

/** The day that a moment lies in. A page asks about the same few days for each of its rows: each is worked out once. */
export function dayAt(at: Date, calendar: WorkingCalendar): WorkingDay {
  const diary = diaryOf(calendar)
  const known = diary.get(indexOf(at))?.find(({ start, end }) => start <= at && at < end)
  if (known) return known
  const day = makeDay(at, calendar)
  for (let index = indexOf(day.start); index * DAY_MS < day.end.getTime(); index++) diary.set(index, [...(diary.get(index) ?? []), day])
  return day
}

function diaryOf(calendar: WorkingCalendar): Diary {
  const known = diaries.get(calendar)
  if (known) return known
  const { timeZone, week, specialDays } = calendar
  const diary = diaryFor(JSON.stringify([timeZone, week, specialDays]))
  diaries.set(calendar, diary)
  return diary
}

function indexOf(at: Date): number {
  return Math.floor(at.getTime() / DAY_MS)
}

function makeDay(at: Date, calendar: WorkingCalendar): WorkingDay {
  const { timeZone } = calendar
  const date = localTime(at, timeZone).toPlainDate()
  const end = new Date(date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds)
  const shifts = shiftsOn(date, calendar).map(([from, to]) => ({
    start: momentOf(date, Temporal.PlainTime.from(from), timeZone),
    end: momentOf(date, Temporal.PlainTime.from(to), timeZone),
  }))
  return { start: startOfDay(at, timeZone), end, shifts }
}
