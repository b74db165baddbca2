import { Hono } from 'hono'
import { findCommunity } from '../../db/orgUnits.ts'
import type { Console } from '../app.tsx'
import { limitRate } from '../rateLimit.ts'
import { NoticePage } from '../views/notice.tsx'

const MOST_A_MINUTE = 60

/** What a community does with residents' words, for everybody who was given the address: no session, no cookie, nobody's data. */
export function createNoticeRoutes() {
  return new Hono<Console>().use('/notice/*', limitRate(MOST_A_MINUTE)).get('/notice/:id{[0-9]{1,9}}', async (c) => {
    const community = await findCommunity(c.var.db, { communityId: Number(c.req.param('id')) })
    return c.html(<NoticePage community={community} nonce={c.get('secureHeadersNonce') ?? ''} />)
  })
}
