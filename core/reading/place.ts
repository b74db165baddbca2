import * as z from 'zod'
import { remember } from '../remember.ts'
import { NUMERAL, readNumeral } from './numeral.ts'
import { plainWords } from './words.ts'

/** Where in an estate, never closer than an entrance or a floor: a household's door number stays in the resident's own words. */
export const Place = z.object({
  building: z.string().max(12).nullable(),
  entrance: z.string().max(12).nullable(),
  spot: z.string().max(24).nullable(),
})
export type Place = z.infer<typeof Place>

/** A pattern names what it finds: `building`, `entrance`, `spot`. The first row that finds a part wins it. */
type Row = { says: string; pattern: RegExp }

const NO = `(?:[A-Za-z]{0,2}${NUMERAL}[A-Za-z]?)`
const ALONE = '(?<![\\d.:：A-Za-z/-])'
const NOT_A_MEASURE = '(?![\\d.:：%/-]|元|块|万|平|米|度|分|点|月|日|号线|人|天|年|次|个|比)'
const ROOM = '(?!202\\d)\\d{3,4}'

// biome-ignore format: one line a spelling reads as the table it is
const NAMED: readonly Row[] = [
  {
    says: '8栋2单元、八幢二单元、3号楼1门、A3座2单元、8栋B单元',
    pattern: rule(
      `(?<![这那每整哪另盖\\d])(?<building>${NO}) ?(?:栋|幢|号楼|#楼|座)[ ,，的-]?(?<entrance>${NUMERAL}|[A-Ea-e东西中甲乙丙])(?:单元|门(?!口|禁|面))`,
    ),
  },
  { says: '8栋、3号楼、8#楼、十二幢', pattern: rule(`(?<![这那每整哪另盖\\d]|(?<!还)有)(?<building>${NO}) ?(?:栋|幢|号楼|#楼?(?=[^\\dA-Za-z#]|$))(?!别墅|房子|洋房|豪宅)`) },
  { says: 'A3座、C座、12座', pattern: rule(`(?<![A-Za-z\\d])(?<building>[A-Za-z]{1,2}\\d{0,2}|\\d{1,2})座(?!位|的?车|商务|城|桥|山|机|谈|SUV|MPV|suv)`) },
  { says: 'A栋、B幢', pattern: /(?<![A-Za-z\d])(?<building>[A-Za-z])(?:栋|幢|号楼)/ },
  { says: '8#2、8#2-1101、8号2-402', pattern: rule(`${ALONE}(?<building>\\d{1,2})[#号](?<entrance>\\d{1,2})(?=单元|-${ROOM}|[^\\d.:：]|$)`) },
  { says: '8-2-1101', pattern: rule(`${ALONE}(?<building>[A-Za-z]?\\d{1,2})[-—–_](?<entrance>\\d{1,2})[-—–_]${ROOM}${NOT_A_MEASURE}`) },
  { says: '8-1101', pattern: rule(`${ALONE}(?<building>[A-Za-z]?\\d{1,2})[-—–]${ROOM}${NOT_A_MEASURE}`) },
  { says: '6-1（整句只有它，或“我是6-1的”）', pattern: rule(`(?:^|我是|我家|我们|住在?|在)(?<building>[A-Za-z]?\\d{1,2})[-—–](?<entrance>\\d{1,2})(?:的|这边|单元|楼道.*)?[。.!~]?$`) },
  { says: '8-2，楼上太吵', pattern: rule(`^(?<building>[A-Za-z]?\\d{1,2})[-—–](?<entrance>\\d{1,2})(?=[，,])`) },
  { says: '楼上太吵（8-2）', pattern: rule(`[（(](?<building>[A-Za-z]?\\d{1,2})[-—–](?<entrance>\\d{1,2})[)）]$`) },
  { says: '14号底楼、9号里301、21号601', pattern: rule(`${ALONE}(?<building>\\d{1,2})号(?=底楼|楼道|里(?:头|面)?${ROOM}|${ROOM}(?!\\d|元|块|米))`) },
  { says: 'A3的电梯、我们A3、C2二单元', pattern: rule(`(?<![A-Za-z\\d])(?<building>[A-H]\\d{1,2})(?:(?<entrance>${NUMERAL}) ?单元|(?=电梯|门禁|大堂|楼[上下道]|的(?:电梯|水|电|门|灯|人|都|[ ,，。!]|$)|[又也没停])|(?<=(?:们|在|是|住|系)\\k<building>)(?=[ ,，。!]|$))`) },
  { says: '2单元、三单元', pattern: rule(`(?<![每整哪另\\d])(?<entrance>${NUMERAL}|[A-Ea-e东西中甲乙丙]) ?单元`) },
]

const SIDE = '(?<spot>[东南西北正大前后侧小]?[东南西北正后侧](?:大|小|侧)?门|大门|小门)'

// biome-ignore format: one line a spelling reads as the table it is
const SPOTS: readonly Row[] = [
  { says: '南门进来左手边', pattern: rule(`${SIDE}(?:口|岗)?(?:一?进(?:来|门|去|小区)?|里面?|内)的?(?<side>左|右)(?:手|侧|边)`) },
  { says: 'B2车库、负一楼车库、地下车库', pattern: /(?<spot>(?:[Bb]\d|负[一二三\d][层楼]|[东南西北]区?|地下\d?[层]?|\d号)?(?:地下)?(?:车库|停车场|车棚)|地库)/ },
  { says: 'B1充电桩、B2浸了水', pattern: /(?<![A-Za-z\d])(?<storey>B\d)(?=层|充电|停车|的?(?:车|桩|入口|出口|进水|地上|地面)|[浸淹漏积进])/ },
  { says: '3号梯、2号电梯、货梯', pattern: rule(`(?<spot>(?<lift>${NUMERAL})号(?:电梯|梯)|货梯|消防梯)`) },
  { says: '右边那部电梯、左手边电梯', pattern: rule('(?<hand>左|右)(?:手边|手|边|侧|面)的?(?:那|这)?(?:部|台|个)?(?<spot>电梯)') },
  { says: '5号门', pattern: rule(`(?<spot>(?<gate>${NUMERAL})号门)`) },
  { says: '东门口、西北门、南大门、正门', pattern: rule(`${SIDE}(?!禁|铃|锁|把|窗|牌)`) },
  {
    says: '儿童乐园、快递柜旁、中心广场',
    pattern:
      /(?<spot>儿童乐园|游乐[场区]|沙坑|健身区|健身角|中心(?:花园|广场|绿地)|小花园|小广场|广场(?!舞)|篮球场|羽毛球场|乒乓球台|游泳池|人工湖|喷泉|凉亭|快递柜|驿站|垃圾房|垃圾站|垃圾亭|岗亭|门岗|物业(?:办公室|中心|前台)|活动室|文化室|天台(?!风)|楼顶|屋顶|架空层|配电房|水泵房)/,
  },
]

/** 我从8号楼看见6号楼冒烟 happens at 6号楼. */
const VIEWPOINT = new RegExp(
  `(?:从|我(?:们|在)?)${NO}(?:号楼|栋|幢|座)(?:这边|那边|楼上|家里)?(?:都)?(?:看见|看到|看得见|望到|望见|瞅见)`,
  'g',
)

/** One line is asked where it is several times over, and what is open with every report. */
const LINES = 2000

/** Where a sentence says it happened, or null. Dates, times, phones, prices and ticket numbers are no places. */
export const findPlace: (text: string) => Readonly<Place> | null = remember(LINES, (text) => {
  const words = plainWords(text)
    .replace(/[A-Za-z]{1,4}-?\d{6}-?\d{1,4}/g, ' ')
    .replace(VIEWPOINT, ' ')
  return place(NAMED, SPOTS, words)
})

/** Where somebody's own building is meant, though another part of it is named or none. */
const OF_A_BUILDING = /梯$|^楼顶$|^屋顶$|^天台$|^大门$|^小门$/

/** What a place leaves open, as far as the speaker's own building tells: 2单元 by one who lives in 7栋 is 7栋2单元. */
export function placeAtHome(said: Place | null, home: Place): Place | null {
  if (!said) return home
  if (said.building !== null || (said.entrance === null && !OF_A_BUILDING.test(said.spot ?? ''))) return said
  return { building: home.building, entrance: said.entrance ?? home.entrance, spot: said.spot }
}

// biome-ignore format: one line a spelling reads as the table it is
const BY_NUMBERS: readonly Row[] = [
  { says: '8-2-402 王姐、王姐(8-2-402)、8#2#402', pattern: rule(`${ALONE}(?<building>[A-Za-z]?\\d{1,2})[-—–_#/ ](?<entrance>\\d{1,2})(?:[-—–_#/ ]\\d{3,4})?(?![\\d.:])`) },
  { says: '21号601 小陈、14号阿婆', pattern: rule(`${ALONE}(?<building>\\d{1,2})号(?!线|楼|门)(?:\\d{3,4}(?!\\d))?`) },
  { says: 'A3-1502 小陈', pattern: rule(`${ALONE}(?<building>[A-Za-z]?\\d{1,2})[-—–_#/]\\d{3,4}(?!\\d)`) },
]

/** Where a nickname says its owner lives. Nicknames are short, so bare numbers count here that a sentence would not let count. */
export const placeFromAlias: (alias: string) => Readonly<Place> | null = remember(LINES, (alias) =>
  place([...NAMED, ...BY_NUMBERS], [], plainWords(alias)),
)

/** What is known of a place with the parts that are said of it later; null when that adds nothing or is elsewhere. */
export function completePlace(known: Place | null, said: Place | null): Place | null {
  if (!said || !known) return known ? null : said
  if (known.building && said.building && known.building !== said.building) return null
  if (known.entrance && said.entrance && known.entrance !== said.entrance) return null
  const addsBuilding = !known.building && said.building
  const addsEntrance = !known.entrance && said.entrance
  if (!addsBuilding && !addsEntrance) return null
  return { building: known.building ?? said.building, entrance: known.entrance ?? said.entrance, spot: known.spot ?? said.spot }
}

/** The words residents hear: 8栋2单元, 南门, 5栋地下车库. */
export function describePlace({ building, entrance, spot }: Place): string {
  return [building && nameBuilding(building), entrance && `${entrance}单元`, spot].filter(Boolean).join('')
}

function nameBuilding(building: string): string {
  return /^[A-Z]+$/.test(building) ? `${building}座` : `${building}栋`
}

function place(named: readonly Row[], spots: readonly Row[], words: string): Place | null {
  const building = find(named, 'building', words)
  const entrance = find(named, 'entrance', words)
  const spot = nameSpot(words, spots)
  if (!building && !entrance && !spot) return null
  return { building: building && canonical(building), entrance: entrance && canonical(entrance), spot }
}

function find(rows: readonly Row[], part: string, words: string): string | null {
  for (const { pattern } of rows) {
    const found = pattern.exec(words)?.groups?.[part]
    if (found) return found
  }
  return null
}

function nameSpot(words: string, spots: readonly Row[]): string | null {
  for (const { pattern } of spots) {
    const { spot, side, lift, gate, hand, storey } = pattern.exec(words)?.groups ?? {}
    if (lift) return `${readNumeral(lift)}号梯`
    if (hand) return `${hand}侧电梯`
    if (storey) return `${storey}车库`
    if (gate) return `${readNumeral(gate)}号门`
    if (spot && side) return `${spot}内${side}侧`
    if (spot) return spot === '地库' ? '地下车库' : spot
  }
  return null
}

function canonical(written: string): string {
  return written.replace(new RegExp(NUMERAL), readNumeral).toUpperCase()
}

function rule(source: string): RegExp {
  return new RegExp(source)
}
