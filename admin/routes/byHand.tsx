import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { listForHand, listUndoable, markAllSaid, undoSaid } from '../../db/byHand.ts'
import { listAccounts } from '../../db/channels.ts'
import { listRevealed } from '../../db/reveals.ts'
import { requireRole } from '../access.ts'
import { goTo, isPartial } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { ByHandBoard, ByHandPage } from '../views/byHand.tsx'
import { NoticePartial } from '../views/parts.tsx'

const MAX_ID = 2 ** 31 - 1
const Id = z.coerce.number<string>().int().min(1).max(MAX_ID)
const SaidForm = z.object({
  ids: z
    .string()
    .transform((typed) => typed.split(','))
    .pipe(z.array(Id).min(1).max(200)),
})
const UndoForm = z.object({ id: Id })

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const byHandRoutes = new Hono<Console>()
  .get('/outbox/by-hand', async (c) => {
    const props = await readBoard(c)
    if (isPartial(c)) return c.html(<ByHandBoard {...props} />)
    const lead = '机器人发不出去的话，请同事用自己的微信发到群里。'
    return drawPage(c, { title: '请您代发', nav: 'outbox', lead }, <ByHandPage {...props} />)
  })
  .post('/outbox/by-hand/said', worker, async (c) => {
    const { ids } = SaidForm.parse(await c.req.parseBody())
    const count = await markAllSaid(c.var.db, c.var.staff, ids, c.var.now())
    const missed = ids.length - count
    return say(c, `${count} 句已标记为代发，机器人不会再发。${missed > 0 ? `另有 ${missed} 句已经有人处理或已发出。` : ''}`)
  })
  .post('/outbox/by-hand/undo', worker, async (c) => {
    const { id } = UndoForm.parse(await c.req.parseBody())
    await undoSaid(c.var.db, c.var.staff, id, c.var.now())
    return say(c, '已撤销，这一句又回到原处。')
  })

async function readBoard(c: Context<Console>) {
  const { db, staff, clock } = c.var
  const accounts = await listAccounts(db)
  return {
    entries: await listForHand(db, staff, clock.now),
    undoable: await listUndoable(db, staff, clock.now),
    isLimited: accounts.some(({ limitedUntil }) => limitedUntil !== null),
    mayAct: staff.role !== 'viewer',
    staff,
    revealed: await listRevealed(db, staff, clock.now),
    clock,
  }
}

/** An open page hears of the change by itself. */
function say(c: Context<Console>, said: string): Response | Promise<Response> {
  return isPartial(c) ? c.html(<NoticePartial text={said} />) : goTo(c, '/outbox/by-hand', said)
}
