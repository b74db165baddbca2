import { type SQL, sql } from 'drizzle-orm'
import { tickets } from './schema/index.ts'

/** Words about a ticket that residents heard, as themselves or in a line that said several; what is said to somebody who is called or given work is not for them. */
const HEARD = sql`from outbox as own left join outbox as line on line.id = own.combined_into_id
  where own.ticket_id = tickets.id and own.kind not in ('page', 'dispatch')`
const IS_SENT = sql`coalesce(line.status, own.status) = 'sent'`

export const heardAt = sql`greatest((select max(coalesce(line.settled_at, own.settled_at)) ${HEARD} and ${IS_SENT}),
  tickets.told_by_phone_at)`.mapWith(tickets.openedAt) as SQL<Date | null>

/** The first word of a person's since its hours are counted. Where the bot may not speak, what a colleague has written is one. */
export const repliedAt = sql`least((select min(coalesce(line.settled_at, own.settled_at, own.created_at)) ${HEARD}
  and own.kind in ('progress', 'staffAnswer') and own.created_by_id is not null and own.created_at > tickets.counted_from
  and (${IS_SENT} or own.status = 'withheld')), case when tickets.told_by_phone_at > tickets.counted_from then tickets.told_by_phone_at end)`.mapWith(
  tickets.openedAt,
) as SQL<Date | null>
