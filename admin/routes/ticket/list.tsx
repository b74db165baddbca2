import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { clockReader } from '../../../core/ticket/clock.ts'
import { listEstates } from '../../../db/orgUnits.ts'
import { findRevealedUntil } from '../../../db/reveals.ts'
import { readRouting } from '../../../db/routing.ts'
import { readTicketDesk } from '../../../db/ticketDesk.ts'
import { countUnfinished, listOpenEmergencies, listTickets } from '../../../db/ticketList.ts'
import { readTicketPage } from '../../../db/ticketPage.ts'
import { isPartial } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { lastList, rememberList } from '../../lastList.ts'
import { drawPage } from '../../page.tsx'
import { mayOpen } from '../../rights.ts'
import { addressOf, ListActions } from '../../views/ticket/filters.tsx'
import { TicketListPage, TicketListPartials } from '../../views/ticket/list.tsx'
import { TicketPage, TicketPartials } from '../../views/ticket/page.tsx'
import { actorWithParties } from './actions.tsx'
import { readBoard } from './board.tsx'
import { filterOf, Query, readSaved } from './query.ts'

const PAGE_ROWS = 50
const EMERGENCIES_SHOWN = 5
const FRESH_MS = 8_000
const MAX_ID = 2 ** 31 - 1

const Edge = z.coerce.number().int().positive().max(MAX_ID).optional().catch(undefined)

export const ticketRoutes = new Hono<Console>()
  .get('/tickets', async (c) => {
    const query = Query.parse(c.req.query())
    const edge = { before: Edge.parse(c.req.query('before')), after: Edge.parse(c.req.query('after')) }
    const { db, staff, community, clock, sandbox } = c.var
    const filter = filterOf(query, { staff, community, now: clock.now })
    if (query.view !== 'list') return readBoard(c, { ...query, view: query.view })
    const [counts, emergencies, page, estates, saved] = await Promise.all([
      countUnfinished(db, staff, filter),
      listOpenEmergencies(db, staff, EMERGENCIES_SHOWN),
      listTickets(db, staff, filter, { ...edge, limit: PAGE_ROWS }),
      listEstates(db, staff),
      readSaved(c),
    ])
    const props = {
      query,
      filter,
      counts,
      emergencies,
      page,
      estates,
      saved,
      staff,
      clock,
      read: clockReader(community, clock.now),
      hasSandbox: sandbox !== null && mayOpen(staff, '/sandbox'),
      freshSince: isPartial(c) ? new Date(clock.now.getTime() - FRESH_MS) : null,
      address: addressOf(query, edge.after ? { after: edge.after } : edge.before ? { before: edge.before } : {}),
    }
    if (isPartial(c)) return c.html(<TicketListPartials {...props} />)
    rememberList(c, props.address)
    return drawPage(
      c,
      { title: '工单', nav: 'tickets', actions: <ListActions query={query} staff={staff} /> },
      <TicketListPage {...props} />,
    )
  })
  .get('/tickets/:number', async (c) => {
    const props = await readPage(c, c.req.param('number'))
    if (isPartial(c)) return c.html(<TicketPartials {...props} />)
    return drawPage(
      c,
      { title: `工单 ${props.facts.matter.ticket.number}`, nav: 'tickets', actions: <Back to={lastList(c)} /> },
      <TicketPage {...props} />,
    )
  })

function Back({ to }: { to: string }) {
  return (
    <a class="btn" href={to}>
      返回列表
    </a>
  )
}

async function readPage(c: Context<Console>, number: string) {
  const { db, staff, clock } = c.var
  const facts = await readTicketPage(db, staff, number)
  const [routing, desk] = await Promise.all([
    readRouting(db, staff, facts.matter.ticket, clock.now),
    readTicketDesk(db, staff, facts, clock.now),
  ])
  return {
    facts,
    routing,
    desk,
    staff,
    by: await actorWithParties(c),
    clock,
    freshSince: isPartial(c) ? new Date(clock.now.getTime() - FRESH_MS) : null,
    revealedUntil: await findRevealedUntil(db, staff, number, clock.now),
  }
}
