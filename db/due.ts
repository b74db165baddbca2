import { and, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

/** What `nextDeadline` of the core says, for asking the database. */
export const dueAt = sql`case
  when ${isAmong(tickets.status, ['draft', 'pendingReview'])} then coalesce(${tickets.respondBy}, ${tickets.resolveBy})
  when ${isAmong(tickets.status, ['filed', 'assigned', 'inProgress'])} then ${tickets.resolveBy}
  when ${tickets.status} = 'onHold' then ${tickets.reviewAt} end`

/** Moments as ISO text. */
export type DueWithin = { from: string | Placeholder | null; before: string | Placeholder }

export function isDueWithin({ from, before }: DueWithin): SQL | undefined {
  return and(sql`${dueAt} < ${before}::timestamptz`, from ? sql`${dueAt} >= ${from}::timestamptz` : undefined)
}
