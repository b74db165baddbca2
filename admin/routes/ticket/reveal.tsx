import { Hono } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../../core/errors.ts'
import { mayReveal, REVEAL_MINUTES, REVEAL_REASONS } from '../../../core/privacy/reveal.ts'
import { reveal } from '../../../db/reveals.ts'
import * as tickets from '../../../db/tickets.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { RevealForm } from '../../views/ticket/reveal.tsx'
import { drawSheet } from './actions.tsx'

const Why = z.object({
  reason: z.enum(REVEAL_REASONS, '请选择为什么要看。'),
  note: z.string().trim().max(100, '说明最多 100 个字。').default(''),
})

/** Anything else than a page of ours that says what is owed leads to the ticket. */
const Back = z.object({
  back: z
    .string()
    .regex(/^\/outbox\b[^\\]*$/)
    .optional()
    .catch(undefined),
})

export const ticketRevealRoutes = new Hono<Console>()
  .get('/tickets/:number/reveal', async (c) => {
    const { db, staff } = c.var
    const ticket = await tickets.find(db, staff, c.req.param('number'))
    if (!mayReveal(staff, ticket)) throw new Refusal('not-allowed', { role: staff.role, ticket: ticket.number })
    return drawSheet(
      c,
      '查看遮住的信息',
      <RevealForm ticket={ticket} back={Back.parse(c.req.query()).back ?? `/tickets/${ticket.number}`} />,
    )
  })
  .post('/tickets/:number/reveal', async (c) => {
    const { db, staff, now } = c.var
    const form = await c.req.parseBody()
    const [why, { back }] = [Why.parse(form), Back.parse(form)]
    const ticket = await tickets.find(db, staff, c.req.param('number'))
    await reveal(db, staff, ticket, { ...why, at: now() })
    return goTo(c, back ?? `/tickets/${ticket.number}`, `${REVEAL_MINUTES}分钟内可以看到，查看已记入操作记录。`)
  })
