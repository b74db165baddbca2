import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { localTime } from '../../../core/localTime.ts'
import { listEstates } from '../../../db/orgUnits.ts'
import { findAnswer, findVisit, keepVisit, listVisits, markNeed, unmarkNeed } from '../../../db/visits.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { VisitFormPage, VisitPage, VisitsPage } from '../../views/intake/visits.tsx'

const PAGE_ROWS = 20
const MAX_ID = 2 ** 31 - 1
const TITLE = { title: '入户走访', nav: 'intake' } as const
const Edge = z.coerce.number().int().positive().max(MAX_ID).nullable().catch(null)
const box = (most: number) => z.string().trim().max(most, `最多 ${most} 个字。`).default('')

const Visited = z
  .object({
    estateId: z.coerce.number('请选择小区。').int().positive().max(MAX_ID),
    household: z.string().trim().min(1, '请写明走访了哪一户。').max(40, '住户最多 40 个字。'),
    visitedOn: z.iso.date('请填写日期，例如 2026-11-30。'),
    consent: z.literal('yes').optional(),
    suggestion: box(500),
    conflict: box(500),
    help: box(500),
    notes: box(1000),
  })
  .refine(({ suggestion, conflict, help, notes }) => `${suggestion}${conflict}${help}${notes}` !== '', {
    path: ['suggestion'],
    message: '请至少记一句对方说了什么。',
  })

const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const visitRoutes = new Hono<Console>()
  .get('/visits', worker, async (c) => {
    const before = Edge.parse(c.req.query('before') ?? null)
    const found = await listVisits(c.var.db, c.var.staff, { before, limit: PAGE_ROWS + 1 })
    const visits = found.slice(0, PAGE_ROWS)
    const older = found.length > PAGE_ROWS ? visits.at(-1)!.id : null
    const actions = (
      <a class="btn btn-primary" href="/visits/new">
        记一次走访
      </a>
    )
    return drawPage(c, { ...TITLE, actions }, <VisitsPage visits={visits} older={older} staff={c.var.staff} />)
  })
  .get('/visits/new', worker, async (c) => {
    const today = localTime(c.var.clock.now, c.var.clock.timeZone).toPlainDate().toString()
    return drawPage(c, TITLE, <VisitFormPage estates={await listEstates(c.var.db, c.var.staff)} today={today} />)
  })
  .post('/visits', worker, async (c) => {
    const { consent, suggestion, conflict, help, ...facts } = Visited.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const draft = { ...facts, hasConsent: consent === 'yes', boxes: { suggestion, conflict, help } }
    const id = await keepVisit(db, staff, draft, { staff, at: now() })
    return goTo(c, `/visits/${id}`, '已保存，只有同事看得到。')
  })
  .get('/visits/:id{[0-9]+}', worker, async (c) => {
    const visit = await findVisit(c.var.db, c.var.staff, idOf(c))
    return drawPage(c, TITLE, <VisitPage visit={visit} staff={c.var.staff} />)
  })
  .post('/visits/answers/:id{[0-9]+}/need', worker, async (c) => {
    const { visitId, id } = await findAnswer(c.var.db, c.var.staff, idOf(c))
    await markNeed(c.var.db, c.var.staff, id)
    return goTo(c, `/visits/${visitId}`, '已记为需求。')
  })
  .post('/visits/answers/:id{[0-9]+}/undo', worker, async (c) => {
    const { visitId, id } = await findAnswer(c.var.db, c.var.staff, idOf(c))
    await unmarkNeed(c.var.db, c.var.staff, id)
    return goTo(c, `/visits/${visitId}`, '已撤销。')
  })

function idOf(c: Context<Console>): number {
  return Math.min(Number(c.req.param('id')), MAX_ID)
}
