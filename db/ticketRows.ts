import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import type { Actor, Decision, Reporter, Ticket } from '../core/ticket/ticket.ts'
import { rowsInto } from './rows.ts'
import { events, reports, tickets } from './schema/index.ts'

/** Whose words a ticket is made from. `messageId` null: staff wrote it down for somebody, in these words. */
export type Source = { reporter: Reporter; messageId: number | null; at: Date; words?: string; createdById?: number }

export function reportsOf({ communityId }: Scope, ticketId: number, sources: readonly Source[]) {
  return sources.map(({ reporter: { memberId, alias }, messageId, at, words, createdById }) => ({
    ...(words !== undefined && { words }),
    ...(createdById !== undefined && { createdById }),
    communityId,
    ticketId,
    messageId,
    memberId,
    alias,
    reportedAt: at,
  }))
}

export const [intoTickets, intoReports, intoEvents] = [rowsInto(tickets), rowsInto(reports), rowsInto(events)]
/** A message stands behind a ticket once. */
export const ONCE = sql`on conflict (message_id, ticket_id) do nothing`

export function oweBy({ by, at }: Decision['event']) {
  return { at, staffId: by.kind === 'staff' ? by.staff.id : null }
}

export function eventOf({ communityId }: Scope, { id: ticketId }: Ticket, { by, ...fact }: Decision['event']) {
  return { communityId, ticketId, ...fact, ...actorColumns(by) }
}

function actorColumns(by: Actor): { actor: Actor['kind']; actorId: number | null; actorName: string } {
  if (by.kind === 'staff') return { actor: 'staff', actorId: by.staff.id, actorName: by.staff.name }
  if (by.kind === 'resident') return { actor: 'resident', actorId: by.memberId, actorName: by.alias }
  if (by.kind === 'handler') return { actor: 'handler', actorId: by.linkId, actorName: by.name }
  return { actor: 'bot', actorId: null, actorName: '小助手' }
}

/** What a ticket is found by: its number, what was understood, and what its reporters said, who are the rows of `told`. */
export function wordsOf({ number, summary, firstSummary }: Ticket, told: SQL): SQL {
  return sql`${[number, summary, firstSummary].join('\n')}::text || (
    select coalesce(string_agg(concat_ws(E'\n', '', told.alias, coalesce(messages.text, told.words, '')), '' order by told.id), '')
    from ${told} told left join messages on messages.id = told.message_id)`
}
