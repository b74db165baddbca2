import { remember } from '../remember.ts'

/** What residents mean when their keyboard or voice input wrote something else. */
const SLIPS: readonly [RegExp, string][] = [
  // From a tag on, what is no Chinese is no talk.
  [/<\/?[a-z][\x20-\x7e]*/gi, ''],
  [/电体|电剃|点梯|电梯梯|店梯|电踢/g, '电梯'],
  [/楼到(?=[^达了家站底这那]|$)/g, '楼道'],
  [/下水到|下水管到/g, '下水道'],
  [/赌(?=了|住|死|得|塞)/g, '堵'],
  [/路登|路等(?=不亮|坏|灭)/g, '路灯'],
  [/勿业|物页|务业/g, '物业'],
  [/门进(?=坏|刷|打不|失灵)/g, '门禁'],
  [/漏睡|露水(?=了|厉害|严重)/g, '漏水'],
  [/𨋢|䢂/gu, '电梯'],
  [/唔见咗/g, '不见了'],
  [/[冇莫没]得|[冇莫]有|冇/g, '没'],
  [/坏(?:脱|忒|特|得|掉)(?:了|咯|咧)?|[烂坏](?:咗|哒|晒)|坏咯|坏起(?:了|在)/g, '坏了'],
  [/咋个|点解|咋咧|啷个|哪门(?=搞|办)|点(?=搞|算(?:啊|好|呀))/g, '怎么'],
  [/咋整|怎么(?:得了|搞)/g, '怎么办'],
  [/乜嘢|做咩|咩(?=事|料)|[么啥]子|么事/g, '什么'],
  [/(?:嘎|噶|干)(?:哈|啥)/g, '干什么'],
  [/辰光|嗰阵/g, '时候'],
  [/唔(?!该)|勿(?!忘|扰|施|谓)(?<![请切万]勿)/g, '不'],
  [/唔该/g, '麻烦'],
  [/(?<=[\u4e00-\u9fff])(?<![么棒萌美哒])哒(?!哒)|咗|嘞(?=[，,。!？?]|$)/g, '了'],
  [/(?<=[堵抓卡困锁缠拦粘])牢/g, '住'],
  [/(?:细路|伢|娃(?!娃))(?:仔|子|儿|崽)?|小囡|囡囡|细伢子|崽崽/g, '孩子'],
  [/老豆|爷老倌/g, '爸'],
  [/姆妈/g, '妈'],
  [/阿拉|我哋|俺们|咱们/g, '我们'],
  [/佢哋|伊拉/g, '他们'],
  [/[侬恁]/g, '你'],
  [/俺/g, '我'],
  [/佢/g, '他'],
  [/喺|搁(?=电梯|楼|家|屋|门|这|那|车|里|外)/g, '在'],
  [/里厢|入面|里向|里头/g, '里面'],
  [/[落下]嚟/g, '下来'],
  [/嚟/g, '来'],
  [/落雨/g, '下雨'],
  [/仲(?!裁|介|夏|秋)/g, '还'],
  [/边度/g, '哪里'],
  [/边个/g, '谁'],
  [/嗰/g, '那'],
  [/呢(?=度|只|部|个|条)|搿|嘞个|楞个/g, '这'],
  [/[啲嘅]/g, '的'],
  [/[俾畀]/g, '给'],
  [/睇/g, '看'],
  [/揸(?=车)/g, '开'],
  [/[揸攞]/g, '拿'],
  [/[搵揾]/g, '找'],
  [/冧|垮脱|塌脱/g, '塌'],
  [/跌(?=落|下)/g, '掉'],
  [/火烛(?=啊|啦|!)/g, '着火'],
  [/白车/g, '救护车'],
  [/瞓/g, '睡'],
  [/啱啱|啱/g, '刚'],
  [/咁/g, '这么'],
  [/晓得/g, '知道'],
  [/埋汰/g, '脏'],
  [/死火/g, '坏了'],
  [/泊(?=[车到在满])/g, '停'],
  [/塞(?=车|死|住)/g, '堵'],
  [/成日/g, '天天'],
  [/走佬/g, '跑路'],
  [/偷油婆/g, '蟑螂'],
  [/[琴噚尋寻]日/g, '昨天'],
  [/旧年|舊年/g, '去年'],
  [/防睡/g, '防水'],
  [/暖汽/g, '暖气'],
  [/灭火气/g, '灭火器'],
  [/消房(?=栓|通道|门)/g, '消防'],
  [/倾(?=下|偈)/g, '聊'],
  [/物事/g, '东西'],
  [/龌[龊鹾]/g, '脏'],
  [/(?:然后|那个)?就是说|那个就是|就是那个|那个那个|然后那个/g, ''],
]

const TRADITIONAL =
  '電樓煙氣開關壞門車燈無個們這來說話見時間點會過還沒壓單棟號邊裡裏後處報請問題該給買賣錢費掃亂髒響聲煩爛廁滿塊牆頂維護員業區園庫陽臺嚇傷醫藥誰幾難熱凍網線斷蓋擋佔滅貓雞鳥魚飛驚係嗰動兒頭樣麼雙對讓錄監視閘鎖塵髮養樹葉長場廣級鄰裝鑽務顧戶廚臥廳漲貴賬帳總蟲壟鬧罵嚴檢緊聯繫機條張樁燒滾傳據證辦遲'
const SIMPLIFIED =
  '电楼烟气开关坏门车灯无个们这来说话见时间点会过还没压单栋号边里里后处报请问题该给买卖钱费扫乱脏响声烦烂厕满块墙顶维护员业区园库阳台吓伤医药谁几难热冻网线断盖挡占灭猫鸡鸟鱼飞惊系那动儿头样么双对让录监视闸锁尘发养树叶长场广级邻装钻务顾户厨卧厅涨贵账账总虫垄闹骂严检紧联系机条张桩烧滚传据证办迟'
const WRITTEN_OTHERWISE = new RegExp(`[${TRADITIONAL}]`, 'g')

/** Most lines hold no slip at all: one look tells. */
const ANY_SLIP = new RegExp(SLIPS.map(([slip]) => slip.source).join('|'), 'u')
/** Every rule asks for the same few lines again and again, and a backlog is gone through twice. */
const LINES = 500

/** One spelling for the rules: half-width signs, one space, no control or invisible characters, common slips put right. */
export const plainWords: (text: string) => string = remember(LINES, (text) => {
  const tidy = text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u2060\ufeff]|\ufe0f/g, '')
    .replace(/[\s\u0000-\u001f\u007f]+/g, ' ')
    .trim()
  const words = simplified(tidy)
  return ANY_SLIP.test(words) ? SLIPS.reduce((put, [slip, meant]) => put.replace(slip, meant), words) : words
})

function simplified(text: string): string {
  return text.replace(WRITTEN_OTHERWISE, (character) => SIMPLIFIED[TRADITIONAL.indexOf(character)]!)
}

/** Past it a text is long, however long it is. */
const AT_LENGTH = 60

/** How much was said, as the sums that weigh words take it: each doubling counts the same. */
export function logLength(words: string): number {
  return Math.log(Math.min(words.length, AT_LENGTH) + 1)
}
