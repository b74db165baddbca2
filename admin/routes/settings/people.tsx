import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { DIRECTORS, OWN_ROLES } from '../../../core/staff.ts'
import { changeRole, listPeople, setActive } from '../../../db/people.ts'
import { requireRole } from '../../access.ts'
import { addColleague, resetPassword } from '../../accounts.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { USERNAME } from '../../auth.ts'
import { drawPage } from '../../page.tsx'
import { resetSecondFactor } from '../../secondFactor.ts'
import { writeOnce } from '../../twin.ts'
import type { Errors } from '../../views/settings/page.tsx'
import { type Given, PeoplePage, type PersonTyped } from '../../views/settings/people.tsx'

const mayManage = requireRole('administrator')
const BLANK: PersonTyped = { name: '', username: '', role: 'staff' }

const NewPerson = z.object({
  name: z.string().trim().min(1, '请填写姓名。').max(20, '姓名最多 20 个字。'),
  username: z
    .string()
    .trim()
    .min(2, '用户名至少 2 个字。')
    .max(30, '用户名最多 30 个字。')
    .regex(USERNAME, '用户名只能用文字、数字和 _ . -。'),
  role: z.enum(OWN_ROLES, '请从列表里选角色。'),
})
const NewRole = NewPerson.pick({ role: true })
const Text = z.string().catch('')
const Typed = z.object({ name: Text, username: Text, role: Text })

export const peopleRoutes = new Hono<Console>()
  .get('/settings/people', (c) => drawPeople(c, {}))
  .post('/settings/people', mayManage, async (c) => {
    const { db, staff, now } = c.var
    const typed = Typed.parse(await c.req.parseBody())
    const form = NewPerson.safeParse(typed)
    if (!form.success) return drawPeople(c, { typed, errors: z.flattenError(form.error).fieldErrors })
    const added = await writeOnce(() => addColleague(db, staff, form.data, now()))
    if (added === 'twin') return drawPeople(c, { typed, errors: { username: ['这个用户名已有人使用，请换一个。'] } })
    const { name, username } = form.data
    return drawPeople(c, { given: { name, username: username.toLowerCase(), temporaryPassword: added.temporaryPassword, isNew: true } })
  })
  .post('/settings/people/:id{[0-9]+}/role', mayManage, async (c) => {
    const { role } = NewRole.parse(await c.req.parseBody())
    await changeRole(c.var.db, c.var.staff, idOf(c), role, c.var.now())
    return goTo(c, '/settings/people', '角色已修改。')
  })
  .post('/settings/people/:id{[0-9]+}/password', mayManage, async (c) => {
    const { db, staff, now } = c.var
    const id = idOf(c)
    const { username, temporaryPassword } = await resetPassword(db, staff, id, now())
    const { name } = (await listPeople(db, staff)).find((person) => person.id === id)!
    return drawPeople(c, { given: { name, username, temporaryPassword, isNew: false } })
  })
  .post('/settings/people/:id{[0-9]+}/second-factor/removal', requireRole(...DIRECTORS), async (c) => {
    const name = await resetSecondFactor(c.var.db, c.var.staff, idOf(c), c.var.now())
    return goTo(c, '/settings/people', `已重置${name}的两步登录，现在只凭密码登录。请提醒本人重新开启。`)
  })
  .post('/settings/people/:id{[0-9]+}/leave', mayManage, async (c) => {
    await setActive(c.var.db, c.var.staff, idOf(c), false, c.var.now())
    return goTo(c, '/settings/people', '账号已停用。')
  })
  .post('/settings/people/:id{[0-9]+}/service', mayManage, async (c) => {
    await setActive(c.var.db, c.var.staff, idOf(c), true, c.var.now())
    return goTo(c, '/settings/people', '账号已恢复。')
  })

function idOf(c: Context<Console>): number {
  return Number(c.req.param('id'))
}

async function drawPeople(c: Context<Console>, shown: { typed?: PersonTyped; errors?: Errors<keyof PersonTyped>; given?: Given }) {
  const { db, staff, clock } = c.var
  const { typed = BLANK, errors = {}, given = null } = shown
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const people = await listPeople(db, staff)
  const page = <PeoplePage people={people} me={staff} clock={clock} typed={typed} errors={errors} given={given} />
  return drawPage(c, { title: '设置', nav: 'settings' }, page)
}
