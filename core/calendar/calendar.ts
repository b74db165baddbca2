import { Temporal } from 'temporal-polyfill'
import type { WorkingWeek } from '../hours.ts'
import { localTime } from '../localTime.ts'
import { isArranged, officialDay, officialDays } from './official.ts'
import type { SpecialDay } from './specialDay.ts'

/** When a community works: its week, its clock, and the days on which it departs from what is arranged for everybody. */
export type WorkingCalendar = { week: WorkingWeek; timeZone: string; specialDays: readonly SpecialDay[] }

/** The hours of a day, first to last; a community's own word on it goes before what is arranged for all. */
export function shiftsOn(
  day: Temporal.PlainDate,
  { week, specialDays }: Pick<WorkingCalendar, 'week' | 'specialDays'>,
): WorkingWeek[number] {
  const special = findSpecial(day.toString(), specialDays)
  if (special?.kind === 'off') return []
  return week[(special?.worksAs ?? day.dayOfWeek) - 1]!
}

/** A week without any shift: every hour counts, holidays too. */
export function isAlwaysOpen({ week }: Pick<WorkingCalendar, 'week'>): boolean {
  return week.every((shifts) => shifts.length === 0)
}

function findSpecial(day: string, own: readonly SpecialDay[]): SpecialDay | undefined {
  return own.find((special) => special.day === day) ?? officialDay(day)
}

/** A day of the year's list: what holds, and whether the community itself has said so. */
export type ListedDay = SpecialDay & { isOwn: boolean }

/** Every day of a year that is not worked as its weekday is, or that a community has put back to it; in order. */
export function listSpecialDays(year: number, own: readonly SpecialDay[]): ListedDay[] {
  const days = new Map<string, ListedDay>(officialDays(year).map((special) => [special.day, { ...special, isOwn: false }]))
  for (const special of own) if (special.day.startsWith(`${year}-`)) days.set(special.day, { ...special, isOwn: true })
  return [...days.values()].toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

/** The law gives thirteen days; a year of which fewer are known is not known. */
const LEAST_DAYS_OFF = 13
/** The next year is arranged in autumn. */
const NEXT_YEAR_FROM_MONTH = 10

/** The years that promises may reach into and whose holidays nobody has entered. */
export function missingYears(now: Date, { specialDays, timeZone }: Pick<WorkingCalendar, 'specialDays' | 'timeZone'>): number[] {
  const { year, month } = localTime(now, timeZone)
  const needed = month >= NEXT_YEAR_FROM_MONTH ? [year, year + 1] : [year]
  return needed.filter((one) => !isKnown(one, specialDays))
}

function isKnown(year: number, own: readonly SpecialDay[]): boolean {
  if (isArranged(year)) return true
  return own.filter(({ day, kind }) => kind === 'off' && day.startsWith(`${year}-`)).length >= LEAST_DAYS_OFF
}

/** Days that follow each other and are alike: one line of the year's list. */
export type Run = Omit<ListedDay, 'day'> & { from: string; to: string; days: number }

export function joinRuns(days: readonly ListedDay[]): Run[] {
  const runs: Run[] = []
  for (const { day, ...alike } of days) {
    const last = runs.at(-1)
    if (last && isNext(last.to, day) && isAlike(last, alike)) runs[runs.length - 1] = { ...last, to: day, days: last.days + 1 }
    else runs.push({ ...alike, from: day, to: day, days: 1 })
  }
  return runs
}

function isNext(before: string, day: string): boolean {
  return Temporal.PlainDate.from(before).add({ days: 1 }).toString() === day
}

function isAlike(one: Omit<ListedDay, 'day'>, other: Omit<ListedDay, 'day'>): boolean {
  return one.kind === other.kind && one.name === other.name && one.worksAs === other.worksAs && one.isOwn === other.isOwn
}
