import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { CLAIM_MINUTES } from '../core/claim.ts'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Db } from './client.ts'
import { adoptRoom, listLostRooms } from './identity.ts'
import { findCommunity, findEstate } from './orgUnits.ts'
import { bindRoom } from './rooms.ts'
import { roomClaims } from './schema/index.ts'

const MINUTE_MS = 60_000

type NewClaim = { code: string; estateId: number; lostId: number | null; at: Date }

/** Staff may now type the code in the group that is meant: once, within half an hour. @throws Refusal `not-found` for another's estate. */
export async function offerClaim(db: Db, { communityId }: Scope, { code, estateId, lostId, at }: NewClaim): Promise<void> {
  await findEstate(db, { communityId }, estateId)
  const expiresAt = new Date(at.getTime() + CLAIM_MINUTES * MINUTE_MS)
  await db.insert(roomClaims).values({ code, communityId, estateId, lostId, expiresAt })
}

/**
 * Gives the room to whom the code was given out for. A code that is unknown, used or too old does nothing, nor does one for a lost room that another
 * account hears: the room's own hears it, too.
 */
export async function redeemClaim(tx: Db, { code, roomId, at }: { code: string; roomId: number; at: Date }): Promise<void> {
  const valid = and(eq(roomClaims.code, code), isNull(roomClaims.usedAt), gt(roomClaims.expiresAt, at))
  const [claim] = await tx
    .update(roomClaims)
    .set({ usedAt: at })
    .where(and(valid, isHeardByIts(roomId)))
    .returning()
  if (!claim) return
  const { communityId, estateId, lostId } = claim
  const lost = (await listLostRooms(tx, { communityId })).find(({ id }) => id === lostId)
  if (lost) await adoptRoom(tx, { communityId }, { newId: roomId, lostId: lost.id })
  else
    await bindUnlessServed(tx, {
      community: await findCommunity(tx, { communityId }),
      estate: await findEstate(tx, { communityId }, estateId),
      roomId,
      at,
    })
}

/** Where another account serves the group already, nothing is to be done. */
async function bindUnlessServed(tx: Db, binding: Parameters<typeof bindRoom>[1]): Promise<void> {
  try {
    await bindRoom(tx, binding)
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'other-account') throw error
  }
}

function isHeardByIts(roomId: number) {
  return sql`(${roomClaims.lostId} is null
    or (select account from rooms where id = ${roomClaims.lostId}) = (select account from rooms where id = ${roomId}))`
}
