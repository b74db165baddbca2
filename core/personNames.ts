import { COMPOUND_SURNAMES, NEVER_GIVEN, OTHER_SURNAMES, PLAIN_SURNAMES, TELLING, USUAL, WORDY_SURNAMES } from './nameCharacters.ts'

const SURNAME = `(?:${COMPOUND_SURNAMES}|[${PLAIN_SURNAMES}${OTHER_SURNAMES}${WORDY_SURNAMES}])`
const NOT_CHINESE = '[^\\u4e00-\\u9fff]'
const TITLES =
  '师傅|大爷|大妈|大叔|大婶|大娘|大哥|大姐|二哥|二姐|阿姨|叔叔|奶奶|爷爷|爸爸|妈妈|姆妈|娭毑|孃孃|嬢嬢|婆婆|太婆|老师|先生|女士|小姐|太太|老太|老头|姑娘|妹妹|妹子|妹陀|幺妹|经理|主任|书记|[科站所局会班组院校楼室队]长|管家|会计|护士|医生|大夫|警官|教练|同志|同学|姐|哥|叔|婶|嫂|伯|总|工'

/** How people speak of each other without a full name. What they do here (保安, 房东, 王阿姨) stays. */
const RULES: readonly [RegExp, string][] = [
  [new RegExp(`(?<!百)姓${SURNAME}(?![\\u4e00-\\u9fff]{0,1}名)`, 'g'), '姓〔某〕'],
  [new RegExp(`(?:${SURNAME}(?:${TITLES})|[老小]${SURNAME})(?=家(?!园|庭|具|电|长|政|属))`, 'g'), '〔姓名〕'],
  [new RegExp(`(?<=@)${SURNAME}[\\u4e00-\\u9fff]{1,2}(?![\\u4e00-\\u9fff])`, 'g'), '〔姓名〕'],
]

/** Whoever says these is about to name somebody. */
const INTRODUCING =
  /(?:叫做?|姓名[是为:：]?|名字[是为:：]?|联系人[是为:：]?|户主|业主|邻居|[住租]户|租客|房[东客]|老师|经理|主任|书记|医生|保安|保洁|网格员|楼栋?长|师傅|管家|同[学事]|朋友|[儿孙]子|女儿|老[公婆]|丈夫|妻子|我是|本人|[他她]是)\s?$/
const BEFORE_A_PERSON =
  /(?:找|联系|投诉|举报|问过?|是|跟|和|与|让|喊|被|请|给|替|帮|陪|扶|拉|惹|把|听|说|认识|认得|看[见到]|见到?|除了|管|劝|怪|骂|那个|这个|谁有?|楼[上下]|隔壁|对[门面]|物业的?|业委会的?|[栋幢楼层室户座岁]的?|单元的?|\d的?|\*的?|〕的?)\s?$/
const BEFORE_ANYBODY = new RegExp(`(?:^|${NOT_CHINESE}|的|上[次回]|[昨今]天|昨晚|就|又|都)$`)
const AFTER_A_PERSON =
  /^(?:家(?!园|庭|具|电|长|政|属)|说|讲|骂|打|住|天天|每[天晚]|大?半夜|夜里|老[公婆师]|[爸妈爹奶]|媳妇|儿子|女儿|闺女|孩子|[他她你]|这人|一家|哥俩|先生|女士|同[志学]|小朋友|大姐|阿姨|把|占|养|偷|欠|借|往|带|拿|抱|又|怎么又|在|的(?:车|狗|猫|娃|孩子|[儿女]|老[公婆]|[爸妈]|电))/
const AFTER_ANYBODY = new RegExp(
  `^(?:$|${NOT_CHINESE}|的|是|老|总|经常|[昨今]|凌晨|没|不|也|都|就|[和跟与]|装修|停|[这那]|电话|[从到去来要有一已被太]|漏|扔|乱|违|私自|故意|撕|推|堵|练|开|撞|干|下来|[吧了吗]|摔|走丢)`,
)
/** 芳和 and 建国家 are no words, whatever the dictionary thinks of them. */
const AFTER_A_NAME = /^(?:家(?!园)|[和跟在占是说的])/
/** 柳叶湖, 田林路 and 申溪云墅 are places. */
const IN_A_PLACE = /^.{2,3}(?:[路湖河湾街镇村县市区州桥苑园墅庭汇坪沟]|居(?![住然民委])|公寓|业主群|[小社]区|[花家]园|广场|大厦|[^的在]墅)/

/** What begins like a name, is none, and stands in no dictionary. */
const NOBODY =
  /^(?:何解|何满|何[时况]|莫[得法]|钟意|黄[毛巴印铃]|葛树|严实|查[清天]|祝[大您]|谢大|席梦|哈士|景观|白[娘捷印蒙]|王者|王老吉|元宝|古树|薛定|戴森|戴[帽铃口眼牌]|罗[威汉]|金[毛桂沙]|金龙鱼|杨[梅树]|梅[雨盆]|桂花|田园|穆斯|方[同通鉴]|东单|胡话|汤[圆子水]|余额|辛苦|钱[一转在来正]|蓝[颜铃火滑白]|江景|万科|周年|姜[汤茶]|唐山|岳麓|云贵|李宁|柯基|熊孩|欧冠|包[安升]|满[登屋]|毛[大毛]|皮发|刁子|成小|平靓|诸葛亮|东方明|欧阳修的)/

const ENOUGH = 5
const INTRODUCED = 4
const LONGEST_AROUND = 6
const IN_A_WORD = -2
const UNHEARD_OF = -2

const TITLE = new RegExp(`^(?:${TITLES})`)
const BEGINNING = new RegExp(SURNAME, 'y')
const dictionary = new Intl.Segmenter('zh', { granularity: 'word' })

type Words = ReadonlyMap<number, number>
type Candidate = { before: string; surname: string; given: string; after: string }

/** Hides the names of people in a sentence. */
export function hideNames(text: string): string {
  return hideFullNames(RULES.reduce((words, [pattern, mark]) => words.replace(pattern, mark), text))
}

/**
 * 赵子轩又在踢球, 问张伟就知道: surnames are few, given names are made of certain characters, people are spoken of in certain ways, and the
 * dictionary knows where words end. No one of these tells a name; together they do.
 */
function hideFullNames(text: string): string {
  let words: Words | null = null
  let hidden = ''
  let at = 0
  while (at < text.length) {
    const likely = candidatesAt(text, at).filter((candidate) => weigh(candidate) >= ENOUGH)
    if (likely.length > 0) words ??= findWords(text)
    const name = words && chooseName(likely, at, words)
    hidden += name ? '〔姓名〕' : text[at]
    at += name ? name.length : 1
  }
  return hidden
}

function candidatesAt(text: string, at: number): Candidate[] {
  BEGINNING.lastIndex = at
  const surname = BEGINNING.exec(text)?.[0]
  if (!surname || /[老小]/.test(text[at - 1] ?? '') || NOBODY.test(text.slice(at, at + 4))) return []
  const from = at + surname.length
  if (TITLE.test(text.slice(from, from + 2)) || IN_A_PLACE.test(text.slice(at, from + LONGEST_AROUND))) return []
  const before = text.slice(Math.max(0, at - LONGEST_AROUND), at)
  return [2, 1]
    .map((length) => ({
      before,
      surname,
      given: text.slice(from, from + length),
      after: text.slice(from + length, from + length + LONGEST_AROUND),
    }))
    .filter(({ given }, index) => given.length === 2 - index && !given.endsWith('家') && [...given].every(canBeGiven))
}

function canBeGiven(character: string): boolean {
  return /[\u4e00-\u9fff]/.test(character) && !NEVER_GIVEN.includes(character)
}

function weigh({ before, surname, given, after }: Candidate): number {
  const weight = weighSurname(surname)
  const known = [...given].map(weighGiven)
  if (weight < 2 && given.length === 1 && known[0] === 1) return 0
  const name = known.some((points) => points > 0) ? known : known.map(() => UNHEARD_OF)
  const both = given.length === 2 && known.every((points) => points > 0) ? 1 : 0
  const left = INTRODUCING.test(before) ? INTRODUCED : BEFORE_A_PERSON.test(before) ? 2 : BEFORE_ANYBODY.test(before) ? 1 : 0
  const right = AFTER_A_PERSON.test(after) ? 2 : AFTER_ANYBODY.test(after) ? 1 : 0
  return weight + name.reduce((sum, points) => sum + points, both) + left + right
}

function weighSurname(surname: string): number {
  if (surname.length > 1) return 3
  return PLAIN_SURNAMES.includes(surname) ? 2 : OTHER_SURNAMES.includes(surname) ? 1 : 0
}

function weighGiven(character: string): number {
  return TELLING.includes(character) ? 2 : USUAL.includes(character) ? 1 : 0
}

/** The likeliest of the names that may begin here, once it is known where words do. */
function chooseName(likely: readonly Candidate[], at: number, words: Words): string | null {
  const firstEnds = words.get(at)
  if (firstEnds === undefined) return null
  const weighed = likely.map((candidate) => {
    const name = candidate.surname + candidate.given
    const isWhole = words.has(at + name.length) || AFTER_A_NAME.test(candidate.after)
    return { name, points: isWhole ? weigh(candidate) + weighWord(candidate, firstEnds - at) : 0 }
  })
  const [best] = weighed.toSorted((one, other) => other.points - one.points)
  return best && best.points >= ENOUGH ? best.name : null
}

/** What the dictionary has as a word is hardly a name, though 张磊 and 刘德华 stand there as well. */
function weighWord({ surname, given }: Candidate, firstWord: number): number {
  if (firstWord <= surname.length) return 0
  return firstWord < surname.length + given.length ? IN_A_WORD : IN_A_WORD * given.length - 1
}

/** Where each word of a text begins and ends. */
function findWords(text: string): Words {
  const words = new Map([[text.length, text.length]])
  for (const { index, segment } of dictionary.segment(text)) words.set(index, index + segment.length)
  return words
}
