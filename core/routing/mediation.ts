import { addWorkingHours } from '../calendar/workingTime.ts'
import type { Community } from '../community.ts'
import { Refusal } from '../errors.ts'
import type { Party } from '../org.ts'
import type { CategoryCode } from '../taxonomy/categories.ts'
import { texts } from '../texts/texts.ts'
import { assertFresh } from '../ticket/move.ts'
import { OPEN_STATUSES, type TicketStatus } from '../ticket/status.ts'
import type { Actor, Decision, Matter, Mediation, Ticket } from '../ticket/ticket.ts'
import { isAboveCommunity } from './level.ts'

/** Matters between people: neighbours, noise, residents and their management company. */
const MEDIATED = ['dispute.', 'noise.', 'property.']

export function isMediable(category: CategoryCode): boolean {
  return MEDIATED.some((group) => category.startsWith(group))
}

/** `assigneeId`: whoever tries to make peace, if they have an account; `outcome`: what came of the step before. */
type MediationOrder = { by: Actor; at: Date; outcome: string; assigneeIdOf: (mediation: Mediation) => number | null; seenVersion?: number }

/**
 * Peace is made step by step, from the nearest on; each step has its time, and the next begins with a word on what came of the last (S15). From the first
 * step on the matter is private, for good.
 * @throws Refusal `stale`, `illegal-move` for what is finished, no such matter, or has no further step; `incomplete` without an outcome.
 */
export function mediate(matter: Matter, { by, at, outcome, assigneeIdOf, seenVersion }: MediationOrder): Decision {
  const { ticket, community } = matter
  assertFresh(ticket, seenVersion)
  const next = nextStep(ticket, community, at)
  if (!mayMediate(ticket) || !next) throw new Refusal('illegal-move', { action: 'mediate', status: ticket.status })
  if (ticket.mediation && outcome.trim() === '') throw new Refusal('incomplete', { missing: 'outcome' })
  const given = { party: next.by, assigneeId: assigneeIdOf(next), assignedAt: at }
  return {
    ticket: { ...ticket, ...given, mediation: next, private: true, version: ticket.version + 1 },
    event: { action: 'mediate', by, at, note: texts.routing.mediated(ticket.mediation, next, outcome.trim(), community) },
    notices: [],
  }
}

export function mayMediate({ category, status, mediation }: Ticket): boolean {
  const isOpen = status !== 'draft' && (OPEN_STATUSES as readonly TicketStatus[]).includes(status)
  return isOpen && (mediation !== null || isMediable(category))
}

/** Null: the last step has been taken. */
export function nextStep({ mediation }: Pick<Ticket, 'mediation'>, { routing, ...calendar }: Community, at: Date): Mediation | null {
  const done = mediation?.step ?? 0
  const step = routing.mediation[done]
  return step ? { step: done + 1, by: step.by, due: addWorkingHours(at, step.hours, calendar).toISOString() } : null
}

/** Whether a party would get it before those who try first have tried: whoever tries later, and everybody above the community (S15). */
export function leapsStep({ ticket: { mediation }, community }: Pick<Matter, 'ticket' | 'community'>, to: Party): boolean {
  const left = mediation ? community.routing.mediation.slice(mediation.step) : []
  return left.some(({ by }) => by === to) || (left.length > 0 && isAboveCommunity(to))
}

export function isStepLate(mediation: Mediation, now: Date): boolean {
  return new Date(mediation.due) <= now
}
