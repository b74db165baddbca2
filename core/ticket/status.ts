export const TICKET_STATUSES = [
  'draft',
  'pendingReview',
  'filed',
  'assigned',
  'inProgress',
  'awaitingResident',
  'onHold',
  'resolved',
  'closed',
  'rejected',
  'withdrawn',
  'merged',
  'referred',
] as const
export type TicketStatus = (typeof TICKET_STATUSES)[number]

/** What somebody has taken in and works on. */
export const ACCEPTED_STATUSES = ['pendingReview', 'filed', 'assigned', 'inProgress'] as const
/** The clocks stand: a resident is asked, or staff have said until when it rests. */
export const PAUSED_STATUSES = ['awaitingResident', 'onHold'] as const
export const OPEN_STATUSES = ['draft', 'pendingReview', 'filed', 'assigned', 'inProgress', 'awaitingResident', 'onHold'] as const
/** What is not in the archive yet: what is open, and what waits for its reporter to say that it is fixed. */
export const UNFINISHED_STATUSES = [...OPEN_STATUSES, 'resolved'] as const

/** Whoever joins what has ended would hear of no result (S07). */
export function hasEnded(status: TicketStatus): boolean {
  return !(UNFINISHED_STATUSES as readonly TicketStatus[]).includes(status)
}

/** How a closed ticket ended: a reporter said so, somebody other than the handler checked, or nobody said a word. */
export const OUTCOMES = ['confirmed', 'verified', 'unconfirmed'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Why a ticket stands on the director's list: two parties have sent it back, or residents have said twice that it is not fixed. */
export const ESCALATIONS = ['bounced', 'denied'] as const
export type Escalation = (typeof ESCALATIONS)[number]
