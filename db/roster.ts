import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Community } from '../core/community.ts'
import type { Contact, Roster } from '../core/emergency/page.ts'
import type { Db } from './client.ts'
import { members, staff } from './schema/index.ts'

/** The people a community calls, with the ways that reach them now: accounts in service, friends of the bot's account. */
export async function findRoster(db: Db, community: Pick<Community, 'id' | 'duty' | 'paging'>): Promise<Roster> {
  const own = and(eq(staff.communityId, community.id), eq(staff.active, true))
  const colleagues = await db.select({ id: staff.id, name: staff.name, role: staff.role }).from(staff).where(own).orderBy(asc(staff.id))
  const friends = await listFriendIds(db, community)
  const duty = community.duty.map(
    ({ name, phone, staffId, memberId }): Contact => ({
      name,
      phone,
      staffId: colleagues.some(({ id }) => id === staffId) ? staffId! : null,
      memberId: memberId !== undefined && friends.has(memberId) ? memberId : null,
    }),
  )
  const headOf = ({ id, name }: { id: number; name: string }): Contact => {
    const onDuty = duty.find(({ staffId }) => staffId === id)
    return { name, phone: onDuty?.phone ?? '', staffId: id, memberId: onDuty?.memberId ?? null }
  }
  const heads = (['director', 'administrator'] as const).flatMap((role) => colleagues.filter((person) => person.role === role).map(headOf))
  return { duty, heads, paging: community.paging }
}

/** Who was put on the list stays on it, in whichever community's group they spoke last. */
async function listFriendIds(db: Db, { duty }: Pick<Community, 'duty'>): Promise<Set<number>> {
  const named = duty.flatMap(({ memberId }) => memberId ?? [])
  if (named.length === 0) return new Set()
  const rows = await db
    .select({ id: members.id })
    .from(members)
    .where(and(inArray(members.id, named), eq(members.isFriend, true)))
  return new Set(rows.map((row) => row.id))
}
