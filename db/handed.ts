import { and, asc, desc, eq, gt, gte, inArray, isNull, like, sql } from 'drizzle-orm'
import { type Holder, whyLinkEnded } from '../core/routing/link.ts'
import { type Handed, readWord, type Which } from '../core/routing/reply.ts'
import { findNumbers } from '../core/ticket/number.ts'
import { OPEN_STATUSES } from '../core/ticket/status.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { events, evidence, members, messages, outbox, ticketLinks, tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'

const MOST_HANDED = 9
const FRESH_PHOTO_MS = 60 * 60_000

/** The open tickets that somebody has in hand by links of their own, the last given first; whose community it is, each link says. */
export async function listHanded(db: Db, memberId: number, now: Date): Promise<Handed[]> {
  const rows = await db
    .select({ link: ticketLinks, ticket: tickets, last: LAST_WORD })
    .from(ticketLinks)
    .innerJoin(tickets, eq(tickets.id, ticketLinks.ticketId))
    .where(
      and(
        eq(ticketLinks.memberId, memberId),
        isNull(ticketLinks.revokedAt),
        gt(ticketLinks.expiresAt, now),
        isAmong(tickets.status, OPEN_STATUSES),
      ),
    )
    .orderBy(desc(ticketLinks.id))
  const alive = rows.filter(({ link, ticket }) => whyLinkEnded(link, ticket, now) === null)
  const newest = alive.filter(({ ticket }, index) => alive.findIndex((other) => other.ticket.id === ticket.id) === index)
  return newest.slice(0, MOST_HANDED).map(({ link, ticket, last }) => ({ link, ticket, saidDone: readWord(last ?? '') === 'done' }))
}

/** What they said last of it by this link. */
const LAST_WORD = sql<string | null>`(
  select note from ${events} where ${events.ticketId} = ${tickets.id} and ${events.actor} = 'handler' and ${events.actorId} = ${ticketLinks.id}
  order by ${events.id} desc limit 1)`

/** Those who were handed a ticket in private, by a link that opens it now. */
export async function listHolders(db: Db, ticket: Ticket, now: Date): Promise<Holder[]> {
  const rows = await db
    .select({ link: ticketLinks, isFriend: members.isFriend })
    .from(ticketLinks)
    .innerJoin(members, eq(members.id, ticketLinks.memberId))
    .where(eq(ticketLinks.ticketId, ticket.id))
  const alive = rows.filter(({ link }) => whyLinkEnded(link, ticket, now) === null)
  const holders = new Map(alive.map(({ link, isFriend }) => [link.memberId!, isFriend]))
  return [...holders].map(([memberId, isFriend]) => ({ memberId, isFriend }))
}

/** What somebody was asked last, unless they have said more of their work since. */
export async function findWhich(db: Db, memberId: number): Promise<Which | null> {
  const [asked] = await db
    .select({ text: outbox.text, about: outbox.about, at: outbox.createdAt })
    .from(outbox)
    .where(and(eq(outbox.memberId, memberId), like(outbox.key, 'which %')))
    .orderBy(desc(outbox.id))
    .limit(1)
  if (!asked) return null
  const own = db.select({ id: ticketLinks.id }).from(ticketLinks).where(eq(ticketLinks.memberId, memberId))
  const since = and(eq(events.actor, 'handler'), inArray(events.actorId, own), gt(events.at, asked.at))
  if ((await db.$count(events, since)) > 0) return null
  const said = await db
    .select({ text: messages.text, kind: messages.kind, mediaHash: messages.mediaHash })
    .from(messages)
    .where(inArray(messages.id, asked.about))
    .orderBy(asc(messages.id))
  return {
    numbers: findNumbers(asked.text),
    said: said.map(({ kind, text }) => (kind === 'text' ? text : '')).join(''),
    photo: said.find(({ mediaHash }) => mediaHash !== null)?.mediaHash ?? null,
    at: asked.at,
  }
}

type Shown = { communityId: number; ticketId: number; mediaHash: string; at: Date }

/** A photo that came in the chat, on the ticket it shows. */
export async function keepShown(tx: Db, { communityId, ticketId, mediaHash, at }: Shown): Promise<void> {
  await tx.insert(evidence).values({ communityId, ticketId, mediaHash, shows: 'during', at }).onConflictDoNothing()
}

const freshPhotos = ({ ticketId, at }: { ticketId: number; at: Date }) =>
  and(
    eq(evidence.ticketId, ticketId),
    eq(evidence.shows, 'during'),
    isNull(evidence.staffId),
    gte(evidence.at, new Date(at.getTime() - FRESH_PHOTO_MS)),
  )

/** How many photos of the last hour came from whoever has it without an account. */
export function countFreshPhotos(tx: Db, of: { ticketId: number; at: Date }): Promise<number> {
  return tx.$count(evidence, freshPhotos(of))
}

/** With the word that it is done, they show that. */
export async function showAsDone(tx: Db, of: { ticketId: number; at: Date }): Promise<void> {
  await tx.update(evidence).set({ shows: 'after' }).where(freshPhotos(of))
}
