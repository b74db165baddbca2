import { NUMERAL, readNumeral } from './numeral.ts'

/** The three numbers of a household's address, without 栋, 单元, 室 and in plain digits. */
export type AddressParts = { building: string | null; unit: string | null; room: string | null }

type Found = { [part in keyof AddressParts]?: string | undefined }
/** A pattern names what it finds: `building`, `unit`, `room`. The first row that fits gives all of its parts. */
type Row = { says: string; pattern: RegExp }

const NO = '(?:[A-Z]{0,2}\\d{1,4}[A-Z]?|[A-Z])'
const CHINESE = '[一二两三四五六七八九十]{1,3}'
const BUILDING = `(?<![A-Z\\d.:]|[每整这那哪])(?:第)?(?<building>${NO}|(?:二|三)?十[一-九]?|${CHINESE})(?:号楼|栋楼?|幢|座(?![位城桥山机])|#楼?)`
const UNIT = `(?<unit>${NUMERAL}|[A-F东西南北中甲乙丙丁])`
const ROOM = '(?<room>[A-Z]{0,2}\\d{1,5}(?:[A-EG-Z]\\d{0,2})?(?:-\\d{1,4}[A-Z]?)?)'
const LONG_ROOM = '(?<room>(?!202\\d(?:$|年))[A-Z]{0,2}\\d{3,5}[A-EG-Z]?)'
const ROOM_MARK = '(?:室|房间?(?!价|租)|户(?:的|$)|店面|铺|档|号)'
const UNIT_MARK = '(?:单元|单(?![位身])|门(?!口|禁|面|岗|卫)|梯(?=\\d))'
const FLOOR = '(?:负?(?:\\d{1,3}|[一二三四五六七八九十]{1,3})(?:楼(?!栋)|层|F))'
const NOT_A_MEASURE = '(?![\\dA-Z.:%/-]|[元块万平米度分点月日天年次个人斤楼层幢栋座弄组期区街路排F]|号楼|单元)'
const START = '(?<![\\d.:A-Z-])(?!(?:19|20)\\d\\d-\\d{1,2}-)'

// biome-ignore format: one line a spelling reads as the table it is
const BY_NUMBERS: readonly Row[] = [
  { says: '301-302室：一间连一间', pattern: rule(`${START}(?<room>(?<floor>\\d{2,3})\\d-\\k<floor>\\d)(?:室|号)?${NOT_A_MEASURE}`) },
  { says: '3-2-4-1203', pattern: rule(`${START}(?<building>${NO})-(?<unit>\\d{1,3})-\\d{1,2}-${LONG_ROOM}(?![\\d-])`) },
  { says: '8-2-1101、8#2-1101、4-D-1203、8栋2-1101', pattern: rule(`${START}(?<building>${NO})(?:-|#|栋-?|幢-?|座-?|号楼-?)(?<unit>\\d{1,3}|[A-F])-(?<room>[A-Z]?\\d{1,4}[A-Z]?)(?![\\d.:-]|[日号](?!楼))`) },
  { says: '桂花弄6-1203号', pattern: rule(`(?<=弄)(?<building>\\d{1,3})-${LONG_ROOM}号`) },
  { says: '13-2021、A12-1503、A-1503室、3-602', pattern: rule(`${START}(?<building>[A-Z]{0,2}\\d{1,4}[A-Z]?|[A-Z])-(?<room>\\d{3,4}[A-Z]?)(?:室|房)?${NOT_A_MEASURE}(?!号)`) },
  { says: '玉兰大厦802-3', pattern: /(?<=大厦|中心|广场)(?<room>\d{3,4}-\d)(?![\d-])/ },
  { says: '6-1、12-3', pattern: rule(`${START}(?<building>[A-Z]?\\d{1,3})-(?<unit>\\d{1,2})${NOT_A_MEASURE}(?!号|室)`) },
]

const NAMED_BUILDING: readonly Row[] = [{ says: '5号楼、A座、八幢、5#', pattern: rule(BUILDING) }]

// biome-ignore format: one line a spelling reads as the table it is
const AFTER_BUILDING: readonly Row[] = [
  { says: '2单元1101室、甲单元、二单元三楼302、一单302', pattern: rule(`^[-, 的]?${UNIT} ?${UNIT_MARK}[-, 的]?${FLOOR}?[- ]?(?:${ROOM}${ROOM_MARK}?${NOT_A_MEASURE})?`) },
  { says: '12栋2-301、12栋-2-301', pattern: rule(`^-?(?<unit>\\d{1,2})-${LONG_ROOM}(?:室|号)?${NOT_A_MEASURE}`) },
  { says: '12幢3号1203', pattern: rule('^(?<unit>\\d{1,3})号(?<room>\\d{3,4})') },
  { says: '83幢11号：一幢里的一个门', pattern: /^(?<unit>\d{1,2})号(?![楼\d])/ },
  { says: '9楼902、1101、-502室', pattern: rule(`^[-, 的]*${FLOOR}?[- ]?${ROOM}${ROOM_MARK}?${NOT_A_MEASURE}`) },
]

// biome-ignore format: one line a spelling reads as the table it is
const NAMED_UNIT: readonly Row[] = [
  { says: '2单元301、2单301', pattern: rule(`(?<![每整这那哪\\d])${UNIT} ?(?:单元|单(?=\\d))[-, 的]?${FLOOR}?(?:${ROOM}(?:室|房|号)?${NOT_A_MEASURE})?`) },
  { says: '布料市场3楼5街1203', pattern: rule(`(?<=楼|市场[A-Z]?区?|[\\d一二三四五六七八九]区|号门)(?<unit>\\d{1,3}|${CHINESE})街(?:${FLOOR})?(?<room>\\d{1,5})号?`) },
]

// biome-ignore format: one line a spelling reads as the table it is
const NAMED_ROOM: readonly Row[] = [
  { says: '1101室、301-302室、802房', pattern: rule('(?<![\\dA-Z-])(?<room>[A-Z]{0,2}\\d{1,5}[A-Z]?(?:-\\d{3,4})?)(?:室|房间?(?!价|租)|(?<!共\\d+|有\\d+)户(?:的|$))') },
  { says: '楼上502、我家402', pattern: rule(`(?<=楼上|楼下|隔壁|对门|我家|住|邻居)(?<room>\\d{3,4})${NOT_A_MEASURE}`) },
  { says: '301办公室', pattern: /(?<room>\d{3,4})(?:实验室|办公室|会议室)/ },
  { says: '5楼5012、二楼B12号', pattern: rule(`${FLOOR}(?!\\d{1,3}街)${ROOM}${ROOM_MARK}?${NOT_A_MEASURE}`) },
]

// biome-ignore format: one line a spelling reads as the table it is
const HOUSES: readonly Row[] = [
  { says: '3A1203、3C1203室', pattern: rule(`(?<=[^\\d楼层A-Z-])(?<building>\\d{1,2}[A-EG-Z])(?<room>\\d{3,4})(?:室|号|$)`) },
  { says: '上塘村15号302、桂花弄5号1203室', pattern: rule(`${START}(?<building>\\d{1,4})号${LONG_ROOM}(?:室|房)?${NOT_A_MEASURE}`) },
  { says: '文靖弄15', pattern: /(?<=弄)(?<building>\d{1,4})(?![\d-])/ },
  { says: 'B3-12号', pattern: /(?<![\dA-Z-])(?<building>[A-Z]\d{1,3})-(?<room>\d{1,3})号/ },
  { says: '上塘新村136号、7弄26号', pattern: rule(`${START}(?<building>[A-Z]?\\d{1,4})号(?!楼|线|门|大?街|地铁|电?梯|来|停|要|会|开|前|后|下午|上午|晚)`) },
  { says: '上塘村126-6号', pattern: rule(`${START}\\d{1,4}-(?<building>\\d{1,3})号`) },
  { says: '文靖大道22号-6', pattern: /;-(?<building>\d{1,3})(?:$|[^\d-])/ },
]

/** Where goods are sold a number is a stall, where people live it is a house. */
const STALL =
  /(?:市场|商城|商贸城|皮革城|轻纺城|大厦|广场|商厦|商务楼|商业街|产业园)[^\dA-Z]{0,8}(?:[A-Z\d一二三四五六七八九]+[区楼层])*(?<room>[A-Z]?\d{1,5}(?:-\d{3,4})?)号(?!楼|门|\d)/

/** The last number of a postal address is a room even when nothing says so. */
const LAST = rule(
  `(?<=[\\u4e00-\\u9fff;,])(?<!弄)(?<room>[A-Z]{0,2}\\d{3,5}[A-EG-Z]?(?!号)|\\d?[A-Z]-?\\d{2,5}|\\d{4,5}(?=号)|\\d{3}-\\d{3}(?=号))号?(?:电联系?)?$`,
)
const POSTAL = /[省市区县镇乡](?!长)|街道|路|大道|大厦|广场|公寓|中心|园|苑|村|城/

const DIGITS = '零一二三四五六七八九'

/** Building, unit and room of an address as posted or as written in a chat. Road numbers, floors and village groups are none of them. */
export function findAddressParts(text: string): AddressParts {
  const words = dropRoads(tidy(text))
  return canonical(fromNames(words) ?? find(BY_NUMBERS, words) ?? fromHouse(words))
}

function fromNames(words: string): Found | null {
  const named = find(NAMED_BUILDING, words)
  if (!named) return find(NAMED_UNIT, words)
  const rest = words.slice(words.search(NAMED_BUILDING[0]!.pattern)).replace(NAMED_BUILDING[0]!.pattern, '')
  return { ...named, ...(find(AFTER_BUILDING, rest) ?? fromRest(rest)) }
}

function fromRest(rest: string): Found | null {
  return find(NAMED_UNIT, rest) ?? find(NAMED_ROOM, rest) ?? LAST.exec(rest)?.groups ?? null
}

function fromHouse(words: string): Found {
  const room = find(NAMED_ROOM, words) ?? STALL.exec(words)?.groups ?? (POSTAL.test(words) ? LAST.exec(words)?.groups : null)
  const house = POSTAL.test(words) ? find(HOUSES, words) : null
  return room?.room === house?.building ? { ...room } : { ...room, ...house }
}

function find(rows: readonly Row[], words: string): Found | null {
  for (const { pattern } of rows) {
    const found = pattern.exec(words)?.groups
    if (found) return found
  }
  return null
}

function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/(?<=[\dA-Z])[一—–－_]+(?=[\dA-Z])/g, '-')
    .replace(/-+/g, '-')
    .replace(/_/g, '')
    .replace(/(?<=\d)撞/g, '幢')
    .replace(/(?<=栋|幢|座|号楼|单元)[零〇一二三四五六七八九]{3,4}/g, (digits) =>
      [...digits].map((digit) => Math.max(0, DIGITS.indexOf(digit))).join(''),
    )
    .replace(/\s+/g, ' ')
    .trim()
}

/** 文靖路22号 counts doors along a road; 文靖路22-6号 keeps its second number, which is the house. */
function dropRoads(words: string): string {
  return words
    .replace(/(?<=路|街|巷|道|段|线|弄)\d+-(?:(\d{1,3})号(?!楼)|(\d{1,2})(?![\d-]))/g, ';$1$2号')
    .replace(/(?<=路|[^\d]街|巷|大道|公路|国道|省道|段)\d+(?:-\d+)?号(?!楼)(?:院|之)?/g, ';')
    .replace(/(?<=路|[^\d一二三四五六七八九]街|大道)\d+(?=[\u4e00-\u9fff])(?!\d*(?:幢|栋|座|号|弄|单元|室))/g, ';')
}

function canonical({ building, unit, room }: Found): AddressParts {
  return { building: plain(building), unit: plain(unit), room: plain(room) }
}

function plain(written: string | undefined): string | null {
  if (!written) return null
  return new RegExp(`^${NUMERAL}$`).test(written) ? readNumeral(written) : written
}

function rule(source: string): RegExp {
  return new RegExp(source)
}
