import { type Response, replyTo } from '../core/conversation/situation.ts'
import type { Kept } from '../core/privacy/kept.ts'
import { type RightDeed, readClaim, respondToClaimant } from '../core/privacy/right.ts'
import { texts } from '../core/texts/texts.ts'
import type { Db } from '../db/client.ts'
import { eraseMember } from '../db/erasure.ts'
import type { Unread } from '../db/inbox.ts'
import * as orgUnits from '../db/orgUnits.ts'
import * as outbox from '../db/outbox.ts'
import { findAskedAt, findKept, markAsked } from '../db/rights.ts'

/** Somebody asks what is kept about them, or wants it deleted. Null: they speak of something else. */
export async function hearClaimant(db: Db, message: Unread): Promise<Response | null> {
  if (readClaim(message.text) === null) return null
  return respondToClaimant(message, await findAskedAt(db, message.member.id))
}

export async function grantRight(tx: Db, message: Unread, does: RightDeed, at: Date): Promise<void> {
  const scope = { communityId: message.communityId! }
  const community = await orgUnits.findCommunity(tx, scope)
  const owe = (text: string, memberId = message.member.id) => {
    const notice = replyTo({ ...message, member: { ...message.member, id: memberId } }, text, at)
    return outbox.owe(tx, scope, [notice], { at })
  }
  if (does === 'pointToPrivate' || does === 'pointToStaff') return owe(texts.privacy[does](community))

  const kept = await findKept(tx, message.member.id)
  if (does === 'tell') return owe(texts.privacy.kept(kept, community))
  if (isInDanger(kept)) return owe(texts.privacy.mustBeKept(kept))
  if (does === 'ask') {
    await markAsked(tx, message.member.id, at)
    return owe(texts.privacy.asksToErase(kept, community))
  }
  return owe(texts.privacy.erased(kept, community), await eraseMember(tx, scope, message.member.id, at))
}

function isInDanger({ emergencies }: Kept): boolean {
  return emergencies.length > 0
}
