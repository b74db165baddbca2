import { eq } from 'drizzle-orm'
import type { DutyList } from '../core/community.ts'
import { changeCommunity } from '../db/orgUnits.ts'
import { members } from '../db/schema/index.ts'
import type { openCommunity } from './community.ts'

type Community = Awaited<ReturnType<typeof openCommunity>>

/** Who is called in an emergency, first to last. */
export function nameDuty({ db, scope }: Community, people: Partial<DutyList[number]>[]) {
  const duty = people.map((person) => ({ name: '值班员', phone: '0757-00000009', post: '', ...person }))
  return changeCommunity(db, scope, { duty })
}

/** Somebody of the staff who is a friend of the bot's account. */
export async function befriend(community: Community, name: string): Promise<number> {
  await community.private(name).say('你好', { role: 'staff' })
  const [member] = await community.db.select().from(members).where(eq(members.externalId, name))
  return member!.id
}
