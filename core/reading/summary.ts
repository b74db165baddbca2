import { mask } from '../mask.ts'
import { type CategoryCode, categoryOf } from '../taxonomy/categories.ts'
import { LEXICON } from './lexicon.ts'
import { phrases } from './phrase.ts'
import { describePlace, type Place } from './place.ts'

const LONGEST = 20

const WHEREABOUTS = '(楼道|走廊|车库|大厅|大堂|门口|电梯间|楼梯间|地下室|路口|厨房|卫生间)?(里|的)?'
const FILLERS =
  /[又也都还就咋了啊呀呢吧嘛咯哦的很太好真]|一直|已经|居然|天天|经常|老是|总是|\d+楼|[一二三四五六七八九十]+楼|[A-Za-z]{0,2}[\d一二三四五六七八九十]+(栋|幢|号楼|单元)|\d号梯/g
const UNFIT =
  /[我你他她谁哪]|^没人|准备|留到|过年|[睡拴出]$|死|屎|妈|屁|操|傻|吓|人家|老婆|老公|物业|姓|什么|啥|怎么|为什么|吗|几|不知|听说|[^\u4e00-\u9fff]/

/** At most 20 characters for a reply: the coarse place and the problem, in the resident's own words where they stand alone. */
export function summarize(words: string, category: CategoryCode, place: Place | null): string {
  const { spoken, private: isPrivate } = categoryOf(category)
  const problem = (!isPrivate && ownWords(words, category)) || spoken
  const where = place ? describePlace(place) : ''
  const joined = mask(join(where, problem))
  return joined.length <= LONGEST ? joined : mask(join(where, spoken)).slice(0, LONGEST)
}

function ownWords(words: string, category: CategoryCode): string | null {
  const says = LEXICON[category]?.says
  const found = says && new RegExp(`${WHEREABOUTS}(${phrases(says).source})(?:(?<=不)[\\u4e00-\\u9fff])?`).exec(words)?.[0]
  const problem = found?.replace(FILLERS, '')
  if (!problem || problem.length < 2 || problem.length > 9 || UNFIT.test(problem) || repeatsItself(problem)) return null
  return !/[不没]/.test(problem) && /[坏停堵断爆裂掉翘丢满倒塌锁松]$/.test(problem) ? `${problem}了` : problem
}

/** 漏水漏, 灯不亮灯: the phrase ran on into the next thought. */
function repeatsItself(problem: string): boolean {
  return problem.indexOf(problem.slice(-1)) < problem.length - 1
}

/** 地下车库 and 车库漏水 share a word, 3号梯 and 电梯故障 a thing. */
function join(where: string, problem: string): string {
  if (where.endsWith('梯') && problem.startsWith('电梯')) return where + problem.slice(2)
  const shared = [4, 3, 2].find((length) => where.length >= length && problem.startsWith(where.slice(-length))) ?? 0
  return where + problem.slice(shared)
}
