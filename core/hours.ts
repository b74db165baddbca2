import * as z from 'zod'

export const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const Shift = z.tuple([ClockTime, ClockTime]).refine(([from, to]) => from < to)

const Day = z.array(Shift).refine((shifts) => shifts.every(([from], index) => index === 0 || from >= shifts[index - 1]![1]))

/** Seven lists of shifts in the order of the day, Monday first: [['08:30','12:00'],['14:00','17:30']]. */
export const WorkingWeek = z.array(Day).length(7)
export type WorkingWeek = z.infer<typeof WorkingWeek>

const WEEKDAY: WorkingWeek[number] = [['08:30', '18:00']]
const WEEKEND: WorkingWeek[number] = [['09:00', '17:00']]
export const DEFAULT_WEEK: WorkingWeek = [WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKEND, WEEKEND]

/** Fewer would put the longest promise years ahead. */
const LEAST_WEEKLY_HOURS = 5

export type ShiftFault = 'incomplete' | 'reversed' | 'overlapping'

/** One day's shifts as they were typed, in any order, rows left empty included. */
export function readShifts(typed: readonly (readonly [string, string])[]): { shifts: WorkingWeek[number] } | { fault: ShiftFault } {
  const filled = typed.filter(([from, to]) => from !== '' || to !== '')
  const shifts = filled.map(([from, to]): [string, string] => [readClockTime(from), readClockTime(to)]).toSorted()
  if (shifts.some((shift) => !shift.every((time) => ClockTime.safeParse(time).success))) return { fault: 'incomplete' }
  if (shifts.some(([from, to]) => from >= to)) return { fault: 'reversed' }
  return Day.safeParse(shifts).success ? { shifts } : { fault: 'overlapping' }
}

/** 8:30, 0830, 8：30, 8点30 and 8 are all times of the clock; anything else comes back as it is. */
export function readClockTime(typed: string): string {
  const [, hours, minutes = '00'] = /^(\d{1,2})(?:[:.点时]?(\d{2}))?[点时分]?$/.exec(typed.normalize('NFKC').trim()) ?? []
  return hours ? `${hours.padStart(2, '0')}:${minutes}` : typed
}

/** Whether promises can be kept on this week: no hours at all (every hour counts), or enough of them. */
export function isUsableWeek(week: WorkingWeek): boolean {
  const hours = weeklyHours(week)
  return hours === 0 || hours >= LEAST_WEEKLY_HOURS
}

export function weeklyHours(week: WorkingWeek): number {
  const minutes = week.flat().map(([from, to]) => minuteOfDay(to) - minuteOfDay(from))
  return minutes.reduce((sum, length) => sum + length, 0) / 60
}

function minuteOfDay(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return hours! * 60 + minutes!
}
