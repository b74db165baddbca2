import { type Context, Hono } from 'hono'
import type { HtmlEscapedString } from 'hono/utils/html'
import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'
import { Refusal } from '../../../core/errors.ts'
import { localTime, momentOf } from '../../../core/localTime.ts'
import { mask, maskNumbers } from '../../../core/mask.ts'
import { PARTIES, type Party } from '../../../core/org.ts'
import { isInReach } from '../../../core/organisation/reach.ts'
import { routeToReachable } from '../../../core/routing/route.ts'
import { FIELD_ROLES } from '../../../core/staff.ts'
import { CATEGORY_CODES, URGENCIES } from '../../../core/taxonomy/categories.ts'
import { texts } from '../../../core/texts/texts.ts'
import { photoOf } from '../../../core/ticket/closing.ts'
import { correctTicket, planTicket } from '../../../core/ticket/edit.ts'
import { actionsFor, type MoveOrder, moveTicket } from '../../../core/ticket/move.ts'
import { moveOf, TICKET_ACTIONS, type TicketAction } from '../../../core/ticket/moves.ts'
import { findNumbers } from '../../../core/ticket/number.ts'
import { OUTSIDERS } from '../../../core/ticket/referral.ts'
import type { Actor, Matter } from '../../../core/ticket/ticket.ts'
import { listPartiesOf } from '../../../db/appointments.ts'
import { keepEvidence } from '../../../db/evidence.ts'
import { handsFor, readRouting } from '../../../db/routing.ts'
import { listWorkers } from '../../../db/ticketPage.ts'
import * as tickets from '../../../db/tickets.ts'
import { takeBackMerge, undo } from '../../../db/undo.ts'
import { requireRole } from '../../access.ts'
import { goTo, isPartial } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { isPicture } from '../../picture.ts'
import { ACTION_NAMES } from '../../views/ticket/facts.tsx'
import { EditForm, MoveForm, PlanForm, type Proposal } from '../../views/ticket/forms.tsx'
import { listTargets } from './merge.tsx'

const REVIEW_AFTER_DAYS = 3
const MISREAD = '机器人看错了'
const REVIEW_AT = Temporal.PlainTime.from('09:00')

const Version = z.coerce.number().int().positive()
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const Order = z.object({
  seenVersion: Version,
  note: z.string().trim().max(200, '说明最多 200 个字。').default(''),
  party: optional(z.enum(PARTIES)),
  assigneeId: optional(z.coerce.number().int().positive()),
  reviewOn: optional(z.iso.date('请填写日期，例如 2026-11-30。')),
  target: optional(z.string().trim().max(60)),
  chosen: optional(z.string().max(30)),
  misread: z.literal('yes').optional(),
  safe: z.literal('yes').optional(),
  outsider: optional(z.enum(OUTSIDERS, '请选择转给哪个单位。')),
  quote: z.string().trim().max(200, '居民原话最多 200 个字。').default(''),
  quoteAgreed: z.literal('yes').optional(),
  waiver: z.string().trim().max(200, '原因最多 200 个字。').default(''),
})

export const Matters = z.object({
  summary: z.string().trim().min(1, '请填写摘要。').max(40, '摘要最多 40 个字。'),
  category: z.enum(CATEGORY_CODES, '请选择分类。'),
  urgency: z.enum(URGENCIES),
  building: z.string().trim().max(12).default(''),
  entrance: z.string().trim().max(12).default(''),
  spot: z.string().trim().max(24).default(''),
})

const Correction = Matters.extend({
  seenVersion: Version,
  private: z.literal('yes').optional(),
  note: z.string().trim().max(200, '理由最多 200 个字。').default(''),
})

const MOST_PHOTOS = 4
const Photos = z.array(z.instanceof(Uint8Array), '照片最多4张，要JPEG、PNG、GIF或WebP格式。')

const PlanFields = z.object({
  seenVersion: Version,
  text: z.string().trim().max(500, '整改方案最多 500 个字。').default(''),
  owner: z.string().trim().max(40, '责任人最多 40 个字。').default(''),
  due: optional(z.iso.date('请填写日期，例如 2026-11-30。')),
  dropped: z.literal('yes').optional(),
})

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const ticketActionRoutes = new Hono<Console>()
  .get('/tickets/:number/edit', worker, async (c) => {
    const { ticket } = await tickets.findMatter(c.var.db, c.var.staff, c.req.param('number'))
    return drawSheet(c, '修改内容', <EditForm ticket={ticket} />)
  })
  .post('/tickets/:number/edit', worker, async (c) => {
    const { seenVersion, note, private: isPrivate, ...matter } = Correction.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const { id, number, ...known } = await tickets.find(db, staff, c.req.param('number'))
    const correction = {
      summary: maskNumbers(matter.summary),
      category: matter.category,
      urgency: matter.urgency,
      place: placeOf(matter),
      tier: known.tier,
      private: isPrivate === 'yes',
    }
    const place = { estateId: known.estateId, place: correction.place }
    const order = { by: actorOf(c), at: now(), note, seenVersion, assigneeIdOf: await pickerFor(c, place) }
    await tickets.change(db, staff, id, (found) => correctTicket(found, correction, order))
    return goTo(c, `/tickets/${number}`, '已保存。')
  })
  .post('/tickets/:number/undo', requireRole('overseer', ...FIELD_ROLES), async (c) => {
    const { db, staff, now } = c.var
    const { id, number } = await tickets.find(db, staff, c.req.param('number'))
    await undo(db, staff, id, { staff, at: now() })
    return goTo(c, `/tickets/${number}`, '已撤销上一步。')
  })
  .get('/tickets/:number/plan', worker, async (c) => {
    const { ticket } = await tickets.findMatter(c.var.db, c.var.staff, c.req.param('number'))
    return drawSheet(c, '整改方案', <PlanForm ticket={ticket} />)
  })
  .post('/tickets/:number/plan', worker, async (c) => {
    const { seenVersion, dropped, due = null, ...plan } = PlanFields.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const { id, number } = await tickets.find(db, staff, c.req.param('number'))
    const order = { by: actorOf(c), at: now(), seenVersion }
    await tickets.change(db, staff, id, (matter) => planTicket(matter, dropped ? null : { ...plan, due }, order))
    return goTo(c, `/tickets/${number}`, '已保存。')
  })
  .get('/tickets/:number/:action', async (c) => {
    const action = actionOf(c)
    const { db, staff, clock } = c.var
    const matter = await tickets.findMatter(db, staff, c.req.param('number'))
    const by = await actorWithParties(c)
    assertOffered(matter, action, by, c)

    const proposal = moveOf(action).needs.includes('party') ? await propose(c, matter) : null
    const colleagues = moveOf(action).needs.includes('party') ? await listWorkers(db, staff) : []
    const reviewOn = localTime(clock.now, clock.timeZone).toPlainDate().add({ days: REVIEW_AFTER_DAYS }).toString()
    const target = c.req.query('target')?.slice(0, 30)
    const joinable = moveOf(action).needs.includes('target') ? await listTargets(c, matter.ticket, target ?? '') : []
    const form = { target, joinable, ticket: matter.ticket, action, colleagues, reviewOn, heard: sayHeard(matter, action, by, c), proposal }
    return drawSheet(c, ACTION_NAMES[action], <MoveForm {...form} />)
  })
  .post('/tickets/:number/:action', async (c) => {
    const action = actionOf(c)
    const { photo = [], ...fields } = await c.req.parseBody({ all: true })
    const { reviewOn, target: typed, chosen, assigneeId, party, misread, safe, note, quote, quoteAgreed, ...order } = Order.parse(fields)
    const shows = photoOf(action)
    const photos = shows ? await readPhotos([photo].flat()) : []
    const { db, staff, now, clock } = c.var
    const { id, number } = await tickets.find(db, staff, c.req.param('number'))
    const given: MoveOrder = {
      ...order,
      action,
      note: misread ? note || MISREAD : note,
      misread: misread === 'yes',
      isSafe: safe === 'yes',
      photos: photos.length,
      ...(quote && { quote: { words: quote, isAgreed: quoteAgreed === 'yes' } }),
      by: await actorWithParties(c),
      at: now(),
      assigneeId: await colleagueOf(c, assigneeId),
      ...(party && { party }),
      ...(reviewOn && { reviewAt: momentOf(Temporal.PlainDate.from(reviewOn), REVIEW_AT, clock.timeZone) }),
    }
    const target = (chosen ?? typed) && (await findTarget(c, chosen ?? typed!))
    const moved = await db.transaction(async (tx) => {
      const isUnheard = action === 'split' && (await takeBackMerge(tx, staff, id, given.at))
      const into = target && { target: await tickets.lockTarget(tx, staff, id, target.id) }
      const ticket = await tickets.change(tx, staff, id, (matter) => moveTicket(matter, { ...given, ...into, isUnheard }))
      if (shows) await keepEvidence(tx, staff, { ticketId: id, shows, photos, staff, at: given.at })
      return ticket
    })
    if (!isInReach(staff, moved)) return goTo(c, '/today', `${moved.number} ${ACTION_NAMES[action]}，已保存，不再归您办。`)
    if (moved.status !== moveOf(action).to) return goTo(c, `/tickets/${number}`, '已经退过两次，不能再退：已交主任决定由谁办。')
    return goTo(c, `/tickets/${number}`, `${moved.number} ${ACTION_NAMES[action]}，已保存。`)
  })

/** Another owner has another person: the rule picks one. */
export async function pickerFor(c: Context<Console>, place: Pick<Matter['ticket'], 'estateId' | 'place'>) {
  const hands = await handsFor(c.var.db, c.var.staff, place, c.var.now())
  return (party: Party) => routeToReachable({ party, status: 'assigned', assigneeId: null }, hands)?.person?.staffId ?? null
}

/** What is given by hand is first proposed by the rule. */
async function propose(c: Context<Console>, { ticket }: Matter): Promise<Proposal> {
  const { route, hands } = await readRouting(c.var.db, c.var.staff, ticket, c.var.now())
  const { party, person } = route
  return { party, staffId: person?.staffId ?? ticket.assigneeId, why: texts.routing.why(route, hands, ticket) }
}

function actionOf(c: Context<Console>): TicketAction {
  const action = TICKET_ACTIONS.find((known) => known === c.req.param('action'))
  if (!action) throw new Refusal('not-found', { action: c.req.param('action') })
  return action
}

export function actorOf(c: Context<Console>): Actor {
  return { kind: 'staff', staff: c.var.staff }
}

/** With the sides they are on by office: nobody checks what their own side did (S85). */
export async function actorWithParties(c: Context<Console>): Promise<Actor> {
  const { db, staff, clock } = c.var
  const on = localTime(clock.now, clock.timeZone).toPlainDate().toString()
  const parties = await listPartiesOf(db, staff, { staffId: staff.id, memberId: null, name: staff.name }, on)
  return { kind: 'staff', staff, parties }
}

/** What the bytes are counts, not what the file is called. */
export async function readPhotos(files: readonly (string | File)[]): Promise<Uint8Array[]> {
  const given = files.filter((file) => file instanceof File && file.size > 0) as File[]
  const photos = await Promise.all(given.map(async (file) => new Uint8Array(await file.arrayBuffer())))
  const ok = photos.length <= MOST_PHOTOS && photos.every(isPicture)
  return Photos.parse(ok ? photos : null)
}

export function placeOf({ building, entrance, spot }: { building: string; entrance: string; spot: string }): Matter['ticket']['place'] {
  if (!building && !entrance && !spot) return null
  return { building: withoutUnit(building), entrance: withoutUnit(entrance), spot: mask(spot) || null }
}

/** People write 5栋 where 5 is asked for. */
function withoutUnit(part: string): string | null {
  return part.replace(/(号楼|栋|幢|座|单元)$/, '').trim() || null
}

/** A button that is no longer on the page says why when it is pressed all the same. */
function assertOffered(matter: Matter, action: TicketAction, by: Actor, c: Context<Console>): void {
  const { staff, now } = c.var
  if (actionsFor(matter, by, [action], now()).length > 0) return
  const isTheirs = (moveOf(action).by as readonly string[]).includes(staff.role)
  throw new Refusal(isTheirs ? 'illegal-move' : 'not-allowed', { action, status: matter.ticket.status })
}

/** What residents would hear of a move, with a gap for the words still to be written. */
function sayHeard(matter: Matter, action: TicketAction, by: Actor, c: Context<Console>): string | null {
  const { now } = c.var
  const reviewAt = new Date(now().getTime() + REVIEW_AFTER_DAYS * 86_400_000)
  const order = {
    action,
    by,
    at: now(),
    note: '……',
    waiver: '……',
    party: matter.ticket.party,
    reviewAt,
    outsider: 'hotline' as const,
    target: { ...matter.ticket, id: 0, number: '另一个工单', status: 'filed' as const, private: false },
  }
  const heard = moveTicket(matter, order).notices.map(({ text }) => text)
  return heard.length === 0 ? null : [...new Set(heard)].join('\n')
}

async function colleagueOf(c: Context<Console>, id: number | undefined): Promise<number | null> {
  if (id === undefined) return null
  const colleagues = await listWorkers(c.var.db, c.var.staff)
  if (!colleagues.some((colleague) => colleague.id === id)) throw new Refusal('not-found', { staff: id })
  return id
}

/** @throws Refusal `not-found` when no ticket has the number, however it was typed. */
function findTarget(c: Context<Console>, typed: string) {
  const [number] = findNumbers(typed)
  return tickets.find(c.var.db, c.var.staff, number ?? typed)
}

export function drawSheet(
  c: Context<Console>,
  title: string,
  form: HtmlEscapedString | Promise<HtmlEscapedString>,
): Response | Promise<Response> {
  if (isPartial(c)) return c.html(form)
  const [nav, back] = HOMES.find(([key]) => c.req.path.startsWith(`/${key}/`)) ?? ['tickets', '返回工单']
  const actions = (
    <a class="btn" href={nav === 'tickets' ? `/tickets/${c.req.param('number')}` : `/${nav}`}>
      {back}
    </a>
  )
  return drawPage(c, { title, nav, actions }, <div class="card narrow sheet-page">{form}</div>)
}

/** Where a small form leads back to that is about no ticket's page. */
const HOMES = [
  ['waiting', '返回待人工'],
  ['callbacks', '返回回访'],
] as const
