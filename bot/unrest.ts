import type { Community } from '../core/community.ts'
import type { Response } from '../core/conversation/situation.ts'
import type { Reading } from '../core/reading/reading.ts'
import { findBurst, topicOf } from '../core/signal/burst.ts'
import { type Db, together } from '../db/client.ts'
import type { Unread } from '../db/inbox.ts'
import * as orgUnits from '../db/orgUnits.ts'
import { listBursts, listTold, raiseAnger, raiseBurst } from '../db/signals.ts'

/** `community` null: nobody had to look it up to decide. */
type Noticing = { response: Response; reading: Reading | null; angry: boolean; community: Community | null; at: Date }

/** Whether there is anything to look into at all: most talk is neither angry nor about a trouble. */
export function mayBeUnrest(group: readonly Unread[], { response, reading, angry }: Omit<Noticing, 'at' | 'community'>): boolean {
  const { communityId, estateId, member, roomId } = group[0]!
  if (communityId === null || estateId === null || member.role !== 'resident') return false
  return (angry && callsForPerson(response)) || (reading !== null && roomId !== null && topicOf(reading, textOf(group)) !== null)
}

/** Raises a signal for staff when many speak of the same or somebody shouts; no group hears of it. */
export async function noticeUnrest(tx: Db, group: readonly Unread[], { response, reading, angry, community, at }: Noticing): Promise<void> {
  if (!mayBeUnrest(group, { response, reading, angry })) return
  const about = group.map(({ id }) => id)
  const { member, roomId } = group[0]!
  const [communityId, estateId] = [group[0]!.communityId!, group[0]!.estateId!]
  if (angry && callsForPerson(response)) await raiseAnger(tx, { communityId }, { estateId, memberId: member.id, about, at })
  if (reading && roomId !== null && topicOf(reading, textOf(group)))
    await noticeBurst(tx, { communityId, estateId, messageId: about[0]!, community, at })
}

function textOf(group: readonly Unread[]): string {
  return group.map(({ text }) => text).join('，')
}

/** What was let pass as talk is not made more of because of its tone. */
function callsForPerson({ act }: Response): boolean {
  return act !== 'stay' && act !== 'credit' && act !== 'answer'
}

type Newest = { communityId: number; estateId: number; messageId: number; community: Community | null; at: Date }

async function noticeBurst(tx: Db, { communityId, estateId, messageId, community, at }: Newest): Promise<void> {
  const { burst } = community ?? (await orgUnits.findCommunity(tx, { communityId }))
  const { hours } = burst
  const [said, going] = await together(
    listTold(tx, { communityId }, { estateId, before: at, hours }),
    listBursts(tx, { communityId }, { estateId, hours, at }),
  )
  const told = said.filter((one) => topicOf(one, one.words) !== null)
  const newest = told.find((one) => one.messageId === messageId)
  if (!newest) return
  const alike = findBurst(
    newest,
    told.filter((one) => one !== newest),
    burst,
  )
  if (alike) await raiseBurst(tx, { communityId }, { estateId, told: alike, going, at })
}
