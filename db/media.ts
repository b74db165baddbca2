import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Media } from '../core/message.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { media, messages } from './schema/index.ts'

/** Stores the bytes once, whoever sends them again; returns their hash. */
export async function keepMedia(db: Db, { contentType, bytes }: Media, at: Date): Promise<string> {
  const hash = createHash('sha256').update(bytes).digest('hex')
  await db.insert(media).values({ hash, contentType, bytes, storedAt: at }).onConflictDoNothing()
  return hash
}

/** The bytes, if a message of the community carries them. */
export async function findMedia(db: Db, { communityId }: Scope, hash: string): Promise<Media> {
  const [row] = await db
    .select({ contentType: media.contentType, bytes: media.bytes })
    .from(media)
    .innerJoin(messages, eq(messages.mediaHash, media.hash))
    .where(and(eq(media.hash, hash), eq(messages.communityId, communityId)))
    .limit(1)
  if (!row) throw new Refusal('not-found', { media: hash })
  return row
}
