import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { STATION_KINDS } from '../../../core/organisation/station.ts'
import { hasRole, KNOWLEDGE_ROLES, SETTING_ROLES } from '../../../core/staff.ts'
import { listInForce } from '../../../db/articles.ts'
import { readOrganisation } from '../../../db/organisation.ts'
import { changeStation, closeStation, findStation, openStation } from '../../../db/stations.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { writeOnce } from '../../twin.ts'
import { type StationErrors, StationPage, StationsPage, type StationTyped } from '../../views/organisation/stations.tsx'
import { Choice, Text, todayOf } from './person.ts'

const TITLE = { title: '设置', nav: 'settings' } as const
const LIST = '/settings/stations'
const maySet = requireRole(...SETTING_ROLES)

const Typed = z.object({ kind: z.enum(STATION_KINDS).catch('studio'), name: Text, parent: Text, estate: Text, place: Text, hours: Text })
/** However it is grouped. */
const MOBILE_PHONE = /(?<!\d)1[ .·-]?[3-9](?:[ .·-]?\d){9}(?!\d)/
/** Residents hear it word for word. */
const Said = z
  .string()
  .trim()
  .refine((text) => !MOBILE_PHONE.test(text.normalize('NFKC')), '这里不要写个人手机号，居民会看到。')
const StationForm = z.object({
  kind: z.enum(STATION_KINDS, '请选择类型。'),
  name: Said.pipe(z.string().min(2, '请填写名称。').max(20, '名称最多 20 个字。')),
  parent: Choice,
  estate: Choice,
  place: Said.pipe(z.string().min(1, '请填写地点，居民要找得到。').max(30, '地点最多 30 个字。')),
  hours: Said.pipe(z.string().min(1, '请填写开放时间。').max(30, '开放时间最多 30 个字。')),
})
const TWIN: StationErrors = { name: ['已有同名的，请换一个名称。'] }

export const stationRoutes = new Hono<Console>()
  .get(LIST, async (c) => {
    const { db, staff } = c.var
    const page = { organisation: await readOrganisation(db, staff), today: todayOf(c), mayEdit: hasRole(staff, SETTING_ROLES) }
    return drawPage(c, TITLE, <StationsPage {...page} />)
  })
  .get('/settings/stations/new', maySet, async (c) => {
    const { stations } = await readOrganisation(c.var.db, c.var.staff)
    const hub = stations.find(({ kind }) => kind === 'hub')
    const typed = Typed.parse({ kind: hub ? 'studio' : 'hub', parent: String(hub?.id ?? ''), estate: c.req.query('estate') })
    return drawForm(c, null, typed, {})
  })
  .post(LIST, maySet, (c) => save(c, null))
  .get('/settings/stations/:id{[0-9]{1,9}}', async (c) => {
    const { id, parentId, estateId, ...station } = await findStation(c.var.db, c.var.staff, Number(c.req.param('id')))
    return drawForm(c, id, { ...station, parent: String(parentId ?? ''), estate: String(estateId ?? '') }, {})
  })
  .post('/settings/stations/:id{[0-9]{1,9}}', maySet, (c) => save(c, Number(c.req.param('id'))))
  .post('/settings/stations/:id{[0-9]{1,9}}/removal', maySet, async (c) => {
    await settle(c, 'setStations', (tx) => closeStation(tx, c.var.staff, Number(c.req.param('id'))))
    return goTo(c, LIST, '已删除。')
  })

async function save(c: Context<Console>, id: number | null) {
  const { staff } = c.var
  const typed = Typed.parse(await c.req.parseBody())
  const form = StationForm.safeParse(typed)
  if (!form.success) return drawForm(c, id, typed, z.flattenError(form.error).fieldErrors)
  const { parent, estate: estateId, ...written } = form.data
  const draft = { ...written, parentId: written.kind === 'hub' ? null : parent, estateId }
  const saved = await writeOnce(() =>
    settle(c, 'setStations', (tx) => (id === null ? openStation(tx, staff, draft) : changeStation(tx, staff, id, draft))),
  )
  if (saved === 'twin') return drawForm(c, id, typed, TWIN)
  return goTo(c, LIST, `已保存${saved.name}，居民问在哪就照这里回答。`)
}

async function drawForm(c: Context<Console>, id: number | null, typed: StationTyped, errors: StationErrors) {
  const { db, staff } = c.var
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const rules = id === null ? [] : (await listInForce(db, staff)).filter(({ stationId }) => stationId === id)
  const may = { mayEdit: hasRole(staff, SETTING_ROLES), mayWrite: hasRole(staff, KNOWLEDGE_ROLES) }
  const page = { id, typed, errors, rules, organisation: await readOrganisation(db, staff), today: todayOf(c), ...may }
  return drawPage(c, TITLE, <StationPage {...page} />)
}
