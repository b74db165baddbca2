import type { Party } from '../org.ts'
import { categoryOf } from '../taxonomy/categories.ts'
import { organisationTexts } from '../texts/organisation.ts'
import { moveTicket } from '../ticket/move.ts'
import type { Actor, Decision, Matter, Ticket } from '../ticket/ticket.ts'

/** Who looks after an estate: a management company, the residents themselves, or nobody yet. */
export const MANAGEMENT_MODELS = ['property', 'self_managed', 'none'] as const
export type ManagementModel = (typeof MANAGEMENT_MODELS)[number]

const STEWARDS = { property: 'property', self_managed: 'selfManagementCommittee', none: 'community' } as const satisfies Record<
  ManagementModel,
  Party
>

/** Who takes a matter of this category first: what is the management company's elsewhere is the committee's in a self-managed estate (S37). */
export function defaultOwnerOf(model: ManagementModel, owners: readonly Party[]): Party {
  const [first = 'community'] = owners
  return first === 'property' ? STEWARDS[model] : first
}

/** Whether a ticket lies with whoever looked after the estate, and goes to whoever does from now on. Whoever makes peace in it goes on with that (S15). */
export function isStewards(
  { party, category, mediation }: Pick<Ticket, 'party' | 'category' | 'mediation'>,
  model: ManagementModel,
): boolean {
  if (party !== STEWARDS[model] || mediation !== null) return false
  return party !== 'community' || categoryOf(category).owners[0] === 'property'
}

/** `assigneeId`: whose it is from now on, the head of the estate's station before anybody whom the rule finds; null: nobody in particular. */
export type Handover = { to: ManagementModel; assigneeId: number | null; by: Actor; at: Date }

/** Gives an open ticket to whoever looks after the estate from now on (S88). What is not filed yet is still to be confirmed, by that person. */
export function rerouteTicket(matter: Matter, { to, assigneeId, by, at }: Handover): Decision {
  const { ticket, estate } = matter
  const note = organisationTexts.rerouted(estate.name, to)
  const party = STEWARDS[to]
  if (ticket.status !== 'draft' && ticket.status !== 'pendingReview')
    return moveTicket(matter, { action: 'assign', by, at, note, party, assigneeId })
  const given = { party, assigneeId, assignedAt: assigneeId === null ? null : at }
  const action = assigneeId === null ? ('edit' as const) : ('route' as const)
  return { ticket: { ...ticket, ...given, version: ticket.version + 1 }, event: { action, by, at, note }, notices: [] }
}

/** Who has the steward's matters in an estate of this model, as a party. */
export function stewardOf(model: ManagementModel): Party {
  return STEWARDS[model]
}
