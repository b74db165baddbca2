import { and, between, eq } from 'drizzle-orm'
import type { SpecialDay } from '../core/calendar/specialDay.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { specialDays } from './schema/index.ts'

/** First and last, as `2026-10-01`. */
export type Span = { from: string; to: string }

/** What a community itself says of the days of a span: `days` and nothing else. On the others what is arranged for everybody holds. */
export function replaceSpecialDays(db: Db, { communityId }: Scope, { from, to }: Span, days: readonly SpecialDay[]): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.delete(specialDays).where(and(eq(specialDays.communityId, communityId), between(specialDays.day, from, to)))
    if (days.length > 0) await tx.insert(specialDays).values(days.map((special) => ({ ...special, communityId })))
  })
}
