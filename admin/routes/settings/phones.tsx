import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { DutyList } from '../../../core/community.ts'
import { Refusal } from '../../../core/errors.ts'
import { HOTLINE_KINDS, Hotlines } from '../../../core/hotlines.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { changeCommunity } from '../../../db/orgUnits.ts'
import { listRooms } from '../../../db/rooms.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import type { Errors } from '../../views/settings/page.tsx'
import { DutyPage, type DutyTyped, HotlinesPage, type HotlinesTyped } from '../../views/settings/phones.tsx'

const TITLE = { title: '设置', nav: 'settings' } as const
const maySet = requireRole(...SETTING_ROLES)

export const Phone = z
  .string()
  .trim()
  .regex(/^$|^[\d-]{3,20}$/, '电话只能有数字和短横线，至少 3 位。')
const HotlinesForm = z.object(Object.fromEntries(HOTLINE_KINDS.map((kind) => [kind, Phone])) as Record<keyof Hotlines, typeof Phone>)

const MOST_ON_DUTY = 20
const DutyForm = z.object({
  name: z.string().trim().min(1, '请填写姓名。').max(20, '姓名最多 20 个字。'),
  post: z.string().trim().max(20, '职务最多 20 个字。'),
  phone: z
    .string()
    .trim()
    .regex(/^[\d\s+-]{3,20}$/, '请填写电话，只能有数字、空格、加号和短横线。'),
})
const DutyMove = z.object({ index: z.coerce.number().int().min(0), seen: z.string(), move: z.enum(['up', 'down', 'out']) })

const Text = z.string().catch('')
const TypedHotlines = z.object(Object.fromEntries(HOTLINE_KINDS.map((kind) => [kind, Text])) as Record<keyof Hotlines, typeof Text>)
const TypedDuty = z.object({ name: Text, post: Text, phone: Text })

export const settingsPhoneRoutes = new Hono<Console>()
  .get('/settings/hotlines', (c) => drawHotlines(c, typedFrom(c.var.community.hotlines), {}))
  .post('/settings/hotlines', maySet, async (c) => {
    const body = await c.req.parseBody()
    const typed = TypedHotlines.parse(body)
    const form = HotlinesForm.safeParse(typed)
    if (!form.success) return drawHotlines(c, typed, z.flattenError(form.error).fieldErrors)

    const hotlines = Hotlines.parse(Object.fromEntries(Object.entries(form.data).map(([kind, phone]) => [kind, phone || null])))
    const silences = c.var.community.hotlines.gas !== null && hotlines.gas === null && (await countSpeaking(c)) > 0
    if (silences && body['silence'] !== 'yes') {
      return drawHotlines(c, typed, { gas: ['清空后，所有群都会变成只记录、不说话。确定的话请勾选下面一行再保存。'] })
    }
    await changeCommunity(c.var.db, c.var.staff, { hotlines })
    return goTo(c, '/settings/hotlines', silences ? '已保存，所有群现在只记录、不说话。' : '已保存。')
  })
  .get('/settings/duty', (c) => drawDuty(c, { name: '', post: '', phone: '' }, {}))
  .post('/settings/duty', maySet, async (c) => {
    const { db, staff, community } = c.var
    const typed = TypedDuty.parse(await c.req.parseBody())
    const person = DutyForm.safeParse(typed)
    if (!person.success) return drawDuty(c, typed, z.flattenError(person.error).fieldErrors)
    if (community.duty.length >= MOST_ON_DUTY) return drawDuty(c, typed, { name: [`名单最多 ${MOST_ON_DUTY} 位，请先移除一位。`] })
    await changeCommunity(db, staff, { duty: [...community.duty, person.data] })
    return goTo(c, '/settings/duty', `已添加${person.data.name}。`)
  })
  .post('/settings/duty/order', maySet, async (c) => {
    const { db, staff, community } = c.var
    const { index, seen, move } = DutyMove.parse(await c.req.parseBody())
    const person = community.duty[index]
    if (!person || `${person.name} ${person.phone}` !== seen) throw new Refusal('stale', { index })
    await changeCommunity(db, staff, { duty: reorder(community.duty, index, move) })
    return goTo(c, '/settings/duty', move === 'out' ? `已移除${person.name}。` : '顺序已调整。')
  })

function reorder(duty: DutyList, index: number, move: 'up' | 'down' | 'out'): DutyList {
  const person = duty[index]!
  const others = duty.toSpliced(index, 1)
  if (move === 'out') return others
  return others.toSpliced(Math.max(0, move === 'up' ? index - 1 : index + 1), 0, person)
}

function typedFrom(hotlines: Hotlines): HotlinesTyped {
  return TypedHotlines.parse(Object.fromEntries(Object.entries(hotlines).map(([kind, phone]) => [kind, phone ?? ''])))
}

async function countSpeaking(c: Context<Console>): Promise<number> {
  const rooms = await listRooms(c.var.db, c.var.staff)
  return rooms.filter(({ voice }) => voice === 'speaking').length
}

async function drawHotlines(c: Context<Console>, typed: HotlinesTyped, errors: Errors<keyof HotlinesTyped>) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const mayEdit = hasRole(c.var.staff, SETTING_ROLES)
  return drawPage(c, TITLE, <HotlinesPage typed={typed} errors={errors} speaking={await countSpeaking(c)} mayEdit={mayEdit} />)
}

function drawDuty(c: Context<Console>, typed: DutyTyped, errors: Errors<keyof DutyTyped>) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const mayEdit = hasRole(c.var.staff, SETTING_ROLES)
  return drawPage(c, TITLE, <DutyPage duty={c.var.community.duty} typed={typed} errors={errors} mayEdit={mayEdit} />)
}
