import { setTimeout as wait } from 'node:timers/promises'
import { countInbox, countReplies, type Fault, settle } from './count.ts'
import { openStage } from './stage.ts'
import { openTalk, talkOn } from './talk.ts'

const PER_SECOND = 20
const BEFORE_S = 10
const AWAY_S = 60
const AFTER_S = 10

/** PostgreSQL is stopped under load, and comes back. */
export const database: Fault = {
  name: 'database',
  async run(scale) {
    const stage = await openStage()
    const talk = openTalk()
    await stage.begin()
    const [beforeS, awayS, afterS] = [BEFORE_S, AWAY_S, AFTER_S].map((seconds) => Math.ceil(seconds * scale)) as [number, number, number]
    const talking = talkOn(stage, talk, { messages: (beforeS + awayS + afterS) * PER_SECOND, perSecond: PER_SECOND })
    await wait(beforeS * 1000)
    await stage.server.halt()
    await wait(awayS * 1000)
    const saidMeanwhile = talk.ids.length - beforeS * PER_SECOND
    await stage.server.resume()
    await talking
    const ended = Number(!stage.isRunning())
    // As the service manager does.
    if (ended) {
      process.stderr.write(`The bot ended by itself:\n${stage.log.at(-1)}\n`)
      stage.start()
    }
    await settle(stage, talk)
    const counts = [...(await countInbox(stage, talk)), ...(await countReplies(stage, talk))]
    await stage.close()
    return [
      { what: 'messages said while it was away', found: saidMeanwhile },
      { what: 'bots that ended by themselves', found: ended, wanted: 0 },
      ...counts,
    ]
  },
}
