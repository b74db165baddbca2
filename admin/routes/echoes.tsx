import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { hasRole, SETTING_ROLES } from '../../core/staff.ts'
import { superviseTicket } from '../../core/ticket/alarm.ts'
import { clockReader } from '../../core/ticket/clock.ts'
import { listEscalated, listLongestWaiting, listSilent } from '../../db/echoes.ts'
import { listEstates } from '../../db/orgUnits.ts'
import * as tickets from '../../db/tickets.ts'
import { requireRole } from '../access.ts'
import { goTo, isPartial } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { ECHO_LISTS, EchoBoard, EchoesPage, type EchoList, type EchoProps } from '../views/echoes.tsx'
import { SuperviseForm } from '../views/ticket/forms.tsx'
import { drawSheet } from './ticket/actions.tsx'

const ROWS_SHOWN = 50
const Which = z.enum(Object.keys(ECHO_LISTS) as [EchoList, ...EchoList[]]).catch('late')
const Supervision = z.object({ note: z.string().trim().min(1, '请写明怎么办。').max(200, '最多 200 个字。') })
const director = requireRole(...SETTING_ROLES)

export const echoRoutes = new Hono<Console>()
  .get('/echoes', async (c) => {
    const props = await readEchoes(c)
    if (isPartial(c)) return c.html(<EchoBoard {...props} />)
    const lead = '事事有回音：超过时限的、好几天没对居民说过话的、等得最久的，都在这里。'
    return drawPage(c, { title: '回音', nav: 'echoes', lead }, <EchoesPage {...props} />)
  })
  .get('/echoes/:number/supervise', director, async (c) => {
    const { ticket } = await tickets.findMatter(c.var.db, c.var.staff, c.req.param('number'))
    return drawSheet(c, '督办', <SuperviseForm ticket={ticket} />)
  })
  .post('/echoes/:number/supervise', director, async (c) => {
    const { note } = Supervision.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const { id, number } = await tickets.find(db, staff, c.req.param('number'))
    await tickets.change(db, staff, id, (matter) => superviseTicket(matter, { staff, at: now(), note }))
    return goTo(c, `/tickets/${number}`, `${number} 已督办，写进了办理过程。`)
  })

async function readEchoes(c: Context<Console>): Promise<EchoProps> {
  const { db, staff, community, clock } = c.var
  const which = Which.parse(c.req.query('list'))
  const lists = {
    late: () => listEscalated(db, staff, ROWS_SHOWN + 1),
    silent: () => listSilent(db, staff, { community, now: clock.now, limit: ROWS_SHOWN + 1 }),
    waiting: () => listLongestWaiting(db, staff, ROWS_SHOWN + 1),
  }
  const found = await lists[which]()
  const estates = await listEstates(db, staff)
  return {
    which,
    rows: found.slice(0, ROWS_SHOWN),
    hasMore: found.length > ROWS_SHOWN,
    read: clockReader(community, clock.now),
    community,
    clock,
    hasEstates: estates.length > 1,
    maySupervise: hasRole(staff, SETTING_ROLES),
  }
}
