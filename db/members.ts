import { and, eq } from 'drizzle-orm'
import type { ChannelName, IncomingMessage } from '../core/message.ts'
import type { Db } from './client.ts'
import type { Room } from './rooms.ts'
import { members } from './schema/index.ts'

export type Member = typeof members.$inferSelect

/** The person on a channel, made known at the first word; speaking in a group tells which community and estate they belong to. */
export async function meetMember(db: Db, channel: ChannelName, sender: IncomingMessage['sender'], room: Room | null): Promise<Member> {
  const [known] = await db
    .select()
    .from(members)
    .where(and(eq(members.channel, channel), eq(members.externalId, sender.id)))
  const home = room?.communityId ? { communityId: room.communityId, estateId: room.estateId } : {}
  const seen = { nickname: sender.nickname, role: sender.role, isFriend: sender.isFriend, ...home }
  if (known && isSame(known, seen)) return known

  const [member] = await db
    .insert(members)
    .values({ channel, externalId: sender.id, ...seen })
    .onConflictDoUpdate({ target: [members.channel, members.externalId], set: seen })
    .returning()
  return member!
}

function isSame(known: Member, seen: Partial<Member>): boolean {
  return Object.entries(seen).every(([name, value]) => known[name as keyof Member] === value)
}
