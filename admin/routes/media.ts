import { Hono } from 'hono'
import { findMedia } from '../../db/media.ts'
import type { Console } from '../app.tsx'

/** Pictures that cannot carry scripts; everything else is only ever downloaded. */
const SHOWN: readonly string[] = ['image/jpeg', 'image/png', 'image/gif', 'image/webp']

/** Bytes that a resident sent: only to the community they were said in, never kept by a shared cache. */
export const mediaRoutes = new Hono<Console>().get('/media/:hash{[0-9a-f]{64}}', async (c) => {
  const { contentType, bytes } = await findMedia(c.var.db, c.var.staff, c.req.param('hash'))
  const isShown = SHOWN.includes(contentType)
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': isShown ? contentType : 'application/octet-stream',
    'Content-Disposition': isShown ? 'inline' : 'attachment',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, max-age=86400, immutable',
  })
})
