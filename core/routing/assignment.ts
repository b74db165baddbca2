import { addWorkingHours } from '../calendar/workingTime.ts'
import type { Community } from '../community.ts'
import type { Person } from '../organisation/appointment.ts'
import { texts } from '../texts/texts.ts'
import { moveTicket } from '../ticket/move.ts'
import type { Actor, Decision, Matter, Ticket } from '../ticket/ticket.ts'
import { type Hands, routeToReachable } from './route.ts'

const BOT: Actor = { kind: 'bot' }

/**
 * Gives what nobody has to whom the rule finds; what is not filed yet only gets somebody who looks at it. Null: there is nothing to give, or nobody to
 * give it to; a private matter goes to accounts alone.
 */
export function giveByRule(matter: Matter, hands: Hands, at: Date): { decision: Decision; person: Person } | null {
  const { ticket } = matter
  const route = ticket.assigneeId === null ? routeToReachable(ticket, hands) : null
  if (!route?.person || (ticket.private && route.person.staffId === null)) return null
  const { party, person } = route
  const assigneeId = person.staffId
  const note = texts.routing.why(route, hands, ticket)
  if (ticket.status === 'filed') return { decision: moveTicket(matter, { action: 'assign', by: BOT, at, party, assigneeId, note }), person }
  if (ticket.status !== 'pendingReview') return null
  const looked = { ...ticket, assigneeId, assignedAt: at, version: ticket.version + 1 }
  return { decision: { ticket: looked, event: { action: 'route', by: BOT, at, note }, notices: [] }, person }
}

/** When what nobody has taken up goes back to the queue; null while no such clock runs: departments that were called have one of their own. */
export function timesOutAt({ status, assignedAt, whistle, mediation }: Ticket, community: Community): Date | null {
  if (status !== 'assigned' || !assignedAt || whistle || mediation) return null
  return addWorkingHours(assignedAt, community.routing.takeUpHours, community)
}

/** Back to the queue, with a word on who did not take it up. Null: it is not time yet, or somebody has it. */
export function timeOutAssignment(matter: Matter, at: Date): Decision | null {
  const due = timesOutAt(matter.ticket, matter.community)
  if (!due || due > at) return null
  return moveTicket(matter, {
    action: 'timeOut',
    by: BOT,
    at,
    note: texts.routing.timedOut(matter.ticket, matter.community.routing.takeUpHours),
  })
}
