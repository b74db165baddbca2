import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import { contentTypeOf } from '../core/contentType.ts'
import { Refusal } from '../core/errors.ts'
import type { Media } from '../core/message.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { isHeardWithin, isInReach } from './reach.ts'
import { evidence, media, messages, photoCovers, tickets } from './schema/index.ts'

/** Stores the bytes once, whoever sends them again, as what they are, whatever they are said to be; returns their hash. */
export async function keepMedia(db: Db, { bytes }: Pick<Media, 'bytes'>, at: Date): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex')
  await db
    .insert(media)
    .values({ hash, contentType: contentTypeOf(bytes), bytes, storedAt: at })
    .onConflictDoNothing()
  return hash
}

/** Said in the community, or put on a ticket of it. */
function isOwn(db: Db, scope: Scope) {
  const { communityId } = scope
  const heard = and(eq(messages.mediaHash, media.hash), eq(messages.communityId, communityId), isHeardWithin(db, scope))
  const seen = and(eq(evidence.mediaHash, media.hash), eq(evidence.communityId, communityId), isInReach({ from: scope.from }))
  return sql`(exists (select from ${messages} where ${heard})
    or exists (select from ${evidence} join ${tickets} on ${tickets.id} = ${evidence.ticketId} where ${seen}))`
}

/** The private tickets whose photo this is, by their numbers; none where another ticket of the community shows it to everybody. */
export async function listPrivateTicketsOf(db: Db, { communityId }: Scope, hash: string): Promise<string[]> {
  const rows = await db.select({ number: sql<string>`number` }).from(sql`private_tickets_of_photo(${communityId}, ${hash}) as number`)
  return rows.map(({ number }) => number)
}

/** The thumbnail, if a message of the community carries the picture, of the covered copy where there is one; null: none was made yet. */
export async function findThumbnail(db: Db, scope: Scope, hash: string): Promise<Uint8Array | null> {
  const [row] = await db
    .select({ thumbnail: sql<Uint8Array | null>`coalesce(${photoCovers.thumbnail}, ${media.thumbnail})` })
    .from(media)
    .leftJoin(photoCovers, coverOf(scope))
    .where(and(eq(media.hash, hash), isOwn(db, scope)))
  if (!row) throw new Refusal('not-found', { media: hash })
  return row.thumbnail
}

/** A thumbnail belongs to the bytes, whoever looks at it: it is made once. */
export async function keepThumbnail(db: Db, hash: string, thumbnail: Uint8Array): Promise<void> {
  await db.update(media).set({ thumbnail }).where(eq(media.hash, hash))
}

/** The bytes as everybody may see them, if a message of the community carries them: with faces and plates covered, once somebody has covered them. */
export function findMedia(db: Db, scope: Scope, hash: string): Promise<Media> {
  return find(db, scope, hash, SHOWN)
}

/** The bytes as they came: for who has just said why they look, and for covering them. */
export function findOriginal(db: Db, scope: Scope, hash: string): Promise<Media> {
  return find(db, scope, hash, { contentType: media.contentType, bytes: media.bytes })
}

/** What is shown of a photo beside which its cover is looked up by `coverOf`. */
export const SHOWN = {
  contentType: sql<string>`case when ${photoCovers.bytes} is null then ${media.contentType} else 'image/jpeg' end`,
  bytes: sql<Uint8Array>`coalesce(${photoCovers.bytes}, ${media.bytes})`,
}

export function coverOf({ communityId }: Scope) {
  return and(eq(photoCovers.mediaHash, media.hash), eq(photoCovers.communityId, communityId))
}

async function find(
  db: Db,
  scope: Scope,
  hash: string,
  columns: typeof SHOWN | Pick<typeof media, 'contentType' | 'bytes'>,
): Promise<Media> {
  const [row] = await db
    .select(columns)
    .from(media)
    .leftJoin(photoCovers, coverOf(scope))
    .where(and(eq(media.hash, hash), isOwn(db, scope)))
  if (!row) throw new Refusal('not-found', { media: hash })
  return row
}
