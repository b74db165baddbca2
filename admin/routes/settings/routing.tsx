import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { MEDIATORS, RoutingSettings } from '../../../core/routing/settings.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { changeCommunity } from '../../../db/orgUnits.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import type { Errors } from '../../views/settings/page.tsx'
import { RoutingPage, type RoutingTyped } from '../../views/settings/routing.tsx'

const HOURS = '请填 0.5 到 200 的工作小时数。'
const DAYS = '请填 1 到 60 的整数。'
const Hours = z.coerce.number(HOURS).min(0.5, HOURS).max(200, HOURS)
/** A step left empty is not taken. */
const StepHours = z
  .string()
  .trim()
  .transform((text) => (text === '' ? null : Number(text)))
  .pipe(z.number(HOURS).min(0.5, HOURS).max(200, HOURS).nullable())
const Form = z.object({
  takeUpHours: Hours,
  reportInHours: Hours,
  linkDays: z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(60, DAYS),
  buildingCaptain: StepHours,
  gridWorker: StepHours,
  community: StepHours,
  subdistrict: StepHours,
})
const Text = z.string().catch('')

/** How long handing on may take, and the steps of mediation. */
export const settingsRoutingRoutes = new Hono<Console>()
  .get('/settings/routing', (c) => draw(c, typedFrom(c.var.community.routing), {}))
  .post('/settings/routing', requireRole(...SETTING_ROLES), async (c) => {
    const body = await c.req.parseBody()
    const typed = Object.fromEntries(
      Object.keys(typedFrom(c.var.community.routing)).map((name) => [name, Text.parse(body[name])]),
    ) as RoutingTyped
    const form = Form.safeParse(typed)
    if (!form.success) return draw(c, typed, z.flattenError(form.error).fieldErrors)
    const { takeUpHours, reportInHours, linkDays } = form.data
    const mediation = MEDIATORS.flatMap((by) => (form.data[by] === null ? [] : [{ by, hours: form.data[by] }]))
    if (mediation.length === 0) return draw(c, typed, { buildingCaptain: ['至少留一步。'] })
    const routing = RoutingSettings.parse({ takeUpHours, reportInHours, linkDays, mediation })
    await settle(c, 'setRouting', (tx) => changeCommunity(tx, c.var.staff, { routing }))
    return goTo(c, '/settings/routing', '已保存，从现在起按新的来。')
  })

function typedFrom({ takeUpHours, reportInHours, linkDays, mediation }: RoutingSettings): RoutingTyped {
  const steps = MEDIATORS.map((by) => [by, String(mediation.find((step) => step.by === by)?.hours ?? '')])
  const terms = { takeUpHours: String(takeUpHours), reportInHours: String(reportInHours), linkDays: String(linkDays) }
  return { ...terms, ...Object.fromEntries(steps) } as RoutingTyped
}

function draw(c: Context<Console>, typed: RoutingTyped, errors: Errors<keyof RoutingTyped>) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const page = <RoutingPage typed={typed} errors={errors} mayEdit={hasRole(c.var.staff, SETTING_ROLES)} />
  return drawPage(c, { title: '设置', nav: 'settings' }, page)
}
