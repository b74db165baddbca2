import { weighCategories, weighDanger, weighMatter } from '../reading/model/model.ts'
import { phrases } from '../reading/phrase.ts'
import { logLength } from '../reading/words.ts'
import { type CategoryCode, isGrave } from '../taxonomy/categories.ts'

/**
 * How a cry about a danger here and now is told from talk that borrows its words, in log-odds: what it sounds like, whether it tells of something at
 * all, how much of what it could be about is grave, how long it is, whether it calls for somebody or begins with thanks, and what the rules hold against it.
 * Where a rule knows a word of it, one that is long says less, and nothing is held against it. Fitted by logistic regression on labelled chats and cries,
 * each heard by models that had not learnt it: docs/decisions/008-linear-model.md.
 */
type Ear = { silence: number; sound: number; matter: number; grave: number; length: number; calls: number; thanked: number }
const SAID: Ear = { silence: 6.73, sound: 0.89, matter: 0.44, grave: 0.57, length: -3.36, calls: 0.34, thanked: -3.6 }
const UNSAID: Ear = { silence: -5.48, sound: 0.69, matter: 0.23, grave: 0.94, length: 0.2, calls: 0.24, thanked: -5.56 }
/** What nobody has said in so many words is held to be less by: a danger named but not meant, another place, another day, a false friend. */
const BORROWED = -2.43
const TALK = -1.15
/** Longer cries weigh the same: who speaks into a telephone does not stop for breath. */
const LONGEST = 40
const LEAST = 1e-4

/** Who hurries others on, and who calls for somebody. */
const HURRIES = phrases(
  ['快(点|些|d|D|滴|[跑打叫救喊去上送拉关报]|来(?!人))|急|怎么(办|算|搞|得了)|[啷么啥]个?办|何得了|拐了|遭了|妈呀|!'],
  'g',
)
const CALLS = phrases([
  '救(命|人|我|他|火|哈|下)|[来黎](人|银|郎)|帮(忙|我|帮|下|哈)|(?<!\\d)1(10|19|20)(?!\\d)|救护车|报警|有没有?.{0,3}人|(谁|哪个|啥人|哪位)(快|会|有|看|见|喊|是|识|离|在|能)',
])
/** Who begins with thanks was helped; who ends with them asks for help, and they tell nothing else. */
const POLITELY = /[\s，,。!]*(谢谢|多谢|感谢|拜托)(大家|各位|邻居|你们|了|晒|啦|\s)*[。!]*$/
/** Who says that they are serious, or wonders whether they smell right, means what they say. */
const INSISTS = phrases(
  [
    '[\\s,]*(我|这|真(的)?|绝对|可)*((不|唔|勿)(是|系)(在)?(演习|演练|开?(个)?玩笑|逗)|[没冇](有)?(在)?(开玩笑|骗|逗|瞎说|眼花|看错|闻错|听错))(你们?|大家|人|的|啊|呀|哦)*[!。]*',
    '[\\s,]*(是不是)?我(的)?(鼻子|耳朵|眼睛)(没|有|是不是有)?(问题|毛病|出错|坏了)(吧|了|吗|嘛|么)?[?。]*',
  ],
  'g',
)
const THANKED = phrases(['^(谢谢|多谢|感谢|唔该晒)|得救|好彩|万幸|多亏|没事[了啦]'])

/**
 * What the rules make of a text: the category whose words are said and meant, whether a danger is named but not meant (`borrowed`), whether they know it
 * for talk: of another place, of another day, a false friend.
 */
export type Signs = { said: CategoryCode | null; borrowed: boolean; isTalk: boolean }
/** Who says farewell calls nobody, and thanks for other things than help. */
const FAREWELL: CategoryCode = 'emergency.self_harm'
/** So short that nothing is said but "quick". */
const LEAST_LENGTH = 3

/** Log-odds of a cry. `words` come from plainWords. */
export function weighCry(spoken: string, { said, borrowed, isTalk }: Signs): number {
  const words = spoken.replace(POLITELY, '').replace(INSISTS, '') || spoken
  const told = words.replace(HURRIES, '')
  const calls = told !== words || CALLS.test(words)
  if (!said && told.length < LEAST_LENGTH) return Number.NEGATIVE_INFINITY
  const isFarewell = likeliestGrave(words) === FAREWELL
  const likely = weighCategories(words)
  const grave = [...likely].reduce((sum, [code, logged]) => (isGrave(code) || code === said ? sum + Math.exp(logged) : sum), 0)
  const ear = said ? SAID : UNSAID
  return (
    ear.silence +
    ear.sound * weighDanger(words) +
    ear.matter * weighMatter(words) +
    ear.grave * Math.log((grave + LEAST) / (1 - grave + LEAST)) +
    ear.length * logLength(words.slice(0, LONGEST)) +
    (calls || isFarewell ? ear.calls : 0) +
    (THANKED.test(words) && !isFarewell ? ear.thanked : 0) +
    (borrowed ? BORROWED : 0) +
    (isTalk ? TALK : 0)
  )
}

/** The gravest that it could be about. */
export function likeliestGrave(words: string): CategoryCode {
  const grave = [...weighCategories(words)].filter(([code]) => isGrave(code))
  return grave.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
