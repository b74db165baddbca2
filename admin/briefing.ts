import type { Logger } from 'pino'
import { briefRooms } from '../db/briefings.ts'
import type { Db } from '../db/client.ts'
import { listCommunityIds } from '../db/clocks.ts'
import { findCommunity } from '../db/orgUnits.ts'
import { makeRounds, type Rounds } from './rounds.ts'

const LOOK_EVERY_MS = 60_000

/** Tells the groups of staff what is new, gathered, and how the day went. */
export function createBriefingRounds({ db, now, log }: { db: Db; now: () => Date; log: Logger }): Rounds & { look(): Promise<void> } {
  async function look(): Promise<void> {
    for (const communityId of await listCommunityIds(db)) await briefRooms(db, await findCommunity(db, { communityId }), now())
  }
  return { look, ...makeRounds('Telling staff what is new', look, LOOK_EVERY_MS, log) }
}
