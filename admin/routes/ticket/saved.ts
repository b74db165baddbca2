import { Hono } from 'hono'
import * as z from 'zod'
import { removeFilter, saveFilter } from '../../../db/savedFilters.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { addressOf } from '../../views/ticket/filters.tsx'
import { NAME_LONGEST } from '../../views/ticket/saved.tsx'
import { Query } from './query.ts'

const Named = z.object({
  name: z.string().trim().min(1, '请起个名字。').max(NAME_LONGEST, `名字最多 ${NAME_LONGEST} 个字。`),
  query: z.string().max(600).default(''),
  shared: z.literal('yes').optional(),
})
const Id = z.coerce
  .number()
  .int()
  .positive()
  .max(2 ** 31 - 1)

export const savedFilterRoutes = new Hono<Console>()
  .post('/tickets/filters', async (c) => {
    const { name, query, shared } = Named.parse(await c.req.parseBody())
    const { db, staff, now } = c.var
    const kept = Query.parse(Object.fromEntries(new URLSearchParams(query)))
    await saveFilter(db, staff, { name, query: kept, shared: shared === 'yes' && staff.role !== 'viewer', at: now() })
    return goTo(c, addressOf(kept), `已保存“${name}”。`)
  })
  .post('/tickets/filters/:id{[0-9]+}/removal', async (c) => {
    await removeFilter(c.var.db, c.var.staff, c.var.staff, Id.catch(2 ** 31 - 1).parse(c.req.param('id')))
    return goTo(c, '/tickets', '已删除这个筛选。')
  })
