import { and, eq, inArray, isNull, lte } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import { GROWS_STALE, STALE_AFTER_MS } from '../core/speech/mute.ts'
import type { Db } from './client.ts'
import { communities, outbox } from './schema/index.ts'

/** From now on only what is urgent is said; everything else waits, with its time to be said at all running on. */
export async function mute(db: Db, { communityId }: Scope, at: Date): Promise<void> {
  await db
    .update(communities)
    .set({ mutedAt: at })
    .where(and(eq(communities.id, communityId), isNull(communities.mutedAt)))
}

/** Everything may be said again: what waited goes, made anew where it can be, but no answers to talk that nobody remembers. */
export function unmute(db: Db, { communityId }: Scope, at: Date): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.update(communities).set({ mutedAt: null }).where(eq(communities.id, communityId))
    const held = and(eq(outbox.communityId, communityId), eq(outbox.status, 'waiting'), eq(outbox.hold, 'muted'))
    const isStale = and(
      held,
      inArray(outbox.kind, [...GROWS_STALE]),
      isNull(outbox.ticketId),
      lte(outbox.createdAt, new Date(at.getTime() - STALE_AFTER_MS)),
    )
    await tx.update(outbox).set({ status: 'expired', settledAt: at }).where(isStale)
    await tx.update(outbox).set({ notBefore: at }).where(held)
  })
}

/** How many words wait because only what is urgent is said. */
export function countMuted(db: Db, { communityId }: Scope): Promise<number> {
  return db.$count(outbox, and(eq(outbox.communityId, communityId), eq(outbox.status, 'waiting'), eq(outbox.hold, 'muted')))
}
