import { and, desc, eq, gte, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import type { Kudos } from '../core/praise/kudos.ts'
import type { Db } from './client.ts'
import { kudos, messages, rooms, staff, tickets } from './schema/index.ts'

export type KudosEntry = {
  id: number
  party: Kudos['party']
  at: Date
  alias: string
  words: string
  roomTopic: string | null
  number: string | null
  category: typeof tickets.$inferSelect.category | null
  handler: string | null
}

export async function addKudos(tx: Db, { communityId }: Scope, messageId: number, { ticketId, party }: Kudos, at: Date): Promise<void> {
  await tx.insert(kudos).values({ communityId, messageId, ticketId, party, at })
}

/** The latest praise, newest first. */
export function listKudos(db: Db, { communityId }: Scope, limit: number): Promise<KudosEntry[]> {
  return db
    .select({
      id: kudos.id,
      party: kudos.party,
      at: kudos.at,
      alias: messages.alias,
      words: messages.text,
      roomTopic: rooms.topic,
      number: tickets.number,
      category: tickets.category,
      handler: staff.name,
    })
    .from(kudos)
    .innerJoin(messages, eq(messages.id, kudos.messageId))
    .leftJoin(rooms, eq(rooms.id, messages.roomId))
    .leftJoin(tickets, eq(tickets.id, kudos.ticketId))
    .leftJoin(staff, eq(staff.id, sql`coalesce(${tickets.assigneeId}, ${tickets.resolvedById})`))
    .where(eq(kudos.communityId, communityId))
    .orderBy(desc(kudos.id))
    .limit(limit)
}

export function countKudos(db: Db, { communityId }: Scope, since: Date): Promise<number> {
  return db.$count(kudos, and(eq(kudos.communityId, communityId), gte(kudos.at, since)))
}
