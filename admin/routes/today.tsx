import { type Context, Hono } from 'hono'
import { clockReader } from '../../core/ticket/clock.ts'
import { listEstates } from '../../db/orgUnits.ts'
import { listOpenEmergencies } from '../../db/ticketList.ts'
import { readToday } from '../../db/today.ts'
import { isPartial } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { mayOpen, mayTakeIn } from '../rights.ts'
import { TodayBoard, TodayPage, type TodayProps } from '../views/today.tsx'
import { actorWithParties } from './ticket/actions.tsx'

/** More than a card shows, because what another one shows is left out. */
const ROWS_READ = 20
const FEW = 5

export const todayRoutes = new Hono<Console>().get('/today', async (c) => {
  const props = await readProps(c)
  if (isPartial(c)) return c.html(<TodayBoard {...props} />)
  const actions = mayTakeIn(c.var.staff) && (
    <a class="btn btn-primary" href="/intake">
      登记
    </a>
  )
  return drawPage(c, { title: '今天', nav: 'today', actions }, <TodayPage {...props} />)
})

async function readProps(c: Context<Console>): Promise<TodayProps> {
  const { db, staff, community, clock, sandbox } = c.var
  const [today, emergencies, estates, by] = await Promise.all([
    readToday(db, staff, { staff, community, now: clock.now, limit: ROWS_READ, few: FEW }),
    listOpenEmergencies(db, staff, FEW),
    listEstates(db, staff),
    actorWithParties(c),
  ])
  return {
    today,
    emergencies,
    community,
    by,
    staff,
    clock,
    read: clockReader(community, clock.now),
    hasEstates: estates.length > 1,
    hasSandbox: sandbox !== null && mayOpen(staff, '/sandbox'),
  }
}
