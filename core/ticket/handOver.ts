import { mask } from '../mask.ts'
import type { CategoryCode } from '../taxonomy/categories.ts'

/** What mask puts in the place of a number, and what people call the number. */
const MARKS: readonly (readonly [string, string])[] = [
  ['***', '门牌'],
  ['〔电话〕', '电话'],
  ['〔车牌〕', '车牌'],
  ['〔证件号〕', '证件号'],
  ['〔卡号〕', '卡号'],
]

/** The kinds of numbers in a text that a group should not keep, as people call them. */
export function findPersonal(words: string): string[] {
  const masked = mask(words)
  return MARKS.flatMap(([mark, name]) => (masked.includes(mark) && !words.includes(mark) ? [name] : []))
}

/** Somebody has to come by while it happens. */
export function asksWhen(category: CategoryCode): boolean {
  return category === 'noise.neighbor'
}
