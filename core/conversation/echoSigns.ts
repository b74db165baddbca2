import { phrases } from '../reading/phrase.ts'

type Sign = { why: string; weight: number; says: RegExp }

/** What a neighbour says who suffers from it as well, in log-odds; a mere remark does not make a reporter. */
export const SIGNS: readonly Sign[] = [
  {
    why: 'agrees and goes on',
    weight: 1.7,
    says: phrases([
      '^(就是|确实|真的是?|真系|系啊|系呀|系咯|是啊|是呀|是[的滴嘞哒格]|信了你的邪|是(?=[ ,，])|对[啊呀头对的嘛]|对(?=[ ,，])|可不|没错|硬是|哦+|你讲得对|你说得对|您甭说|甭提|莫说|别提了?|唉|哎)[ ,，.。!啊呀的了喎吧嘛]*(?=\\S{3})|确实',
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
      '没(水|电|气|网|反应|声音|人(管|修|收|来|清))|一滴|[不没](亮|动|开|热|通|转|走|抬|关|出水)|关不|打不|按不|坏|停了|停水|停电|漏|堵|黑(的|了|漆|咕|麻)|断了|掉(线|下来)|又(来|[灭坏停堵漏响])',
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
    says: phrases([
      '年轻时|(?<![跟和同像])以前|当年|那时候|小时候|前阵子|新闻|上回|上次|我(妈|爸|姐|哥|朋友|同事).{0,4}(他们|她们|那边|小区)',
    ]),
  },
  { why: 'speaks to somebody', weight: -0.8, says: phrases(['^@|你|您(?!甭)|大姐|大爷|阿婆|老哥']) },
]

/** What tells that something fails, though not what. */
export const FAILS = SIGNS.find(({ why }) => why === 'says what fails')!.says

const ASIDE = phrases([
  '谁(家|那里?|这里?|手里)?(还)?(有|要|知道)…(多余|闲置|不用的|借|拼|顺路|推荐|师傅|微信)|(有没有|有人|求)…(推荐|拼车|拼单|顺路)|师傅‥(电话|微信)|借(我|[一二两三几]?(点|个|把|根|下|瓶|块|头))',
  '押金…(退|多少|几多|怎么)|(怎么|如何|哪里|哪儿)(退|缴费|交费|充值|续费|开票)|多少钱|(几点|什么时候|啥时候)(开门|关门|上班|下班|营业)',
  '(能不能|可不可以|可以|让不让|准不准|允许|能)‥(砸墙|装修|养[狗猫鸡]|停车|放|晒|摆|租)…(不|吗|么|嘛)?[?]?$',
])

/** 谁有师傅电话, 押金怎么退, 周末能砸墙不: asked of neighbours or of an office, whatever the room speaks of. `words` come from plainWords. */
export function asksAside(words: string): boolean {
  return ASIDE.test(words)
}
