import { setTimeout as wait } from 'node:timers/promises'
import type { Stage } from './stage.ts'

/** What was said in the group, oldest first: ids, when, and how many of them were reports. */
export type Talk = { ids: string[]; saidAt: number[]; reports: number }
type Course = { messages: number; perSecond: number; wordsOf?: (index: number) => string }

const CHATTER = ['今晚吃啥', '周末去爬山吗', '哈哈哈', '谢谢大家', '有人看球吗', '早上好', '这天真好', '孩子考得不错']
const PROBLEMS = ['电梯坏了', '路灯不亮', '下水道堵了', '门禁坏了']
const BUILDINGS = 40
const REPORT_EVERY = 10
const TICK_MS = 100

export const openTalk = (): Talk => ({ ids: [], saidAt: [], reports: 0 })

/** Every report names an entrance of its own, so that no two are about the same thing. */
export function reportOf(number: number): string {
  return `${(number % BUILDINGS) + 1}栋${Math.floor(number / BUILDINGS) + 1}单元${PROBLEMS[number % PROBLEMS.length]}`
}

/** Everybody talks in turn, whatever becomes of the bot; one in ten reports something, each report another person's. */
export async function talkOn({ world, people, room }: Stage, talk: Talk, { messages, perSecond, wordsOf }: Course): Promise<void> {
  const startedAt = performance.now()
  for (let said = 0; said < messages; said++) {
    const dueAt = startedAt + Math.floor((said * 1000) / perSecond / TICK_MS) * TICK_MS
    if (performance.now() < dueAt) await wait(dueAt - performance.now())
    const index = talk.ids.length
    const isReport = !wordsOf && index % REPORT_EVERY === 0
    const words = wordsOf?.(index) ?? (isReport ? reportOf(talk.reports++) : CHATTER[index % CHATTER.length]!)
    const speaker = isReport ? talk.reports - 1 : index
    talk.saidAt.push(Date.now())
    talk.ids.push(world.say(people[speaker % people.length]!, room, words))
  }
}
