import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../../core/errors.ts'
import { isOnPhoto, MOST_AREAS } from '../../../core/privacy/cover.ts'
import { findOriginal } from '../../../db/media.ts'
import { findCover, keepCover } from '../../../db/photoCovers.ts'
import { readTicketPage } from '../../../db/ticketPage.ts'
import { requireRole } from '../../access.ts'
import { goTo } from '../../answer.tsx'
import type { Console } from '../../app.tsx'
import { drawPage } from '../../page.tsx'
import { coverPicture } from '../../picture.ts'
import { CoverPage } from '../../views/ticket/cover.tsx'
import { readSight } from '../media.ts'

/** As the page writes it: left, top, width and height in parts of the photo's sides. */
const AreaField = z
  .string()
  .regex(/^\d{1,5}(,\d{1,5}){3}$/, '遮挡的位置不对，请重新框。')
  .transform((typed) => {
    const [x, y, width, height] = typed.split(',').map(Number) as [number, number, number, number]
    return { x, y, width, height }
  })
  .refine(isOnPhoto, '遮挡的位置不对，请重新框。')
const Areas = z.object({ area: z.array(AreaField).max(MOST_AREAS, `一张照片最多遮${MOST_AREAS}处。`) })
const Copy = z.object({ bytes: z.instanceof(Uint8Array), thumbnail: z.instanceof(Uint8Array) }, '这张照片打不开，遮不了。')

const PATH = '/tickets/:number/photos/:hash{[0-9a-f]{64}}'
const worker = requireRole('gridWorker', 'staff', 'director', 'administrator')

export const ticketCoverRoutes = new Hono<Console>()
  .get(PATH, worker, async (c) => {
    const { ticket, hash, sees } = await readPhoto(c)
    const cover = await findCover(c.var.db, c.var.staff, hash)
    const back = (
      <a class="btn" href={`/tickets/${ticket.number}`}>
        返回工单
      </a>
    )
    const page = <CoverPage ticket={ticket} hash={hash} areas={cover?.areas ?? []} sees={sees} nonce={c.get('secureHeadersNonce') ?? ''} />
    return drawPage(c, { title: '遮挡照片', nav: 'tickets', actions: back }, page)
  })
  .post(PATH, worker, async (c) => {
    const { ticket, hash, sees } = await readPhoto(c)
    const { area = [] } = await c.req.parseBody({ all: true })
    const areas = Areas.parse({ area: [area].flat() }).area
    const { db, staff, now } = c.var
    const { bytes } = await findOriginal(db, staff, hash)
    const copy = areas.length > 0 ? Copy.parse(await coverPicture(bytes, areas)) : null
    await keepCover(db, staff, ticket, { hash, areas, copy, sees, at: now() })
    const said = copy ? '已遮挡，大家看到的都是遮过的照片。' : '已取消遮挡，大家看到的是原图。'
    return goTo(c, `/tickets/${ticket.number}`, said)
  })

/** A photo on the ticket's page, and whether a colleague sees all of it: because nothing is covered, or since they have said why. @throws Refusal `not-allowed` for a private ticket's before */
async function readPhoto(c: Context<Console>) {
  const facts = await readTicketPage(c.var.db, c.var.staff, c.req.param('number') ?? '')
  const hash = c.req.param('hash') ?? ''
  if (!facts.media.includes(hash)) throw new Refusal('not-found', { media: hash })
  const sight = await readSight(c, hash)
  if (sight.of === 'nothing') throw new Refusal('not-allowed', { media: hash })
  return { ticket: facts.matter.ticket, hash, sees: sight.of === 'original' }
}
