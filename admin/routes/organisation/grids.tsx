import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { drawGrid, findGrid, redrawGrid, removeGrid } from '../../../db/grids.ts'
import { readOrganisation } from '../../../db/organisation.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { writeOnce } from '../../twin.ts'
import { type GridErrors, GridPage, GridsPage, type GridTyped } from '../../views/organisation/grids.tsx'
import { todayOf } from './person.ts'

const TITLE = { title: '设置', nav: 'settings' } as const
const LIST = '/settings/grids'
const maySet = requireRole(...SETTING_ROLES)

const Name = z.string().trim().min(1, '请填写网格名称。').max(20, '网格名称最多 20 个字。')
const Ids = z.array(z.coerce.number().int().positive()).max(2000)
const TWIN: GridErrors = { name: ['已有同名的网格，请换一个名称。'] }

export const gridRoutes = new Hono<Console>()
  .get(LIST, async (c) => {
    const { db, staff } = c.var
    const page = { organisation: await readOrganisation(db, staff), today: todayOf(c), mayEdit: hasRole(staff, SETTING_ROLES) }
    return drawPage(c, TITLE, <GridsPage {...page} />)
  })
  .get('/settings/grids/new', maySet, async (c) => {
    const { buildings, grids } = await readOrganisation(c.var.db, c.var.staff)
    const free = buildings.filter(({ gridId }) => gridId === null).map(({ id }) => id)
    return drawForm(c, null, { name: `第${grids.length + 1}网格`, buildingIds: grids.length === 0 ? free : [] }, {})
  })
  .post(LIST, maySet, (c) => save(c, null))
  .get('/settings/grids/:id{[0-9]{1,9}}', async (c) => {
    const grid = await findGrid(c.var.db, c.var.staff, Number(c.req.param('id')))
    const { buildings } = await readOrganisation(c.var.db, c.var.staff)
    const buildingIds = buildings.filter(({ gridId }) => gridId === grid.id).map(({ id }) => id)
    return drawForm(c, grid.id, { name: grid.name, buildingIds }, {})
  })
  .post('/settings/grids/:id{[0-9]{1,9}}', maySet, (c) => save(c, Number(c.req.param('id'))))
  .post('/settings/grids/:id{[0-9]{1,9}}/removal', maySet, async (c) => {
    await settle(c, 'setGrids', (tx) => removeGrid(tx, c.var.staff, Number(c.req.param('id'))))
    return goTo(c, LIST, '网格已删除，它的楼栋现在不在网格里。')
  })

async function save(c: Context<Console>, id: number | null) {
  const { staff } = c.var
  const form = await c.req.formData()
  const typed = { name: String(form.get('name') ?? ''), buildingIds: Ids.parse(form.getAll('building')) }
  const name = Name.safeParse(typed.name)
  if (!name.success) return drawForm(c, id, typed, { name: z.flattenError(name.error).formErrors })
  const draft = { ...typed, name: name.data }
  const saved = await writeOnce(() =>
    settle(c, 'setGrids', (tx) => (id === null ? drawGrid(tx, staff, draft) : redrawGrid(tx, staff, id, draft))),
  )
  if (saved === 'twin') return drawForm(c, id, typed, TWIN)
  return goTo(c, LIST, `已保存${saved.name}，${draft.buildingIds.length} 栋楼。`)
}

async function drawForm(c: Context<Console>, id: number | null, typed: GridTyped, errors: GridErrors) {
  const { db, staff } = c.var
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const page = { id, typed, errors, organisation: await readOrganisation(db, staff), mayEdit: hasRole(staff, SETTING_ROLES) }
  return drawPage(c, TITLE, <GridPage {...page} />)
}
