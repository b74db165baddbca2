import { phrases } from '../reading/phrase.ts'
import { findPlace, placeFromAlias } from '../reading/place.ts'
import type { Reading, ReportReading } from '../reading/reading.ts'
import { plainWords } from '../reading/words.ts'
import { categoryOf } from '../taxonomy/categories.ts'
import { OF_MANY_BUILDINGS } from '../ticket/likeness.ts'
import { findThings } from '../ticket/things.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { isOwn } from './match.ts'
import type { Heard, LooseLine, OpenMatter, Situation, Telling } from './situation.ts'
import { isWithin } from './windows.ts'

/** What an echo may follow: an open matter, or a report that has not become one. */
type Before = {
  ticket: Pick<Ticket, 'category' | 'summary' | 'place'>
  told: readonly Pick<Telling, 'words' | 'memberId'>[]
}
type Said = Pick<Heard, 'text' | 'alias'> & { member: { id: number } }
type Sign = { why: string; weight: number; says: RegExp }

/** What a neighbour says who suffers from it as well, in log-odds; a mere remark does not make a reporter. */
const SIGNS: readonly Sign[] = [
  {
    why: 'agrees and goes on',
    weight: 1.7,
    says: phrases([
      '^(就是|确实|真的是?|真系|系啊|系呀|系咯|是啊|是呀|是的|是格|是(?=[ ,，])|对[啊呀头对的嘛]|对(?=[ ,，])|可不|没错|硬是|哦+|你讲得对|你说得对|您甭说|甭提|莫说|别提了?|唉|哎)[ ,，.。!啊呀的了喎吧嘛]*(?=\\S{3})|确实',
    ]),
  },
  {
    why: 'too',
    weight: 1.5,
    says: phrases(['(我|咱|家|屋里|屋头|这边|这里|这儿|楼|栋|座|单元|层|室友|孩子)…(也|都(?!没事|好|不知道)|亦|同样|一样)|^(也|都)(?!许)']),
  },
  { why: 'says so', weight: 1.5, says: phrases(['一回事|同一(个|件|回)|一个原因']) },
  { why: 'in the first person', weight: 0.7, says: phrases(['我|咱|俺|屋里|屋企|屋头']) },
  {
    why: 'saw, heard or tried it',
    weight: 1.3,
    says: phrases(['(看|瞅|见|听|闻|碰|撞|试|收|遇|踩|打|等)(到|见|着|过|了|咗|起)|(刚|才)(去|也|试|扫|过)|亲眼|路过']),
  },
  {
    why: 'suffers from it',
    weight: 1.5,
    says: phrases([
      '受不了|遭不住|顶不住|要命|要死|难受|睡不着|还没睡|还没睡|吵醒|迟到|扣钱|耽误|[上下]不[来去]|怎么[上下]|爬楼|差点|摔|绊|颠|冻|热死|臭到|臭死|熏|害怕|吓得|心慌|发毛|没法|都不行|不得行|挤得|等了|等到|淹|泡了?|滴到|滋到|苍蝇|危险',
    ]),
  },
  {
    why: 'says what fails',
    weight: 1.1,
    says: phrases([
      '没(水|电|气|网|反应|声音|人(管|修|收|来|清))|一滴|[不没](亮|动|开|热|通|转|走|抬|关|出水)|关不|打不|按不|坏|停了|停水|停电|漏|堵|黑(的|了|漆|咕|麻)|断了|掉(线|下来)|又来',
    ]),
  },
  {
    why: 'asks',
    weight: -2.2,
    says: phrases(['[?？]|吗[ 。!]*$|么[。!]*$|哪个(?!缺德)|哪里|哪儿|啥(意思|情况)|会不会|有没有|多少|不是.{0,8}吧|没.{0,6}吧$']),
  },
  {
    why: 'gives advice',
    weight: -1.8,
    says: phrases([
      '^(快|赶紧|别|莫|打|去|拿|走|叫|喊|关|放|躲|找|查|建议|可以|应该)|呗|[^就]吧$|就当|忍忍|试试$|当心|小心|注意(点|安全)|得(查|请|找)|必须',
    ]),
  },
  {
    why: 'jokes',
    weight: -2.2,
    says: phrases(['哈哈|嘿嘿|嘻嘻|呵呵|笑死|恭喜|浪漫|好吃|减肥|加餐|机智|省反|走运|锻炼|\\[偷笑\\]|\\[捂脸\\]|😂|🤣|😄']),
  },
  {
    why: 'is not affected',
    weight: -4,
    says: phrases([
      '(我|咱|我们|家|栋|座|楼|单元|这边|这里|低层|高层)…((?<![也都还亦])有(水|电|气|网|信号)?[ ,，。!的啊呢呀哦喔]*$|好好|好的|没事|正常|没问题|挺好|不影响|热乎|暖和|很大)|闻不到|听不到|没听(到|见)|没感觉|不是我|我不是|用不上|我没.{0,4}(车|狗)|(恢复|修好|上来|来水|来电|来气|通|好)了[啊呀哦吧。! ]*$|打错|发错|冇事',
    ]),
  },
  {
    why: 'offers to go and look',
    weight: -2,
    says: phrases(['我(下|上|过|出)?去(看|敲|帮|问|找)|我来(看|帮|问)|帮(你|他|她|您|忙)|留意']),
  },
  {
    why: 'speaks of another time or place',
    weight: -2,
    says: phrases(['年轻时|以前|当年|那时候|小时候|前阵子|新闻|上回|上次|我(妈|爸|姐|哥|朋友|同事).{0,4}(他们|她们|那边|小区)']),
  },
  { why: 'speaks to somebody', weight: -0.8, says: phrases(['^@|你|您(?!甭)|大姐|大爷|阿婆|老哥']) },
]

const UNAFFECTED = SIGNS.find(({ why }) => why === 'is not affected')!.says

const BASE = -1.9
const ENOUGH = 0.4
/** Of one trouble people name what they see: the wet ceiling or the pipe. */
const FAMILIES = [
  'leak roof flood wall sewer',
  'garbage odor vermin cleaning kitchen',
  'noise dancing renovation works gambling',
  'power light network',
  'parking barrier traffic',
]
const NEAR = { sameThing: 1.5, otherThing: -2, here: 1.2, home: 0.8, elsewhere: -9, soon: 0.4, late: -0.5, own: 1 }
const SOON_MS = 3 * 60_000
const LATE_MS = 8 * 60_000
const ECHO_MINUTES = 15
/** So long ago a report must fit one unit of log-odds better than a fresh one. */
const ME_TOO_FADES_MS = 20 * 60_000

/** Whether a line may tell of what a neighbour has just told: cheap to ask of any line. */
export function mayEcho(text: string): boolean {
  return weighWords(plainWords(text)) >= ENOUGH - NEAR.sameThing - NEAR.here - NEAR.soon
}

/** The matter of the last minutes in the room that a line tells of again, because its speaker suffers from it as well or has more to say. Null: a mere remark. */
export function findEchoed(heard: Heard, { open, now }: Pick<Situation, 'open' | 'now'>): OpenMatter | null {
  const [best] = toldLately(heard, open, now, ECHO_MINUTES)
    .map(({ matter, elapsedMs }) => ({ matter, weight: weighEcho(heard, matter, elapsedMs) }))
    .toSorted((a, b) => b.weight - a.weight)
  return best && best.weight >= ENOUGH ? best.matter : null
}

/** 同上 and +1 bind to the open report nearest in time in the same room, unless another one of the last hours fits their words better. */
export function findMeant(heard: Heard, { open, community, now }: Situation): OpenMatter | null {
  const words = plainWords(heard.text)
  const [best] = toldLately(heard, open, now, community.windows.meTooMinutes)
    .filter(({ matter }) => fits(heard.text, heard.alias, matter))
    .map(({ matter, elapsedMs }) => ({ matter, fit: weighFit(words, heard.alias, matter), elapsedMs }))
    .toSorted((a, b) => b.fit - a.fit - (b.elapsedMs - a.elapsedMs) / ME_TOO_FADES_MS)
  return best?.matter ?? null
}

/** What others said of it shortly before somebody told it plainly: 我们这边也停了, and an unsure report. */
export function findForerunners(heard: Heard, reading: ReportReading, { loose, now }: Situation): LooseLine[] {
  const matter = beforeOf(reading, heard.text, heard.member.id)
  return loose.filter(({ alias, words, reading: read, member, at }) => {
    if (read.intent === 'meToo') return fits(words, alias, matter)
    return weighEcho({ text: words, alias, member }, matter, now.getTime() - at.getTime()) >= ENOUGH
  })
}

/** The report of a moment ago that nobody was sure of and that a second person now tells as well. Null: there is none. */
export function findDoubted(heard: Heard, { intent }: Reading, { loose, now }: Situation): LooseLine | null {
  const doubted = loose.findLast(({ reading, words, member, at }) => {
    if (reading.intent !== 'report' || categoryOf(reading.category).private || member.id === heard.member.id) return false
    const before = beforeOf(reading, words, member.id)
    return intent === 'meToo' ? fits(heard.text, heard.alias, before) : weighEcho(heard, before, now.getTime() - at.getTime()) >= ENOUGH
  })
  return doubted ?? null
}

function beforeOf({ category, summary, place }: ReportReading, words: string, memberId: number): Before {
  return { ticket: { category, summary, place }, told: [{ words, memberId }] }
}

function fits(text: string, alias: string, before: Before): boolean {
  const words = plainWords(text)
  return !UNAFFECTED.test(words) && weighFit(words, alias, before) > NEAR.otherThing
}

function toldLately({ roomId }: Heard, open: readonly OpenMatter[], now: Date, minutes: number) {
  return open.flatMap((matter) => {
    const last = matter.told.findLast((telling) => telling.roomId === roomId)
    if (roomId === null || !last || !isWithin(minutes, last.at, now) || matter.ticket.private) return []
    return [{ matter, elapsedMs: now.getTime() - last.at.getTime() }]
  })
}

function weighEcho(said: Said, matter: Before, elapsedMs: number): number {
  const words = plainWords(said.text)
  const own = isOwn(said, matter) ? NEAR.own : 0
  return weighWords(words) + weighFit(words, said.alias, matter) + weighTime(elapsedMs) + own
}

function weighFit(words: string, alias: string, { ticket, told }: Before): number {
  const before = plainWords([ticket.summary, ...told.map((telling) => telling.words)].join('，'))
  return weighThings(findThings(words), findThings(before)) + weighPlace(words, alias, ticket)
}

function weighWords(words: string): number {
  return SIGNS.reduce((sum, { says, weight }) => (says.test(words) ? sum + weight : sum), BASE)
}

function weighThings(here: Map<string, number>, there: Map<string, number>): number {
  if (here.size === 0 || there.size === 0) return 0
  if (hasAny(here, [...there.keys()])) return NEAR.sameThing
  return FAMILIES.some((family) => hasAny(here, family.split(' ')) && hasAny(there, family.split(' '))) ? 0 : NEAR.otherThing
}

function hasAny(things: Map<string, number>, names: readonly string[]): boolean {
  return names.some((name) => things.has(name))
}

function weighPlace(words: string, alias: string, { place, category }: Before['ticket']): number {
  const [said, home] = [findPlace(words)?.building, placeFromAlias(alias)?.building]
  if (!place?.building) return 0
  if (said && said !== place.building) return OF_MANY_BUILDINGS.includes(category) ? 0 : NEAR.elsewhere
  if (said) return NEAR.here
  return home === place.building ? NEAR.home : 0
}

function weighTime(elapsedMs: number): number {
  if (elapsedMs <= SOON_MS) return NEAR.soon
  return elapsedMs <= LATE_MS ? 0 : NEAR.late
}
