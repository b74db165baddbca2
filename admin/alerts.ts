import type { Logger } from 'pino'
import { judge } from '../core/alert/alert.ts'
import { type AlertWay, afterTrying, type Round, roundOf, type Try } from '../core/alert/tell.ts'
import type { Message } from '../core/alert/webhook.ts'
import { texts } from '../core/texts/texts.ts'
import * as alerts from '../db/alerts.ts'
import type { Db } from '../db/client.ts'
import { makeRounds, type Watch } from './rounds.ts'

/** A way by which alerts leave the house; `shown` is where to, without secrets. `tell` throws an `UntoldAlert`. */
export type Way = { name: AlertWay; shown: string; tell(message: Message): Promise<void> }

/** It did not get through; the message says why to whoever set it up. */
export class UntoldAlert extends Error {
  override readonly name = 'UntoldAlert'
}

type WatchDeps = { db: Db; ways: readonly Way[]; publicUrl: URL; now: () => Date; log: Logger }

const LOOK_EVERY_MS = 10_000
/** A process that just started finds everything else just started, too. */
const SETTLE_MS = 2 * 60_000

/** Looks whether something is wrong that people must know though WeChat may not work, from the console's process: the bot's may be gone. */
export function createWatch({ db, ways, publicUrl, now, log }: WatchDeps): Watch {
  const startedAt = now()

  async function look(): Promise<void> {
    if (now().getTime() - startedAt.getTime() < SETTLE_MS) return
    const verdict = judge(await alerts.readSnapshot(db, now()), await alerts.listOpen(db), now())
    await alerts.record(db, verdict, now())
    if (ways.length > 0) for (const alert of await alerts.listUntold(db)) await tellOf(alert)
  }

  async function tellOf(alert: alerts.AlertRow): Promise<void> {
    const round = roundOf(alert, now())
    if (!round || !(await alerts.claim(db, alert, now()))) return
    const left = ways.filter(({ name }) => !alert.toldWays.includes(name))
    const tries = await tellBy(left, toMessage(alert, round))
    for (const { way, problem } of tries) if (problem) log.warn({ way, problem, alert: alert.kind }, 'An alert did not get through')
    await alerts.recordTold(db, alert.id, afterTrying(alert, round, tries, now()))
  }

  function toMessage({ kind, about }: alerts.AlertRow, round: Round): Message {
    const { path, ...words } = texts.alert.say(kind, about, round)
    return { ...words, event: `${kind}.${round}`, url: new URL(path, publicUrl).href, at: now() }
  }

  return { look, ...makeRounds('Looking for trouble', look, LOOK_EVERY_MS, log) }
}

/** Tries all ways at once; one that fails does not keep the others from it. */
export function tellBy(ways: readonly Way[], message: Message): Promise<Try[]> {
  return Promise.all(
    ways.map(async (way) => {
      try {
        await way.tell(message)
        return { way: way.name, problem: null }
      } catch (error) {
        if (!(error instanceof UntoldAlert)) throw error
        return { way: way.name, problem: error.message }
      }
    }),
  )
}
