import { type Context, Hono } from 'hono'
import { writeLocalTime } from '../../../core/localTime.ts'
import { record } from '../../../db/deeds.ts'
import { listEstates } from '../../../db/orgUnits.ts'
import { type ListedTicket, listTickets, type TicketFilter } from '../../../db/ticketList.ts'
import type { Console } from '../../app.tsx'
import { sendCsv } from '../../csv.ts'
import { TICKET_COLUMNS, ticketCells } from '../../views/ticket/export.ts'
import { sayQuery } from '../../views/ticket/filters.tsx'
import { filterOf, Query } from './query.ts'

const MOST = 5000
const AT_ONCE = 200

/** The list as a table: of what the address narrows it to, the newest five thousand. */
export const ticketExportRoutes = new Hono<Console>().get('/tickets.csv', async (c) => {
  const { db, staff, community, clock } = c.var
  const query = Query.parse(c.req.query())
  const filter = filterOf(query, { staff, community, now: clock.now })
  const subject = sayQuery(query, await listEstates(db, staff))
  await record(db, staff, { action: 'exportTickets', subject }, clock.now)
  const { date } = writeLocalTime(clock.now, clock.timeZone)
  return sendCsv(c, `工单-${date}`, { columns: TICKET_COLUMNS, rows: rowsOf(c, filter) })
})

async function* rowsOf(c: Context<Console>, filter: TicketFilter) {
  for await (const ticket of readOn(c, filter)) yield ticketCells(ticket, c.var.clock.timeZone)
}

async function* readOn({ var: { db, staff } }: Context<Console>, filter: TicketFilter): AsyncGenerator<ListedTicket> {
  let before: number | undefined
  for (let left = MOST; left > 0; left -= AT_ONCE) {
    const { rows, older } = await listTickets(db, staff, filter, { before, limit: AT_ONCE })
    yield* rows
    if (older === null) return
    before = older
  }
}
