import { setTimeout as wait } from 'node:timers/promises'
import { openStage } from './stage.ts'

type Burst = { members: number; perSecond: number; seconds: number; mentionEvery: number }

/** A big group in which everybody talks at once. Returns how many messages were said and heard, in order or not, and how long the last was on its way. */
export async function playBurst({ members, perSecond, seconds, mentionEvery }: Burst) {
  const stage = await openStage()
  const { world, wechat } = stage
  const people = Array.from({ length: members }, (_, index) => world.person(`住户${index}`))
  const room = world.room('千人群', people)
  const seat = await stage.logIn()
  const said: string[] = []
  const startedAt = performance.now()
  for (let tick = 0; tick < seconds * 10; tick++) {
    for (let index = 0; index < perSecond / 10; index++) {
      const words = said.length % mentionEvery === 0 ? `@住户${said.length % members} 看见了吗` : `第${said.length}句`
      said.push(world.say(people[said.length % members]!, room, words))
    }
    await wait(Math.max(0, startedAt + (tick + 1) * 100 - performance.now()))
  }
  const saidAt = performance.now()
  while (seat.heard.length < said.length && performance.now() - saidAt < 60_000) await wait(20)
  const lateMs = Math.round(performance.now() - saidAt)
  const heard = seat.heard.map(({ id }) => id)
  const isInOrder = heard.every((id, index) => id === said[index])
  const lookUps = wechat.askedFor('webwxbatchgetcontact')
  await stage.close()
  return { said: said.length, heard: new Set(heard).size, isInOrder, lateMs, lookUps }
}
