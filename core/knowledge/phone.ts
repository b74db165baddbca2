import { HOTLINE_KINDS, type Hotlines } from '../hotlines.ts'
import { texts } from '../texts/texts.ts'
import { readQuestion } from './question.ts'

/** What residents call those who have a number of their own here. */
const CALLED: Record<keyof Hotlines, RegExp> = {
  gas: /燃气|煤气|天然气/,
  water: /自来水|供水|水务/,
  power: /供电|电力|电网/,
  heating: /供[暖热]|热力|暖气/,
  lift: /电梯/,
  property: /物业|管理处/,
  community: /社区居委会?|居委会?|社区/,
}
const OFFICE = /公司|单位|局|所|办公室|前台|客服|服务(?:中心|处)?|中心|值班室?|维保|维修|抢修|救援|热线|座机|24小时/g
/** The same in the whole country, so that no community writes it down. */
const POWER_EVERYWHERE = '95598'

/** The number that is asked for and nothing besides, as residents hear it; null: none is, or the community has not given it. */
export function sayNumberAsked(text: string, hotlines: Hotlines): string | null {
  if (!readQuestion(text).aspects.includes('phone')) return null
  const kind = HOTLINE_KINDS.find(
    (one) => CALLED[one].test(text) && readQuestion(text.replace(CALLED[one], '').replace(OFFICE, '')).subject === '',
  )
  const number = kind && (hotlines[kind] ?? (kind === 'power' ? POWER_EVERYWHERE : null))
  return number ? texts.article.number(kind, number) : null
}
