import { Temporal } from 'temporal-polyfill'
import { localTime, momentOf } from '../localTime.ts'

/** Days, the last one included. */
export type Period = { from: string; to: string }

export const PRESETS = ['week', 'month', 'lastMonth', 'quarter', 'halfYear', 'year'] as const
export type Preset = (typeof PRESETS)[number]

export function presetPeriod(preset: Preset, now: Date, timeZone: string): Period {
  const today = localTime(now, timeZone).toPlainDate()
  const month = today.with({ day: 1 })
  const monthsFrom = (first: Temporal.PlainDate, months: number) => span(first, first.add({ months }).subtract({ days: 1 }))
  switch (preset) {
    case 'week':
      return span(today.subtract({ days: today.dayOfWeek - 1 }), today.add({ days: 7 - today.dayOfWeek }))
    case 'month':
      return monthsFrom(month, 1)
    case 'lastMonth':
      return monthsFrom(month.subtract({ months: 1 }), 1)
    case 'quarter':
      return monthsFrom(month.subtract({ months: (month.month - 1) % 3 }), 3)
    case 'halfYear':
      return monthsFrom(month.subtract({ months: (month.month - 1) % 6 }), 6)
    case 'year':
      return monthsFrom(month.with({ month: 1 }), 12)
  }
}

function span(from: Temporal.PlainDate, to: Temporal.PlainDate): Period {
  return { from: from.toString(), to: to.toString() }
}

/** From the first midnight up to the one after the last day; null where the days are none or stand in the wrong order. */
export function momentsOf({ from, to }: Period, timeZone: string): { from: Date; to: Date } | null {
  try {
    const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)]
    if (Temporal.PlainDate.compare(first, last) > 0) return null
    const midnight = (day: Temporal.PlainDate) => momentOf(day, new Temporal.PlainTime(), timeZone)
    return { from: midnight(first), to: midnight(last.add({ days: 1 })) }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The months that a period touches, as 2026-11, first to last; at most a year of them. */
export function monthsIn({ from, to }: Period): string[] {
  const months: string[] = []
  const last = Temporal.PlainDate.from(to).toPlainYearMonth()
  let month = Temporal.PlainDate.from(from).toPlainYearMonth()
  for (; months.length < MOST_MONTHS && Temporal.PlainYearMonth.compare(month, last) <= 0; month = month.add({ months: 1 }))
    months.push(month.toString())
  return months
}

const MOST_MONTHS = 12
