import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { ClockTime } from '../hours.ts'
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

function endOf([from, to]: Span, at: Date, timeZone: string): Date | null {
  const local = localTime(at, timeZone)
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' })
  const wraps = from > to
  if (wraps ? time < from && time >= to : time < from || time >= to) return null
  const days = wraps && time >= from ? 1 : 0
  return momentOf(local.toPlainDate().add({ days }), Temporal.PlainTime.from(to), timeZone)
}
