import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { callBack } from '../../core/satisfaction/callback.ts'
import { findCallback, listCallbacks, readSatisfaction, reopenCallback, settleCallback } from '../../db/ratings.ts'
import { requireRole } from '../access.ts'
import { goTo, isPartial } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { CallbackBoard, CallbackForm, type CallbackProps, CallbacksPage } from '../views/callbacks.tsx'
import { actorWithParties, drawSheet } from './ticket/actions.tsx'

const ROWS_SHOWN = 50
const LOOKED_BACK_MS = 30 * 86_400_000
const MAX_ID = 2 ** 31 - 1
const Call = z.object({ note: z.string().trim().min(1, '请写一句对方怎么说的。').max(200, '最多 200 个字。') })
const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const callbackRoutes = new Hono<Console>()
  .get('/callbacks', async (c) => {
    const props = await readCallbacks(c)
    if (isPartial(c)) return c.html(<CallbackBoard {...props} />)
    const lead = '办结第二天上午，机器人私聊问一次满意度，不回也不再问。打了低分或说没解决的，请没经办的同事打个电话。'
    return drawPage(c, { title: '回访', nav: 'callbacks', lead }, <CallbacksPage {...props} />)
  })
  .get('/callbacks/:id{[0-9]+}', worker, async (c) => {
    const row = await findCallback(c.var.db, c.var.staff, idOf(c))
    return drawSheet(c, '回访', <CallbackForm row={row} clock={c.var.clock} />)
  })
  .post('/callbacks/:id{[0-9]+}', worker, async (c) => {
    const { note } = Call.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const by = await actorWithParties(c)
    const at = now()
    await settleCallback(db, staff, idOf(c), { staff, at, note }, (matter) => callBack(matter, { by, at, note }))
    return goTo(c, '/callbacks', '已记下，写进了工单的办理过程。')
  })
  .post('/callbacks/:id{[0-9]+}/undo', worker, async (c) => {
    const { db, staff, now } = c.var
    await reopenCallback(db, staff, idOf(c), { staff, at: now() })
    return goTo(c, '/callbacks', '已放回待回访。')
  })

async function readCallbacks(c: Context<Console>): Promise<CallbackProps> {
  const { db, staff, clock } = c.var
  const span = { from: new Date(clock.now.getTime() - LOOKED_BACK_MS), to: new Date(clock.now.getTime() + 1) }
  const [lists, satisfaction, by] = await Promise.all([
    listCallbacks(db, staff, ROWS_SHOWN),
    readSatisfaction(db, staff, span),
    actorWithParties(c),
  ])
  return { ...lists, satisfaction, by, clock }
}

function idOf(c: Context<Console>): number {
  return Math.min(Number(c.req.param('id')), MAX_ID)
}
