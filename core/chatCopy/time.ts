import { hourOf, PART_OF_DAY } from '../reading/partOfDay.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const CHINA_OFFSET = '+08:00'
const WEEKDAYS = '日一二三四五六'

const YEAR = String.raw`(?:(?<year>\d{4})(?<separator>[-/.年]))?`
const DAY = String.raw`${YEAR}(?<month>\d{1,2})[-/.月](?<date>\d{1,2})日?|(?<word>今天|昨天|前天|(?:星期|周)[一二三四五六日天])`
const TIME = String.raw`(?<part>${PART_OF_DAY})?\s?(?<hour>\d{1,2})[:：](?<minute>\d{2})(?:[:：](?<second>\d{2}))?`
const WEEKDAY = '(?:(?:星期|周)[一二三四五六日天])?'

/** A time as WeChat writes it; the day may be missing. */
export const STAMP = String.raw`(?:(?:${DAY})\s*${WEEKDAY}\s*)?${TIME}`

const DIVIDER = new RegExp(String.raw`^[\s—–─=*-]*(?:${DAY})\s*${WEEKDAY}\s*(?:${TIME})?[\s—–─=*-]*$`)

export type Groups = Record<string, string | undefined>

export function isDivider(row: string): boolean {
  return dividerIn(row) !== null
}

/** Reads the times of one copied chat from top to bottom: a line without a day has the day last seen. */
export function startClock(defaultAt: Date) {
  const today = dayOf(defaultAt)
  let day = today
  let last = defaultAt

  return {
    /** Whether the row is nothing but a date; what follows happened then. */
    readDivider(row: string): boolean {
      const groups = dividerIn(row)
      if (!groups) return false
      const at = momentOf(dayNamed(groups) ?? day, groups)
      if (Number.isNaN(at.getTime())) return false
      last = at
      day = dayOf(at)
      return true
    },

    /** The moment a stamp names; null when there is no such moment. */
    read(groups: Groups): Date | null {
      const at = momentOf(dayNamed(groups) ?? day, groups)
      if (Number.isNaN(at.getTime())) return null
      last = at
      // A phone says 昨天 and leaves out today's date.
      if (!groups['word']) day = dayOf(at)
      return at
    },

    /** For words without a time: a second after the words before them. */
    next(): Date {
      last = new Date(last.getTime() + 1000)
      return last
    },

    last: () => last,
  }

  function dayNamed(groups: Groups): string | null {
    if (groups['word']) return dayBefore(today, daysAgo(groups['word'], today))
    if (!groups['month']) return null
    const monthAndDate = `${pad(groups['month'])}-${pad(groups['date'])}`
    if (groups['year']) return `${groups['year']}-${monthAndDate}`
    const thisYear = Number(today.slice(0, 4))
    return `${monthAndDate > today.slice(5) ? thisYear - 1 : thisYear}-${monthAndDate}`
  }
}

/** 3-2 alone is a building and its entrance, 昨天 alone an answer. */
function dividerIn(row: string): Groups | null {
  const groups: Groups | undefined = DIVIDER.exec(row)?.groups
  const isSure = groups && (groups['year'] || groups['hour'] || /^[—–─=*-]{2}/.test(row))
  return isSure ? groups : null
}

function momentOf(day: string, groups: Groups): Date {
  const hour = hourOf(Number(groups['hour'] ?? 0), groups['part'])
  return new Date(`${day}T${pad(String(hour))}:${pad(groups['minute'])}:${pad(groups['second'])}${CHINA_OFFSET}`)
}

function daysAgo(word: string, today: string): number {
  const named = ['今天', '昨天', '前天'].indexOf(word)
  if (named !== -1) return named
  const weekday = WEEKDAYS.indexOf(word.at(-1)!.replace('天', '日'))
  return (new Date(`${today}T00:00:00Z`).getUTCDay() - weekday + 7) % 7
}

function dayOf(at: Date): string {
  return new Date(at.getTime() + 8 * HOUR_MS).toISOString().slice(0, 10)
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10)
}

function pad(digits: string | undefined): string {
  return (digits ?? '').padStart(2, '0')
}
