import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Reach, Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { IS_RAISED } from './quiet.ts'
import { messages, reports, tickets } from './schema/index.ts'

/** Which part of a community is seen, as a scope says it. */
export type Sight = { reach?: Reach | undefined; from?: number | undefined }

/** The tickets that a scope holds. */
export function isWithin(scope: Scope): SQL | undefined {
  return and(eq(tickets.communityId, scope.communityId), isInReach(scope))
}

/** What `isInReach` of the core says, for asking the database. */
export function isInReach({ reach, from }: Sight): SQL | undefined {
  if (from !== undefined) return or(eq(tickets.private, false), IS_RAISED)
  if (!reach) return undefined
  const places = sql`string_to_array(${reach.places.join(',')}, ',')`
  return or(eq(tickets.assigneeId, reach.staffId), sql`place_key(${tickets.estateId}, ${tickets.place}) = any(${places})`)
}

/** From above nobody reads what belongs to matters they do not see, nor what was said in private and belongs to none. */
export function isHeardWithin(db: Db, { from }: Scope): SQL | undefined {
  if (from === undefined) return undefined
  const mattersOf = (seen: SQL | undefined) =>
    db
      .select({ one: sql`1` })
      .from(reports)
      .innerJoin(tickets, eq(tickets.id, reports.ticketId))
      .where(and(eq(reports.messageId, messages.id), seen))
  return sql`(exists ${mattersOf(isInReach({ from }))} or ${messages.roomId} is not null and not exists ${mattersOf(undefined)})`
}

/** Until the transaction ends the database lets somebody write on what they have seen, also where it leaves their hands by that. */
export async function holdOn(tx: Db, { reach, from }: Scope, ticketId: number): Promise<void> {
  if (reach || from !== undefined)
    await tx.execute(sql`select set_config('app.held', id::text, true) from ${tickets} where id = ${ticketId}`)
}
