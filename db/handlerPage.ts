import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Media } from '../core/message.ts'
import type { Matter } from '../core/ticket/ticket.ts'
import type { Db } from './client.ts'
import { type EvidenceRow, listEvidence } from './evidence.ts'
import { coverOf, SHOWN } from './media.ts'
import { events, media, messages, photoCovers, reports } from './schema/index.ts'
import { findLink, type TicketLinkRow } from './ticketLinks.ts'
import { findMatterById } from './tickets.ts'

export type HandlerEvent = Pick<typeof events.$inferSelect, 'id' | 'action' | 'at' | 'note'>

/** Everything that somebody sees who has one ticket by a link: what they and others without an account did, and photos; nobody's name, nobody's words. */
export type HandlerFacts = { link: TicketLinkRow; matter: Matter; photos: string[]; evidence: EvidenceRow[]; done: HandlerEvent[] }

/** Null: there is no such link. */
export async function readHandlerPage(db: Db, linkId: number): Promise<HandlerFacts | null> {
  const link = await findLink(db, linkId)
  if (!link) return null
  const matter = await findMatterById(db, link, link.ticketId)
  const isShown = !matter.ticket.private
  return {
    link,
    matter,
    photos: isShown ? await listReportedPhotos(db, link) : [],
    evidence: await listEvidence(db, link, link.ticketId),
    done: await db
      .select({ id: events.id, action: events.action, at: events.at, note: events.note })
      .from(events)
      .where(and(eq(events.ticketId, link.ticketId), eq(events.actor, 'handler'), eq(events.actorId, link.id)))
      .orderBy(asc(events.id)),
  }
}

/** What residents sent with their reports. */
async function listReportedPhotos(db: Db, { communityId, ticketId }: TicketLinkRow): Promise<string[]> {
  const rows = await db
    .select({ hash: messages.mediaHash })
    .from(reports)
    .innerJoin(messages, eq(messages.id, reports.messageId))
    .where(
      and(
        eq(reports.communityId, communityId),
        eq(reports.ticketId, ticketId),
        sql`${reports.withdrawnAt} is null`,
        eq(messages.kind, 'image'),
        isNotNull(messages.mediaHash),
      ),
    )
    .orderBy(asc(reports.id))
  return rows.flatMap(({ hash }) => hash ?? [])
}

/** As everybody sees it: with faces and plates covered. @throws Refusal `not-found` for a photo of another ticket */
export async function findHandlerPhoto(db: Db, { link, photos, evidence }: HandlerFacts, hash: string): Promise<Media> {
  const isTheirs = photos.includes(hash) || evidence.some(({ mediaHash }) => mediaHash === hash)
  const [row] = isTheirs ? await db.select(SHOWN).from(media).leftJoin(photoCovers, coverOf(link)).where(eq(media.hash, hash)) : []
  if (!row) throw new Refusal('not-found', { media: hash })
  return row
}
