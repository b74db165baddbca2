import { and, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { RAISED_PARTIES } from '../core/routing/level.ts'
import { OPEN_STATUSES } from '../core/ticket/status.ts'
import { heardAt } from './echo.ts'
import { tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

/** Since when nobody had to speak of a ticket: the last word residents heard, or the end of its rest. */
export const quietFrom = sql`greatest(coalesce(${heardAt}, tickets.opened_at), tickets.resumed_at, case when tickets.status = 'onHold' then tickets.review_at end)`

/** Open, and no word to residents since then, as ISO text. */
export function isQuietSince(moment: string | Placeholder): SQL | undefined {
  return and(isAmong(tickets.status, OPEN_STATUSES), sql`${quietFrom} < ${moment}::timestamptz`)
}

/** In the hands of those above the community. */
export const IS_RAISED = isAmong(tickets.party, RAISED_PARTIES)
