import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { SILENCES, WAITS } from '../../core/conversation/outcome.ts'
import { Refusal } from '../../core/errors.ts'
import { ANNOUNCING_ROLES } from '../../core/staff.ts'
import { listRooms } from '../../db/rooms.ts'
import { listSilences, putToWaiting } from '../../db/silences.ts'
import { requireRole } from '../access.ts'
import { goTo, isPartial } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { SilencesBoard, SilencesPage, type SilencesProps, silencesAddress } from '../views/silences.tsx'

const PAGE_ROWS = 50

const Edge = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined)
/** An address is typed, kept and shared: whatever makes no sense in it is left out. */
const Query = z.object({
  room: z
    .string()
    .regex(/^\d{0,9}$/)
    .catch(''),
  reason: z.enum(['', ...SILENCES, ...WAITS]).catch(''),
})

export const silenceRoutes = new Hono<Console>()
  .get('/silences', async (c) => {
    const props = await readSilences(c)
    if (isPartial(c)) return c.html(<SilencesBoard {...props} />)
    const lead = '机器人听到但没有回的话，和它为什么没回。漏掉的可以从这里建工单。'
    return drawPage(c, { title: '为什么没回', nav: 'silences', lead }, <SilencesPage {...props} />)
  })
  .post('/silences/:id{[0-9]+}/ticket', requireRole('gridWorker', ...ANNOUNCING_ROLES), async (c) => {
    const id = Number(c.req.param('id'))
    if (!Number.isSafeInteger(id)) throw new Refusal('not-found', { message: id })
    await putToWaiting(c.var.db, c.var.staff, id, c.var.now())
    return goTo(c, `/waiting/${id}/ticket`, '已放到“待人工”，填好就建工单；不建的话，它留在那里等人判断。')
  })

async function readSilences(c: Context<Console>): Promise<SilencesProps> {
  const { db, staff, clock } = c.var
  const query = Query.parse(c.req.query())
  const [before, after] = [Edge.parse(c.req.query('before')), Edge.parse(c.req.query('after'))]
  const worksHere = staff.role !== 'viewer'
  const filter = { roomId: query.room ? Number(query.room) : null, reason: query.reason || null, withPrivate: worksHere }
  return {
    query,
    ...(await listSilences(db, staff, filter, { before, after, limit: PAGE_ROWS })),
    rooms: await listRooms(db, staff),
    clock,
    mayAct: worksHere,
    address: silencesAddress(query, after ? { after } : before ? { before } : {}),
  }
}
