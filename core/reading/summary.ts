import { mask } from '../mask.ts'
import { type CategoryCode, categoryOf } from '../taxonomy/categories.ts'
import { LEXICON } from './lexicon.ts'
import { phrases } from './phrase.ts'
import { describePlace, type Place } from './place.ts'

const LONGEST = 20

const WHEREABOUTS = '(楼道|走廊|车库|大厅|大堂|门口|电梯间|楼梯间|地下室|路口|厨房|卫生间)?(里|的)?'
const FILLERS =
  /在(?=[爆漏冒喷滴响])|[又也都还就咋了啊呀呢吧嘛咯哦的很太好真]|一直|已经|居然|天天|经常|老是|总是|\d+楼|[一二三四五六七八九十]+楼|[A-Za-z]{0,2}[\d一二三四五六七八九十]+(栋|幢|号楼|单元)|\d号梯/g
const UNFIT = /[我你他她它谁哪把]|多人|^没人|死|屎|妈|屁|操|傻|吓|人家|物业|姓|什么|啥|怎么|吗|几|[^\u4e00-\u9fff]/
/** How a phrase ends that tells the whole state of a thing. */
const BARE_RESULT = /(?<![不没].*)[坏停堵断爆裂掉翘丢满倒塌锁松]$/
const STATE =
  /(不(亮|通|热|响|动|抬|转|开|上|下|关|稳|着|出水|上来)|没(电|水|气|信号|网|收|扫|人(收|扫|清|修))|停(水|电|气|运)|漏(水|雨)|脱落|渗水|返水|积水|结冰|跳闸|断网|发黄|[臭脏])$/
/** Only things are told in the resident's words; about people and quarrels the category's own words are enough. */
const THINGS = /^((facility|utility|sanitation)\.|parking\.(charging|gate_fee)$)/

/** At most 20 characters for a reply: the coarse place and the problem, in the resident's own words where they stand alone. */
export function summarize(words: string, category: CategoryCode, place: Place | null): string {
  const { spoken } = categoryOf(category)
  const problem = ownWords(words, category) ?? spoken
  const where = place ? describePlace(place) : ''
  const joined = mask(join(where, problem))
  return joined.length <= LONGEST ? joined : mask(join(where, spoken)).slice(0, LONGEST)
}

function ownWords(words: string, category: CategoryCode): string | null {
  const says = THINGS.test(category) && LEXICON[category]?.says
  if (!says) return null
  const found = new RegExp(`${WHEREABOUTS}(${phrases(says).source})(?:(?<=不)[\\u4e00-\\u9fff])?`).exec(words)?.[0] ?? ''
  const problem = found.replace(FILLERS, '')
  if (problem.length < 2 || problem.length > 9 || UNFIT.test(problem)) return null
  if (BARE_RESULT.test(problem)) return `${problem}了`
  return STATE.test(problem) ? problem : null
}

/** 地下车库 and 车库漏水 share a word, 3号梯 and 电梯故障 a thing. */
function join(where: string, problem: string): string {
  if (where.endsWith('车库')) return where + problem.replace(/^(地下)?(地库|车库)/, '')
  if (where.endsWith('梯') && problem.startsWith('电梯')) return where + problem.slice(2)
  const shared = [4, 3, 2, 1].find((length) => where.length >= length && problem.startsWith(where.slice(-length))) ?? 0
  return where + problem.slice(shared)
}
