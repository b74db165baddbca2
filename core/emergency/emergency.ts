import { phrases } from '../reading/phrase.ts'
import { plainWords } from '../reading/words.ts'
import { remember } from '../remember.ts'
import type { CategoryCode } from '../taxonomy/categories.ts'
import { likeliestGrave, weighCry } from './cry.ts'
import { tellsOfHurt } from './hurt.ts'
import { EMERGENCY_KINDS, type EmergencyKind, TRIGGERS } from './triggers.ts'

type Emergency = { kind: EmergencyKind; category: CategoryCode }

const RULES = EMERGENCY_KINDS.map((kind) => {
  const { category, fires, falseFriends, lasting = false } = TRIGGERS[kind]
  return { kind, category, lasting, fires: phrases(fires), falseFriends: phrases(falseFriends, 'g') }
})

type Rule = (typeof RULES)[number]

const LONG_AGO = phrases(['去年|前年|小时候|曾经|早年|当年|那年|年轻时|上(个)?月|几年前|[咬骗困烧](到)?过'])
const PAST = phrases(['昨[天晚夜日]|前[天晚几]|前个(?!月)|上(次|周|回|礼拜|星期)|以前|之前|那[天次]|\\d+月\\d+[日号]'])
const STILL = phrases(['现在|刚才?|今[天晚早]|正在|还在|又|目前|至今|快来|快点|快救|救人'])

const ELSEWHERE = phrases([
  '(?<!(不|唔)(是|系))(演练|演习)|排练|彩排|培训|讲座|课程|宣传|须知|科普|知识|指南|手册|预案|提醒(大家|各位|一?下)(?!.*(快(来|点来|救)|救人|[\\d一二三四五六七八九十][栋座]|(?<![如若])有[人个位]))|(是|系|都是)…常识|千祈|温馨提示|请(大家|各位|居民|广大)|怎么预防|公告|公示|提(示|醒)[:,，]|招募|志愿者|应急包',
  '新闻|报道|案(子)?(破了|告破|宣判|开庭)|转发|转载|http|视频(里|上|号)|[看刷](见|到|了|过)‥视频|刷到|抖音|快手|网上说|朋友圈(?!.*(走了|不想活|遗书|敲门))|电影|(警匪|战争|恐怖|动作|枪战|鬼)片|(?<!看)电视(?!机?(还|也|一直|都)?(响|开|亮|放))|电视(剧|里|上)|剧里|剧情|综艺|小说|游戏|梦见|做梦|梦到|纪录片|灾难片|大片|特效|片子|球赛|比赛|剧本杀|密室|原话|歌词',
  '(?<!有)没事(了|的|啦)?[。!,]*$|虚惊|误报|误会|闹乌龙|看错|处置完毕|已(经)?(处置|获救|脱困|救出|扑灭|处理好)|都平安|(没|冇|无)(有)?(啥|什么|么子|得)*大?(事|碍)(?![故吧吗么])(?!……(快|救))|已(经)?开窗|记(一|大)?功|锦旗|(多谢|感谢|谢谢|多亏)(你们?|您|各位|大家|街坊|邻居)*(们)?救(命(?![啊呀哪!])|了|出|回)|(火|烟)…(已经?|都|被)‥(扑灭|灭了|熄了)|(刷锅|扔了|关火)了?[，,]?(买|没|下次|吓)|已经刷锅',
  '(?<!还|不)以为(?!……(结果|真))|(?<!是)不是(着火|起火|失火|漏气|煤气|燃气|真的?着)|是…(熏腊肉|腊肉|打边炉|烧烤|榴莲|炒辣椒|蒸汽|水汽|烟熏)|(一看|原来|结果)(原来)?(是|系)(?!.{0,14}(火|烟|漏|血|晕|昏|倒|气味|电|刀|困|爬|河|水))|后怕|那(事|件事|回)|事(件|故)(的)?(通报|处置|后续)',
  '(?<!烟.*)往哪(儿|里)?(跑|逃)(?!.*(烟|火))|(跑|逃)都(跑|逃)不(掉|了|脱)|(真|要)(着火|出事|起火)…(咋|怎么|往哪|跑)',
  '如果|假如|万一|要是|假设|发生过|会发生|保险|险种|广告(?!牌)|促销|甩卖|上门维修|承接|(维修|开锁|疏通)电话|迟早|早晚(要|得|会)|(?<!从)早晚出(事|人命)',
  '我[妈爸姐哥弟妹]?(他们|她们)‥(小区|家)|老家|他们(小区|那边|公司)|我们?(公司|单位|学校)|(公司|单位)(门口|楼下|食堂|车场|车库|电梯)|(别|其他|其它)(的)?(小区|屋苑|楼盘)|(隔壁|隔篱)(小区|屋苑|楼盘|社区|村|那条街)|(朋友|同事|亲戚|同学|战友|闺蜜|哥们)(家|他们|那个?|那边)?(小区|公司|单位|家里)|地铁|公交|(国外|外地|日本|美国|土耳其|四川|河南)(那边)?(发|地震|洪水|暴雨)',
])

/** Who laughs is in no danger, unless they call for help in the same breath. */
const JOKE = phrases([
  '哈哈|嘿嘿|嘻嘻|hhh|233|[笑]死|(讲|说)(着)?(笑|玩)的?|闹着玩|开(个)?玩笑|逗你|\\[(偷笑|捂脸|笑哭|破涕为笑|呲牙|坏笑|憨笑|狗头|吃瓜|奸笑|旺柴|调皮|机智|嘿哈)\\]|手动狗头|狗头保命|😂|🤣|😅|😆|😁|😜|🤪|😄',
])
/** Who sells a cure names what it cures. */
const ADVERT = phrases(['买‥送|专享|秒杀|特价|包邮|免费领|限时‥(优惠|抢)|优惠(价|券|活动)|(原价|现价|仅售)\\d'])
/** What to do when it happens to somebody, told on a day when it happens to nobody. */
const TIP = phrases([
  '^(?!.*(我|快来|快看|有[人个位]|不行了|[倒晕]了|[\\d一二三四五六七八九十][栋座号单])).*(提醒|科普|记住|牢记|切记|转给|收藏)……(突然|一旦|如果|出现|遇到|要是|万一)……(立刻|立即|马上|赶紧|及时|第一时间|要)‥(打|拨|叫)‥120',
])
const HELP = phrases(['救(人|命)|快(来|跑|打|叫|点来)|(?<!\\d)1(19|20|10)(?!\\d)|不是(开)?(个)?玩笑|真的?(着|起|漏|困|出事)|别笑|没开玩笑'])

/** Who only asks whom it happened to, or where, has seen nothing and heard of it from somebody. */
const ASKS = phrases(['谁|哪(个|家|位|里|儿|块|栋|户|号)|边(个|位|度|家)|(?<!为)(啥|什么|么子|咩|嘛|乜)(?!情况|味|声|动静)'])
const TELLS = phrases(['救|快|赶紧|来人|\\d|好大|味|烟|声|血|[看听闻]|叫|喊|哭'])
const WONDERS = phrases(['(什么|啥|咩|么子|么样|咋个|咋)(情况|回事|事)|怎么(回事|了)|谁家|哪(家|里|儿|栋)'])
/** Smoke and gas reach whoever asks where they come from. */
const REACHING: readonly EmergencyKind[] = ['gas', 'fire', 'poisoning']

/** What there is reason to doubt takes so much more, in log-odds, and what is so much less may still be one. */
const DOUBT = 2.4
const SHORT_OF = 1.5
/** Who tells of a wound means it more than who names a danger: of all lines of the corpus that tell of one and are no cry, none comes so near. */
const WOUND = 0.5

/** What no rule knows a word for is a little likelier than not: of the chats that no model has learnt, no first cry comes so near. */
const UNNAMED = 0.1

/** A line is looked at when it comes and again when it is read. */
const LINES = 500

/** The danger to people here and now that a text cries out about, or null. By rule where one knows a word for it, else by what it sounds like. */
export const findEmergency: (text: string) => Emergency | null = remember(LINES, (text) => hearCry(plainWords(text), 0))

/** Whether a cry stands where there is reason to doubt it: who asks what is going on does so themselves. */
export function isBeyondDoubt(text: string): boolean {
  const words = plainWords(text)
  return !WONDERS.test(words) && hearCry(words, DOUBT) !== null
}

/** What may be a cry though it is taken for none: a person had better look. */
export function findDoubtfulCry(text: string): Emergency | null {
  return hearCry(plainWords(text), -SHORT_OF)
}

function hearCry(words: string, doubt: number): Emergency | null {
  if (!isEarnest(words)) return null
  const named = findSaid(words)
  const hurt = named ? null : findHurt(words)
  const said = named ?? hurt
  const { kind, category, falseFriends } = said ?? soundsLike(words)
  if (doubt >= 0 && onlyAsks(words) && !REACHING.includes(kind)) return null
  const isTalk = !said && (sincereWords(words, false) === '' || words.search(falseFriends) !== -1)
  const weight = weighCry(words, { said: said?.category ?? null, borrowed: !said && isBorrowed(words), isTalk })
  return weight + (hurt ? WOUND : 0) >= doubt + (said ? 0 : UNNAMED) ? { kind, category } : null
}

/** What no rule knows a word for. */
function soundsLike(words: string): Rule {
  const category = likeliestGrave(words)
  return RULES.find((rule) => rule.category === category)!
}

/** Whether the words of a danger are in it, but not meant. */
function isBorrowed(words: string): boolean {
  return RULES.some(({ fires }) => fires.test(words))
}

/** The first kind whose words are said and meant. */
function findSaid(words: string): Rule | null {
  const spoken = { lasting: sincereWords(words, true), fresh: sincereWords(words, false) }
  const found = RULES.find(({ fires, falseFriends, lasting }) => {
    const sincere = lasting ? spoken.lasting : spoken.fresh
    return fires.test(sincere) && fires.test(sincere.replace(falseFriends, '。'))
  })
  return found ?? null
}

/** Who is hurt without a word of what by. */
function findHurt(words: string): Rule | null {
  return tellsOfHurt(sincereWords(words, false)) ? soundsLike(words) : null
}

const FOR_HELP = /救(命|人)|(快.?)?来个?人|(报|打|叫|喊).{0,3}(警|110|119|120|救护车)/g

/** Whether a cry says what the danger is. 快打119 and 有人受伤了 do not: said beside a cry they are about that one. */
export function namesDanger(text: string): boolean {
  return findSaid(plainWords(text).replace(FOR_HELP, '')) !== null
}

const OVER = phrases([
  '(处置|处理|抢修|维修|扑灭|救援)(完毕|完成|好了)|已‥(处置|处理|扑灭|排除|解除|修复|恢复|救出|找到)|警报解除|恢复正常',
])

/** Staff and the property company are no residents, but an emergency is one whoever tells of it; not that it is over. */
export function isCryOfStaff(text: string): boolean {
  return findEmergency(text) !== null && !OVER.test(plainWords(text))
}

function onlyAsks(words: string): boolean {
  return !TELLS.test(words) && sentencesOf(words).every((sentence) => sentence.endsWith('?') && ASKS.test(sentence))
}

function isEarnest(words: string): boolean {
  if (TIP.test(words)) return false
  return HELP.test(words) || !(JOKE.test(words) || (ADVERT.test(words) && !words.includes('骗')))
}

/** The sentences that speak of this estate and this hour. A forwarded notice opens with 【. */
function sincereWords(words: string, lasting: boolean): string {
  if (words.startsWith('【')) return ''
  return sentencesOf(words)
    .filter((sentence) => !ELSEWHERE.test(sentence) && (lasting || isOfNow(sentence)))
    .join('')
}

function sentencesOf(words: string): string[] {
  return words.split(/(?<=[。!?;])(?![。!?;])/)
}

function isOfNow(sentence: string): boolean {
  return !LONG_AGO.test(sentence) && (!PAST.test(sentence) || STILL.test(sentence))
}
