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

/** A reporter's own sentence, told to staff; `isAgreed`: they were asked and may be quoted. */
export type Quote = { words: string; isAgreed: boolean }

type Finishing = { photos?: number | undefined; waiver?: string | undefined; note?: string | null | undefined; quote?: Quote | undefined }

/**
 * What is missing before the work counts as done: a plan that was asked for (S02), a photo of the works or a reason why there is none (S95).
 * `photos` come with the order.
 */
export function gapBeforeResolving({ ticket, afterPhotos }: Pick<Matter, 'ticket' | 'afterPhotos'>, order: Finishing): ClosingGap | null {
  if (ticket.plan && !isWhole(ticket.plan)) return 'plan'
  const isShown = afterPhotos + (order.photos ?? 0) > 0 || Boolean(order.waiver?.trim())
  return isWorks(ticket.category) && !isShown ? 'afterPhoto' : null
}

/**
 * What is missing before staff may close it: beyond the community's own level somebody says how it was checked, or a reporter is quoted, who agrees to
 * it (S100). What a reporter says to the bot is evidence enough.
 */
export function gapBeforeClosing({ plan, tier }: Pick<Ticket, 'plan' | 'tier'>, by: Actor, { note, quote }: Finishing): ClosingGap | null {
  if (plan && !isWhole(plan)) return 'plan'
  const isShown = Boolean(note?.trim()) || mayQuote(quote)
  return by.kind === 'staff' && tier !== 'green' && !isShown ? 'evidence' : null
}

/** Nobody is quoted who was not asked. */
export function mayQuote(quote: Quote | undefined): quote is Quote {
  return quote !== undefined && quote.words.trim() !== '' && quote.isAgreed
}

export function isWhole({ text, owner, due }: Plan): boolean {
  return text !== '' && owner !== '' && due !== null
}

export function assertNoGap(gap: ClosingGap | null): void {
  if (gap) throw new Refusal('incomplete', { missing: gap })
}
