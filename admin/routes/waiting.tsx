import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../core/errors.ts'
import { mask, maskNumbers } from '../../core/mask.ts'
import { isInReach } from '../../core/organisation/reach.ts'
import { draftFrom as draftFromWords, type MatterDraft, shortened } from '../../core/reading/draft.ts'
import { callsPeople, emergencyKindOf } from '../../core/texts/emergency.ts'
import { joinTicket } from '../../core/ticket/edit.ts'
import { findNumbers } from '../../core/ticket/number.ts'
import { openTicket } from '../../core/ticket/open.ts'
import type { Reporter } from '../../core/ticket/ticket.ts'
import { keepExamples, keepNothing } from '../../db/corrections.ts'
import { openUnderNextNumber } from '../../db/openTicket.ts'
import { findEstate, listEstates } from '../../db/orgUnits.ts'
import { listAround } from '../../db/talk.ts'
import { listJoinable } from '../../db/ticketList.ts'
import type { Source } from '../../db/ticketRows.ts'
import * as tickets from '../../db/tickets.ts'
import * as waiting from '../../db/waiting.ts'
import { requireRole } from '../access.ts'
import { goTo, isPartial } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { NoticePartial } from '../views/parts.tsx'
import { TargetChoices } from '../views/ticket/target.tsx'
import { JoinForm, OpenForm, WaitingBoard, WaitingPage } from '../views/waiting.tsx'
import { actorOf, drawSheet, Matters, placeOf } from './ticket/actions.tsx'

const PAGE_ROWS = 20
const LINES_AROUND = 3
const CHOICES_SHOWN = 8
const IGNORED_SHOWN_MS = 24 * 3_600_000
const MAX_ID = 2 ** 31 - 1

const Edge = z.coerce.number().int().positive().optional().catch(undefined)
const Opening = Matters.extend({ estateId: z.coerce.number('请选择小区。').int().positive().max(MAX_ID) })
const Joining = z
  .object({ target: z.string().trim().max(60).default(''), chosen: z.string().max(30).default('') })
  .transform(({ target, chosen }) => chosen || target)
  .refine((number) => number !== '', '请选一个工单，或填写编号。')

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const waitingRoutes = new Hono<Console>()
  .get('/waiting', async (c) => {
    const props = await readWaiting(c)
    if (isPartial(c)) return c.html(<WaitingBoard {...props} />)
    return drawPage(
      c,
      { title: '待人工', nav: 'waiting', lead: '机器人拿不准的消息。急的排最前，其余按等候时间排。' },
      <WaitingPage {...props} />,
    )
  })
  .get('/waiting/:id{[0-9]+}/ticket', worker, async (c) => {
    const { db, staff } = c.var
    const row = await waiting.findWaiting(db, staff, idOf(c))
    return drawSheet(c, '建工单', <OpenForm row={row} draft={draftFrom(row)} estates={await listEstates(db, staff)} />)
  })
  .post('/waiting/:id{[0-9]+}/ticket', worker, async (c) => {
    const { estateId, ...matter } = Opening.parse(await c.req.parseBody())
    const { message } = await waiting.findWaiting(c.var.db, c.var.staff, idOf(c))
    const ticket = await openFrom(c, estateId, { ...matter, place: placeOf(matter) })
    // What is covered here can be asked for there.
    const needsMore = maskNumbers(message.text) !== message.text && isInReach(c.var.staff, ticket)
    return goTo(c, needsMore ? `/tickets/${ticket.number}` : pageOfList(c), `已建工单 ${ticket.number}，编号会告诉居民。`)
  })
  .get('/waiting/:id{[0-9]+}/report', worker, async (c) => {
    const { db, staff } = c.var
    const row = await waiting.findWaiting(db, staff, idOf(c))
    const [group = null] = row.reading?.category?.split('.') ?? []
    const found = await listJoinable(db, staff, { estateId: row.estateId, words: '', group }, CHOICES_SHOWN)
    return drawSheet(c, '并入工单', <JoinForm row={row} words="" found={found} />)
  })
  .get('/waiting/:id{[0-9]+}/report/choices', worker, async (c) => {
    const { db, staff } = c.var
    const { estateId } = await waiting.findWaiting(db, staff, idOf(c))
    const words = (c.req.query('target') ?? '').slice(0, 60)
    return c.html(<TargetChoices found={await listJoinable(db, staff, { estateId, words }, CHOICES_SHOWN)} />)
  })
  .post('/waiting/:id{[0-9]+}/report', worker, async (c) => {
    const number = Joining.parse(await c.req.parseBody())
    const joined = await joinTo(c, number)
    return goTo(c, pageOfList(c), `已并入 ${joined.number}。`)
  })
  .post('/waiting/:id{[0-9]+}/ignore', worker, async (c) => {
    await ignore(c)
    return answer(c, '已忽略，24小时内可以放回来。')
  })
  .post('/waiting/:id{[0-9]+}/note', worker, async (c) => {
    const { db, staff, now } = c.var
    await waiting.settleWaiting(db, staff, { id: idOf(c), outcome: 'noted', at: now() }, async () => {})
    return answer(c, '已记入需求，在“苗头与表扬”里看得到。')
  })
  .post('/waiting/:id{[0-9]+}/restore', worker, async (c) => {
    const { db, staff, now } = c.var
    await waiting.restoreIgnored(db, staff, idOf(c), now())
    return answer(c, '已放回待人工。')
  })

async function readWaiting(c: Context<Console>) {
  const { db, staff, clock, sandbox } = c.var
  const after = Edge.parse(c.req.query('after'))
  const found = await waiting.listWaiting(db, staff, { ...(after && { after }), limit: PAGE_ROWS + 1 })
  const page = found.slice(0, PAGE_ROWS)
  const rows = []
  for (const row of page) rows.push({ ...row, around: await listAround(db, staff, row.message, LINES_AROUND) })
  return {
    rows,
    older: found.length > PAGE_ROWS ? page.at(-1)!.message.id : null,
    ignored: await waiting.listIgnored(db, staff, new Date(clock.now.getTime() - IGNORED_SHOWN_MS)),
    clock,
    mayAct: staff.role !== 'viewer',
    hasSandbox: sandbox !== null,
    address: after ? `/waiting?after=${after}` : '/waiting',
  }
}

/** What the reader made of it; where it made nothing, what fixed rules see in the words. */
function draftFrom({ message, reading }: waiting.WaitingMessage): MatterDraft {
  const { text } = message
  if (!reading?.category) return draftFromWords(text)
  const { summary, category, place, urgency } = reading
  return { summary: summary || shortened(text), category, place, urgency }
}

/** What the bot half took for a report and a person sets aside is an example of one that is none. */
async function ignore(c: Context<Console>): Promise<void> {
  const { db, staff, now } = c.var
  const at = now()
  const { message, reading } = await waiting.findWaiting(db, staff, idOf(c))
  await waiting.settleWaiting(db, staff, { id: message.id, outcome: 'ignored', at }, async (tx) => {
    if (reading?.intent === 'report') await keepNothing(tx, staff, message.id, { staff, at })
  })
}

async function openFrom(c: Context<Console>, estateId: number, reading: Parameters<typeof openTicket>[0]['reading']) {
  const { db, staff, now, community } = c.var
  const row = await waiting.findWaiting(db, staff, idOf(c))
  const estate = await findEstate(db, staff, estateId)
  const reporter = reporterOf(row)
  const at = now()
  const masked = { ...reading, summary: mask(reading.summary) }
  const emergency = emergencyKindOf(reading.category)
  const isEmergency = callsPeople(emergency, reading)
  return waiting.settleWaiting(db, staff, { id: row.message.id, outcome: 'ticketOpened', at }, async (tx) => {
    const ticket = await openUnderNextNumber(tx, { community, estate, isEmergency, at }, [sourceOf(row)], (id, number, dutyPaged) =>
      openTicket({
        id,
        number,
        community,
        estate,
        reporter,
        reading: masked,
        emergency,
        dutyPaged,
        asksWhere: false,
        about: [row.message.id],
        by: actorOf(c),
        at,
      }),
    )
    await keepExamples(tx, staff, [ticket.id], ['report'], { staff, at })
    return ticket
  })
}

async function joinTo(c: Context<Console>, typed: string) {
  const { db, staff, now } = c.var
  const row = await waiting.findWaiting(db, staff, idOf(c))
  const [number] = findNumbers(typed)
  const ticket = await tickets.find(db, staff, number ?? typed)
  const at = now()
  return waiting.settleWaiting(db, staff, { id: row.message.id, outcome: 'ticketJoined', at }, async (tx) => {
    const joined = await tickets.join(tx, staff, ticket.id, [sourceOf(row)], (matter) =>
      joinTicket(matter, { reporter: reporterOf(row), tells: false, about: [row.message.id], estateId: row.estateId }, actorOf(c), at),
    )
    await keepExamples(tx, staff, [ticket.id], ['join'], { staff, at })
    return joined
  })
}

export function reporterOf({ message, isFriend }: waiting.WaitingMessage): Reporter {
  return { memberId: message.memberId, alias: message.alias, isFriend, roomId: message.roomId }
}

function sourceOf(row: waiting.WaitingMessage): Source {
  return { reporter: reporterOf(row), messageId: row.message.id, at: row.message.sentAt }
}

/** The page of the list from which a form was opened. */
export function pageOfList(c: Context<Console>): string {
  const address = c.req.header('hx-current-url') ?? ''
  const after = URL.canParse(address) ? Edge.parse(new URL(address).searchParams.get('after') ?? undefined) : undefined
  return after ? `/waiting?after=${after}` : '/waiting'
}

/** An open page hears of the change by itself and takes the message off its list. */
function answer(c: Context<Console>, said: string): Response | Promise<Response> {
  return isPartial(c) ? c.html(<NoticePartial text={said} />) : goTo(c, '/waiting', said)
}

export function idOf(c: Context<Console>): number {
  const id = Number(c.req.param('id'))
  if (!Number.isSafeInteger(id)) throw new Refusal('not-found', { message: id })
  return id
}
