import { phrases } from './phrase.ts'
import { plainWords } from './words.ts'

const SAYS = phrases([
  '死哪|死到哪|喂狗|装死|装瞎|吃干饭|干什么吃|饭桶|废物|垃圾物业|混蛋|王八|他妈|妈的|tmd|TMD|滚(蛋|出)|不要脸|没脸|黑心|欺人太甚|忍无可忍|受够了|气死|骗子公司|太过分|什么东西|你们.{0,4}瞎',
  '到底(管不管|有没有人|谁管)|[!?]{2,}.*[!?]{2,}',
])

/** Whether somebody scolds rather than tells. */
export function isAngry(words: string): boolean {
  return SAYS.test(plainWords(words))
}
