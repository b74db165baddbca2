import { localTime } from '../localTime.ts'
import type { QuietHours } from '../speech/quiet.ts'
import type { Person } from './appointment.ts'

/** One turn of the week. `weekday` 1 is Monday; a turn that ends before it begins goes past midnight. `stationId` null: for the whole community. */
export type DutySlot = Person & {
  id: number
  communityId: number
  weekday: number
  from: string
  to: string
  post: string
  stationId: number | null
}

/** Hours of a weekday in which nobody has a turn. */
export type Gap = { weekday: number; from: string; to: string }

const DAY = 24 * 60
const WEEK = 7 * DAY

/** Minutes of the week, Monday midnight is 0; `end` may lie in the next week. */
type Span = { start: number; end: number }

/** Who has a turn at a moment, by the community's clock. */
export function onDutyAt<S extends DutySlot>(roster: readonly S[], moment: Date, timeZone: string): S[] {
  const { dayOfWeek, hour, minute } = localTime(moment, timeZone)
  const now = (dayOfWeek - 1) * DAY + hour * 60 + minute
  return roster.filter((slot) => {
    const { start, end } = spanOf(slot)
    return [now, now + WEEK].some((time) => start <= time && time < end)
  })
}

/** Those who have a turn, the ones at the estate's own station first, then those for everybody. */
export function nearestFirst<S extends DutySlot>(onDuty: readonly S[], stationId: number | null): S[] {
  const rank = (slot: S) => (slot.stationId === null ? 1 : slot.stationId === stationId ? 0 : 2)
  return onDuty.toSorted((a, b) => rank(a) - rank(b) || a.id - b.id)
}

/** Where the roster has holes between the end of a night and the next one. */
export function findGaps(roster: readonly DutySlot[], night: QuietHours['night']): Gap[] {
  const taken = roster.map(spanOf).flatMap(({ start, end }) => [
    { start, end },
    { start: start - WEEK, end: end - WEEK },
    { start: start + WEEK, end: end + WEEK },
  ])
  return [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => holesIn(wakingHours(weekday, night), taken).map((hole) => toGap(weekday, hole)))
}

function wakingHours(weekday: number, night: QuietHours['night']): Span {
  return night ? spanOf({ weekday, from: night[1], to: night[0] }) : { start: (weekday - 1) * DAY, end: weekday * DAY }
}

function holesIn(day: Span, taken: readonly Span[]): Span[] {
  const holes: Span[] = []
  let reached = day.start
  const within = taken.filter(({ start, end }) => start < day.end && end > day.start).toSorted((a, b) => a.start - b.start)
  for (const { start, end } of within) {
    if (start > reached) holes.push({ start: reached, end: start })
    reached = Math.max(reached, end)
  }
  return reached < day.end ? [...holes, { start: reached, end: day.end }] : holes
}

function spanOf({ weekday, from, to }: Pick<DutySlot, 'weekday' | 'from' | 'to'>): Span {
  const start = (weekday - 1) * DAY + minuteOf(from)
  const end = (weekday - 1) * DAY + minuteOf(to)
  return { start, end: end > start ? end : end + DAY }
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return hours! * 60 + minutes!
}

function toGap(weekday: number, { start, end }: Span): Gap {
  return { weekday, from: clockOf(start), to: clockOf(end) }
}

function clockOf(minute: number): string {
  const ofDay = ((minute % DAY) + DAY) % DAY
  return [Math.floor(ofDay / 60), ofDay % 60].map((part) => String(part).padStart(2, '0')).join(':')
}
