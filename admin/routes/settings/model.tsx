import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Certainty } from '../../../core/community.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { changeCommunity } from '../../../db/orgUnits.ts'
import { listUsage } from '../../../db/usage.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { ModelPage } from '../../views/settings/model.tsx'

const TITLE = { title: '设置', nav: 'settings' } as const
const SHOWN_MS = 30 * 86_400_000
const PERCENT = '请填 40 到 95 之间的整数。'

const CertaintyForm = z.object({ certainty: z.coerce.number(PERCENT).int(PERCENT).min(40, PERCENT).max(95, PERCENT) })

/** Back into the form as it was typed. */
const Typed = z.object({ certainty: z.string().catch('') })

export const settingsModelRoutes = new Hono<Console>()
  .get('/settings/model', (c) => drawModel(c, String(Math.round(c.var.community.certainty * 100)), undefined))
  .post('/settings/model', requireRole(...SETTING_ROLES), async (c) => {
    const typed = Typed.parse(await c.req.parseBody())
    const form = CertaintyForm.safeParse(typed)
    if (!form.success) return drawModel(c, typed.certainty, z.flattenError(form.error).fieldErrors.certainty?.[0])
    const certainty = Certainty.parse(form.data.certainty / 100)
    await settle(c, 'setModel', (tx) => changeCommunity(tx, c.var.staff, { certainty }))
    return goTo(c, '/settings/model', '已保存，从下一条消息起生效。')
  })

async function drawModel(c: Context<Console>, certainty: string, error: string | undefined) {
  const { db, staff, now, community, hasModel } = c.var
  c.status(error ? 422 : 200)
  const since = new Date(now().getTime() - SHOWN_MS)
  const days = await listUsage(db, staff, { since, timeZone: community.timeZone })
  const page = { days, hasModel, certainty, error, mayEdit: hasRole(staff, SETTING_ROLES) }
  return drawPage(c, TITLE, <ModelPage {...page} />)
}
