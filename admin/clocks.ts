import type { Logger } from 'pino'
import { isWorkingTime } from '../core/calendar/workingTime.ts'
import type { Community } from '../core/community.ts'
import { quietUntil } from '../core/speech/quiet.ts'
import { ringClock } from '../core/ticket/alarm.ts'
import { clockReader } from '../core/ticket/clock.ts'
import type { Db } from '../db/client.ts'
import * as clocks from '../db/clocks.ts'
import { closeLapsed } from '../db/lapses.ts'
import { makeCommunityRounds, type Watch } from './rounds.ts'

const LOOK_EVERY_MS = 60_000

/**
 * Writes down, once each and never at night, which clocks of which tickets warn or have run out; what ran out goes to the director. Closes what nobody
 * said a word about for three working days.
 */
export function createClockWatch({ db, now, log }: { db: Db; now: () => Date; log: Logger }): Watch {
  async function lookAt(community: Community): Promise<void> {
    const at = now()
    if (isAtWork(community, at)) await ringDue(community, at)
    await closeLapsed(db, community, at)
  }

  async function ringDue(community: Community, at: Date): Promise<void> {
    const scope = { communityId: community.id }
    const near = await clocks.listNearDue(db, community, at)
    const rung = await clocks.listRung(
      db,
      near.map(({ id }) => id),
    )
    const read = clockReader(community, at)
    for (const ticket of near) {
      for (const running of read(ticket)) {
        if (running.state === 'ok' || rung.has(clocks.keyOf(ticket.id, running))) continue
        await clocks.ring(db, scope, { ticketId: ticket.id, running, at }, (matter) => ringClock(matter, running, at))
      }
    }
  }

  return makeCommunityRounds('Looking at the clocks', lookAt, LOOK_EVERY_MS, { db, log })
}

function isAtWork(community: Community, at: Date): boolean {
  return isWorkingTime(at, community) && quietUntil(at, community) === null
}
