import { NUMERAL, readNumeral } from '../reading/numeral.ts'
import { plainWords } from '../reading/words.ts'
import { remember } from '../remember.ts'
import { findThings } from './things.ts'

type Weights = ReadonlyMap<string, number>
type Counts = Map<string, number>

/** What of a text counts when it is compared: its things, its unusual words, the estates and roads around which it names places, the doors it speaks of. */
export type Traces = {
  text: string
  estates: string[]
  things: Weights
  words: Weights
  names: Weights
  floor: string | null
  doors: string[]
}

/** Shorter texts name no more than one place, and that one is found by its own rules. */
const NAMES_AROUND = 60

/** What is open is compared with every report. */
const TELLINGS = 2000

export const trace: (told: string) => Traces = remember(TELLINGS, (told) => {
  const text = plainWords(told)
  return {
    text,
    estates: findEstates(text),
    things: findThings(text),
    words: weighPairs(text.replace(EVERYDAY, ' ')),
    names: text.length >= NAMES_AROUND ? findNames(text) : new Map(),
    floor: findFloor(text),
    doors: findDoors(text),
  }
})

/** How much two sets of weights share, 0 to 1: the cosine between them. */
export function compareWeights(a: Weights, b: Weights): number {
  if (a.size > b.size) return compareWeights(b, a)
  let shared = 0
  for (const [key, weight] of a) shared += weight * (b.get(key) ?? 0)
  return shared === 0 ? 0 : shared / Math.sqrt(sumSquares(a) * sumSquares(b))
}

function sumSquares(weights: Weights): number {
  let sum = 0
  for (const weight of weights.values()) sum += weight * weight
  return sum
}

const ESTATE = /([\u4e00-\u9fff]{2,3})(?:小区|楼盘|社区|家园|花园|公寓|新村|公馆)/g
/** 我们小区, 附近的小区, 安置小区 name none. */
const NAMES_NONE = /[的我们本各个这那某是在了和与及等有对从把被请该每多附近旁边所内全整老新]|安置|幼儿|公$|学$|配套/

function findEstates(text: string): string[] {
  return [...text.matchAll(ESTATE)].flatMap(([, name = '']) => (NAMES_NONE.test(name) ? [] : [name.slice(-2)]))
}

const FLOOR = new RegExp(`(?<![\\d号])(${NUMERAL})[楼层](?!梯|下)`)

function findFloor(text: string): string | null {
  const written = FLOOR.exec(text)?.[1]
  return written ? readNumeral(written) : null
}

/** 楼上502, 隔壁602, 8-2-1101 and 1101室: whose door it is. */
const DOOR =
  /(?:(?<=楼[上下]|隔壁|对门|邻居|[-#栋幢座号元楼])|(?<![\d.]))(?!20[12]\d)([1-9]\d?0[1-9]|[1-9]\d{1,2}[1-9])(?:室|房|户|那家|家)?(?![\d.:元块度分点平米号年月])/g

function findDoors(text: string): string[] {
  return [...text.matchAll(DOOR)].map(([, door = '']) => door)
}

/** Words of every complaint: they tell neither what nor where. */
const EVERYDAY = new RegExp(
  (
    '尊敬的 敬爱的 各位领导 书记 市长 局长 您好 你好 你们好 相关部门 有关部门 职能部门 相关 有关 部门 领导 政府 希望 感谢 谢谢 请求 恳请 强烈要求 要求 投诉 举报 反映 咨询 请问 问问 关于 问题 居民 业主 住户 ' +
    '我们 你们 他们 大家 本人 自己 小区 社区 楼盘 开发商 物业公司 物业 严重 解决 处理 一直 没有 现在 目前 非常 已经 因为 所以 如果 但是 而且 以及 进行 导致 造成 影响 多次 至今 情况 可以 能否 能不能 是否 应该 需要 什么时候 ' +
    '什么 怎么 为什么 为何 何时 时候 时间 多少 一个 这个 那个 这样 这些 那些 之后 之前 以后 以前 其中 由于 对于 还是 就是 不是 不能 不会 都是 还有 没人 无人 每天 天天 晚上 白天 生活 老百姓 百姓 群众 人民 市民 工作 人员 ' +
    '单位 公司 项目 建设 规定 通过 根据 得到 得不到 给予 帮助 关注 重视 尽快 尽早 早日 协调 监管 管理 责任 安全 隐患 正常 附近 周边 里面 外面 很多 许多 部分 所有 全部 相应 合理 合法 违法 违规 非法'
  )
    .split(' ')
    .sort((a, b) => b.length - a.length)
    .join('|'),
  'g',
)

const NAMED =
  /小区|花园|家园|公寓|社区|广场|国际|大道|街道|公馆|学校|学院|小学|中学|大学|幼儿园|市场|公司|楼盘|项目|公园|中心|大厦|号线|新村|新城|[苑路湾府庭城园村院镇湖站组期栋]/g

const KEPT = ['小区', '社区', '公司', '项目', '楼盘']

/** Pairs of characters that stand before a word for a place, however long the name itself is. */
function findNames(text: string): Weights {
  const telling = text.replace(/[·.・“”"‘’（）()《》<>]/g, '').replace(EVERYDAY, (word) => (KEPT.includes(word) ? word : ' '))
  const found: Counts = new Map()
  for (const { index } of telling.matchAll(NAMED)) {
    for (let at = Math.max(0, index - 5); at < index - 1; at++) count(found, telling.slice(at, at + 2))
  }
  return dampen(found)
}

const CHINESE = /^[\u4e00-\u9fff]+$/

function weighPairs(words: string): Weights {
  const found: Counts = new Map()
  for (let at = 0; at < words.length - 1; at++) count(found, words.slice(at, at + 2))
  for (const [number] of words.matchAll(/\d+(?:\.\d+)?[\u4e00-\u9fff]?/g)) if (number.length > 2) count(found, number)
  return dampen(found)
}

function count(into: Counts, pair: string): void {
  if (CHINESE.test(pair) || /^\d/.test(pair)) into.set(pair, (into.get(pair) ?? 0) + 1)
}

function dampen(counts: Counts): Weights {
  for (const [key, times] of counts) counts.set(key, 1 + Math.log(times))
  return counts
}
