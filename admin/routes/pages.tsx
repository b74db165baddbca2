import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { medianSeconds } from '../../core/emergency/page.ts'
import { Refusal } from '../../core/errors.ts'
import { acknowledge } from '../../db/pageAnswers.ts'
import { listAlarms, listRinging, listWaits } from '../../db/pageList.ts'
import { startDrill } from '../../db/pages.ts'
import { requireRole } from '../access.ts'
import { goTo, isPartial } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { PagesBoard, PagesPage } from '../views/pages.tsx'
import { NoticePartial } from '../views/parts.tsx'

const PAGE_ROWS = 30
const MEDIAN_MS = 90 * 86_400_000
const MAX_ID = 2 ** 31 - 1

const Edge = z.coerce.number().int().positive().max(MAX_ID).optional().catch(undefined)
/** Where the button stood; anything else than a page of ours leads to the list of calls. */
const Back = z.object({
  back: z
    .string()
    .regex(/^\/[a-z][^\\]*$/)
    .catch('/pages'),
})

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const pageRoutes = new Hono<Console>()
  .get('/pages', async (c) => {
    const props = await readPages(c)
    if (isPartial(c)) return c.html(<PagesBoard {...props} />)
    return drawPage(c, { title: '值班呼叫', nav: 'pages', lead: '紧急情况找了谁、谁接的手、用了多久。' }, <PagesPage {...props} />)
  })
  .post('/pages/:id{[0-9]+}/acknowledgement', worker, async (c) => {
    const number = await acknowledge(c.var.db, c.var.staff, idOf(c), c.var.staff, c.var.now())
    if (isPartial(c)) return c.html(<NoticePartial text="已记下由您处理，不再呼叫其他人。" look={number && `/tickets/${number}`} />)
    const { back } = Back.parse(await c.req.parseBody())
    return goTo(c, back, '已记下由您处理，不再呼叫其他人。')
  })
  .post('/pages/drills', worker, async (c) => {
    await startDrill(c.var.db, c.var.staff, c.var.staff, c.var.now())
    return goTo(c, '/pages', '演练已开始，所有同事的控制台都会响。')
  })

async function readPages(c: Context<Console>) {
  const { db, staff, community, clock } = c.var
  const before = Edge.parse(c.req.query('before'))
  const { rows, older } = await listAlarms(db, staff, { before, limit: PAGE_ROWS })
  return {
    rows,
    older,
    ringing: await listRinging(db, community),
    median: medianSeconds(await listWaits(db, staff, new Date(clock.now.getTime() - MEDIAN_MS))),
    community,
    clock,
    mayAct: staff.role !== 'viewer',
    address: before ? `/pages?before=${before}` : '/pages',
  }
}

function idOf(c: Context<Console>): number {
  const id = Number(c.req.param('id'))
  if (id > MAX_ID) throw new Refusal('not-found', { page: id })
  return id
}
