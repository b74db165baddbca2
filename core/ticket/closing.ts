import { Refusal } from '../errors.ts'
import { isWorks } from '../taxonomy/categories.ts'
import type { TicketAction } from './moves.ts'
import type { Actor, Matter, Plan, Ticket } from './ticket.ts'

/** What a photo on a ticket shows: how it was, how it goes on, or that it is done. */
export const EVIDENCE = ['before', 'during', 'after'] as const
export type Evidence = (typeof EVIDENCE)[number]

/** What a photo that comes with an action shows; null: the action asks for none. */
export function photoOf(action: TicketAction): Evidence | null {
  return action === 'takeUp' ? 'before' : action === 'resolve' ? 'after' : null
}

/** What stands between a ticket and its end. */
export type ClosingGap = 'plan' | 'afterPhoto' | 'evidence'

type Finishing = { photos?: number | undefined; waiver?: string | undefined; note?: string | null | undefined }

/**
 * What is missing before the work counts as done: a plan that was asked for (S02), a photo of the works or a reason why there is none (S95).
 * `photos` come with the order.
 */
export function gapBeforeResolving({ ticket, afterPhotos }: Pick<Matter, 'ticket' | 'afterPhotos'>, order: Finishing): ClosingGap | null {
  if (ticket.plan && !isWhole(ticket.plan)) return 'plan'
  const isShown = afterPhotos + (order.photos ?? 0) > 0 || Boolean(order.waiver?.trim())
  return isWorks(ticket.category) && !isShown ? 'afterPhoto' : null
}

/** What is missing before staff may close it: beyond the community's own level somebody says how it was checked (S100). A reporter's word is evidence enough. */
export function gapBeforeClosing({ plan, tier }: Pick<Ticket, 'plan' | 'tier'>, by: Actor, { note }: Finishing): ClosingGap | null {
  if (plan && !isWhole(plan)) return 'plan'
  return by.kind === 'staff' && tier !== 'green' && !note?.trim() ? 'evidence' : null
}

export function isWhole({ text, owner, due }: Plan): boolean {
  return text !== '' && owner !== '' && due !== null
}

export function assertNoGap(gap: ClosingGap | null): void {
  if (gap) throw new Refusal('incomplete', { missing: gap })
}
