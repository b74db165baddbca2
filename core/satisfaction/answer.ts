/** What somebody said who was asked: whether it is solved, and how good the service was; at least one of the two. */
export type Rating = { isSolved: boolean | null; score: number | null }

/** `thanks`: nothing is rated, and nobody asks again. */
export type RatingAnswer = Rating | 'thanks'

const LONGEST = 24
const THANKS =
  /^(谢谢|多谢|感谢|辛苦|谢了|麻烦)[了啦啊您你们大家呀哦！!。.~～ ]*(谢谢|辛苦了?)?[！!。.~～ ]*$|^(🙏|🌹|\[抱拳\]|\[玫瑰\])+$/u
const UNSOLVED = /没(有)?(完全)?(解决|修好|弄好|好)|未解决|不满意/
const SOLVED = /(解决|修好|弄好|满意)了?|好了/
const DIGITS: Record<string, number> = { 一: 1, 二: 2, 两: 2, 三: 3, 四: 4, 五: 5 }
const SCORE = /([1-5一二两三四五])\s*(?:分|颗?星)/
const PAIR = /^([12])\s*[,，、;；./和 ]\s*([1-5])$/
const PLAIN = /^[1-5]$/
/** What is left of an answer when its numbers and its few words are taken away. */
const FILLERS =
  /[1-5一二两三四五]|没|有|未|完全|解决|修好|弄好|满意|不|服务|打|给|评|好|了|分|星|颗|谢谢|辛苦|吧|的|哈|啊|[\s,，、;；。.!！:：~～]/g

/**
 * Reads 1 4, 解决 5分, 没解决, 4分 and the like; a lone 1 or 2 answers the first of the two questions. Null: it is about something else. Only whoever was
 * asked is read so.
 */
export function readRating(text: string): RatingAnswer | null {
  const words = text.normalize('NFKC').trim()
  if ([...words].length > LONGEST || words === '') return null
  if (THANKS.test(words)) return 'thanks'
  const pair = PAIR.exec(words)
  if (pair) return { isSolved: pair[1] === '1', score: Number(pair[2]) }
  if (PLAIN.test(words)) return Number(words) <= 2 ? { isSolved: words === '1', score: null } : { isSolved: null, score: Number(words) }
  return words.replace(FILLERS, '') === '' ? readWords(words) : null
}

function readWords(words: string): Rating | null {
  const isSolved = UNSOLVED.test(words) ? false : SOLVED.test(words.replace(SCORE, '')) ? true : null
  const score = scoreIn(words)
  return isSolved === null && score === null ? null : { isSolved, score }
}

/** 解决 5: the number that stands alone is the score. */
function scoreIn(words: string): number | null {
  const digit = SCORE.exec(words)?.[1] ?? /(?:解决|好|满意)了?[\s,，、;；]*([1-5])$/.exec(words)?.[1]
  return digit ? (DIGITS[digit] ?? Number(digit)) : null
}
