import arranged from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { Temporal } from 'temporal-polyfill'
import type { SpecialDay } from './specialDay.ts'

/** Days by `2026-10-01`; what is said of one reads `National Day,国庆节,3`. */
type Days = Record<string, string>

const { holidays, workdays, inLieuDays }: { holidays: Days; workdays: Days; inLieuDays: Days } = arranged

const MONDAY = 1

const IN_ORDER = [...daysOff(), ...makeUpDays()].toSorted((a, b) => (a.day < b.day ? -1 : 1))
const BY_DAY = new Map(IN_ORDER.map((special) => [special.day, special]))
const YEARS = new Set(IN_ORDER.map(({ day }) => Number(day.slice(0, 4))))

/** What the State Council has arranged for everybody, in the years that the package knows. */
export function officialDay(day: string): SpecialDay | undefined {
  return BY_DAY.get(day)
}

/** In the order of the year; empty for a year that the package does not know. */
export function officialDays(year: number): SpecialDay[] {
  return IN_ORDER.filter(({ day }) => day.startsWith(`${year}-`))
}

export function isArranged(year: number): boolean {
  return YEARS.has(year)
}

function daysOff(): SpecialDay[] {
  return Object.entries(holidays).map(([day, about]) => ({ day, kind: 'off', name: nameIn(about), worksAs: null }))
}

/** A make-up day has the hours of the day that was given off for it: the first of a festival stands for the first, and so on. */
function makeUpDays(): SpecialDay[] {
  return Object.entries(workdays).map(([day, about]) => {
    const givenOff = daysOf(inLieuDays, day, about)[daysOf(workdays, day, about).indexOf(day)]
    const worksAs = givenOff === undefined ? MONDAY : Temporal.PlainDate.from(givenOff).dayOfWeek
    return { day, kind: 'work', name: nameIn(about), worksAs }
  })
}

/** The days of one festival, in the year of `near`. */
function daysOf(days: Days, near: string, about: string): string[] {
  return Object.keys(days)
    .filter((day) => day.slice(0, 4) === near.slice(0, 4) && days[day] === about)
    .toSorted()
}

function nameIn(about: string): string {
  return about.split(',')[1] ?? about
}
