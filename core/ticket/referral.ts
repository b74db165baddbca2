import { Temporal } from 'temporal-polyfill'
import type { WorkingCalendar } from '../calendar/calendar.ts'
import { endOfWorkingDay } from '../calendar/workingTime.ts'
import { localTime, momentOf } from '../localTime.ts'
import { type TermSettings, termsOf } from './terms.ts'
import type { Ticket } from './ticket.ts'

/** Who has a matter that leaves the community for good: an office, never a person. */
export const OUTSIDERS = ['hotline', 'department', 'police', 'judicialOffice', 'court'] as const
export type Outsider = (typeof OUTSIDERS)[number]

/** `lastWordAt`, as ISO text: when residents hear of it once more, what came of it or that the community's part is over (S07). */
export type Referral = { to: Outsider; lastWordAt: string }

const MORNING = Temporal.PlainTime.from('10:00')

/** Residents hear of it again on the day by which they would have heard of an open matter of its level. */
export function referTo(
  to: Outsider,
  ticket: Pick<Ticket, 'category' | 'tier'>,
  at: Date,
  settings: WorkingCalendar & TermSettings,
): Referral {
  const day = localTime(endOfWorkingDay(at, termsOf(ticket, settings).updateDays, settings), settings.timeZone).toPlainDate()
  return { to, lastWordAt: momentOf(day, MORNING, settings.timeZone).toISOString() }
}
