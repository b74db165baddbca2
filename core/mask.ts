import { hideNames } from './personNames.ts'

/** What must never leave a private conversation, how people write it, and the mark that takes its place. Longer numbers come first. */
type Row = { hides: string; pattern: RegExp; mark: string }

/** A digit as people write it; between two of them a space, a dot or a dash. */
const N = '[\\d零〇○一二三四五六七八九幺]'
const FIRST = '[1-9一二三四五六七八九幺]'
const GAP = '[ \\u2005.·•_－—–-]{0,2}'
const DIGIT = '[零〇○一二三四五六七八九幺]'
const PROVINCE = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]'
const NO_DATE = '(?!(?:19|20)\\d\\d[-.年/ ]\\d{1,2}[-.月/ ])'
/** A row of buildings, not one long number. */
const NO_LIST = '(?!\\d|[ ,，、]?\\d*[栋幢座号])'

/** After bare numbers 2026 is a year; after 栋 or 单元 it is a door. */
const ROOM = '(?:\\d{3,5}(?:-\\d{1,2})?)'
const BARE_ROOM = '(?!202\\d)\\d{3,4}'
const NOT_A_MEASURE = '(?![\\d.:-]|元|块|万|平|米|度|分|人|天|年|次|个|斤|公里|多|户|毛)'
const NOT_COUNTED = '(?!个|天|年|元|块|人|次|楼|层|栋|幢|月|号线|十|百|千|万)'
/** 一千零二 and 八百零一 are doors after 栋 or 单元; 一百多户 and 一百二十平 are none. */
const ONES = '[一二三四五六七八九]'
const TWO_FIGURES = `(?:[零〇]${ONES}|${ONES}?十${ONES}?)`
const SPELT_ROOM = `(?:[一二两三四五六七八九]千(?:${TWO_FIGURES}|${ONES}百${TWO_FIGURES})|${ONES}百${TWO_FIGURES})`
const NOT_SPELT_ON = '(?![零〇一二三四五六七八九十百千万多几]|个|天(?!天)|年|元|块|人|次|户|平|米|方|度|斤|毛|张|盏|辆|台|部|步|级)'
/** A floor and the first of its doors: 401, 1102; 110 and 300 are none. */
const USUAL_ROOM = '[1-9]\\d?0[1-9]'
const ENDING = '(?: ?(?:室|号|房))?'
const DASH = '[-－—–_#＃/~一]{1,2}'
const WECHAT = '(?:微信|[Vv]信|薇信|wx|WX|vx|VX|weixin)(?:号码?|ID|id|同号)?[是为:： ]{0,2}'
const NUMBER_CUE = '(?:电话|座机|手机|号码|致电|拨打|联系|打)(?:号码?)?[是为:： ]{0,2}'
const HOME_CUE = '(?:楼上|楼下|隔壁|对门|我家|我住|住在?|他家|她家|邻居|房号|门牌号?|房间号|室号)[是为:： ]{0,2}'

// biome-ignore format: one line a spelling reads as the table it is
const TABLE: readonly Row[] = [
  { hides: '330106 19900101 123X、三三零一零六…', pattern: rule(`(?<!\\d)${NO_DATE}${FIRST}(?:${GAP}${N}){14}(?:(?:${GAP}${N}){2}${GAP}[${N.slice(1, -1)}xX])?${NO_LIST}`), mark: '〔证件号〕' },
  { hides: '6222 0211 2233 4455 667', pattern: rule(`(?<!\\d)${NO_DATE}${FIRST}(?:${GAP}${N}){15,18}${NO_LIST}`), mark: '〔卡号〕' },
  { hides: '+86 138-1234-5678、一三八零零一三八零零零、幺3八…', pattern: rule(`(?<!\\d)(?:(?:\\+|00)?86${GAP})?[1一幺]${GAP}[3-9三四五六七八九](?:${GAP}${N}){2}(?:${GAP}(?:${N}|[xX*＊])){4}(?:${GAP}${N}){3}${NO_LIST}`), mark: '〔电话〕' },
  { hides: '138xxxx1234', pattern: /(?<!\d)1[3-9]\d[xX*＊]{4}\d{4}(?!\d)/g, mark: '〔电话〕' },
  { hides: '138*****678、138****', pattern: /(?<!\d)1[3-9]\d[xX*＊]{4,8}\d{0,4}(?!\d)/g, mark: '〔电话〕' },
  { hides: '0571-87654321、(010) 62345678、零五七一八七六五四三二一', pattern: rule(`(?<![\\d-])[(（]?[0零〇]${N}{2,3}[)）]?[ .－—–-]?${N}{3,4}[ .－—–-]?${N}{4}(?!\\d)`), mark: '〔电话〕' },
  { hides: '电话87654321、电话八七六五四三二一', pattern: rule(`(?<=${NUMBER_CUE})${N}{4}[ -]?${N}{3,4}(?!\\d)`), mark: '〔电话〕' },
  { hides: 'QQ号是123456789', pattern: rule(`(?<=(?:QQ|qq|扣扣|企鹅)(?:号码?|群)?[是为:： ]{0,2})${FIRST}(?:${GAP}${N}){4,10}(?!\\d)`), mark: '〔QQ〕' },
  { hides: '微信号abc_1234', pattern: rule(`(?<=${WECHAT})[A-Za-z0-9][A-Za-z0-9_-]{4,19}`), mark: '〔微信〕' },
  { hides: '粤A·12345、浙A D12345、沪A12345挂', pattern: rule(`${PROVINCE} ?[A-HJ-NP-Z] ?[·•.．-]? ?(?=[A-Z]{0,5}\\d)[A-HJ-NP-Z\\d]{4,5}[A-HJ-NP-Z\\d挂学警港澳]`, 'gi'), mark: '〔车牌〕' },
  { hides: '粤A 1 2 3 4 5、粤A一二三四五', pattern: rule(`${PROVINCE} ?[A-HJ-NP-Z](?=(?:[ ·•.．-]{0,2}[A-Z]){0,5}[ ·•.．-]{0,2}${N})(?:[ ·•.．-]{0,2}[A-HJ-NP-Z\\d零〇○一二三四五六七八九幺]){5,6}`, 'gi'), mark: '〔车牌〕' },
  { hides: '8-2-1101、8#2-1101、125-9-1072', pattern: rule(`(?<![\\d.:A-Za-z/-])([A-Za-z]?\\d{1,3} ?${DASH} ?\\d{1,2} ?${DASH} ?(?:\\d${DASH})?)${BARE_ROOM}${ENDING}${NOT_A_MEASURE}`), mark: '$1***' },
  { hides: '8.2.1101、8 2 1101', pattern: rule(`(?<![\\d.:A-Za-z/-])([A-Za-z]?\\d{1,2}([. ])\\d{1,2}\\2)${BARE_ROOM}${ENDING}${NOT_A_MEASURE}`), mark: '$1***' },
  { hides: '八-二-一一零一、八杠二杠一一零一', pattern: rule(`((?:${DIGIT}|十){1,3}[-－—–杠之]${DIGIT}[-－—–杠之])(?:${DIGIT}{3,4}|\\d{3,4})${ENDING}`), mark: '$1***' },
  { hides: '8-1101、A3-1502、103-575、A-1503', pattern: rule(`(?<![\\d.:A-Za-z/－—–-])((?:[A-Za-z]?\\d{1,3}|[A-Za-z]) ?${DASH} ?)${BARE_ROOM}${ENDING}${NOT_A_MEASURE}`), mark: '$1***' },
  { hides: '8栋2单元11楼1101室、8栋1101、3号楼的402、152栋-7-1013', pattern: rule(`((?:栋|幢|号楼|座|单元?|梯|门)[ ,，的-]{0,2}(?:\\d{1,3} ?(?:[楼层梯单号]|${DASH}))?[ ,，的-]{0,2})${ROOM}${ENDING}${NOT_A_MEASURE}`), mark: '$1***' },
  { hides: '八栋二单元一一零一', pattern: rule(`((?:栋|幢|号楼|座|单元|梯)[ ,，的-]{0,2})${DIGIT}{3,4}${ENDING}${NOT_COUNTED}`), mark: '$1***' },
  { hides: '十一楼一一零一、11楼1101', pattern: rule(`((?:\\d{1,2}|[一二三四五六七八九十]{1,3}) ?[楼层][ ,，的-]{0,2})(?:${BARE_ROOM}|${DIGIT}{3,4})${ENDING}${NOT_A_MEASURE}${NOT_COUNTED}`), mark: '$1***' },
  { hides: '十二栋三单元一千零二、三楼三百零一', pattern: rule(`((?:栋|幢|号楼|座|单元|梯|[楼层])[ ,，的-]{0,2})${SPELT_ROOM}${NOT_SPELT_ON}${ENDING}`), mark: '$1***' },
  { hides: '401的业主、502那家、302家的', pattern: rule(`(?<![\\d.:-])${USUAL_ROOM}(?= ?(?:[那这]?[家户](?!具|电|长)|的(?:业主|住户|邻居|租客|房客|老|男|女|孩|小孩|那|天天|半夜|又)))`), mark: '***' },
  { hides: '1101室、402户的', pattern: /(?<![\d.:-])\d{3,4}(?= ?(?:室|房间?(?!价|租|贷)|户(?:的|$)))/g, mark: '***' },
  { hides: '四零二室', pattern: rule(`${DIGIT}{3,4}(?= ?(?:室|房间|户))`), mark: '***' },
  { hides: '楼上502、我家402、门牌是301、楼上五零二、对门三百零一', pattern: rule(`(?<=${HOME_CUE})(?:\\d{3,4}${NOT_A_MEASURE}|${DIGIT}{3,4}|${SPELT_ROOM}${NOT_SPELT_ON})${NOT_COUNTED}`), mark: '***' },
]

/** 401的刘芳 */
const DOOR_OF_SOMEBODY = /(?<![\d.:-])(?!202\d)\d{3,4}(?=的? ?〔姓名〕)/g

/** Hides phones, ID and bank cards, plates, door numbers, accounts and people's names. Run before words go to a model or to a group. */
export function mask(text: string): string {
  return hideNames(maskNumbers(text)).replace(DOOR_OF_SOMEBODY, '***')
}

/** As `mask`, with the names of people left: what colleagues see until they say why they must see more. */
export function maskNumbers(text: string): string {
  return TABLE.reduce((words, { pattern, mark }) => words.replace(pattern, mark), narrowDigits(text))
}

/** Full-width digits and letters would slip past every row. */
function narrowDigits(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
}

function rule(source: string, flags = 'g'): RegExp {
  return new RegExp(source, flags)
}
