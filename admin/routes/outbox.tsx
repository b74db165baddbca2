import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../core/errors.ts'
import type { OutboxStatus } from '../../core/notice.ts'
import { countForHand } from '../../db/byHand.ts'
import { listAccounts } from '../../db/channels.ts'
import * as outbox from '../../db/outboxBoard.ts'
import { listRevealed } from '../../db/reveals.ts'
import { requireRole } from '../access.ts'
import { goTo, isPartial } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { countOf, needsHelp, OUTBOX_TABS, OutboxBoard, OutboxPage, type OutboxTab, outboxAddress } from '../views/outbox.tsx'
import { NoticePartial } from '../views/parts.tsx'

const PAGE_ROWS = 50
const MAX_ID = 2 ** 31 - 1

const Tab = z
  .enum(Object.keys(OUTBOX_TABS) as [OutboxTab, ...OutboxTab[]])
  .optional()
  .catch(undefined)
const Edge = z.coerce.number().int().positive().max(MAX_ID).optional().catch(undefined)
/** Where the button stood; anything else than a page of ours leads to the outbox. */
const Back = z.object({
  back: z
    .string()
    .regex(/^\/(outbox|tickets)\b[^\\]*$/)
    .catch('/outbox'),
})

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const outboxRoutes = new Hono<Console>()
  .get('/outbox', async (c) => {
    const props = await readOutbox(c)
    if (isPartial(c)) return c.html(<OutboxBoard {...props} />)
    return drawPage(
      c,
      { title: '待发消息', nav: 'outbox', lead: '机器人要说的每一句话都先到这里，再按顺序发出。' },
      <OutboxPage {...props} />,
    )
  })
  .post('/outbox/:id{[0-9]+}/retry', worker, async (c) => {
    await outbox.retry(c.var.db, c.var.staff, idOf(c), c.var.now())
    return goBack(c, '已排队，马上发送。')
  })
  .post('/outbox/:id{[0-9]+}/cancel', worker, async (c) => {
    await outbox.cancel(c.var.db, c.var.staff, idOf(c), c.var.now())
    return goBack(c, '已取消，不会发出。')
  })
  .post('/outbox/:id{[0-9]+}/said', worker, async (c) => {
    await outbox.markSaid(c.var.db, c.var.staff, idOf(c), c.var.now())
    return goBack(c, '已标记为代发。')
  })
  .post('/outbox/:id{[0-9]+}/undo', worker, async (c) => {
    const gone = await tryToCancel(c)
    if (!gone) return goBack(c, '已撤回，没有发出。')
    c.status(409)
    const text = '已经发出，撤不回了。说错了可以再答复一句更正。'
    return isPartial(c) ? c.html(<NoticePartial text={text} bad={true} />) : drawGone(c, text)
  })

async function readOutbox(c: Context<Console>) {
  const { db, staff, clock } = c.var
  const counts = await outbox.countByStatus(db, staff)
  const tab = Tab.parse(c.req.query('tab')) ?? firstTab(counts)
  const [before, after] = [Edge.parse(c.req.query('before')), Edge.parse(c.req.query('after'))]
  const found = await outbox.listOutbox(db, staff, { statuses: OUTBOX_TABS[tab].statuses, before, after, limit: PAGE_ROWS + 1 })
  const hasMore = found.length > PAGE_ROWS
  const rows = after && hasMore ? found.slice(1) : found.slice(0, PAGE_ROWS)
  const [first, last] = [rows.at(0)?.id ?? null, rows.at(-1)?.id ?? null]
  return {
    tab,
    counts,
    rows,
    combined: await outbox.listCombined(
      db,
      staff,
      rows.map(({ id }) => id),
    ),
    newer: after ? (hasMore ? first : null) : before ? first : null,
    older: after || hasMore ? last : null,
    clock,
    forHand: (await listAccounts(db)).some(({ limitedUntil }) => limitedUntil !== null) ? 0 : await countForHand(db, staff, clock.now),
    mayAct: staff.role !== 'viewer',
    staff,
    revealed: await listRevealed(db, staff, clock.now),
    address: outboxAddress(tab, after ? { after } : before ? { before } : {}),
  }
}

/** Without a choice the page opens where somebody is needed. */
function firstTab(counts: Map<OutboxStatus, number>): OutboxTab {
  const tabs = Object.keys(OUTBOX_TABS) as OutboxTab[]
  return tabs.find((tab) => needsHelp(tab) && countOf(tab, counts) > 0) ?? 'waiting'
}

/** Returns whether the words had gone before they could be taken back. */
async function tryToCancel(c: Context<Console>): Promise<boolean> {
  try {
    await outbox.cancel(c.var.db, c.var.staff, idOf(c), c.var.now())
    return false
  } catch (error) {
    if (error instanceof Refusal && error.code === 'illegal-move') return true
    throw error
  }
}

function drawGone(c: Context<Console>, text: string): Promise<Response> {
  const content = (
    <div class="card narrow sheet-page">
      <p>{text}</p>
    </div>
  )
  return drawPage(c, { title: '没有撤回', nav: 'outbox' }, content)
}

function idOf(c: Context<Console>): number {
  const id = Number(c.req.param('id'))
  if (id > MAX_ID) throw new Refusal('not-found', { outbox: id })
  return id
}

/** An open page hears of the change by itself and redraws the row in its place. */
async function goBack(c: Context<Console>, said: string): Promise<Response> {
  if (isPartial(c)) return c.html(<NoticePartial text={said} />)
  const { back } = Back.parse(await c.req.parseBody())
  return goTo(c, back, said)
}
