import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Reach, Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { tickets } from './schema/index.ts'

/** The tickets that a scope holds. */
export function isWithin({ communityId, reach }: Scope): SQL | undefined {
  return and(eq(tickets.communityId, communityId), isInReach(reach ?? null))
}

/** What `isInReach` of the core says, for asking the database. */
export function isInReach(reach: Reach | null): SQL | undefined {
  if (!reach) return undefined
  const places = sql`string_to_array(${reach.places.join(',')}, ',')`
  return or(eq(tickets.assigneeId, reach.staffId), sql`place_key(${tickets.estateId}, ${tickets.place}) = any(${places})`)
}

/** Until the transaction ends the database lets somebody write on what they have seen, also where it leaves their hands by that. */
export async function holdOn(tx: Db, { reach }: Scope, ticketId: number): Promise<void> {
  if (reach) await tx.execute(sql`select set_config('app.held', id::text, true) from ${tickets} where id = ${ticketId}`)
}
