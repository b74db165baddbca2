import type { Logger } from 'pino'
import type { Db } from '../db/client.ts'
import { askReporters } from '../db/ratings.ts'
import { makeCommunityRounds, type Watch } from './rounds.ts'

const LOOK_EVERY_MS = 60_000

/** Asks in the morning, in private and once, how it was. */
export function createSatisfactionRounds({ db, now, log }: { db: Db; now: () => Date; log: Logger }): Watch {
  return makeCommunityRounds('Asking how it was', (community) => askReporters(db, community, now()), LOOK_EVERY_MS, { db, log })
}
