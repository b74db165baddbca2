import type { Logger } from 'pino'
import { briefRooms } from '../db/briefings.ts'
import type { Db } from '../db/client.ts'
import { makeCommunityRounds, type Watch } from './rounds.ts'

const LOOK_EVERY_MS = 60_000

/** Tells the groups of staff what is new, gathered, and how the day went. */
export function createBriefingRounds({ db, now, log }: { db: Db; now: () => Date; log: Logger }): Watch {
  return makeCommunityRounds('Telling staff what is new', (community) => briefRooms(db, community, now()), LOOK_EVERY_MS, { db, log })
}
