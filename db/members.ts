import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { Account } from '../core/account.ts'
import type { Sender } from '../core/message.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { findMemberAgain } from './identity.ts'
import type { Room } from './rooms.ts'
import { communities, members } from './schema/index.ts'

export type Member = typeof members.$inferSelect

/** The person as an account knows them, made known at the first word; speaking in a group tells which community and estate they belong to. */
export async function meetMember(db: Db, account: Account, sender: Sender, room: Room | null, session?: string): Promise<Member> {
  const known = (await findMember(db, account, sender.id)) ?? (await findMemberAgain(db, account, sender, { room, session }))
  const home = room?.communityId ? { communityId: room.communityId, estateId: room.estateId } : {}
  const seen = { nickname: sender.nickname, role: sender.role, isFriend: sender.isFriend, ...home }
  if (known && isSame(known, seen)) return known

  const [member] = await db
    .insert(members)
    .values({ ...account, externalId: sender.id, session, ...seen })
    .onConflictDoUpdate({ target: [members.channel, members.account, members.externalId], set: seen })
    .returning()
  return member!
}

export async function findMember(db: Db, { channel, account }: Account, externalId: string): Promise<Member | null> {
  const [member] = await db
    .select()
    .from(members)
    .where(and(eq(members.channel, channel), eq(members.account, account), eq(members.externalId, externalId)))
  return member ?? null
}

function isSame(known: Member, seen: Partial<Member>): boolean {
  return Object.entries(seen).every(([name, value]) => known[name as keyof Member] === value)
}

/** Friends of the account whom the community may name for duty: its own, and those heard in no group while it is the only community. */
export function listFriends(db: Db, { communityId }: Scope, limit: number): Promise<Member[]> {
  const isAlone = sql`not exists (select 1 from ${communities} where ${communities.id} <> ${communityId})`
  return db
    .select()
    .from(members)
    .where(and(eq(members.isFriend, true), or(eq(members.communityId, communityId), and(isNull(members.communityId), isAlone))))
    .orderBy(sql`${members.role} = 'resident'`, asc(members.nickname), asc(members.id))
    .limit(limit)
}
