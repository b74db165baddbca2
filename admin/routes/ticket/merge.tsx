import { type Context, Hono } from 'hono'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import { listJoinable } from '../../../db/ticketList.ts'
import * as tickets from '../../../db/tickets.ts'
import { requireRole } from '../../access.ts'
import type { Console } from '../../app.tsx'
import { TargetChoices } from '../../views/ticket/target.tsx'

const CHOICES_SHOWN = 8
const LONGEST = 60

export const mergeRoutes = new Hono<Console>().get(
  '/tickets/:number/merge/choices',
  requireRole('staff', 'director', 'administrator'),
  async (c) => {
    const ticket = await tickets.find(c.var.db, c.var.staff, c.req.param('number'))
    return c.html(<TargetChoices found={await listTargets(c, ticket, (c.req.query('target') ?? '').slice(0, LONGEST))} />)
  },
)

/** What a ticket could go into: unfinished ones of its estate, those about the same thing first, then those about the same kind of thing. */
export async function listTargets(c: Context<Console>, { id, estateId, category }: Ticket, words: string) {
  const [group = null] = category.split('.')
  const found = await listJoinable(c.var.db, c.var.staff, { estateId, words, group }, CHOICES_SHOWN + 1)
  const isSame = (ticket: Ticket) => Number(ticket.category === category)
  return found
    .filter((ticket) => ticket.id !== id)
    .toSorted((a, b) => isSame(b) - isSame(a))
    .slice(0, CHOICES_SHOWN)
}
