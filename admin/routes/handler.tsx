import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../core/errors.ts'
import { whyLinkEnded } from '../../core/routing/link.ts'
import { DEEDS, type Deed, workByLink } from '../../core/routing/work.ts'
import type { Handler, Matter, Ticket } from '../../core/ticket/ticket.ts'
import { keepEvidence } from '../../db/evidence.ts'
import { findHandlerPhoto, type HandlerFacts, readHandlerPage } from '../../db/handlerPage.ts'
import { changeByLink, markSeen, type TicketLinkRow } from '../../db/ticketLinks.ts'
import type { Console } from '../app.tsx'
import { drawPicture, WHOLE } from '../picture.ts'
import { limitRate } from '../rateLimit.ts'
import { EndedPage, HandlerPage } from '../views/handler.tsx'
import { readPhotos } from './ticket/actions.tsx'

const MOST_A_MINUTE = 60

const Form = z.object({
  note: z.string().trim().max(200, '说明最多 200 个字。').default(''),
  waiver: z.string().trim().max(200, '原因最多 200 个字。').default(''),
  seenVersion: z.coerce.number().int().positive(),
})

const SAID: Record<Deed, string> = {
  takeUp: '接单了，请在时限前办好。',
  progress: '进展已记下。',
  done: '已报办完，等居民和社区核查。',
  bounce: '已退回社区，不用您办了。',
  reportIn: '已记下报到。',
}

/** A ticket in the hands of somebody without an account: no session, no cookie, one ticket, for as long as it is theirs. */
export function createHandlerRoutes() {
  return new Hono<Console>()
    .use('/t/*', async (c, next) => {
      await next()
      c.header('X-Robots-Tag', 'noindex, nofollow')
      c.header('Cache-Control', 'no-store')
    })
    .use('/t/*', limitRate(MOST_A_MINUTE))
    .get('/t/:token', async (c) => {
      const facts = await readFacts(c)
      const end = endOf(facts, c)
      if (end) return c.html(<EndedPage end={end} nonce={nonceOf(c)} />, 410)
      await markSeen(c.var.db, facts.link.id, c.var.now())
      const said = SAID[c.req.query('said') as Deed] ?? null
      return c.html(<HandlerPage facts={facts} token={c.req.param('token')} said={said} now={c.var.now()} nonce={nonceOf(c)} />)
    })
    .get('/t/:token/photo/:hash{[0-9a-f]{64}}', async (c) => {
      const facts = await readFacts(c)
      if (endOf(facts, c)) throw new Refusal('not-found', {})
      const { bytes } = await findHandlerPhoto(c.var.db, facts, c.req.param('hash'))
      const picture = await drawPicture(bytes, WHOLE)
      if (!picture) throw new Refusal('not-found', {})
      return c.body(picture, 200, { 'Content-Type': 'image/jpeg', 'Content-Disposition': 'inline' })
    })
    .post('/t/:token/:deed', async (c) => {
      const facts = await readFacts(c)
      const deed = DEEDS.find((known) => known === c.req.param('deed'))
      if (!deed) throw new Refusal('not-found', {})
      const end = endOf(facts, c)
      if (end) return c.html(<EndedPage end={end} nonce={nonceOf(c)} />, 410)

      const { photo = [], ...fields } = await c.req.parseBody({ all: true })
      const form = Form.parse(fields)
      const photos = await readPhotos([photo].flat())
      const at = c.var.now()
      const { link } = facts
      await c.var.db.transaction(async (tx) => {
        const decide = (matter: Matter, by: Handler) => workByLink(matter, { ...form, deed, by, at, photos: photos.length })
        await changeByLink(tx, link, decide, (known, ticket) => assertTheirs(known, ticket, at))
        const shows = deed === 'done' ? 'after' : deed === 'takeUp' ? 'before' : 'during'
        await keepEvidence(tx, link, { ticketId: link.ticketId, shows, photos, staff: null, at })
      })
      if (deed === 'bounce') return c.html(<EndedPage end="bounced" nonce={nonceOf(c)} />)
      return c.redirect(`/t/${c.req.param('token')}?said=${deed}`, 303)
    })
}

/** @throws Refusal `not-found` for what we have not signed */
async function readFacts(c: Context<Console>): Promise<HandlerFacts> {
  const id = c.var.links.idIn(c.req.param('token') ?? '')
  const facts = id === null ? null : await readHandlerPage(c.var.db, id)
  if (!facts) throw new Refusal('not-found', {})
  return facts
}

function endOf({ link, matter }: HandlerFacts, c: Context<Console>) {
  return whyLinkEnded(link, matter.ticket, c.var.now())
}

/** What was theirs when the page was opened may have been taken back since. */
function assertTheirs(link: TicketLinkRow, ticket: Ticket, at: Date): void {
  if (whyLinkEnded(link, ticket, at)) throw new Refusal('stale', { link: link.id })
}

function nonceOf(c: Context<Console>): string {
  return c.get('secureHeadersNonce') ?? ''
}
