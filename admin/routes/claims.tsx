import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { makeClaimCode } from '../../core/claim.ts'
import { SETTING_ROLES } from '../../core/staff.ts'
import { offerClaim } from '../../db/claims.ts'
import { record } from '../../db/deeds.ts'
import { adoptRoom, listLostRooms } from '../../db/identity.ts'
import { findEstate } from '../../db/orgUnits.ts'
import { requireRole } from '../access.ts'
import { goTo } from '../answer.tsx'
import type { Console } from '../app.tsx'
import { drawPage } from '../page.tsx'
import { settle } from '../settle.ts'
import { ClaimPage } from '../views/claim.tsx'

const mayBind = requireRole(...SETTING_ROLES)
const Id = z.coerce.number().int().min(1)
const Adoption = z.object({ lostId: Id })
const ClaimForm = z.object({ estateId: Id, lostId: Id.optional() })

/** Which group is which, when a login has given every one another id. */
export const claimRoutes = new Hono<Console>()
  .post('/bot/rooms/:id{[0-9]+}/adoption', mayBind, async (c) => {
    const { lostId } = Adoption.parse(await c.req.parseBody())
    const room = await settle(c, 'setRooms', (tx) => adoptRoom(tx, c.var.staff, { newId: Number(c.req.param('id')), lostId }))
    return goTo(c, '/bot', `认回来了，“${room.topic}”接着用原来的工单和设置。`)
  })
  .post('/bot/claims', mayBind, async (c) => drawClaim(c, ClaimForm.parse(await c.req.parseBody())))

async function drawClaim(c: Context<Console>, { estateId, lostId = null }: { estateId: number; lostId?: number | undefined | null }) {
  const { db, staff, now } = c.var
  const code = makeClaimCode(crypto.getRandomValues(new Uint8Array(8)))
  const estate = await findEstate(db, staff, estateId)
  await db.transaction(async (tx) => {
    await offerClaim(tx, staff, { code, estateId, lostId, at: now() })
    await record(tx, staff, { action: 'offerClaim', subject: estate.name }, now())
  })
  const lost = (await listLostRooms(db, staff)).find(({ id }) => id === lostId) ?? null
  return drawPage(c, { title: '认群口令', nav: 'bot' }, <ClaimPage code={code} estate={estate} lost={lost} />)
}
