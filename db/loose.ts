import { and, eq, inArray } from 'drizzle-orm'
import { LOOSE_REASONS } from '../core/conversation/outcome.ts'
import type { LooseLine } from '../core/conversation/situation.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { messages } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

/** What led to no ticket and nobody has decided about. */
export const LOOSE = and(isAmong(messages.outcome, ['silent', 'waiting']), isAmong(messages.reason, LOOSE_REASONS))

/** Lines that turn out to belong to a ticket; returns those that nobody has decided about meanwhile. */
export async function takeAlong(db: Db, { communityId }: Scope, lines: readonly LooseLine[], at: Date): Promise<LooseLine[]> {
  if (lines.length === 0) return []
  const ids = lines.map(({ messageId }) => messageId)
  const taken = await db
    .update(messages)
    .set({ outcome: 'ticketJoined', reason: null, settledAt: at })
    .where(and(eq(messages.communityId, communityId), inArray(messages.id, ids), LOOSE))
    .returning({ id: messages.id })
  return lines.filter(({ messageId }) => taken.some(({ id }) => id === messageId))
}
