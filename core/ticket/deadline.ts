import type { WorkingCalendar } from '../calendar/calendar.ts'
import { endOfWorkingDay } from '../calendar/workingTime.ts'
import type { Ticket } from './ticket.ts'

/** What a ticket is waited for next. Resolved and ended tickets wait for nobody's clock. */
export type Deadline = { kind: 'respond' | 'resolve' | 'review'; at: Date }

export function nextDeadline({
  status,
  respondBy,
  resolveBy,
  reviewAt,
}: Pick<Ticket, 'status' | 'respondBy' | 'resolveBy' | 'reviewAt'>): Deadline | null {
  switch (status) {
    case 'draft':
    case 'pendingReview':
      return due('respond', respondBy) ?? due('resolve', resolveBy)
    case 'filed':
    case 'assigned':
    case 'inProgress':
      return due('resolve', resolveBy)
    case 'onHold':
      return due('review', reviewAt)
    default:
      return null
  }
}

/** What is due before this moment is about to be late: today's, and that of the next working day. */
export function nearUntil(now: Date, calendar: WorkingCalendar): Date {
  return endOfWorkingDay(now, 1, calendar)
}

function due(kind: Deadline['kind'], at: Date | null): Deadline | null {
  return at && { kind, at }
}
