import type { WorkingCalendar } from '../calendar/calendar.ts'
import { addWorkingHours, endOfWorkingDay, workingHoursBetween } from '../calendar/workingTime.ts'
import { weeklyHours } from '../hours.ts'
import { roundToClock } from './promise.ts'
import { ACCEPTED_STATUSES, OPEN_STATUSES, PAUSED_STATUSES, type TicketStatus } from './status.ts'
import { type TermSettings, termsOf } from './terms.ts'
import type { Ticket } from './ticket.ts'

/** Somebody answers, residents hear how it stands, it is done. */
export const CLOCKS = ['response', 'update', 'resolution'] as const
export type ClockName = (typeof CLOCKS)[number]

export const CLOCK_ALARMS = ['preWarn', 'breached'] as const
export type ClockAlarm = (typeof CLOCK_ALARMS)[number]
export type RunningClock = { clock: ClockName; state: 'ok' | ClockAlarm; due: Date }

/** What residents have heard of a ticket: the last word, whoever said it, and the first of a person's since its hours are counted. */
export type Echo = { heardAt: Date | null; repliedAt: Date | null }

type Facts = 'status' | 'category' | 'tier' | 'respondBy' | 'resolveBy' | 'reviewAt' | 'openedAt' | 'countedFrom' | 'resumedAt'
export type ClockedTicket = Pick<Ticket, Facts> & Echo
type Settings = WorkingCalendar & TermSettings

/** A clock warns in its last quarter. */
export const WARNED_SHARE = 0.25
const NO_WEEK_HOURS = 24

/**
 * Reads the clocks that run on a ticket at one moment. Those of a paused one stand; what people are called for has no response clock, for its calls are
 * counted in minutes.
 */
export function clockReader(settings: Settings, now: Date): (ticket: ClockedTicket) => RunningClock[] {
  const reached = new Map<number, Date>()
  const reach = (hours: number) => {
    const known = reached.get(hours) ?? addWorkingHours(now, hours, settings)
    reached.set(hours, known)
    return known
  }
  const dayHours = hoursADay(settings)
  return (ticket) => {
    const { responseHours, updateDays, resolveHours } = termsOf(ticket, settings)
    return [
      readClock('response', responseDue(ticket), responseHours, { now, reach }),
      readClock('update', updateDue(ticket, updateDays, settings), updateDays * dayHours, { now, reach }),
      readClock('resolution', isRunning(ticket) ? ticket.resolveBy : null, resolveHours, { now, reach }),
    ].filter((running) => running !== null)
  }
}

/** `reach` says when so many working hours will have passed. */
type Moment = { now: Date; reach: (hours: number) => Date }

function readClock(clock: ClockName, due: Date | null, hours: number | null, { now, reach }: Moment): RunningClock | null {
  if (!due) return null
  if (due <= now) return { clock, state: 'breached', due }
  const isNear = hours !== null && due <= reach(hours * WARNED_SHARE)
  return { clock, state: isNear ? 'preWarn' : 'ok', due }
}

function isRunning({ status }: Pick<Ticket, 'status'>): boolean {
  return isAmong(status, OPEN_STATUSES) && !isAmong(status, PAUSED_STATUSES)
}

function responseDue(ticket: ClockedTicket): Date | null {
  const { respondBy, countedFrom, repliedAt } = ticket
  return isRunning(ticket) && repliedAt === null && respondBy && respondBy > countedFrom ? respondBy : null
}

/** By when residents should hear of it again; null while they need not. Resumed work, and a pause that was to be over, count from their own day. */
function updateDue(ticket: ClockedTicket, days: number, calendar: WorkingCalendar): Date | null {
  const { status, heardAt, openedAt, resumedAt, reviewAt } = ticket
  if (!isAmong(status, ACCEPTED_STATUSES) && status !== 'onHold') return null
  const moments = [heardAt ?? openedAt, resumedAt, status === 'onHold' ? reviewAt : null].filter((at) => at !== null)
  const from = new Date(Math.max(...moments.map((at) => at.getTime())))
  return endOfWorkingDay(from, days, calendar)
}

function hoursADay({ week }: WorkingCalendar): number {
  const days = week.filter((shifts) => shifts.length > 0).length
  return days === 0 ? NO_WEEK_HOURS : weeklyHours(week) / days
}

/**
 * What becomes of the clocks when a ticket goes into a status: a pause stops them, and whatever ends it moves the deadlines that had not passed by the
 * working time it took. What is done leaves the director's list, unless the director is
 * to look at it whoever did it.
 */
export function clocksAfter(ticket: Ticket, to: TicketStatus, at: Date, calendar: WorkingCalendar): Partial<Ticket> {
  const { pausedAt, pausedHours, respondBy, resolveBy } = ticket
  if (isAmong(to, PAUSED_STATUSES)) return { pausedAt: pausedAt ?? at }
  const staysListed = isAmong(to, OPEN_STATUSES) || (to === 'resolved' && ticket.escalation !== null)
  const listed = staysListed ? {} : { escalation: null, escalatedAt: null }
  if (!pausedAt) return listed
  const hours = workingHoursBetween(pausedAt, at, calendar)
  const later = (due: Date | null) => (due && due > pausedAt && hours > 0 ? roundToClock(addWorkingHours(due, hours, calendar)) : due)
  return {
    ...listed,
    pausedAt: null,
    resumedAt: at,
    pausedHours: pausedHours + hours,
    respondBy: later(respondBy),
    resolveBy: later(resolveBy),
  }
}

function isAmong(status: TicketStatus, statuses: readonly TicketStatus[]): boolean {
  return statuses.includes(status)
}
