import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { type DutyList, type DutyPerson, Paging } from '../../../core/community.ts'
import { Refusal } from '../../../core/errors.ts'
import { hasRole, SETTING_ROLES } from '../../../core/staff.ts'
import { listFriends } from '../../../db/members.ts'
import { changeCommunity } from '../../../db/orgUnits.ts'
import { listColleagues } from '../../../db/ticketPage.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { settle } from '../../settle.ts'
import { type DutyErrors, DutyPage, type DutyTyped, type MinutesTyped } from '../../views/settings/duty.tsx'

const TITLE = { title: '设置', nav: 'settings' } as const
const maySet = requireRole(...SETTING_ROLES)

const MOST_ON_DUTY = 20
const FRIENDS_SHOWN = 300
const NOBODY: DutyTyped = { name: '', post: '', phone: '', staffId: '', memberId: '' }

const Id = z.union([z.literal('').transform(() => undefined), z.coerce.number().int().positive()])
const DutyForm = z.object({
  name: z.string().trim().min(1, '请填写姓名。').max(20, '姓名最多 20 个字。'),
  post: z.string().trim().max(20, '职务最多 20 个字。'),
  phone: z
    .string()
    .trim()
    .regex(/^[\d\s+-]{3,20}$/, '请填写电话，只能有数字、空格、加号和短横线。'),
  staffId: Id,
  memberId: Id,
})
const Text = z.string().catch('')
const TypedDuty = z.object({ name: Text, post: Text, phone: Text, staffId: Text, memberId: Text })

/** Which row of the list a button stood on, and whom the page showed there. */
const Place = z.object({ index: z.coerce.number().int().min(0), seen: z.string() })
const DutyMove = Place.extend({ move: z.enum(['up', 'down', 'out']) })
const Edited = z.object({ index: z.coerce.number().int().min(0).optional().catch(undefined), seen: Text })

const ACK = '请填 1 到 30 之间的整数。'
const HEAD = '请填 1 到 60 之间的整数。'
const MinutesForm = z.object({
  ackMinutes: z.coerce.number(ACK).int(ACK).min(1, ACK).max(30, ACK),
  headMinutes: z.coerce.number(HEAD).int(HEAD).min(1, HEAD).max(60, HEAD),
})
const TypedMinutes = z.object({ ackMinutes: Text, headMinutes: Text })

export const settingsDutyRoutes = new Hono<Console>()
  .get('/settings/duty', (c) => {
    const index = Edited.shape.index.parse(c.req.query('edit'))
    const person = index === undefined ? undefined : c.var.community.duty[index]
    return drawDuty(c, { typed: person ? typedFrom(person) : NOBODY, edited: person ? { index: index!, seen: nameOf(person) } : null })
  })
  .post('/settings/duty', maySet, async (c) => {
    const { staff, community } = c.var
    const body = await c.req.parseBody()
    const typed = TypedDuty.parse(body)
    const { index, seen } = Edited.parse(body)
    const edited = index === undefined ? null : { index, seen }
    const form = DutyForm.safeParse(typed)
    if (!form.success) return drawDuty(c, { typed, edited, errors: z.flattenError(form.error).fieldErrors })
    if (!edited && community.duty.length >= MOST_ON_DUTY)
      return drawDuty(c, { typed, edited, errors: { name: [`名单最多 ${MOST_ON_DUTY} 位，请先移除一位。`] } })

    const person = await assertKnown(c, form.data)
    if (edited) assertThere(community.duty, edited)
    const duty = edited ? community.duty.with(edited.index, person) : [...community.duty, person]
    await settle(c, 'setDuty', (tx) => changeCommunity(tx, staff, { duty }))
    return goTo(c, '/settings/duty', edited ? `已保存${person.name}。` : `已添加${person.name}。`)
  })
  .post('/settings/duty/order', maySet, async (c) => {
    const { staff, community } = c.var
    const { move, ...place } = DutyMove.parse(await c.req.parseBody())
    const person = assertThere(community.duty, place)
    const duty = reorder(community.duty, place.index, move)
    await settle(c, 'setDuty', (tx) => changeCommunity(tx, staff, { duty }))
    return goTo(c, '/settings/duty', move === 'out' ? `已移除${person.name}。` : '顺序已调整。')
  })
  .post('/settings/duty/minutes', maySet, async (c) => {
    const minutes = TypedMinutes.parse(await c.req.parseBody())
    const form = MinutesForm.safeParse(minutes)
    if (!form.success) return drawDuty(c, { minutes, errors: z.flattenError(form.error).fieldErrors })
    await settle(c, 'setDuty', (tx) => changeCommunity(tx, c.var.staff, { paging: Paging.parse(form.data) }))
    return goTo(c, '/settings/duty', '已保存，从下一次呼叫起按新的时间。')
  })

/** An account in service and a friend of the bot's account, each of this community. @throws Refusal `not-found` */
async function assertKnown(c: Context<Console>, { staffId, memberId, ...person }: z.infer<typeof DutyForm>): Promise<DutyPerson> {
  const [colleagues, friends] = [await listColleagues(c.var.db, c.var.staff), await listFriends(c.var.db, c.var.staff, FRIENDS_SHOWN)]
  if (staffId !== undefined && !colleagues.some(({ id }) => id === staffId)) throw new Refusal('not-found', { staff: staffId })
  if (memberId !== undefined && !friends.some(({ id }) => id === memberId)) throw new Refusal('not-found', { member: memberId })
  return { ...person, ...(staffId !== undefined && { staffId }), ...(memberId !== undefined && { memberId }) }
}

function assertThere(duty: DutyList, { index, seen }: z.infer<typeof Place>): DutyPerson {
  const person = duty[index]
  if (!person || nameOf(person) !== seen) throw new Refusal('stale', { index })
  return person
}

function nameOf({ name, phone }: DutyPerson): string {
  return `${name} ${phone}`
}

function reorder(duty: DutyList, index: number, move: 'up' | 'down' | 'out'): DutyList {
  const person = duty[index]!
  const others = duty.toSpliced(index, 1)
  if (move === 'out') return others
  return others.toSpliced(Math.max(0, move === 'up' ? index - 1 : index + 1), 0, person)
}

function typedFrom({ name, post, phone, staffId, memberId }: DutyPerson): DutyTyped {
  return { name, post, phone, staffId: String(staffId ?? ''), memberId: String(memberId ?? '') }
}

type Drawn = { typed?: DutyTyped; edited?: { index: number; seen: string } | null; minutes?: MinutesTyped; errors?: DutyErrors }

async function drawDuty(c: Context<Console>, { typed = NOBODY, edited = null, minutes, errors = {} }: Drawn) {
  const { db, staff, community } = c.var
  c.status(Object.keys(errors).length > 0 ? 422 : 200)
  const { ackMinutes, headMinutes } = community.paging
  const props = {
    community,
    typed,
    edited,
    minutes: minutes ?? { ackMinutes: String(ackMinutes), headMinutes: String(headMinutes) },
    errors,
    colleagues: await listColleagues(db, staff),
    friends: await listFriends(db, staff, FRIENDS_SHOWN),
    mayEdit: hasRole(staff, SETTING_ROLES),
  }
  return drawPage(c, TITLE, <DutyPage {...props} />)
}
