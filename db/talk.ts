import { and, asc, desc, eq, gte, isNull, lt, lte, ne, type SQL } from 'drizzle-orm'
import { DRILL_WORDS, type DrillTalk } from '../core/emergency/drill.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { isHeardWithin } from './reach.ts'
import { messages } from './schema/index.ts'
import { namesAny } from './schema/oneOf.ts'

type StoredMessage = typeof messages.$inferSelect

/** Whether a message was said in the same room or, where there is none, in the same private chat. */
export function inTalk({ roomId, memberId }: { roomId: number | null; memberId: number }): SQL | undefined {
  return roomId === null ? and(isNull(messages.roomId), eq(messages.memberId, memberId)) : eq(messages.roomId, roomId)
}

/** The last lines said in the same room (or private chat) before a message, since a moment, oldest first. */
export async function listBefore(
  db: Db,
  { communityId }: Scope,
  message: Pick<StoredMessage, 'id' | 'roomId'> & { member: { id: number } },
  { since, lines }: { since: Date; lines: number },
): Promise<Pick<StoredMessage, 'memberId' | 'alias' | 'text'>[]> {
  const sameTalk = inTalk({ roomId: message.roomId, memberId: message.member.id })
  const rows = await db
    .select({ memberId: messages.memberId, alias: messages.alias, text: messages.text })
    .from(messages)
    .where(
      and(eq(messages.communityId, communityId), sameTalk, lt(messages.id, message.id), gte(messages.sentAt, since), ne(messages.text, '')),
    )
    .orderBy(desc(messages.id))
    .limit(lines)
  return rows.toReversed()
}

const MOST_OF_DRILLS = 50

/** What was last said of drills in a room before a message, since a moment. */
export async function listDrillTalk(
  db: Db,
  { communityId }: Scope,
  { id, roomId }: { id: number; roomId: number },
  since: Date,
): Promise<DrillTalk[]> {
  const named = namesAny(messages.text, DRILL_WORDS)
  return db
    .select({ words: messages.text, at: messages.sentAt })
    .from(messages)
    .where(and(eq(messages.communityId, communityId), eq(messages.roomId, roomId), gte(messages.sentAt, since), lt(messages.id, id), named))
    .orderBy(desc(messages.sentAt))
    .limit(MOST_OF_DRILLS)
}

/** The lines of a room (or of a private chat) around a message, oldest first. */
export async function listAround(
  db: Db,
  scope: Scope,
  message: Pick<StoredMessage, 'id' | 'roomId' | 'memberId'>,
  lines: number,
): Promise<StoredMessage[]> {
  const here = and(eq(messages.communityId, scope.communityId), inTalk(message), isHeardWithin(db, scope))
  const before = await db
    .select()
    .from(messages)
    .where(and(here, lte(messages.id, message.id)))
    .orderBy(desc(messages.id))
    .limit(lines + 1)
  const after = await db
    .select()
    .from(messages)
    .where(and(here, gte(messages.id, message.id + 1)))
    .orderBy(asc(messages.id))
    .limit(lines)
  return [...before.toReversed(), ...after]
}
