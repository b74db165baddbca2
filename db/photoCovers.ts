import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Scope } from '../core/org.ts'
import { type Area, coverPhoto } from '../core/privacy/cover.ts'
import type { Staff } from '../core/staff.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import { type Db, whole } from './client.ts'
import { record } from './deeds.ts'
import { media, photoCovers } from './schema/index.ts'

/** What of a photo is covered, since when, and the numbers of the tickets by which somebody may see it whole. */
export type PhotoCover = { areas: Area[]; at: Date; numbers: string[] }

/** The tickets that carry a photo, with those they went into, and the one on whose page it was covered. */
const NUMBERS = sql<string[]>`(
  select coalesce(json_agg(distinct shown.number), '[]') from tickets carrying
    join tickets shown on shown.id in (carrying.id, carrying.merged_into_id)
  where carrying.community_id = photo_covers.community_id and (carrying.id = photo_covers.ticket_id
    or exists (select from evidence where evidence.ticket_id = carrying.id and evidence.media_hash = photo_covers.media_hash)
    or exists (select from reports join messages on messages.id = reports.message_id
      where reports.ticket_id = carrying.id and messages.media_hash = photo_covers.media_hash)))`

/** Null: nothing of it is covered. */
export async function findCover(db: Db, scope: Scope, hash: string): Promise<PhotoCover | null> {
  const [row] = await db
    .select({ areas: photoCovers.areas, at: photoCovers.at, numbers: NUMBERS })
    .from(photoCovers)
    .where(isCoverOf(scope, hash))
  return row ?? null
}

/** Which of these photos are covered. */
export async function listCovered(db: Db, { communityId }: Scope, hashes: readonly string[]): Promise<ReadonlySet<string>> {
  if (hashes.length === 0) return new Set()
  const rows = await db
    .select({ hash: photoCovers.mediaHash })
    .from(photoCovers)
    .where(and(eq(photoCovers.communityId, communityId), inArray(photoCovers.mediaHash, [...new Set(hashes)])))
  return new Set(rows.map(({ hash }) => hash))
}

/** What everybody sees from now on; no areas: the photo as it came. */
export type Covering = { hash: string; areas: Area[]; copy: { bytes: Uint8Array; thumbnail: Uint8Array } | null; sees: boolean; at: Date }

/** Covers a photo of a ticket, covers more or less of it, or shows it again; the log says who, on which ticket, from what to what. @throws Refusal as `coverPhoto` */
export function keepCover(db: Db, staff: Staff, ticket: Pick<Ticket, 'id' | 'number'>, covering: Covering): Promise<void> {
  const { hash, areas, copy, sees, at } = covering
  return whole(db, async (tx) => {
    // Two who cover the same photo at once: the second is told what the first has covered.
    await tx.select({ hash: media.hash }).from(media).where(eq(media.hash, hash)).for('update')
    const known = await findCover(tx, staff, hash)
    const deed = coverPhoto(known?.areas ?? [], areas, sees)
    await tx.delete(photoCovers).where(isCoverOf(staff, hash))
    if (copy) {
      await tx.insert(photoCovers).values({ ...copy, communityId: staff.communityId, mediaHash: hash, ticketId: ticket.id, areas, at })
    }
    await record(tx, staff, { action: 'coverPhoto', subject: ticket.number, ...deed }, at)
  })
}

function isCoverOf({ communityId }: Scope, hash: string) {
  return and(eq(photoCovers.communityId, communityId), eq(photoCovers.mediaHash, hash))
}
