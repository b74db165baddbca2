import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { readBuildings } from '../../../core/buildings.ts'
import type { Estate } from '../../../core/community.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { renameBuilding } from '../../../db/orgTree.ts'
import {
  addBuildings,
  changeEstate,
  createEstate,
  findEstate,
  listBuildings,
  listEstates,
  removeBuildings,
  removeEstate,
} from '../../../db/orgUnits.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { writeOnce } from '../../twin.ts'
import { type EstateErrors, EstatePage, EstatesPage, type EstateTyped, NewEstatePage, Understood } from '../../views/settings/estates.tsx'

const TITLE = { title: '设置', nav: 'settings' } as const
const maySet = requireRole(...SETTING_ROLES)

export const EstateForm = z.object({
  name: z.string().trim().min(1, '请填写小区名称。').max(20, '小区名称最多 20 个字。'),
  code: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{1,4}$/, '代码是 1 到 4 个字母，例如 JN。'),
})

export const BuildingsForm = z
  .string()
  .max(4000, '名单太长了，请分几次添加。')
  .transform((text, context) => {
    const { names, odd } = readBuildings(text)
    if (odd.length > 0) context.addIssue({ code: 'custom', message: `没看懂：${odd.join('、')}。请改一下或删掉，还没有保存。` })
    return names
  })

/** One name as a list would be read: 3 stands for 3栋. */
const RenameForm = z.object({
  building: z.string(),
  newName: z
    .string()
    .transform((text) => readBuildings(text))
    .refine(({ names, odd }) => names.length === 1 && odd.length === 0)
    .transform(({ names }) => names[0]!),
})

export const TWIN_ESTATE: EstateErrors = { name: ['已有同名的小区，请换一个名称。'] }

const Typed = z.object({ name: z.string().catch(''), code: z.string().catch(''), buildings: z.string().catch('') })

export const settingsEstateRoutes = new Hono<Console>()
  .get('/settings/estates', async (c) => {
    const { db, staff } = c.var
    const [estates, buildings] = [await listEstates(db, staff), await listBuildings(db, staff)]
    return drawPage(c, TITLE, <EstatesPage estates={estates} buildings={buildings} mayEdit={hasRole(staff, SETTING_ROLES)} />)
  })
  .get('/settings/estates/new', maySet, (c) => drawNew(c, { name: '', code: '', buildings: '' }, {}))
  .post('/settings/estates/understood', async (c) => {
    const { buildings } = Typed.parse(await c.req.parseBody())
    const known = await listBuildings(c.var.db, c.var.staff)
    return c.html(<Understood list={readBuildings(buildings)} known={known.get(Number(c.req.query('estate'))) ?? []} />)
  })
  .post('/settings/estates', maySet, async (c) => {
    const { staff } = c.var
    const typed = Typed.parse(await c.req.parseBody())
    const form = EstateForm.extend({ buildings: BuildingsForm }).safeParse(typed)
    if (!form.success) return drawNew(c, typed, z.flattenError(form.error).fieldErrors)

    const taken = await sayCodeTaken(c, form.data.code, null)
    if (taken) return drawNew(c, typed, taken)
    const made = await writeOnce(() => settle(c, 'setEstates', (tx) => createEstate(tx, staff, form.data)))
    if (made === 'twin') return drawNew(c, typed, TWIN_ESTATE)
    return goTo(c, '/settings/estates', `已添加${made.name}，${form.data.buildings.length} 栋楼。`)
  })
  .get('/settings/estates/:id{[0-9]+}', async (c) => {
    const estate = await findEstate(c.var.db, c.var.staff, Number(c.req.param('id')))
    return drawEstate(c, estate, {}, {})
  })
  .post('/settings/estates/:id{[0-9]+}', maySet, async (c) => {
    const { db, staff } = c.var
    const estate = await findEstate(db, staff, Number(c.req.param('id')))
    const typed = Typed.parse(await c.req.parseBody())
    const form = EstateForm.safeParse(typed)
    if (!form.success) return drawEstate(c, estate, typed, z.flattenError(form.error).fieldErrors)

    const taken = await sayCodeTaken(c, form.data.code, estate.id)
    if (taken) return drawEstate(c, estate, typed, taken)
    const changed = await writeOnce(() => settle(c, 'setEstates', (tx) => changeEstate(tx, staff, { id: estate.id, ...form.data })))
    if (changed === 'twin') return drawEstate(c, estate, typed, TWIN_ESTATE)
    return goTo(c, `/settings/estates/${estate.id}`, '已保存。以后的工单用新的代码，已有的编号不变。')
  })
  .post('/settings/estates/:id{[0-9]+}/buildings', maySet, async (c) => {
    const { db, staff } = c.var
    const estate = await findEstate(db, staff, Number(c.req.param('id')))
    const { buildings: typed } = Typed.parse(await c.req.parseBody())
    const buildings = BuildingsForm.safeParse(typed)
    if (!buildings.success) return drawEstate(c, estate, { buildings: typed }, { buildings: z.flattenError(buildings.error).formErrors })
    if (buildings.data.length === 0) return drawEstate(c, estate, { buildings: typed }, { buildings: ['请先填写楼栋。'] })

    const added = await settle(c, 'setEstates', (tx) => addBuildings(tx, staff, estate.id, buildings.data))
    return goTo(c, `/settings/estates/${estate.id}`, added > 0 ? `已添加 ${added} 栋。` : '这些楼栋都已经有了。')
  })
  .post('/settings/estates/:id{[0-9]+}/buildings/removal', maySet, async (c) => {
    const { db, staff } = c.var
    const { id } = await findEstate(db, staff, Number(c.req.param('id')))
    const names = (await c.req.formData()).getAll('building').map(String)
    await settle(c, 'setEstates', (tx) => removeBuildings(tx, staff, id, names))
    return goTo(c, `/settings/estates/${id}`, names.length > 0 ? `已移除 ${names.length} 栋。` : '没有选中楼栋。')
  })
  .post('/settings/estates/:id{[0-9]+}/buildings/name', maySet, async (c) => {
    const { db, staff } = c.var
    const estate = await findEstate(db, staff, Number(c.req.param('id')))
    const form = RenameForm.safeParse(await c.req.parseBody())
    if (!form.success) return drawEstate(c, estate, {}, { newName: ['请填写一个楼栋名称，例如 8栋 或 A座。'] })
    const { building: name, newName } = form.data
    const renamed = await writeOnce(() =>
      settle(c, 'setEstates', (tx) => renameBuilding(tx, staff, { estateId: estate.id, name, newName })),
    )
    if (renamed === 'twin') return drawEstate(c, estate, {}, { newName: [`已有${newName}了，请换一个名称。`] })
    return goTo(c, `/settings/estates/${estate.id}`, `${name}改名为${newName}。`)
  })
  .post('/settings/estates/:id{[0-9]+}/removal', maySet, async (c) => {
    await settle(c, 'setEstates', (tx) => removeEstate(tx, c.var.staff, Number(c.req.param('id'))))
    return goTo(c, '/settings/estates', '小区已删除。')
  })

/** Two estates under one code would share one row of ticket numbers; people could not tell them apart. */
async function sayCodeTaken(c: Context<Console>, code: string, ownId: number | null): Promise<EstateErrors | null> {
  const others = await listEstates(c.var.db, c.var.staff)
  const other = others.find((estate) => estate.code === code && estate.id !== ownId)
  return other ? { code: [`代码 ${code} 已经是“${other.name}”的了，请换一个。`] } : null
}

function drawNew(c: Context<Console>, typed: EstateTyped, errors: EstateErrors) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  return drawPage(c, TITLE, <NewEstatePage typed={typed} errors={errors} />)
}

async function drawEstate(c: Context<Console>, estate: Estate, typed: Partial<EstateTyped>, errors: EstateErrors) {
  const { db, staff } = c.var
  const buildings = (await listBuildings(db, staff)).get(estate.id) ?? []
  const shown = { name: typed.name ?? estate.name, code: typed.code ?? estate.code, buildings: typed.buildings ?? '' }
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const mayEdit = hasRole(staff, SETTING_ROLES)
  return drawPage(c, TITLE, <EstatePage estate={estate} buildings={buildings} typed={shown} errors={errors} mayEdit={mayEdit} />)
}
