import type { Logger } from 'pino'
import type { Db } from '../db/client.ts'
import { listCommunityIds } from '../db/clocks.ts'
import { findCommunity } from '../db/orgUnits.ts'
import { askReporters } from '../db/ratings.ts'
import { makeRounds, type Rounds } from './rounds.ts'

const LOOK_EVERY_MS = 60_000

/** Asks in the morning, in private and once, how it was. */
export function createSatisfactionRounds({ db, now, log }: { db: Db; now: () => Date; log: Logger }): Rounds & { look(): Promise<void> } {
  async function look(): Promise<void> {
    for (const communityId of await listCommunityIds(db)) await askReporters(db, await findCommunity(db, { communityId }), now())
  }
  return { look, ...makeRounds('Asking how it was', look, LOOK_EVERY_MS, log) }
}
