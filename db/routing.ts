import type { Scope } from '../core/org.ts'
import { type Hands, type Route, routeMatter } from '../core/routing/route.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { findHands } from './hands.ts'
import { listLinks, type TicketLinkRow } from './ticketLinks.ts'

/** Who should have a ticket and why, and to whom it was handed. */
export type RoutingFacts = { route: Route; hands: Hands; links: TicketLinkRow[] }

export async function readRouting(db: Db, scope: Scope, ticket: Ticket, at: Date): Promise<RoutingFacts> {
  const [hands, links] = await Promise.all([handsFor(db, scope, ticket, at), listLinks(db, scope, ticket.id)])
  return { route: routeMatter(ticket, hands), hands, links }
}

export function handsFor(db: Db, scope: Scope, { estateId, place }: Pick<Ticket, 'estateId' | 'place'>, at: Date): Promise<Hands> {
  return findHands(db, scope, { estateId, building: place?.building ?? null }, at)
}
