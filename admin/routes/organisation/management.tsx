import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { MANAGEMENT_MODELS } from '../../../core/organisation/management.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { texts } from '../../../core/texts/texts.ts'
import { listManagementChanges, listStewards, switchManagement } from '../../../db/management.ts'
import { findEstate } from '../../../db/orgUnits.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { type ManagementErrors, ManagementPage, type ManagementTyped } from '../../views/organisation/management.tsx'
import { Text } from './person.ts'

const Typed = z.object({ model: Text, reason: Text })
const SwitchForm = z.object({
  model: z.enum(MANAGEMENT_MODELS, '请选一种。'),
  reason: z.string().trim().min(1, '请写明原因，会记在历史里。').max(100, '原因最多 100 个字。'),
})
const SAME: ManagementErrors = { model: ['现在就是这样，没有变化。'] }

export const managementRoutes = new Hono<Console>()
  .get('/settings/estates/:id{[0-9]{1,9}}/management', (c) => drawManagement(c, { model: '', reason: '' }, {}))
  .post('/settings/estates/:id{[0-9]{1,9}}/management', requireRole(...SETTING_ROLES), async (c) => {
    const { db, staff, now } = c.var
    const typed = Typed.parse(await c.req.parseBody())
    const form = SwitchForm.safeParse(typed)
    if (!form.success) return drawManagement(c, typed, z.flattenError(form.error).fieldErrors)
    const { model: to, reason } = form.data
    const estate = await findEstate(db, staff, idOf(c))
    if (estate.managementModel === to) return drawManagement(c, typed, SAME)
    const { rerouted } = await settle(c, 'setEstates', (tx) =>
      switchManagement(tx, staff, { estateId: estate.id, to, reason, by: staff, at: now() }),
    )
    const moved = rerouted > 0 ? `，${rerouted} 件未办结的工单已转交` : ''
    return goTo(c, `/settings/estates/${estate.id}/management`, `${estate.name}改为${texts.organisation.managedBy(to)}${moved}。`)
  })

function idOf(c: Context<Console>): number {
  return Number(c.req.param('id'))
}

async function drawManagement(c: Context<Console>, typed: ManagementTyped, errors: ManagementErrors) {
  const { db, staff, clock } = c.var
  const estate = await findEstate(db, staff, idOf(c))
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const page = {
    estate,
    held: await listStewards(db, staff, estate.id),
    changes: await listManagementChanges(db, staff, estate.id),
    typed,
    errors,
    clock,
    mayEdit: hasRole(staff, SETTING_ROLES),
  }
  return drawPage(c, { title: '设置', nav: 'settings' }, <ManagementPage {...page} />)
}
