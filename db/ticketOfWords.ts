import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Quote } from '../core/message.ts'
import type { Scope } from '../core/org.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { messages, outbox, reports, tickets } from './schema/index.ts'

/** The ticket that somebody's words of a room became, found by the network's id of them. */
export async function findByMessage(db: Db, { communityId }: Scope, roomId: number, externalId: string): Promise<Ticket | null> {
  const said = and(eq(messages.roomId, roomId), eq(messages.externalId, externalId))
  return latestOf(db, { communityId }, said)
}

/** The ticket that quoted words became, or were said about by the bot; a quote without an id is found by its words. */
export async function findQuoted(db: Db, scope: Scope, roomId: number, quote: Quote): Promise<Ticket | null> {
  const byId = quote.id && (await findByMessage(db, scope, roomId, quote.id))
  if (byId) return byId
  if (quote.text.trim() === '') return null
  const words = quote.text.trim()
  return (await latestOf(db, scope, and(eq(messages.roomId, roomId), eq(messages.text, words)))) ?? saidAbout(db, scope, roomId, words)
}

async function latestOf(db: Db, { communityId }: Scope, said: SQL | undefined): Promise<Ticket | null> {
  const [row] = await db
    .select({ ticket: tickets })
    .from(messages)
    .innerJoin(reports, eq(reports.messageId, messages.id))
    .innerJoin(tickets, eq(tickets.id, reports.ticketId))
    .where(and(eq(tickets.communityId, communityId), said))
    .orderBy(desc(messages.id))
    .limit(1)
  return row?.ticket ?? null
}

async function saidAbout(db: Db, { communityId }: Scope, roomId: number, words: string): Promise<Ticket | null> {
  const [row] = await db
    .select({ ticket: tickets })
    .from(outbox)
    .innerJoin(tickets, eq(tickets.id, outbox.ticketId))
    .where(and(eq(tickets.communityId, communityId), eq(outbox.roomId, roomId), sql`position(${outbox.text} in ${words}) > 0`))
    .orderBy(desc(outbox.id))
    .limit(1)
  return row?.ticket ?? null
}
