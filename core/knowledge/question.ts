import { withoutMention } from '../mention.ts'
import { plainWords } from '../reading/words.ts'

const DAY = '大?周末|(?:星期|礼拜|周)[一二三四五六日天]+(?!边)|双休日?|工作日|节假日|假期|国庆节?|春节|元旦|五一|过年|中秋|清明|端午'
const HOUR = '一?大?早上?|上午|中午|下午|傍晚|晚上|夜里|半夜|凌晨|午休|白天|[今明后]天|平时|休息时间|最[早晚]|过夜'
const OPEN =
  '(?:(.)不(?=\\1))?(?:上班|下班|开门|关门|开放|营业|办公|值班|休息)|有没有人(?=在|\\||$)|(?<!没)有人(?![收管])|开[着到]|开不开|开(?=[吗不没]?(?:\\||$))'

/** What can be asked about a thing: `asks` in a question, `tells` in what is answered. What stands earlier is taken for its own first. */
type Aspect = { name: string; asks: RegExp; tells?: RegExp }

const ASPECTS: readonly Aspect[] = [
  {
    name: 'howOften',
    asks: /(?:多久|多长时间|几天|多少天)(?=.{0,6}一?[次回趟])|(?:[一每]?个?(?:[天日周月]|礼拜|星期)[^|]{0,2})?[几多]少?[次回趟]|一[次回趟]/g,
    tells: /每(?:天|日|周|月|年)/,
  },
  { name: 'howMany', asks: /[几多]少?[张份寸]/g, tells: /[一二两三四\d][张份寸]/ },
  {
    name: 'howOld',
    asks: /多大(?:岁数|年纪|年龄)?|[几多]少?岁|岁数|年龄|满?(?:\d{2,3}|[二三四五六七八九]?十[一二三四五六七八九]?)(?:周?岁|了)?(?![\d点号栋楼元块天])/g,
    tells: /岁/,
  },
  {
    name: 'phone',
    asks: /(?:什么|啥|哪个)?(?:电话|手机号?|号码|联系方式)号?码?(?:多少|是?几号)?|(?:怎么|咋|如何)联系/g,
    tells: /\d{7,}|\d-\d{7,}|电话/,
  },
  {
    name: 'where',
    asks: /(?:在|去|到|搁|上|往|找|归)*(?:哪里|哪[儿块边]|哪个(?:窗口|部门|地[方儿]|位置|门|房间)|哪(?:嘎达|疙瘩|旮旯|嗒|里块)|几号?(?:窗口|栋|楼)|哪(?!个|些|种|天))|(?:什么|啥)(?:地方|位置)|(?:地址|地点|位置)(?:是|在)?(?:多少|什么)?|怎么[走去]|咋走/g,
    tells: /窗口|地点|\d栋|[东西南北]门|车棚|车位/,
  },
  {
    name: 'bring',
    asks: /(?:要|需要?)?(?:带|准备|提供)点?(?:些)?(?:什么|啥|哪些)(?:材料|证件|东西|资料)?(?:去办)?|(?:要|需要?)?(?:什么|啥|哪些)(?:材料|证件|资料)|材料/g,
    tells: /带|提供|携带/,
  },
  { name: 'howLong', asks: /多久|多长时间|(?:要|等)?[几多]少?个?(?:小时|天|工作日)/g, tells: /当场|当天|\d个?(?:工作日|天|分钟|小时)内/ },
  {
    name: 'when',
    asks: new RegExp(
      `几点钟?|几时|(?:什么|啥|哪些|哪个)(?:时候|时间段?)|何时|多会儿|几号|哪天|[周]几|星期几|礼拜几|时间段?|时段|${DAY}|${HOUR}|${OPEN}`,
      'g',
    ),
    tells: /\d点|\d:\d\d|工作日|每天|周[一二三四五六日]/,
  },
  {
    name: 'howMuch',
    asks: /多少钱?|(?:怎么|咋|如何)收费|收费(?:标准)?|费用|要钱|收?不?收费|价格|免费/g,
    tells: /[\d一二三四五六七八九十百]元|免费|收费/,
  },
  { name: 'who', asks: /(?:找|联系|问)?谁|(?:找|归)哪个/g },
  {
    name: 'what',
    asks: /(?:能|可以|会|管)?(?:帮(?:我们)?)?(?:办|干|做|管|搞)(?:理)?(?:些|点)?(?:什么|啥|哪些)(?:事情?)?(?:用)?(?:的)?(?:地方)?|干嘛[用的]*(?:地方)?|是(?:什么|啥)|(?:有)?(?:什么|啥)用/g,
  },
  { name: 'rule', asks: /(?:有)?(?:什么|啥|哪些)?(?:规定|规矩|要求|制度|限制)/g },
  {
    name: 'may',
    asks: /能不能|可不可以|能否|(.)不\1|有没有|允不允许|允许|(?:可以|办得成|能|让|准(?!备)|给)(?=.*(?:[吗不么嘛没](?:\||$)))|(?:要|用)(?=.*(?:[吗不么嘛](?:\||$)))|可以|条件|[行中成](?=[吗不么]?(?:\||$))/g,
  },
  { name: 'how', asks: /怎么样?|怎样|如何|咋样?|(?:什么|啥|哪些)?(?:手续|流程|步骤)/g },
]

/** Words of courtesy, who asks and for whom, and the words that hold a sentence together: none says what it is about. */
const FILLERS = new RegExp(
  [
    '请问|请教|求|劳烦|麻烦|谢谢|打听|想?问[一声]?[下声问]?|咨询|没?有?没?有?[人谁]?不?知道|大家|各位|[你我他]们|[你我他她您咱]',
    '[刚新才]刚?(?:搬进?来|来|入住|租)的?|外地(?:户口)?来?的|从?(?:老家|外地)过?来|打工|业主|本人|自己',
    '[爸妈]{1,2}|父母|老[爸妈伴公婆]|婆婆|岳[父母]|爷爷|奶奶|姥[姥爷]|外[公婆]|老人家?|儿子|女儿|家里?|阿姨|师傅',
    '小区(?:里面?|内)?|这边|那边|[这那]?(?:楼|栋)(?=多|几|周|的|\\||$)|合适|管(?=\\||$)|帮忙?|干活|开始|结束|发我?一?个?|随[便意]',
    '办理?|申请|领取?|弄|搞|整|做|需要|准备(?!好)|打算|应该|可以|允许|一般|现在|比较|大概|到底|究竟|只能|还是|或者|过来|进来|过去|上去|进(?=小区|院|\\||$)',
    '不到|没到|未满|刚满|以[前后上下内]|之[前后]|[之前后里外上下内中旁][面边头]?(?=\\||$)|里[面边头]?|[上下]?午?[一二两三四五六七八九十\\d]+点(?:钟|半)?',
    '[的地得着了过吗呢吧啊呀哦哈嘛么哇诶哟噻撒伐哩咧呐嘞不没]+(?=\\||$)|[的了着呢呀啊吗嘛吧哈哦]',
    '[在是有要想能会该让给把被从往向对跟和用去来到跑干拿进]|[都就才也还再又很太最好只先]|[这那]个?|[个些点趟次回下一]|什么|啥',
  ].join('|'),
  'g',
)
/** The signs for things are no breaks. */
const BREAKS = /[^\p{L}\p{N}\p{Co}]+/gu

/** A question taken apart: what it is about (`subject`, parted where words were left out) and what is asked of it. */
export type Question = { whole: string; subject: string; aspects: readonly string[] }

export function readQuestion(text: string): Question {
  const whole = plainWords(withoutMention(text)).toLowerCase().replace(BREAKS, '|')
  let subject = whole
  const aspects: string[] = []
  for (const { name, asks } of ASPECTS) {
    const rest = subject.replace(asks, '|')
    if (rest !== subject) aspects.push(name)
    subject = rest
  }
  return {
    whole,
    subject: subject
      .replace(FILLERS, '|')
      .replace(/\|+/g, '|')
      .replace(/^\||\|$/g, ''),
    aspects,
  }
}

/** A time alone is told as often as asked: 垃圾我明天倒. */
const ASKS = /[吗么嘛不没呢?]|[几多哪怎咋谁何求]|什么|啥|可以|手续|条件|材料|规定|要求|地[址点]|位置|时间$|[给发][一我个]/
/** Whoever scolds, wonders, or asks a neighbour about what is theirs wants no rule. */
const OF_SOMEBODY =
  /还在|还[砸敲打停]|又|天天|都几点|管管|哪有|凭什么|会不会|怎么停的?车|怎么[这那]么|干什么[去吃]|你(?!们(?![家楼])|好|知道|晓得)|[了过](?:没有?|吗|么)[?]*$/

/** Whether words ask for what can be looked up, whatever else they may be. */
export function isQuestion(text: string): boolean {
  const words = plainWords(withoutMention(text))
  return readQuestion(words).aspects.length > 0 && ASKS.test(words) && !OF_SOMEBODY.test(words)
}

/** What an answer tells, asked for or not. */
export function aspectsTold(answer: string): string[] {
  return ASPECTS.filter(({ tells }) => tells?.test(answer)).map(({ name }) => name)
}
