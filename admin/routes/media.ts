import { type Context, Hono } from 'hono'
import { Refusal } from '../../core/errors.ts'
import { findMedia, findOriginal, findThumbnail, keepThumbnail, listPrivateTicketsOf } from '../../db/media.ts'
import { findCover } from '../../db/photoCovers.ts'
import { listRevealed } from '../../db/reveals.ts'
import type { Console } from '../app.tsx'
import { drawPicture, isPicture, THUMBNAIL, WHOLE } from '../picture.ts'
import { drawPlaceholder } from '../views/placeholder.ts'

/** The next look tries again, and what is covered again is not shown from the browser's store. */
const UNKEPT = { 'Cache-Control': 'private, no-store' }

/**
 * What a resident sent, only to the community it was said in; of a private ticket only to a colleague who has said why, and with faces and plates covered
 * unless they have. Pictures are drawn anew, the first time somebody looks; everything else, and what cannot be drawn, is only ever downloaded, as it came.
 */
export const mediaRoutes = new Hono<Console>()
  .get('/media/:hash{[0-9a-f]{64}}', async (c) => {
    const sight = await readSight(c, hashOf(c))
    const { bytes } = await (sight.of === 'original' ? findOriginal : findMedia)(c.var.db, c.var.staff, hashOf(c))
    if (sight.of === 'nothing') throw new Refusal('not-allowed', { media: hashOf(c) })
    const shown = headersOf(sight, 'whole')
    if (isKnown(c, shown)) return c.body(null, 304, shown)
    const picture = await drawPicture(bytes, WHOLE)
    if (picture) return c.body(picture, 200, { ...shown, 'Content-Type': 'image/jpeg', 'Content-Disposition': 'inline' })
    const kept = isPicture(bytes) ? UNKEPT : shown
    return c.body(new Uint8Array(bytes), 200, { ...kept, 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment' })
  })
  .get('/media/:hash{[0-9a-f]{64}}/thumbnail', async (c) => {
    const { db, staff } = c.var
    const sight = await readSight(c, hashOf(c))
    const known = await findThumbnail(db, staff, hashOf(c))
    if (sight.of === 'nothing') return c.body(drawPlaceholder('照片遮住了'), 403, { ...UNKEPT, 'Content-Type': 'image/svg+xml' })
    const shown = headersOf(sight, 'small')
    if (isKnown(c, shown)) return c.body(null, 304, shown)
    // The one that is kept beside a covered photo is of its copy.
    const isOfCopy = sight.of === 'original' && sight.hasCopy
    if (known && !isOfCopy) return c.body(new Uint8Array(known), 200, { ...shown, 'Content-Type': 'image/jpeg' })

    const { bytes } = await findOriginal(db, staff, hashOf(c))
    const thumbnail = await drawPicture(bytes, THUMBNAIL)
    if (!thumbnail) {
      const words = isPicture(bytes) ? '图片打不开，点开下载' : '文件，点开下载'
      return c.body(drawPlaceholder(words), 200, { ...UNKEPT, 'Content-Type': 'image/svg+xml' })
    }
    if (!isOfCopy) await keepThumbnail(db, hashOf(c), thumbnail)
    return c.body(thumbnail, 200, { ...shown, 'Content-Type': 'image/jpeg' })
  })

/** What somebody sees of a photo: `shared` is what every colleague does, `original` what only who has said why does, for some minutes. */
type Sight = { of: 'nothing' } | { of: 'original'; hasCopy: boolean } | { of: 'shared'; since: Date | null }

export async function readSight(c: Context<Console>, hash: string): Promise<Sight> {
  const { db, staff, now } = c.var
  const hiding = await listPrivateTicketsOf(db, staff, hash)
  const cover = await findCover(db, staff, hash)
  if (hiding.length === 0 && !cover) return { of: 'shared', since: null }
  const revealed = await listRevealed(db, staff, now())
  const numbers = hiding.length > 0 ? hiding : cover!.numbers
  if (numbers.some((number) => revealed.has(number))) return { of: 'original', hasCopy: cover !== null }
  return hiding.length > 0 ? { of: 'nothing' } : { of: 'shared', since: cover!.at }
}

/** A browser keeps what every colleague sees, and asks each time whether it still is so: a photo may be covered, or become a private matter's, at any moment. */
function headersOf(sight: Sight, size: 'whole' | 'small'): Record<string, string> {
  if (sight.of !== 'shared') return UNKEPT
  return { 'Cache-Control': 'private, no-cache', ETag: `"${size}-${sight.since?.getTime() ?? 0}"` }
}

function isKnown(c: Context<Console>, { ETag }: Record<string, string>): boolean {
  return ETag !== undefined && c.req.header('if-none-match') === ETag
}

function hashOf(c: Context<Console>): string {
  return c.req.param('hash')!
}
