import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { findFlags } from '../../../core/organisation/flags.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { readOrganisation } from '../../../db/organisation.ts'
import { findAbove, placeCommunity } from '../../../db/orgTree.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { writeOnce } from '../../twin.ts'
import { type AboveErrors, type AboveTyped, OverviewPage } from '../../views/organisation/overview.tsx'
import { Text, todayOf } from './person.ts'

const Typed = z.object({ district: Text, subdistrict: Text })
const AboveForm = z.object({
  district: z.string().trim().min(1, '请填写区（县、市）。').max(20, '最多 20 个字。'),
  subdistrict: z.string().trim().min(1, '请填写街道（镇）。').max(20, '最多 20 个字。'),
})
const TWIN: AboveErrors = { subdistrict: ['这个街道下已有同名的社区，请先改社区名称。'] }

export const organisationRoutes = new Hono<Console>()
  .get('/settings/organisation', async (c) => {
    const { district, subdistrict } = await findAbove(c.var.db, c.var.staff)
    return drawOverview(c, { district: district ?? '', subdistrict: subdistrict ?? '' }, {})
  })
  .post('/settings/organisation', requireRole(...SETTING_ROLES), async (c) => {
    const typed = Typed.parse(await c.req.parseBody())
    const form = AboveForm.safeParse(typed)
    if (!form.success) return drawOverview(c, typed, z.flattenError(form.error).fieldErrors)
    const placed = await writeOnce(() => settle(c, 'setOrganisation', (tx) => placeCommunity(tx, c.var.staff, form.data)))
    if (placed === 'twin') return drawOverview(c, typed, TWIN)
    return goTo(c, '/settings/organisation', '已保存。')
  })

async function drawOverview(c: Context<Console>, typed: AboveTyped, errors: AboveErrors) {
  const { db, staff, community } = c.var
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const organisation = await readOrganisation(db, staff)
  const flags = findFlags(organisation, todayOf(c), community.quietHours.night)
  const page = { community, organisation, flags, typed, errors, mayEdit: hasRole(staff, SETTING_ROLES) }
  return drawPage(c, { title: '设置', nav: 'settings' }, <OverviewPage {...page} />)
}
