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

function due(kind: Deadline['kind'], at: Date | null): Deadline | null {
  return at && { kind, at }
}
