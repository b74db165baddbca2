import { Temporal } from 'temporal-polyfill'

/** The wall clock of a community at a moment. */
export function localTime(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
}

/** The moment when a community's clock shows `time` on `day`. */
export function momentOf(day: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Date {
  return new Date(day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds)
}

export function startOfDay(at: Date, timeZone: string): Date {
  return new Date(localTime(at, timeZone).startOfDay().epochMilliseconds)
}

/** The moment that a form's date and time name, `2026-11-28` and `09:00`; null when they name none. */
export function readLocalTime(date: string, time: string, timeZone: string): Date | null {
  try {
    return momentOf(Temporal.PlainDate.from(date), Temporal.PlainTime.from(time), timeZone)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** What a form's date and time show for a moment. */
export function writeLocalTime(at: Date, timeZone: string): { date: string; time: string } {
  const local = localTime(at, timeZone)
  return { date: local.toPlainDate().toString(), time: local.toPlainTime().toString({ smallestUnit: 'minute' }) }
}

export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
