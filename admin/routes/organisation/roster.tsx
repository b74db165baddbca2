import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { ClockTime, readClockTime } from '../../../core/hours.ts'
import { isInService } from '../../../core/organisation/appointment.ts'
import { onDutyAt } from '../../../core/organisation/duty.ts'
import { findFlags } from '../../../core/organisation/flags.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { addDuty, removeDuty } from '../../../db/dutySlots.ts'
import { readOrganisation } from '../../../db/organisation.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { type RosterErrors, RosterPage, type RosterTyped } from '../../views/organisation/roster.tsx'
import { Choice, findKnown, PersonForm, Text, todayOf, toPerson } from './person.ts'

const LIST = '/settings/roster'
const maySet = requireRole(...SETTING_ROLES)
const BLANK: RosterTyped = { weekdays: [], from: '', to: '', person: '', name: '', post: '', station: '' }

const Typed = z.object({ from: Text, to: Text, person: Text, name: Text, post: Text, station: Text })
const Weekday = z.coerce.number().int().min(1).max(7)
const CLOCK = '请填钟点，例如 19:00。'
const Clock = z
  .string()
  .transform(readClockTime)
  .refine((time) => ClockTime.safeParse(time).success, CLOCK)
const DutyForm = PersonForm.safeExtend({
  weekdays: z.array(Weekday).min(1, '请至少选一天。').max(7),
  from: Clock,
  to: Clock,
  post: z.string().trim().max(20, '岗位最多 20 个字。'),
  station: Choice,
}).refine(({ from, to }) => from !== to, { message: '开始和结束不能是同一时间。', path: ['to'] })

export const rosterRoutes = new Hono<Console>()
  .get(LIST, (c) => drawRoster(c, BLANK, {}))
  .post(LIST, maySet, async (c) => {
    const { staff } = c.var
    const body = await c.req.formData()
    const typed = { ...Typed.parse(Object.fromEntries(body)), weekdays: body.getAll('weekday').map(String) }
    const form = DutyForm.safeParse(typed)
    if (!form.success) return drawRoster(c, typed, z.flattenError(form.error).fieldErrors)
    const { weekdays, from, to, post, station: stationId, ...who } = form.data
    const person = toPerson(who, await findKnown(c))
    await settle(c, 'setRoster', (tx) => addDuty(tx, staff, [...new Set(weekdays)], { from, to, post, stationId, ...person }))
    return goTo(c, LIST, `已排${person.name}，每周 ${weekdays.length} 天。`)
  })
  .post('/settings/roster/:id{[0-9]{1,9}}/removal', maySet, async (c) => {
    const { name } = await settle(c, 'setRoster', (tx) => removeDuty(tx, c.var.staff, Number(c.req.param('id'))))
    return goTo(c, LIST, `已去掉${name}的这一班。`)
  })

async function drawRoster(c: Context<Console>, typed: RosterTyped, errors: RosterErrors) {
  const { db, staff, community, clock } = c.var
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const organisation = await readOrganisation(db, staff)
  const flags = findFlags(organisation, todayOf(c), community.quietHours.night)
  const working = organisation.roster.filter((slot) => isInService(slot, organisation.outOfService))
  const page = {
    organisation,
    now: onDutyAt(working, clock.now, clock.timeZone),
    gaps: flags.gaps,
    night: community.quietHours.night,
    typed,
    errors,
    mayEdit: hasRole(staff, SETTING_ROLES),
    ...(await findKnown(c)),
  }
  return drawPage(c, { title: '设置', nav: 'settings' }, <RosterPage {...page} />)
}
