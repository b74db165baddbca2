import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { HOTLINE_KINDS, Hotlines } from '../../../core/hotlines.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { changeCommunity } from '../../../db/orgUnits.ts'
import { listRooms } from '../../../db/rooms.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import type { Errors } from '../../views/settings/page.tsx'
import { HotlinesPage, type HotlinesTyped } from '../../views/settings/phones.tsx'

const TITLE = { title: '设置', nav: 'settings' } as const
const maySet = requireRole(...SETTING_ROLES)

export const Phone = z
  .string()
  .trim()
  .regex(/^$|^[\d-]{3,20}$/, '电话只能有数字和短横线，至少 3 位。')
const HotlinesForm = z.object(Object.fromEntries(HOTLINE_KINDS.map((kind) => [kind, Phone])) as Record<keyof Hotlines, typeof Phone>)

const Text = z.string().catch('')
const TypedHotlines = z.object(Object.fromEntries(HOTLINE_KINDS.map((kind) => [kind, Text])) as Record<keyof Hotlines, typeof Text>)

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
    await settle(c, 'setHotlines', (tx) => changeCommunity(tx, c.var.staff, { hotlines }))
    return goTo(c, '/settings/hotlines', silences ? '已保存，所有群现在只记录、不说话。' : '已保存。')
  })

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
