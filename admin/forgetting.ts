import type { Logger } from 'pino'
import { DEFAULT_TIME_ZONE } from '../core/community.ts'
import { localTime } from '../core/localTime.ts'
import { limitsAt } from '../core/retention.ts'
import type { Db } from '../db/client.ts'
import { forget } from '../db/retention.ts'
import { makeRounds, type Watch } from './rounds.ts'

const LOOK_EVERY_MS = 60 * 60_000

/** The hours before dawn: looking through all talk takes the database a while. */
const NIGHT = { from: 2, to: 5 }

/** Keeps what the privacy notice promises: each night, what is too old is emptied. */
export function createForgetting({ db, now, log }: { db: Db; now: () => Date; log: Logger }): Watch {
  async function look(): Promise<void> {
    const { hour } = localTime(now(), DEFAULT_TIME_ZONE)
    if (hour < NIGHT.from || hour >= NIGHT.to) return
    const forgotten = await forget(db, limitsAt(now()))
    if (forgotten.talk + forgotten.photos + forgotten.tickets > 0) log.info(forgotten, 'Emptied what was too old to keep')
  }
  return { look, ...makeRounds('Forgetting', look, LOOK_EVERY_MS, log) }
}
