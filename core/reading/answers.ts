import { phrases } from './phrase.ts'
import type { Intent } from './reading.ts'

type Answer = { intent: Exclude<Intent, 'report' | 'chatter'>; confidence: number }

type Row = Answer & { says: RegExp }

const POLITE = '[了啦哈啊呀的呢哦噢嗯，,。.!~ 谢多辛苦]*'
const FIXED = '(修|换|弄|处理|解决|搞|装|通|清|收|挪|办|疏通)(好|完|走|掉|定)?了'
const TICKET_NUMBER = /[A-Za-z]{1,4}-?\d{6}-?\d{1,4}/

/** Read from top to bottom: a denial contains the words of a confirmation, a question those of both. */
const TABLE: readonly Row[] = [
  {
    intent: 'progressQuery',
    confidence: 0.85,
    says: phrases([
      `(上次|上回|那个?|之前|前[天几]|昨天|我|咱).{0,10}(咋样|怎么样|怎样|如何|进展|到哪|有消息|有结果|有没有(消息|结果|进展|人)|啥情况|什么情况|怎么说)了?`,
      `${FIXED}(没有?|吗|么|不)[?？。!啊呀]*$|好了(没有?|吗|么)[?？。!啊呀]*$|(修|换|弄|处理|解决|办)得?(咋样|怎么样|到哪)|到哪一?步|什么进度|进度(呢|如何|怎么|到)|有(没有)?进展|处理得?(怎么样|咋样)`,
      `(啥|什么)时候(能|才|可以)?(修好|处理好|弄好|解决|换好|来人)|(几时|何时)(修好|来修)|怎么还没(人来|动静|处理|消息|回复)|还要等多久`,
    ]),
  },
  {
    intent: 'deniesFixed',
    confidence: 0.8,
    says: phrases([
      '(还|都|根本|压根|一直|并)?没(有)?(修|换|弄|处理|解决|清|搞|疏通|办)(好|完|掉|定|呢|啊|$)|没(好|解决)|好(个|了个)(啥|屁|什么|鬼|毛)|哪(里|儿)?好了|好什么好|谁说.{0,4}好了',
      '还(是)?(那样|一样|老样子|这样)|老样子|照旧|跟没修一样|没人来(过|修)?$|没有?用$|没变',
      '^.{0,6}还(是)?(坏|漏|黑|不亮|不行|堵|没|停|响|臭|不通|在漏|不热|不好)|又(坏|漏|堵|不亮|停)了(?=.{0,4}(刚|才|没几天|修))|修了(个寂寞|等于没修|跟没)|(才|刚)修.{0,6}又',
    ]),
  },
  { intent: 'deniesFixed', confidence: 0.5, says: phrases([`^(2|没|没有|没呢|没啊|不行|不好|还没|不是|否|没弄|没见)${POLITE}$|^👎+$`]) },
  {
    intent: 'confirmsFixed',
    confidence: 0.8,
    says: phrases([
      `^.{0,12}(已经?|都|刚|真的|终于)?(修|换|弄|处理|解决|搞|装|通|清理?|收|挪|疏通)(好|完|走|掉|定|干净)了${POLITE}$`,
      `^.{0,8}((水|电|气|网|灯)来|不漏|不堵|不响|不臭|(?<![太好真很不])热|(?<![不没])(亮|通|正常|恢复|解决|能用|来水|来电|来气|有水|有电|可以用|(?<!就)好)|没问题)了${POLITE}$|没问题了`,
    ]),
  },
  {
    intent: 'confirmsFixed',
    confidence: 0.5,
    says: phrases([`^(1|好|行|可以|嗯+|中|ok|OK|Ok|对|是|是的|好的|妥|得)${POLITE}$|^(👍|👌|💯)+${POLITE}$`]),
  },
]

/** An answer to "is it fixed?" or a question after a matter, or null. Whether anybody asked is for others to know. */
export function readAnswer(words: string): Answer | null {
  const [number] = TICKET_NUMBER.exec(words) ?? []
  const rest = words
    .replace(TICKET_NUMBER, '')
    .replace(/^@\S+ /, '')
    .trim()
  const row = TABLE.find(({ says }) => says.test(rest))
  if (row) return { intent: row.intent, confidence: number ? 0.9 : row.confidence }
  return number ? { intent: 'progressQuery', confidence: 0.8 } : null
}
