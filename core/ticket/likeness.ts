import { NUMERAL, readNumeral } from '../reading/numeral.ts'
import type { Place } from '../reading/place.ts'
import { plainWords } from '../reading/words.ts'
import type { CategoryCode } from '../taxonomy/categories.ts'
import { findThings } from './things.ts'

/** What somebody told: `place` null when neither the words nor the nickname name one. */
export type Told = { words: string; category: CategoryCode | null; place: Place | null }

type Weights = Map<string, number>
/** What of a text counts when it is compared: its things, its unusual words, the names of estates and roads. */
type Traces = { text: string; estates: string[]; things: Weights; words: Weights; names: Weights; floor: string | null }

/** From here on two reports count as one matter. Joining two matters hurts more than leaving one told twice. */
export const SAME_MATTER = 0.7

/** A whole complaint names its estate somewhere; a line in a group speaks of the group's own. */
const AT_LENGTH = 60

/** How likely two reports of one estate tell of the same problem, 0 to 1: place and problem have to agree, neither suffices. */
export function likeness(a: Told, b: Told): number {
  const [left, right] = [trace(a.words), trace(b.words)]
  const telling = compareCategories(a.category, b.category)
  if (!a.place && !b.place && Math.min(left.text.length, right.text.length) >= AT_LENGTH)
    return likelihood(weighTexts(left, right, telling))
  return likelihood(weighPlaces(a.place, b.place, isOfEveryStaircase(left) || isOfEveryStaircase(right)) + weighLines(left, right, telling))
}

type Agreement = 'same' | 'other' | 'unknown'

function compareCategories(a: CategoryCode | null, b: CategoryCode | null): Agreement {
  if (!a || !b) return 'unknown'
  return a === b ? 'same' : 'other'
}

/** A product, for neither a shared estate nor shared words make one matter; in log-odds it is a sum. */
function weighTexts(a: Traces, b: Traces, categories: Agreement): number {
  const problem = cosine(a.words, b.words) + 0.2 * cosine(a.things, b.things) + (categories === 'same' ? 0.08 : 0)
  const place = a.names.size > 0 && b.names.size > 0 ? cosine(a.names, b.names) : NAMED_NOWHERE
  const estate = nameOtherEstates(a, b) ? OTHER_ESTATE : 0
  return 2.5 * (Math.log(problem + 0.01) + 0.4 * Math.log(place + 0.05)) + 4.3 + estate
}

const OTHER_ESTATE = -3
const NAMED_NOWHERE = 0.3
const ESTATE = /([\u4e00-\u9fff]{2,3})(?:小区|楼盘|社区|家园|花园|公寓|新村|公馆)/g
/** 我们小区, 附近的小区, 安置小区 name none. */
const NAMES_NONE = /[的我们本各个这那某是在了和与及等有对从把被请该每多附近旁边所内全整老新]|安置|幼儿|公$|学$|配套/

function nameOtherEstates(a: Traces, b: Traces): boolean {
  return a.estates.length > 0 && b.estates.length > 0 && !isMentioned(a.estates, b.text) && !isMentioned(b.estates, a.text)
}

function findEstates(text: string): string[] {
  return [...text.matchAll(ESTATE)].flatMap(([, name = '']) => (NAMES_NONE.test(name) ? [] : [name.slice(-2)]))
}

function isMentioned(estates: string[], text: string): boolean {
  return estates.some((estate) => text.includes(estate))
}

const UNLIKELY = -2.2
const CATEGORIES: Record<Agreement, number> = { same: 1.2, unknown: 0, other: -1.3 }
const THINGS = 2.2
const OTHER_THING = -2
const SAME_WORDS = 1.5
const OTHER_FLOOR = -4
/** Each floor has its own; a lift or the water stops on all of them. */
const OF_EVERY_FLOOR = ['light', 'clutter', 'cleaning']
const OF_EVERY_STAIRCASE = [...OF_EVERY_FLOOR, 'door']

function weighLines(a: Traces, b: Traces, categories: Agreement): number {
  const things = a.things.size > 0 && b.things.size > 0 ? cosine(a.things, b.things) : null
  const thing = things === null ? 0 : things > 0 ? THINGS * things : OTHER_THING
  const floor = differs(a.floor, b.floor) && (isOneOf(OF_EVERY_FLOOR, a) || isOneOf(OF_EVERY_FLOOR, b)) ? OTHER_FLOOR : 0
  const estate = nameOtherEstates(a, b) ? OTHER_ESTATE : 0
  return UNLIKELY + estate + CATEGORIES[categories] + thing + floor + SAME_WORDS * cosine(a.words, b.words)
}

function isOfEveryStaircase(traces: Traces): boolean {
  return isOneOf(OF_EVERY_STAIRCASE, traces)
}

function isOneOf(names: readonly string[], { things }: Traces): boolean {
  return names.some((name) => things.has(name))
}

const ELSEWHERE = -6
const BOTH_UNSAID = 0.9
const ONE_UNSAID = 0.6
/** An estate has many stairs to be dark: without the place it is anyone's guess which. */
const STAIRCASE_UNSAID = -1.6
/** 8栋 here and 东门 there may still be one place. */
const SAID_OTHERWISE = -1
const SAME_PART = { building: 1.8, entrance: 0.6, spot: 1.8 }
const SAME_PLACE_AT_MOST = 2.6

function weighPlaces(a: Place | null, b: Place | null, ofEveryStaircase: boolean): number {
  if (!a || !b) return ofEveryStaircase ? STAIRCASE_UNSAID : a || b ? ONE_UNSAID : BOTH_UNSAID
  if (differs(a.building, b.building) || differs(a.entrance, b.entrance) || isOtherSpot(a.spot, b.spot)) return ELSEWHERE
  const agreed =
    (a.building && b.building ? SAME_PART.building : 0) +
    (a.entrance && b.entrance ? SAME_PART.entrance : 0) +
    (a.spot && b.spot ? SAME_PART.spot : 0)
  return agreed === 0 ? SAID_OTHERWISE : Math.min(agreed, SAME_PLACE_AT_MOST)
}

function differs(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b
}

/** 车库 may be any of the garages, B1车库 is not B2车库; 南门 may be the 大门, 东门 is not. */
function isOtherSpot(a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false
  const [here, there] = [plainSpot(a), plainSpot(b)]
  return !here.includes(there) && !there.includes(here)
}

function plainSpot(spot: string): string {
  return spot
    .replace(/地下|负[一1]楼|停车场/g, (word) => (word === '停车场' ? '车库' : ''))
    .replace(/内[左右]侧$|^大(?=门)|正(?=门)/g, '')
    .replace(/([东南西北])大门/, '$1门')
}

function trace(text: string): Traces {
  const words = plainWords(text)
  return {
    text: words,
    estates: findEstates(words),
    things: findThings(words),
    words: weighPairs(words.replace(EVERYDAY, ' ')),
    names: words.length >= AT_LENGTH ? findNames(words) : new Map(),
    floor: findFloor(words),
  }
}

const FLOOR = new RegExp(`(?<![\\d号])(${NUMERAL})[楼层](?!梯|下)`)

function findFloor(words: string): string | null {
  const written = FLOOR.exec(words)?.[1]
  return written ? readNumeral(written) : null
}

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

function findNames(words: string): Weights {
  const joined = words
    .replace(/[·.・“”"‘’（）()《》<>]/g, '')
    .replace(EVERYDAY, (word) => (word === '小区' || word === '社区' || word === '公司' || word === '项目' || word === '楼盘' ? word : ' '))
  const found: Weights = new Map()
  for (const { index } of joined.matchAll(NAMED)) {
    for (let at = Math.max(0, index - 5); at < index - 1; at++) count(found, joined.slice(at, at + 2))
  }
  return dampen(found)
}

const CHINESE = /^[\u4e00-\u9fff]+$/

function weighPairs(words: string): Weights {
  const found: Weights = new Map()
  for (let at = 0; at < words.length - 1; at++) count(found, words.slice(at, at + 2))
  for (const [number] of words.matchAll(/\d+(?:\.\d+)?[\u4e00-\u9fff]?/g)) if (number.length > 2) count(found, number)
  return dampen(found)
}

function count(into: Weights, pair: string): void {
  if (CHINESE.test(pair) || /^\d/.test(pair)) into.set(pair, (into.get(pair) ?? 0) + 1)
}

function dampen(counts: Weights): Weights {
  for (const [key, times] of counts) counts.set(key, 1 + Math.log(times))
  return counts
}

function cosine(a: Weights, b: Weights): number {
  if (a.size > b.size) return cosine(b, a)
  let shared = 0
  for (const [key, weight] of a) shared += weight * (b.get(key) ?? 0)
  return shared === 0 ? 0 : shared / Math.sqrt(squares(a) * squares(b))
}

function squares(weights: Weights): number {
  let sum = 0
  for (const weight of weights.values()) sum += weight * weight
  return sum
}

function likelihood(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}
