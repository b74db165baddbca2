import { Hono } from 'hono'
import { detach } from '../../../db/detach.ts'
import * as tickets from '../../../db/tickets.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'

const MAX_ID = 2 ** 31 - 1

/** What stands behind a ticket and belongs elsewhere. */
export const ticketReportRoutes = new Hono<Console>().post(
  '/tickets/:number/reports/:id{[0-9]+}/detachment',
  requireRole('gridWorker', 'staff', 'director', 'administrator'),
  async (c) => {
    const { db, staff, now } = c.var
    const { id, number } = await tickets.find(db, staff, c.req.param('number'))
    await detach(db, staff, id, Math.min(Number(c.req.param('id')), MAX_ID), { staff, at: now() })
    return goTo(c, `/tickets/${number}`, '已移出，这条消息回到“待人工”。')
  },
)
