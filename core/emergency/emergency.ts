import { phrases } from '../reading/phrase.ts'
import { plainWords } from '../reading/words.ts'
import type { CategoryCode } from '../taxonomy/categories.ts'
import { EMERGENCY_KINDS, type EmergencyKind, TRIGGERS } from './triggers.ts'

type Emergency = { kind: EmergencyKind; category: CategoryCode }

const RULES = EMERGENCY_KINDS.map((kind) => {
  const { category, fires, falseFriends, lasting = false } = TRIGGERS[kind]
  return { kind, category, lasting, fires: phrases(fires), falseFriends: phrases(falseFriends, 'g') }
})

const PAST = phrases([
  '昨[天晚夜日]|前[天晚几]|上(次|周|个?月|回|礼拜|星期)|去年|以前|之前|那[天年次]|当年|小时候|曾经|早年|\\d+月\\d+[日号]',
])
const STILL = phrases(['现在|刚才?|今[天晚早]|正在|还在|又|目前|至今|快来|快点|快救|救人'])

const ELSEWHERE = phrases([
  '演练|演习|排练|彩排|培训|讲座|课程|宣传|须知|科普|知识|指南|手册|预案|提醒大家|温馨提示|请(大家|各位|居民|广大)|怎么预防',
  '新闻|报道|转发|转载|http|视频(里|上|号)|抖音|快手|网上说|朋友圈|电影|电视剧|剧里|小说|游戏|梦见|做梦|梦到',
  '(?<!有)没事(了|的|啦)?[。!,]*$|虚惊|误报|误会',
  '往哪(儿|里)?(跑|逃)|(跑|逃)都(跑|逃)不(掉|了|脱)',
  '如果|假如|万一|要是|假设|发生过|会发生|保险|险种|广告|促销|甩卖',
  '我[妈爸姐哥弟妹]?(他们|她们)‥(小区|家)|老家|他们(小区|那边|公司)|我们?(公司|单位|学校)|别的小区|隔壁小区|(朋友|同事|亲戚|同学|战友|闺蜜|哥们)(家|他们|那个?|那边)?(小区|公司|单位|家里)',
])

/** The first kind whose danger is here and now, or null. Runs before any model, and in doubt speaks: silence costs more. */
export function findEmergency(text: string): Emergency | null {
  const words = plainWords(text)
  const found = RULES.find(({ fires, falseFriends, lasting }) => fires.test(sincereWords(words, lasting).replace(falseFriends, '。')))
  return found ? { kind: found.kind, category: found.category } : null
}

const OVER = phrases([
  '(处置|处理|抢修|维修|扑灭|救援)(完毕|完成|好了)|已‥(处置|处理|扑灭|排除|解除|修复|恢复|救出|找到)|警报解除|恢复正常',
])

/** Staff and the property company are no residents, but an emergency is one whoever tells of it; not that it is over. */
export function isCryOfStaff(text: string): boolean {
  return findEmergency(text) !== null && !OVER.test(plainWords(text))
}

/** The sentences that speak of this estate and this hour. A forwarded notice opens with 【. */
function sincereWords(words: string, lasting: boolean): string {
  if (words.startsWith('【')) return ''
  return words
    .split(/(?<=[。!?;])/)
    .filter((sentence) => !ELSEWHERE.test(sentence) && (lasting || !PAST.test(sentence) || STILL.test(sentence)))
    .join('')
}
