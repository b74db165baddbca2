import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { TIERS, URGENCIES } from '../../../core/taxonomy/categories.ts'
import { clockReader } from '../../../core/ticket/clock.ts'
import { listEstates } from '../../../db/orgUnits.ts'
import { readRouting } from '../../../db/routing.ts'
import { countUnfinished, listOpenEmergencies, listTickets, type TicketFilter } from '../../../db/ticketList.ts'
import { readTicketPage } from '../../../db/ticketPage.ts'
import { isPartial } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { addressOf, STATUS_GROUPS, type StatusGroup } from '../../views/ticket/filters.tsx'
import { TicketListPage, TicketListPartials } from '../../views/ticket/list.tsx'
import { TicketPage, TicketPartials } from '../../views/ticket/page.tsx'
import { actorWithParties } from './actions.tsx'

const PAGE_ROWS = 50
const EMERGENCIES_SHOWN = 5
const FRESH_MS = 8_000
const MAX_ID = 2 ** 31 - 1

/** An address is typed, kept and shared: whatever makes no sense in it is left out. */
const Query = z.object({
  status: z.enum(Object.keys(STATUS_GROUPS) as [StatusGroup, ...StatusGroup[]]).catch('open'),
  estate: z
    .string()
    .regex(/^\d{0,9}$/)
    .catch(''),
  group: z
    .string()
    .regex(/^[a-z]*$/)
    .catch(''),
  urgency: z.enum(['', ...URGENCIES]).catch(''),
  tier: z.enum(['', ...TIERS]).catch(''),
  private: z.enum(['', 'yes', 'no']).catch(''),
  q: z.string().trim().max(60).catch(''),
})
const Edge = z.coerce.number().int().positive().max(MAX_ID).optional().catch(undefined)

export const ticketRoutes = new Hono<Console>()
  .get('/tickets', async (c) => {
    const query = Query.parse(c.req.query())
    const edge = { before: Edge.parse(c.req.query('before')), after: Edge.parse(c.req.query('after')) }
    const { db, staff, community, clock, sandbox } = c.var
    const filter = filterOf(query)
    const [counts, emergencies, page, estates] = await Promise.all([
      countUnfinished(db, staff, filter),
      listOpenEmergencies(db, staff, EMERGENCIES_SHOWN),
      listTickets(db, staff, filter, { ...edge, limit: PAGE_ROWS }),
      listEstates(db, staff),
    ])
    const props = {
      query,
      filter,
      counts,
      emergencies,
      page,
      estates,
      clock,
      read: clockReader(community, clock.now),
      hasSandbox: sandbox !== null,
      freshSince: isPartial(c) ? new Date(clock.now.getTime() - FRESH_MS) : null,
      address: addressOf(query, edge.after ? { after: edge.after } : edge.before ? { before: edge.before } : {}),
    }
    if (isPartial(c)) return c.html(<TicketListPartials {...props} />)
    const actions = staff.role !== 'viewer' && (
      <a class="btn btn-primary" href="/intake">
        登记
      </a>
    )
    return drawPage(c, { title: '工单', nav: 'tickets', actions }, <TicketListPage {...props} />)
  })
  .get('/tickets/:number', async (c) => {
    const props = await readPage(c, c.req.param('number'))
    if (isPartial(c)) return c.html(<TicketPartials {...props} />)
    return drawPage(c, { title: `工单 ${props.facts.matter.ticket.number}`, nav: 'tickets', actions: BACK }, <TicketPage {...props} />)
  })

const BACK = (
  <a class="btn" href="/tickets">
    返回列表
  </a>
)

async function readPage(c: Context<Console>, number: string) {
  const { db, staff, clock } = c.var
  const facts = await readTicketPage(db, staff, number)
  const routing = await readRouting(db, staff, facts.matter.ticket, clock.now)
  return {
    facts,
    routing,
    staff,
    by: await actorWithParties(c),
    clock,
    freshSince: isPartial(c) ? new Date(clock.now.getTime() - FRESH_MS) : null,
  }
}

function filterOf(query: z.infer<typeof Query>): TicketFilter {
  return {
    statuses: STATUS_GROUPS[query.status].statuses,
    estateId: query.estate ? Number(query.estate) : null,
    group: query.group || null,
    urgency: query.urgency || null,
    tier: query.tier || null,
    private: query.private ? query.private === 'yes' : null,
    words: query.q,
  }
}
