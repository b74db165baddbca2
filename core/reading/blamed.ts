import { mask } from '../mask.ts'
import type { CategoryCode } from '../taxonomy/categories.ts'

/** What somebody does, rather than what has broken. */
const DEEDS = /^(?:sanitation|parking|noise|illegal|safety\.(?:falling_object|fire_hazard|dog|security))/
/** 8-2-***姓〔某〕的天天…, ***那家, 6栋1单元那户; not 8-2-***门口. */
const HOUSEHOLD =
  /(?:\*{3}[室户]?|单元|[栋幢座]|号楼) ?的?(?:〔姓名〕|姓〔某〕|[那这][家户]|(?<=\*{3}[室户]? ?)(?:家(?!门口)|住户|业主|老[是头太]|总|又|天天|经常|一直|半夜|往|把|在))/
const SOMEBODY = /(?<!我[是叫]|本人)(?:〔姓名〕|姓〔某〕)/

/** Whether the place in somebody's words is where those live whom they blame: a group hears what is done, and not where. */
export function blamesHousehold(words: string, category: CategoryCode): boolean {
  if (!DEEDS.test(category)) return false
  const masked = mask(words)
  return HOUSEHOLD.test(masked) || SOMEBODY.test(masked)
}
