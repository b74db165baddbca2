import { type Context, Hono } from 'hono'
import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'
import { Refusal } from '../../../core/errors.ts'
import { localTime, momentOf } from '../../../core/localTime.ts'
import { PARTIES } from '../../../core/org.ts'
import { type Chosen, pauseWords, readChosen } from '../../../core/ticket/bulk.ts'
import { type MoveOrder, moveTicket } from '../../../core/ticket/move.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import { changeEach, listByNumbers, takeBack } from '../../../db/bulk.ts'
import type { Db } from '../../../db/client.ts'
import { readRouting } from '../../../db/routing.ts'
import { listWorkers } from '../../../db/ticketPage.ts'
import * as tickets from '../../../db/tickets.ts'
import { requireRole } from '../../access.ts'
import type { Console } from '../../app.tsx'
import { lastList } from '../../lastList.ts'
import { drawPage } from '../../page.tsx'
import { BULK_ACTIONS, BULK_ROLES, type BulkAction, BulkDone, BulkForm, type BulkOutcome } from '../../views/ticket/bulk.tsx'
import { actorWithParties } from './actions.tsx'

const MOST_CHOSEN = 50
const REVIEW_AFTER_DAYS = 3
const REVIEW_AT = Temporal.PlainTime.from('09:00')

const many = z.preprocess(
  (value) => (value === undefined ? [] : [value].flat()),
  z.array(z.string()).max(MOST_CHOSEN, `一次最多 ${MOST_CHOSEN} 张。`),
)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional())
const Action = z.enum(Object.keys(BULK_ACTIONS) as [BulkAction, ...BulkAction[]], '请选择要做什么。')
const TicketNumbers = z.object({ number: many })

const Bulk = z.object({
  action: Action,
  chosen: many,
  note: z.string().trim().max(200, '说明最多 200 个字。').default(''),
  party: optional(z.enum(PARTIES)),
  assigneeId: optional(z.coerce.number().int().positive()),
  reviewOn: optional(z.iso.date('请填写日期，例如 2026-11-30。')),
  target: optional(z.string().max(30)),
})
type Bulk = z.infer<typeof Bulk>

const desk = requireRole(...BULK_ROLES)

export const bulkRoutes = new Hono<Console>()
  .get('/tickets/bulk/form', desk, async (c) => {
    const action = Action.parse(c.req.query('action'))
    const chosen = chosenIn(many.parse(c.req.queries('chosen')))
    const { db, staff, clock } = c.var
    const found = await listByNumbers(
      db,
      staff,
      chosen.map(({ number }) => number),
    )
    const form = {
      action,
      tickets: found,
      gone: chosen.length - found.length,
      colleagues: action === 'assign' ? await listWorkers(db, staff) : [],
      reviewOn: localTime(clock.now, clock.timeZone).toPlainDate().add({ days: REVIEW_AFTER_DAYS }).toString(),
      back: lastList(c),
    }
    return drawPage(c, { title: `批量${BULK_ACTIONS[action]}`, nav: 'tickets' }, <BulkForm {...form} />)
  })
  .post('/tickets/bulk', desk, async (c) => {
    const bulk = Bulk.parse(await c.req.parseBody({ all: true }))
    const chosen = chosenIn(bulk.chosen)
    const others = chosen.filter(({ number }) => bulk.action !== 'merge' || number !== bulk.target)
    const order = await orderOf(c, bulk)
    const { db, staff } = c.var
    const target = bulk.action === 'merge' ? await tickets.find(db, staff, bulk.target ?? '') : null
    const results = await changeEach(db, staff, numbersOf(others), async (tx, ticket) => {
      const { seenVersion } = chosen.find(({ number }) => number === ticket.number)!
      const into = target && { target: await tickets.lockTarget(tx, staff, ticket.id, target.id) }
      const own = { ...order, ...(await handOf(tx, c, bulk, ticket)), ...into, seenVersion }
      await tickets.change(tx, staff, ticket.id, (matter) => pauseWords(moveTicket(matter, own)))
    })
    return drawDone(c, { action: bulk.action, results, mayUndo: true })
  })
  .post('/tickets/bulk/undo', desk, async (c) => {
    const { number } = TicketNumbers.parse(await c.req.parseBody({ all: true }))
    const { db, staff, now } = c.var
    const results = await changeEach(db, staff, number, (tx, ticket) => takeBack(tx, staff, ticket, { staff, at: now() }))
    return drawDone(c, { action: 'undo', results, mayUndo: false })
  })

/** What nobody has written is left out, and so is what stands there twice; nothing at all is a mistake. */
function chosenIn(values: readonly string[]): Chosen[] {
  const chosen = values.flatMap((value) => readChosen(value) ?? [])
  if (chosen.length === 0) throw new Refusal('incomplete', { missing: 'chosen' })
  return [...new Map(chosen.map((one) => [one.number, one])).values()]
}

function numbersOf(chosen: readonly Chosen[]): string[] {
  return chosen.map(({ number }) => number)
}

/** What is the same for all of them. */
async function orderOf(c: Context<Console>, { action, note, reviewOn, assigneeId }: Bulk): Promise<MoveOrder> {
  const { db, staff, now, clock } = c.var
  if (assigneeId !== undefined && !(await listWorkers(db, staff)).some(({ id }) => id === assigneeId))
    throw new Refusal('not-found', { staff: assigneeId })
  return {
    action,
    by: await actorWithParties(c),
    at: now(),
    note,
    ...(reviewOn && { reviewAt: momentOf(Temporal.PlainDate.from(reviewOn), REVIEW_AT, clock.timeZone) }),
  }
}

/** Whose it becomes: as chosen for all, or as the rule says for each. */
async function handOf(tx: Db, c: Context<Console>, { action, party, assigneeId }: Bulk, ticket: Ticket): Promise<Partial<MoveOrder>> {
  if (action !== 'assign') return {}
  const { route } = await readRouting(tx, c.var.staff, { ...ticket, party: party ?? ticket.party }, c.var.now())
  return { party: party ?? route.party, assigneeId: assigneeId ?? route.person?.staffId ?? null }
}

function drawDone(c: Context<Console>, outcome: Omit<BulkOutcome, 'back'>): Promise<Response> {
  const name = outcome.action === 'undo' ? '批量撤销' : `批量${BULK_ACTIONS[outcome.action]}`
  return drawPage(c, { title: name, nav: 'tickets' }, <BulkDone {...outcome} back={lastList(c)} />)
}
