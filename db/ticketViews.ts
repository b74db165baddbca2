import { and, asc, eq, lt, ne } from 'drizzle-orm'
import type { Staff } from '../core/staff.ts'
import { type Beside, isStillThere } from '../core/ticket/beside.ts'
import type { Db } from './client.ts'
import { staff, ticketViews } from './schema/index.ts'

const KEPT_MS = 60 * 60_000

/** A colleague has a ticket open: remembers it, forgets what they closed long ago, and says who else is there. */
export async function lookAt(db: Db, by: Staff, ticketId: number, { editing, at }: { editing: boolean; at: Date }): Promise<Beside[]> {
  const { id: staffId, communityId } = by
  await db
    .insert(ticketViews)
    .values({ ticketId, staffId, communityId, editing, seenAt: at })
    .onConflictDoUpdate({ target: [ticketViews.ticketId, ticketViews.staffId], set: { editing, seenAt: at } })
  await db.delete(ticketViews).where(and(eq(ticketViews.staffId, staffId), lt(ticketViews.seenAt, new Date(at.getTime() - KEPT_MS))))
  const others = await db
    .select({ name: staff.name, editing: ticketViews.editing, seenAt: ticketViews.seenAt })
    .from(ticketViews)
    .innerJoin(staff, eq(staff.id, ticketViews.staffId))
    .where(and(eq(ticketViews.communityId, communityId), eq(ticketViews.ticketId, ticketId), ne(ticketViews.staffId, staffId)))
    .orderBy(asc(staff.id))
  return others.filter((one) => isStillThere(one, at))
}
