import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { changeCommunity } from '../../../db/orgUnits.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { LISTENING_FIELDS, ListeningPage, type ListeningTyped } from '../../views/settings/listening.tsx'
import type { Errors } from '../../views/settings/page.tsx'
import { whole } from './whole.ts'

const ListeningForm = z.object({
  textSeconds: whole(0, 120),
  photoSeconds: whole(0, 600),
  topicMinutes: whole(1, 60),
  answerMinutes: whole(1, 240),
  meTooMinutes: whole(1, 720),
  incidentMinutes: whole(1, 720),
})

/** Back into the form as it was typed. */
const Typed = z.record(z.string(), z.string().catch(''))

export const settingsListeningRoutes = new Hono<Console>()
  .get('/settings/listening', (c) => {
    const { patience, windows } = c.var.community
    return draw(c, readTyped({ ...patience, ...windows }), {})
  })
  .post('/settings/listening', requireRole(...SETTING_ROLES), async (c) => {
    const typed = Typed.parse(await c.req.parseBody())
    const form = ListeningForm.safeParse(typed)
    if (!form.success) return draw(c, readTyped(typed), z.flattenError(form.error).fieldErrors)
    const { textSeconds, photoSeconds, ...windows } = form.data
    const patience = { textSeconds, photoSeconds }
    await settle(c, 'setListening', (tx) => changeCommunity(tx, c.var.staff, { patience, windows }))
    return goTo(c, '/settings/listening', '已保存。')
  })

function readTyped(values: Partial<Record<string, string | number>>): ListeningTyped {
  return Object.fromEntries(LISTENING_FIELDS.map((name) => [name, String(values[name] ?? '')])) as ListeningTyped
}

function draw(c: Context<Console>, typed: ListeningTyped, errors: Errors<keyof ListeningTyped>) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const mayEdit = hasRole(c.var.staff, SETTING_ROLES)
  return drawPage(c, { title: '设置', nav: 'settings' }, <ListeningPage typed={typed} errors={errors} mayEdit={mayEdit} />)
}
