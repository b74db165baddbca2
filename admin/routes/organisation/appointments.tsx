import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { OFFICE_NAMES, type OfficeName } from '../../../core/organisation/appointment.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { OFFICE_TITLES } from '../../../core/texts/organisation.ts'
import { appoint, changeTerm, findAppointment, removeAppointment } from '../../../db/appointments.ts'
import { readOrganisation } from '../../../db/organisation.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import {
  type AppointErrors,
  AppointmentsPage,
  type AppointTyped,
  NewAppointmentPage,
  TermPage,
} from '../../views/organisation/appointments.tsx'
import { findKnown, PersonForm, Text, todayOf, toPerson } from './person.ts'

const TITLE = { title: '设置', nav: 'settings' } as const
const LIST = '/settings/appointments'
const maySet = requireRole(...SETTING_ROLES)

const Role = z.enum(OFFICE_NAMES)
const Typed = z.object({ person: Text, name: Text, seat: Text, from: Text, to: Text, electedBy: Text })
const LastDay = z.union([z.literal('').transform(() => null), z.iso.date('没有这一天。')])
const AppointForm = PersonForm.safeExtend({
  seat: z.coerce.number('请选在哪里任职。').int().positive('请选在哪里任职。'),
  from: z.iso.date('请填写从哪天起。'),
  to: LastDay,
  electedBy: z.string().trim().min(1, '请填写怎么产生的，例如居民选举。').max(30, '最多 30 个字。'),
}).refine(({ from, to }) => to === null || from <= to, { message: '最后一天早于第一天。', path: ['to'] })

export const appointmentRoutes = new Hono<Console>()
  .get(LIST, async (c) => {
    const { db, staff } = c.var
    const page = { organisation: await readOrganisation(db, staff), today: todayOf(c), mayEdit: hasRole(staff, SETTING_ROLES) }
    return drawPage(c, TITLE, <AppointmentsPage {...page} />)
  })
  .get('/settings/appointments/new', maySet, (c) => {
    const seat = Text.parse(c.req.query('seat'))
    const typed = { person: '', name: '', seat, from: todayOf(c), to: '', electedBy: '' }
    return drawNew(c, Role.catch('buildingCaptain').parse(c.req.query('role')), typed, {})
  })
  .post(LIST, maySet, async (c) => {
    const { staff } = c.var
    const body = await c.req.parseBody()
    const role = Role.parse(body['role'])
    const typed = Typed.parse(body)
    const form = AppointForm.safeParse(typed)
    if (!form.success) return drawNew(c, role, typed, z.flattenError(form.error).fieldErrors)
    const { seat, from, to, electedBy, ...who } = form.data
    const person = toPerson(who, await findKnown(c))
    await settle(c, 'setAppointments', (tx) => appoint(tx, staff, { role, seatId: seat, from, to, electedBy, ...person }))
    return goTo(c, LIST, `已记下${person.name}任${OFFICE_TITLES[role]}。`)
  })
  .get('/settings/appointments/:id{[0-9]{1,9}}', async (c) => drawTerm(c, {}, null))
  .post('/settings/appointments/:id{[0-9]{1,9}}', maySet, async (c) => {
    const { db, staff } = c.var
    const appointment = await findAppointment(db, staff, idOf(c))
    const { to: typed } = Typed.parse(await c.req.parseBody())
    const last = LastDay.refine((day) => day === null || day >= appointment.from, '最后一天早于第一天。').safeParse(typed)
    if (!last.success) return drawTerm(c, { to: z.flattenError(last.error).formErrors }, typed)
    await settle(c, 'setAppointments', (tx) => changeTerm(tx, staff, appointment.id, last.data))
    return goTo(c, LIST, `${appointment.name}的任期已改。`)
  })
  .post('/settings/appointments/:id{[0-9]{1,9}}/removal', maySet, async (c) => {
    await settle(c, 'setAppointments', (tx) => removeAppointment(tx, c.var.staff, idOf(c)))
    return goTo(c, LIST, '已删除这条任职。')
  })

function idOf(c: Context<Console>): number {
  return Number(c.req.param('id'))
}

async function drawNew(c: Context<Console>, role: OfficeName, typed: AppointTyped, errors: AppointErrors) {
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const organisation = await readOrganisation(c.var.db, c.var.staff)
  const page = { role, typed, errors, organisation, communityId: c.var.staff.communityId, ...(await findKnown(c)) }
  return drawPage(c, TITLE, <NewAppointmentPage {...page} />)
}

async function drawTerm(c: Context<Console>, errors: AppointErrors, typed: string | null) {
  const { db, staff } = c.var
  const appointment = await findAppointment(db, staff, idOf(c))
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const organisation = await readOrganisation(db, staff)
  const page = { appointment, organisation, to: typed ?? appointment.to ?? '', errors, mayEdit: hasRole(staff, SETTING_ROLES) }
  return drawPage(c, TITLE, <TermPage {...page} />)
}
