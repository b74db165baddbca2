import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'
import { ClockTime, readClockTime } from '../hours.ts'
import { localTime, momentOf } from '../localTime.ts'

/** From and to on the clock; a span that ends before it begins goes past midnight. */
const Span = z.tuple([ClockTime, ClockTime]).refine(([from, to]) => from !== to)
type Span = z.infer<typeof Span>

/** When groups are left in peace; null: no such hours. */
export const QuietHours = z.object({ night: Span.nullable(), noon: Span.nullable() })
export type QuietHours = z.infer<typeof QuietHours>

export const DEFAULT_QUIET_HOURS: QuietHours = { night: ['22:00', '07:30'], noon: null }

type Place = { quietHours: QuietHours; timeZone: string }

/** When it may be spoken again; null: now. */
export function quietUntil(at: Date, { quietHours, timeZone }: Place): Date | null {
  const ends = [quietHours.night, quietHours.noon].flatMap((span) => (span && endOf(span, at, timeZone)) ?? [])
  const [end] = ends.toSorted((a, b) => b.getTime() - a.getTime())
  return end ?? null
}

/** Whether everybody is asleep; the rest at noon is none. */
export function isNight(at: Date, { quietHours: { night }, timeZone }: Place): boolean {
  return night !== null && endOf(night, at, timeZone) !== null
}

function endOf([from, to]: Span, at: Date, timeZone: string): Date | null {
  const local = localTime(at, timeZone)
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  if (!isWithin(time, [from, to])) return null
  const days = from > to && time >= from ? 1 : 0
  return momentOf(local.toPlainDate().add({ days }), Temporal.PlainTime.from(to), timeZone)
}

export type SpanFault = 'incomplete' | 'empty' | 'tooLong'

/** Longer would leave residents without an answer for half a day. */
const LONGEST_HOURS = { night: 14, noon: 4 }

/** A span as it was typed, null where both ends were left empty. */
export function readSpan(which: keyof QuietHours, from: string, to: string): { span: Span | null } | { fault: SpanFault } {
  if (from === '' && to === '') return { span: null }
  const read = z.tuple([ClockTime, ClockTime]).safeParse([readClockTime(from), readClockTime(to)])
  if (!read.success) return { fault: 'incomplete' }
  const hours = hoursOf(read.data)
  if (hours === 0) return { fault: 'empty' }
  return hours > LONGEST_HOURS[which] ? { fault: 'tooLong' } : { span: read.data }
}

function hoursOf([from, to]: Span): number {
  const hours = Temporal.PlainTime.from(from).until(to).total('hours')
  return hours < 0 ? hours + 24 : hours
}

/** Whether a time of the clock lies in quiet hours. */
export function isQuietAt(time: string, { night, noon }: QuietHours): boolean {
  return [night, noon].some((span) => span !== null && isWithin(time, span))
}

function isWithin(time: string, [from, to]: Span): boolean {
  return from > to ? time >= from || time < to : time >= from && time < to
}
