import { readAnswer } from './answers.ts'
import { SERVICES } from './askingOffice.ts'
import { PARKING } from './askingParking.ts'
import { WORTH_A_LOOK } from './certainty.ts'
import { weighIntents } from './model/model.ts'
import { phrases } from './phrase.ts'
import type { Intent } from './reading.ts'
import { weighReport } from './weigh.ts'

export type Guess = { intent: Intent; confidence: number }

type Row = Guess & { says: RegExp }

const BROKEN = '(坏|漏|堵|破|不亮|不热|不通|没(人|水|电)|[几三四五]天|还没|一直|又|危险|摔|绊)'
/** Works that take the whole estate and years, and what the community runs for everybody. */
const WORKS =
  '(改(暖|水|电|气)|(管网|旧房|适老化)改造|旧改|(老旧|旧)?电梯(更新|更换|换新)|外墙(翻新|保温)|(加装|增设)电梯|日间照料(中心|站)?|照料中心|老年食堂|邻里中心)'
const WHEN = '(什么时候|啥时候|几时|何时|多会儿|哪天|哪年)'
const WHERE = '([\\da-z一二三四五六七八九十]+(栋|幢|座|号楼?|单元|楼|层|#|-\\d+))*'
const SEAT = '(扶手|长?椅|椅子|凳子|棋桌|石桌|桌子|坡道|雨棚|亭子)'
const HELPER = '(师傅|阿姨|大姐|大哥|保洁|保安|物业|管家|网格员?|社区|楼长|楼栋长|小[张王李刘陈杨赵黄周吴徐孙])'

/** What is said in so few words that counting characters cannot help. Whether anybody asked is for others to know. */
const TABLE: readonly Row[] = [
  { intent: 'signUp', confidence: 0.8, says: phrases(['^#?接龙|^\\d+[.、．]\\s*\\S{1,8}$|^(我)?(要)?报名[+＋\\d一二两三个人位]*$']) },
  { intent: 'volunteer', confidence: 0.6, says: phrases(['^算我一个[啊呀吧。,]*$|(当|做|报名).{0,4}(志愿者|义工)']) },
  {
    intent: 'vote',
    confidence: 0.8,
    says: phrases([
      '我(家|们)?(就)?投(?!诉|资|影|币|简)|^我?(投|选|支持|同意|赞成)(方案)?[A-Da-d一二三四\\d]|我(家|们)?也?(同意|赞成|支持|反对)[了啊。! ]*$|^(反对|同意|赞成)(?=[ ,，。!])',
    ]),
  },
  {
    intent: 'project',
    confidence: 0.7,
    says: phrases([
      `^(?!.*${BROKEN}).*${WORKS}…(${WHEN}…(开|动|建|完|运|办|批|轮|做|改|装)|(如何|怎么|怎样)‥(运营|运作|经营|开放|收费|申请|报名|推进|安排))`,
      `^(?!.*${BROKEN}).*${WHEN}…(能|给|才|轮到|开始|动工)…${WORKS}`,
    ]),
  },
  {
    intent: 'consult',
    confidence: 0.7,
    says: phrases([
      ...PARKING,
      ...SERVICES,
      '^.{0,6}(居委会?|社区)(是|能|可以|都|到底)*(干|做|管|办)(理|些)?(什么|啥|嘛|哪些)(事情?|用|的|呀|啊|呢|吗)*[?]*$',
    ]),
  },
  {
    intent: 'proposal',
    confidence: 0.7,
    says: phrases([
      `^(?!.*${BROKEN}).*(能不能|可不可以|能否|可否|不如|要不|希望|建议|最好)…改(暖|水|电|气)|^(改(暖|水|电|气)[、, 和]*)+[吧啊。]*$`,
      `^(?!.*${BROKEN}).*(能不能|可不可以|能否|可否|不如|要不|希望|建议|最好)…(装|加|搞|弄|建|设|放|办|开|增设|添|组织|种)‥(点|个|几|两|一|些|台|张|条|场|班)`,
    ]),
  },
  {
    intent: 'need',
    confidence: 0.6,
    says: phrases([
      `^(?!.*${BROKEN}).*((要是|如果|假如|要)…有(个|家|条|点|人)…就好(了|咯|啦|喽)|(希望|盼着?)…(能|有|多|添)…(个|张|把|条|几)‥${SEAT}|^.{0,8}没个${SEAT}.{0,6}$)`,
    ]),
  },
  {
    intent: 'praise',
    confidence: 0.7,
    says: phrases([`^(?!.*(${BROKEN}|但|就是|可惜|怎么)).*${HELPER}…(给力|辛苦|真好|真棒|(?<!不)负责|热心|点赞|👍|🌹)`]),
  },
  {
    intent: 'meToo',
    confidence: 0.8,
    says: phrases([
      '(我|俺|咱|阿拉|我哋|我们|咱们)?(家|屋里|屋头|楼|栋|座|单元|这边|这里|隔壁)(里|这)?[^，。？！,?!]{0,3}(也|亦|都系)(是|不|没|冇|莫得|停|漏|堵|坏|黑|臭|响|冷|冰|淹|吵|断|一样|这样|有)',
      `^(我们?)?${WHERE}(家|这边|这里|这栋)?(的|也|是)*(\\+1(?!\\d)|加[一1](?![\\d\u4e00-\u9fff]))`,
      '^(同上|同求|\\+1|[➕]1|顶|俺也一样|一样一样)(?!\\d)|^(我|我们|咱)(家|这|楼|栋|单元|这边|这里|这栋)*也(是|一样|没|不|停|漏|堵)',
    ]),
  },
  {
    intent: 'withdraw',
    confidence: 0.75,
    says: phrases([
      '(撤回|撤销|撤了|取消)(一下)?(刚才|前面|上面|那个|这个|那条|吧|了|报修|工单)|(刚才|前面|上面|那条).{0,6}(当我没说|不算|不用管|别管|搞错|看错|发错)|当我没说',
      '刚才?[说报发讲]的?.{0,8}(不用|别管|算了|撤)',
    ]),
  },
]

const SURE = 0.5
/** 有没有人管啊 asks nobody. */
const RHETORICAL = /^(到底|究竟|就)?(有没有|有无|没)人(来)?管[啊呀吗的了]*[?!]*$/
/** 难怪楼下站了一堆人: who has only seen it suffers from nothing. */
const ONLOOKING = phrases(['^(难怪|怪不得|唔怪得|怪勿得)(?!.*(我|俺|额|咱|阿拉|屋)).*(站|围|挤|排|走|看)'])
/** Too few words to count characters in. */
const SHORTEST = 5
/** Most that residents say is chatter; to take a reply for it loses more than the other way round. */
const CHATTER_COUNTS = 0.6
/** A complaint this plain is one, whatever else it may be. */
const PLAIN_REPORT = 0.93

/** What a sentence alone wants: by rule where it is short, else the likeliest by the trained model. `words` come from plainWords. */
export function guessIntent(words: string): Guess {
  if (RHETORICAL.test(words) || ONLOOKING.test(words)) return NOTHING
  const row = TABLE.find(({ says }) => says.test(words)) ?? readAnswer(words)
  if (row) return { intent: row.intent, confidence: row.confidence }
  const { confidence } = weighReport(words)
  const other = words.length < SHORTEST ? NOTHING : likeliest(words)
  if (confidence >= (other.confidence >= SURE ? PLAIN_REPORT : WORTH_A_LOOK)) return { intent: 'report', confidence }
  return other
}

const NOTHING: Guess = { intent: 'chatter', confidence: 0 }

/** Somebody wants to know, or to propose: a person answers better than a ticket. */
export function wantsAnswer(words: string): boolean {
  const likely = weighIntents(words)
  return Math.exp(likely.get('consult')!) + Math.exp(likely.get('proposal')!) >= SURE
}

/** The report is judged by rules and model together, elsewhere. */
function likeliest(words: string): Guess {
  const guesses = [...weighIntents(words)].flatMap(([intent, logged]) => {
    const share = Math.exp(logged) * (intent === 'chatter' ? CHATTER_COUNTS : 1)
    return intent === 'report' ? [] : [{ intent, confidence: share }]
  })
  return guesses.reduce((best, one) => (one.confidence > best.confidence ? one : best))
}
