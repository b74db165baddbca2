import type { Context } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../../core/errors.ts'
import { localTime } from '../../../core/localTime.ts'
import type { Person } from '../../../core/organisation/appointment.ts'
import { listFriends } from '../../../db/members.ts'
import { listColleagues } from '../../../db/ticketPage.ts'
import type { Console } from '../../app.tsx'
import type { Known } from '../../views/organisation/person.tsx'

const FRIENDS_SHOWN = 300

/** Back into the form as it was typed. */
export const Text = z.string().catch('')

/** The id of a row that was chosen from a list, or nothing. */
export const Choice = z.union([z.literal('').transform(() => null), z.coerce.number('请从列表里选。').int().positive()])

const WHO = { message: '请选一位，或写下姓名。', path: ['name'] }
export const PersonForm = z
  .object({
    person: z.string().regex(/^((staff|member)-\d{1,9})?$/, '请从列表里选。'),
    name: z.string().trim().max(20, '姓名最多 20 个字。'),
  })
  .refine(({ person, name }) => person !== '' || name !== '', WHO)

export async function findKnown(c: Context<Console>): Promise<Known> {
  const { db, staff } = c.var
  return { colleagues: await listColleagues(db, staff), friends: await listFriends(db, staff, FRIENDS_SHOWN) }
}

/** @throws Refusal `not-found` for somebody whom the list did not offer. */
export function toPerson({ person, name }: z.infer<typeof PersonForm>, { colleagues, friends }: Known): Person {
  const [kind, id] = person.split('-')
  if (kind === 'staff') {
    const colleague = colleagues.find((one) => one.id === Number(id))
    if (colleague) return { staffId: colleague.id, memberId: null, name: name || colleague.name }
  }
  if (kind === 'member') {
    const friend = friends.find((one) => one.id === Number(id))
    if (friend) return { staffId: null, memberId: friend.id, name: name || friend.nickname }
  }
  if (person !== '') throw new Refusal('not-found', { person })
  return { staffId: null, memberId: null, name }
}

/** The day it is in the community. */
export function todayOf({ var: { clock } }: Context<Console>): string {
  return localTime(clock.now, clock.timeZone).toPlainDate().toString()
}
