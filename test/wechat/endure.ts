import { setTimeout as wait } from 'node:timers/promises'
import { PACE } from '../../bot/channels/wechat/pace.ts'
import { playBurst } from './burst.ts'
import { openStage } from './stage.ts'

// What takes too long for a test: node --import tsx --import ./test/wechat/redirect.mjs test/wechat/endure.ts

async function endureOutage(seconds: number): Promise<string> {
  const stage = await openStage({ pace: PACE, holdMs: 25_000 })
  const { aunt, room, wechat, world } = stage
  const seat = await stage.logIn()
  const said: string[] = []
  wechat.cut()
  for (let second = 0; second < seconds; second++) {
    said.push(world.say(aunt, room, `断网第${second}秒`))
    await wait(1000)
  }
  wechat.mend()
  const mendedAt = performance.now()
  while (seat.heard.length < said.length && performance.now() - mendedAt < 60_000) await wait(50)
  const lateS = ((performance.now() - mendedAt) / 1000).toFixed(1)
  const heard = seat.heard.filter(({ id }, index) => id === said[index]).length
  const logins = wechat.askedFor('jslogin')
  await stage.close()
  return `outage of ${seconds} s: ${heard} of ${said.length} heard in order, ${lateS} s after its end; ${logins} login; ${seat.statuses.map(({ state }) => state).join(' ')}`
}

const write = (line: string) => void process.stdout.write(`${line}\n`)

write(JSON.stringify(await playBurst({ members: 500, perSecond: 300, seconds: 10, mentionEvery: 10 })))
for (const seconds of [10, 30, 100]) write(await endureOutage(seconds))
process.exit(0)
