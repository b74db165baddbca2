/** What must never leave a private conversation, how people write it, and the mark that takes its place. Longer numbers come first. */
type Row = { hides: string; pattern: RegExp; mark: string }

const GAP = '[ \\u2005－-]?'
const PROVINCE = '[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]'
const DIGIT = '[零〇一二三四五六七八九]'
/** After bare numbers 2026 is a year; after 栋 or 单元 it is a door. */
const ROOM = '\\d{3,5}(?:-\\d{1,2})?'
const BARE_ROOM = '(?!202\\d)\\d{3,4}'
const NOT_A_MEASURE = '(?![\\d.:-]|元|块|万|平|米|度|分|人|天|年|次|个|斤|公里|多|户)'
const DASH = '[-－—–_#＃/~一]{1,2}'

// biome-ignore format: one line a spelling reads as the table it is
const TABLE: readonly Row[] = [
  { hides: '330106 19900101 123X', pattern: /(?<!\d)[1-9]\d{5}[ -]?(?:18|19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:[0-2]\d|3[01])[ -]?\d{3}[\dXx](?!\d)/g, mark: '〔证件号〕' },
  { hides: '330106900101123', pattern: /(?<!\d)[1-9]\d{7}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?!\d)/g, mark: '〔证件号〕' },
  { hides: '6222 0211 2233 4455 667', pattern: /(?<!\d)[1-9]\d{3}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?!\d)/g, mark: '〔卡号〕' },
  { hides: '+86 138-1234-5678', pattern: rule(`(?<!\\d)(?:(?:\\+|00)?86${GAP})?1${GAP}[3-9](?:${GAP}\\d){2}(?:${GAP}[\\dxX*]){4}(?:${GAP}\\d){3}(?!\\d)`), mark: '〔电话〕' },
  { hides: '138xxxx1234', pattern: /(?<!\d)1[3-9]\d[xX*＊]{4}\d{4}(?!\d)/g, mark: '〔电话〕' },
  { hides: '一三八零零一三八零零零', pattern: /[一幺][三四五六七八九][零〇一二三四五六七八九幺]{9}/g, mark: '〔电话〕' },
  { hides: '0571-87654321、(010) 62345678', pattern: /(?<![\d-])[(（]?0\d{2,3}[)）]?[ -]?\d{3,4}[ -]?\d{4}(?!\d)/g, mark: '〔电话〕' },
  { hides: '电话87654321', pattern: /(?<=(?:电话|座机|手机|号码|致电|拨打|联系)[是为:：]?\s?)\d{4}[ -]?\d{3,4}(?!\d)/g, mark: '〔电话〕' },
  { hides: '粤A·12345、浙A D12345、沪A12345挂', pattern: rule(`${PROVINCE} ?[A-HJ-NP-Z] ?[·•.．-]? ?(?=[A-Z]{0,5}\\d)[A-HJ-NP-Z\\d]{4,5}[A-HJ-NP-Z\\d挂学警港澳]`, 'gi'), mark: '〔车牌〕' },
  { hides: '8-2-1101、8#2-1101、125-9-1072', pattern: rule(`(?<![\\d.:A-Za-z/-])([A-Za-z]?\\d{1,3}${DASH}\\d{1,2}${DASH}(?:\\d${DASH})?)${BARE_ROOM}(?:室|号|房)?${NOT_A_MEASURE}`), mark: '$1***' },
  { hides: '8-1101、A3-1502、103-575', pattern: rule(`(?<![\\d.:A-Za-z/－—–-])([A-Za-z]?\\d{1,3}${DASH})${BARE_ROOM}(?:室|号|房)?${NOT_A_MEASURE}`), mark: '$1***' },
  { hides: '8栋2单元11楼1101室、8栋1101、3号楼的402、152栋-7-1013', pattern: rule(`((?:栋|幢|号楼|座|单元?|梯|门)[ ,，的-]?(?:\\d{1,3}(?:[楼层梯单号]|${DASH}))?[ ,，的-]?)${ROOM}(?:室|号|房)?${NOT_A_MEASURE}`), mark: '$1***' },
  { hides: '八栋二单元一一零一', pattern: rule(`((?:栋|幢|号楼|座|单元)的?)${DIGIT}{3,4}(?:室|号|房)?`), mark: '$1***' },
  { hides: '1101室、402户的', pattern: /(?<![\d.:-])\d{3,4}(?=室|房间?(?!价|租|贷)|户(?:的|$))/g, mark: '***' },
  { hides: '四零二室', pattern: rule(`${DIGIT}{3,4}(?=室|房间|户)`), mark: '***' },
  { hides: '楼上502、我家402、对门301', pattern: /(?<=楼上|楼下|隔壁|对门|我家|我住|住在?|他家|邻居)\d{3,4}(?![\d.:-]|元|块|万|平|米|度|分|人|天|年|次|个|斤|公里|多)/g, mark: '***' },
]

/** Hides phones, ID and bank cards, plates and door numbers. Run before words go to a model or to a group. */
export function mask(text: string): string {
  return TABLE.reduce((words, { pattern, mark }) => words.replace(pattern, mark), narrowDigits(text))
}

/** Full-width digits and letters would slip past every row. */
function narrowDigits(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
}

function rule(source: string, flags = 'g'): RegExp {
  return new RegExp(source, flags)
}
