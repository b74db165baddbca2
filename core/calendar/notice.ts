import { Temporal } from 'temporal-polyfill'
import type { SpecialDay } from './specialDay.ts'

const OFF = /(\d{1,2})月(\d{1,2})日(?:\([^)]*\))?(?:至(?:(\d{1,2})月)?(\d{1,2})日(?:\([^)]*\))?)?放假/
const DAY = /(\d{1,2})月(\d{1,2})日/g
const SATURDAY = 6
const LONGEST_NAME = 12

/**
 * The days that the State Council's notice gives off and has made up for, as its text is published: one festival a line, or after 一、二、.
 * A make-up day has the hours of a weekday given off, the last ones of the festival in their order. Empty when the text is no such notice.
 */
export function readNotice(text: string, year: number): SpecialDay[] {
  const festivals = text.normalize('NFKC').split(/\n|(?<=^|[。;\s])(?:[一二三四五六七八九十]、|\d\.)/)
  return festivals.flatMap((festival) => readFestival(festival, year)).toSorted((a, b) => (a.day < b.day ? -1 : 1))
}

function readFestival(festival: string, year: number): SpecialDay[] {
  const [, name, arrangement] = /^\s*(?:\d\.)?\s*([^:,。\d]{2,}?):(.*)$/s.exec(festival) ?? []
  const off = OFF.exec(arrangement ?? '')
  if (!name || !off) return []
  const [whole, month, day, lastMonth, lastDay] = off
  const first = dayOf(year, month!, day!)
  const last = lastDay ? dayOf(year, lastMonth ?? month!, lastDay) : first
  if (!first || !last) return []

  const daysOff = listDays(first, last)
  const rest = arrangement!.slice(off.index + whole.length)
  const madeUp = [...(/^.*上班/s.exec(rest)?.[0] ?? '').matchAll(DAY)].flatMap(([, m, d]) => dayOf(year, m!, d!) ?? [])
  const givenOff = daysOff.filter(({ dayOfWeek }) => dayOfWeek < SATURDAY).slice(-madeUp.length || Infinity)
  const about = { name: name.slice(0, LONGEST_NAME) }
  return [
    ...daysOff.map((one) => ({ ...about, day: one.toString(), kind: 'off' as const, worksAs: null })),
    ...madeUp.map((one, place) => ({ ...about, day: one.toString(), kind: 'work' as const, worksAs: givenOff[place]?.dayOfWeek ?? 1 })),
  ]
}

function dayOf(year: number, month: string, day: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month: Number(month), day: Number(day) }, { overflow: 'reject' })
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function listDays(first: Temporal.PlainDate, last: Temporal.PlainDate): Temporal.PlainDate[] {
  const count = first.until(last, { largestUnit: 'days' }).days + 1
  return Array.from({ length: Math.max(0, Math.min(count, 31)) }, (_, index) => first.add({ days: index }))
}
