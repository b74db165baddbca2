import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Count, countInbox, countReplies, type Fault, settle } from './count.ts'
import { openStage, type Stage, until } from './stage.ts'
import { openTalk, talkOn } from './talk.ts'

const ENDS = 20
const MESSAGES = 2000
const PER_SECOND = 25

export const restarts: Fault = { name: 'restarts', run: (scale) => endAgainAndAgain('SIGTERM', scale) }
export const kills: Fault = { name: 'kills', run: (scale) => endAgainAndAgain('SIGKILL', scale) }

async function endAgainAndAgain(signal: 'SIGTERM' | 'SIGKILL', scale: number): Promise<Count[]> {
  const stage = await openStage()
  const talk = openTalk()
  const times = Math.ceil(ENDS * scale)
  const statuses: (number | null)[] = []
  await stage.begin()
  for (let time = 0; time < times; time++) {
    const talking = talkOn(stage, talk, { messages: MESSAGES / ENDS, perSecond: PER_SECOND })
    statuses.push(await endWhileBusy(stage, signal))
    stage.start()
    await talking
  }
  await settle(stage, talk)
  const counts = [...(await countInbox(stage, talk)), ...(await countReplies(stage, talk))]
  await stage.close()
  return [
    { what: `ends by ${signal}`, found: statuses.length, wanted: times },
    {
      what: 'ends with another status',
      found: statuses.filter((status) => status !== (signal === 'SIGTERM' ? 0 : null)).length,
      wanted: 0,
    },
    ...counts,
  ]
}

/** At any moment after it has begun to store what is said. */
async function endWhileBusy(stage: Stage, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  const before = await stage.stored()
  await until('The bot stores something', async () => (await stage.stored()) > before)
  await wait(randomInt(0, 2000))
  return stage.end(signal)
}
