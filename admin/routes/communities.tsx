import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Refusal } from '../../core/errors.ts'
import { momentsOf, presetPeriod } from '../../core/figures/period.ts'
import type { Height } from '../../core/org.ts'
import { type CommunityBelow, listCommunitiesBelow } from '../../db/communitiesBelow.ts'
import { isPartial } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { CommunitiesBoard, CommunitiesPage, QUIET_DAYS, WAYS_IN } from '../views/communities.tsx'
import { rememberCommunity } from '../wanted.ts'
import { quietSince } from './ticket/query.ts'

const Way = z.enum(Object.keys(WAYS_IN) as [keyof typeof WAYS_IN, ...(keyof typeof WAYS_IN)[]])

/** For those above: every community below them, and the way into each. */
export const communityRoutes = new Hono<Console>()
  .get('/communities', async (c) => {
    const communities = await readCommunities(c)
    const page = { communities, here: c.var.community.id }
    if (isPartial(c)) return c.html(<CommunitiesBoard {...page} />)
    return drawPage(c, { title: '所有社区', nav: 'communities' }, <CommunitiesPage {...page} />)
  })
  .get('/communities/:id{[0-9]{1,9}}/:way{[a-z]+}', async (c) => {
    const id = Number(c.req.param('id'))
    const way = Way.safeParse(c.req.param('way'))
    const known = (await readCommunities(c)).some((community) => community.id === id)
    if (!known || !way.success) throw new Refusal('not-found', { community: id })
    rememberCommunity(c, id)
    return c.redirect(WAYS_IN[way.data].href, 303)
  })

function readCommunities(c: Context<Console>): Promise<CommunityBelow[]> {
  const { above, clock } = c.var
  const height = heightOf(c)
  const year = momentsOf(presetPeriod('year', clock.now, clock.timeZone), clock.timeZone)!
  return listCommunitiesBelow(above(height), height, { now: clock.now, quietSince: quietSince(QUIET_DAYS, clock.now), ...year })
}

function heightOf(c: Context<Console>): Height {
  const { from } = c.var.staff
  if (from === undefined) throw new Refusal('not-allowed', { path: c.req.path })
  return { unitId: from }
}
