import { Hono } from 'hono'
import * as z from 'zod'
import { exampleOf } from '../../../core/learning/example.ts'
import { countCorrections, listCorrections, listExamples } from '../../../db/corrections.ts'
import { record } from '../../../db/deeds.ts'
import { requireRole } from '../../access.ts'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { CorrectionsPage } from '../../views/settings/corrections.tsx'

const PAGE_ROWS = 30
const Edge = z.coerce.number().int().positive().optional().catch(undefined)

const mayRead = requireRole('staff', 'director', 'administrator')

export const correctionRoutes = new Hono<Console>()
  .get('/settings/corrections', mayRead, async (c) => {
    const { db, staff, clock } = c.var
    const before = Edge.parse(c.req.query('before'))
    const found = await listCorrections(db, staff, { ...(before && { before }), limit: PAGE_ROWS + 1 })
    const rows = found.slice(0, PAGE_ROWS)
    const older = found.length > PAGE_ROWS ? rows.at(-1)!.id : null
    const page = <CorrectionsPage rows={rows} older={older} counts={await countCorrections(db, staff)} clock={clock} />
    return drawPage(c, { title: '设置', nav: 'settings' }, page)
  })
  .get('/settings/corrections.jsonl', mayRead, async (c) => {
    const { db, staff, now } = c.var
    const lines = await listExamples(db, staff)
    await record(db, staff, { action: 'exportCorrections', subject: `${lines.length} 条` }, now())
    const examples = lines.map(({ message, roomTopic: group, estate, role, label }) => exampleOf(message, { group, estate, role, label }))
    return c.body(examples.map((example) => `${JSON.stringify(example)}\n`).join(''), 200, {
      'Content-Type': 'application/x-ndjson; charset=utf-8',
      'Content-Disposition': 'attachment; filename="corrections.jsonl"',
      'Cache-Control': 'no-store',
    })
  })
