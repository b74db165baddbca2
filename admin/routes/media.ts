import { type Context, Hono } from 'hono'
import { Refusal } from '../../core/errors.ts'
import { findMedia, findThumbnail, keepThumbnail, listPrivateTicketsOf } from '../../db/media.ts'
import { listRevealed } from '../../db/reveals.ts'
import type { Console } from '../app.tsx'
import { drawPicture, isPicture, THUMBNAIL, WHOLE } from '../picture.ts'
import { drawPlaceholder } from '../views/placeholder.ts'

/** Only the browser of whoever may see it keeps it; that nothing in it runs, `admin/security.ts` sees to. */
const KEPT = { 'Cache-Control': 'private, max-age=86400, immutable' }
/** The next look tries again, and what is covered again is not shown from the browser's store. */
const UNKEPT = { 'Cache-Control': 'private, no-store' }

/**
 * What a resident sent, only to the community it was said in; of a private ticket only to a colleague who has said why. Pictures are drawn anew, the first
 * time somebody looks; everything else, and what cannot be drawn, is only ever downloaded, as it came.
 */
export const mediaRoutes = new Hono<Console>()
  .get('/media/:hash{[0-9a-f]{64}}', async (c) => {
    const { bytes } = await findMedia(c.var.db, c.var.staff, hashOf(c))
    const cover = await readCover(c)
    if (cover === 'covered') throw new Refusal('not-allowed', { media: hashOf(c) })
    const shown = cover === 'open' ? KEPT : UNKEPT
    const picture = await drawPicture(bytes, WHOLE)
    if (picture) return c.body(picture, 200, { ...shown, 'Content-Type': 'image/jpeg', 'Content-Disposition': 'inline' })
    const kept = isPicture(bytes) ? UNKEPT : shown
    return c.body(new Uint8Array(bytes), 200, { ...kept, 'Content-Type': 'application/octet-stream', 'Content-Disposition': 'attachment' })
  })
  .get('/media/:hash{[0-9a-f]{64}}/thumbnail', async (c) => {
    const known = await findThumbnail(c.var.db, c.var.staff, hashOf(c))
    const cover = await readCover(c)
    if (cover === 'covered') return c.body(drawPlaceholder('照片遮住了'), 403, { ...UNKEPT, 'Content-Type': 'image/svg+xml' })
    const shown = cover === 'open' ? KEPT : UNKEPT
    if (known) return c.body(new Uint8Array(known), 200, { ...shown, 'Content-Type': 'image/jpeg' })

    const { bytes } = await findMedia(c.var.db, c.var.staff, hashOf(c))
    const thumbnail = await drawPicture(bytes, THUMBNAIL)
    if (!thumbnail) {
      const words = isPicture(bytes) ? '图片打不开，点开下载' : '文件，点开下载'
      return c.body(drawPlaceholder(words), 200, { ...UNKEPT, 'Content-Type': 'image/svg+xml' })
    }
    await keepThumbnail(c.var.db, hashOf(c), thumbnail)
    return c.body(thumbnail, 200, { ...shown, 'Content-Type': 'image/jpeg' })
  })

/** `open`: no private ticket's photo. */
async function readCover(c: Context<Console>): Promise<'open' | 'covered' | 'revealed'> {
  const { db, staff, now } = c.var
  const numbers = await listPrivateTicketsOf(db, staff, hashOf(c))
  if (numbers.length === 0) return 'open'
  const revealed = await listRevealed(db, staff, now())
  return numbers.some((number) => revealed.has(number)) ? 'revealed' : 'covered'
}

function hashOf(c: Context<Console>): string {
  return c.req.param('hash')!
}
