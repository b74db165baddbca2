import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../../core/errors.ts'
import { PARTIES, type Party } from '../../../core/org.ts'
import { LEVELS, leaderOf, levelsAbove } from '../../../core/routing/level.ts'
import { leapsStep, mediate } from '../../../core/routing/mediation.ts'
import { reportIn } from '../../../core/routing/whistle.ts'
import { FIELD_ROLES } from '../../../core/staff.ts'
import { TIERS } from '../../../core/taxonomy/categories.ts'
import { correctTicket } from '../../../core/ticket/edit.ts'
import { type MoveOrder, moveTicket } from '../../../core/ticket/move.ts'
import type { Matter } from '../../../core/ticket/ticket.ts'
import { readRouting } from '../../../db/routing.ts'
import { giveLink, listLinks, revokeLink } from '../../../db/ticketLinks.ts'
import * as tickets from '../../../db/tickets.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawQr } from '../../qr.ts'
import { HandOutForm, LinkSheet } from '../../views/ticket/handOut.tsx'
import { MediationForm, RaiseForm, TierForm, WHISTLE_ROWS, WhistleForm } from '../../views/ticket/routingForms.tsx'
import { actorOf, drawSheet, pickerFor } from './actions.tsx'

const DAY_MS = 86_400_000

const Version = z.coerce.number().int().positive()
const reason = (words: string) => z.string().trim().min(1, words).max(200, '最多 200 个字。')

const Raising = z.object({ seenVersion: Version, note: reason('请写明为什么上报。'), level: z.enum(LEVELS) })
const Recolouring = z.object({ seenVersion: Version, note: reason('请写明为什么改层级。'), tier: z.enum(TIERS) })
const Mediating = z.object({ seenVersion: Version, outcome: z.string().trim().max(200, '最多 200 个字。').default('') })
const HOURS = '请填 0.5 到 200 的工作小时数。'
const Whistling = z.object({ seenVersion: Version, note: reason('请写明为什么吹哨。'), lead: z.string().trim().default('') })
const Department = z.string().trim().max(12, '部门名称最多 12 个字。').catch('')
const Hours = z.coerce.number(HOURS).min(0.5, HOURS).max(200, HOURS)
const Reporting = z.object({ department: z.string().trim().max(12) })
const HandingOut = z.object({
  seenVersion: Version,
  name: z.string().trim().min(1, '请填写给谁。').max(20, '名字最多 20 个字。'),
  to: z.string().max(40),
  memberId: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().positive().optional()),
})

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')
/** Whoever has a matter hands it up, those above too. */
const mover = requireRole('overseer', ...FIELD_ROLES)
const caller = requireRole('overseer', 'staff', 'director', 'administrator')
const field = requireRole(...FIELD_ROLES)
const desk = requireRole('staff', 'director', 'administrator')

/** Who has a ticket: raised, given another colour, called to, mediated, or handed to somebody without an account. */
export const ticketRoutingRoutes = new Hono<Console>()
  .get('/tickets/:number/raise', mover, async (c) => {
    const { ticket } = await matterOf(c)
    if (levelsAbove(ticket.party).length === 0) throw new Refusal('illegal-move', { action: 'raise' })
    return drawSheet(c, '上报一级', <RaiseForm ticket={ticket} />)
  })
  .post('/tickets/:number/raise', mover, async (c) => {
    const order = Raising.parse(await c.req.parseBody())
    return moveUp(c, { ...order, action: 'raise' }, leaderOf(order.level))
  })
  .get('/tickets/:number/tier', worker, async (c) => drawSheet(c, '改处置层级', <TierForm ticket={(await matterOf(c)).ticket} />))
  .post('/tickets/:number/tier', worker, async (c) => {
    const { tier, note, seenVersion } = Recolouring.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const { id, number, ...known } = await tickets.find(db, staff, c.req.param('number'))
    const { summary, category, place, urgency, private: isPrivate } = known
    const correction = { summary, category, place, urgency, private: isPrivate, tier }
    const order = { by: actorOf(c), at: now(), note, seenVersion, assigneeIdOf: await pickerFor(c, known) }
    await tickets.change(db, staff, id, (matter) => correctTicket(matter, correction, order))
    return goTo(c, `/tickets/${number}`, '层级已改，负责方和时限也跟着换了。')
  })
  .get('/tickets/:number/whistle', caller, async (c) => {
    const { ticket, community } = await matterOf(c)
    if (leapsStep({ ticket, community }, 'subdistrict')) throw new Refusal('step-open', { action: 'whistle' })
    return drawSheet(c, '吹哨', <WhistleForm ticket={ticket} community={community} at={c.var.now()} />)
  })
  .post('/tickets/:number/whistle', caller, async (c) => {
    const body = await c.req.parseBody()
    const { lead, ...order } = Whistling.parse(body)
    const named = WHISTLE_ROWS.map((row) => ({ row, name: Department.parse(body[`department${row}`]), hours: body[`hours${row}`] }))
    const called = named.filter(({ name }) => name !== '').map(({ row, name, hours }) => ({ row, name, hours: Hours.parse(hours) }))
    const leading = called.find(({ row }) => row === lead)?.name ?? (lead || null)
    return moveUp(c, { ...order, action: 'whistle', departments: { departments: called, lead: leading } }, 'subdistrict')
  })
  .post('/tickets/:number/report-in', mover, async (c) => {
    const { department } = Reporting.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const { id, number } = await tickets.find(db, staff, c.req.param('number'))
    await tickets.change(db, staff, id, (matter) => reportIn(matter, { department, by: actorOf(c), at: now() }))
    return goTo(c, `/tickets/${number}`, `已记下${department}报到。`)
  })
  .get('/tickets/:number/mediation', field, async (c) => {
    const { ticket, community } = await matterOf(c)
    return drawSheet(c, '调解记录', <MediationForm ticket={ticket} community={community} at={c.var.now()} />)
  })
  .post('/tickets/:number/mediation', field, async (c) => {
    const { outcome, seenVersion } = Mediating.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const ticket = await tickets.find(db, staff, c.req.param('number'))
    const pick = await pickerFor(c, ticket)
    const order = { by: actorOf(c), at: now(), outcome, seenVersion, assigneeIdOf: ({ by }: { by: Party }) => pick(by) }
    await tickets.change(db, staff, ticket.id, (matter) => mediate(matter, order))
    return goTo(c, `/tickets/${ticket.number}`, '调解已记下，这件事只在私下说。')
  })
  .get('/tickets/:number/hand-out', desk, async (c) => {
    const { ticket, community } = await matterOf(c)
    const { route } = await readRouting(c.var.db, c.var.staff, ticket, c.var.now())
    return drawSheet(c, '转给没有账号的人', <HandOutForm ticket={ticket} person={route.person} days={community.routing.linkDays} />)
  })
  .post('/tickets/:number/hand-out', desk, async (c) => {
    const { seenVersion, name, to, memberId = null } = HandingOut.parse(await c.req.parseBody())
    const { db, staff, now, links, community } = c.var
    const at = now()
    const ticket = await tickets.find(db, staff, c.req.param('number'))
    const link = await db.transaction(async (tx) => {
      const known = ticket.whistle?.departments.some((one) => `department ${one.name}` === to)
      const party = PARTIES.find((one) => one === to)
      if (!known && !party) throw new Refusal('incomplete', { missing: 'party' })
      const order = { action: 'assign', by: actorOf(c), at, party, assigneeId: ticket.assigneeId, seenVersion } as const
      const isMoved = party !== undefined && (party !== ticket.party || ticket.status === 'filed' || !ticket.assignedAt)
      const given = isMoved ? await tickets.change(tx, staff, ticket.id, (matter) => moveTicket(matter, { ...order, party })) : ticket
      const expiresAt = new Date(at.getTime() + community.routing.linkDays * DAY_MS)
      const department = known ? to.slice('department '.length) : null
      const handed = { name, party: given.party, department, memberId, expiresAt }
      return giveLink(tx, staff, given, handed, { by: staff, at, addressOf: links.addressOf })
    })
    return goTo(c, `/tickets/${ticket.number}/links/${link.id}`)
  })
  .get('/tickets/:number/links/:id', desk, async (c) => {
    const ticket = await tickets.find(c.var.db, c.var.staff, c.req.param('number'))
    const link = (await listLinks(c.var.db, c.var.staff, ticket.id)).find(({ id }) => id === Number(c.req.param('id')))
    if (!link) throw new Refusal('not-found', { link: c.req.param('id') })
    const address = c.var.links.addressOf(link)
    const sheet = <LinkSheet ticket={ticket} link={link} address={address} qrSvg={await drawQr(address)} clock={c.var.clock} />
    return drawSheet(c, '工单链接', sheet)
  })
  .post('/tickets/:number/links/:id/revocation', desk, async (c) => {
    const { db, staff, now } = c.var
    const { id: ticketId, number } = await tickets.find(db, staff, c.req.param('number'))
    await revokeLink(db, staff, { ticketId, id: Number(c.req.param('id')) || 0, by: staff, at: now() })
    return goTo(c, `/tickets/${number}`, '链接已收回，打开只会看到“已失效”。')
  })

async function matterOf(c: Context<Console>): Promise<Matter> {
  return tickets.findMatter(c.var.db, c.var.staff, c.req.param('number')!)
}

/** Raised or called: whoever follows it up for the new owner is picked anew. */
async function moveUp(c: Context<Console>, order: Partial<MoveOrder> & { action: 'raise' | 'whistle' }, to: Party) {
  const { db, staff, now } = c.var
  const ticket = await tickets.find(db, staff, c.req.param('number')!)
  const given = { ...order, by: actorOf(c), at: now(), assigneeId: (await pickerFor(c, ticket))(to) }
  const { number } = await tickets.change(db, staff, ticket.id, (matter) => moveTicket(matter, given))
  return goTo(c, `/tickets/${number}`, order.action === 'raise' ? '已上报。' : '已吹哨，各部门的报到时间开始计。')
}
