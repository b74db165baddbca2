import { withoutMention } from '../mention.ts'
import { plainWords } from '../reading/words.ts'

/** What can be asked about a thing. */
type Aspect = { name: string; asks: RegExp }

const ASPECTS: readonly Aspect[] = [
  { name: 'where', asks: /(?:在|去|到|搁)?(?:哪里|哪儿|哪块|哪(?!个|些|种|天))|(?:什么|啥)地方|地址|位置|怎么(?:走|去)|咋走/g },
  {
    name: 'bring',
    asks: /(?:要|需要?)?(?:带|准备|提供)(?:些)?(?:什么|啥|哪些)(?:材料|证件|东西|资料)?|(?:要|需要?)?(?:什么|啥|哪些)(?:材料|证件|手续|资料)/g,
  },
  { name: 'howLong', asks: /多久|多长时间|(?:要|等)几天|几天(?:能|可以)/g },
  { name: 'when', asks: /几点钟?|几时|(?:什么|啥)(?:时候|时间)|何时|多会儿|几号|哪天|周几|星期几/g },
  { name: 'howMuch', asks: /多少钱?|(?:怎么|咋|如何)收费|收费(?:标准)?|费用|要钱|价格/g },
  { name: 'who', asks: /(?:找|联系|问)?谁|(?:找|归)哪个|电话/g },
  { name: 'what', asks: /(?:能|可以|会)?(?:办|干|做|管)(?:理)?(?:些)?(?:什么|啥|哪些)(?:事情?)?|是(?:什么|啥)|(?:有)?(?:什么|啥)用/g },
  { name: 'rule', asks: /(?:有)?(?:什么|啥|哪些)?(?:规定|规矩|要求|制度)/g },
  {
    name: 'may',
    asks: /能不能|可不可以|可以|能否|让不让|准不准|允不允许|允许|行不行|能(?=.+(?:吗|[不么嘛](?:\||$)))|让(?=.+(?:吗|[不么嘛](?:\||$)))/g,
  },
  { name: 'how', asks: /怎么|怎样|如何|咋|流程|步骤/g },
]

/** What says that somebody asks, not what about. */
const FILLERS =
  /请问|想?问(?:一下|下|问)|(?:有没?有?)?(?:人|谁|不)知道|麻烦|大家|各位|你们|我们|小区里?|这边|一下|随[便意]|(?<=^|\|)[来去]|办理?|申请|需要?|要|想|在|是|有|的|了|呢|呀|啊|吗|嘛|吧|哈|我|您|你|都|这个?|那个?|什么|啥|不(?=\||$)/g
const BREAKS = /[^\p{L}\p{N}]+/gu

/** 车可以随便停吗 asks about 停车; of 电动车 and 访客车 more is said. */
const CAR_FIRST = /(?<=^|[|里区])车[辆子]?((?:能不能|可不可以|让不让|准不准|可以|能|让|准)?(?:随[便意])?)停(?!车)/g

/** A question taken apart: what it is about (`subject`, parted where words were left out) and what is asked of it. */
export type Question = { whole: string; subject: string; aspects: readonly string[] }

export function readQuestion(text: string): Question {
  const whole = plainWords(withoutMention(text)).toLowerCase().replace(BREAKS, '|').replace(CAR_FIRST, '$1停车')
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

/** Whether words ask at all, whatever else they may be. */
export function isQuestion(text: string): boolean {
  return readQuestion(text).aspects.length > 0
}
