import { expect, test } from 'vitest'
import { findDoubtfulCry, findEmergency } from '../../core/emergency/emergency.ts'
import { EMERGENCY_KINDS, type EmergencyKind } from '../../core/emergency/triggers.ts'
import { NO_HOTLINES } from '../../core/hotlines.ts'
import { CATEGORIES } from '../../core/taxonomy/categories.ts'
import { emergencyInPrivate, emergencyKindOf, emergencyLine } from '../../core/texts/emergency.ts'

type Sides = { fires: readonly string[]; rests: readonly string[] }

const SENTENCES: Record<EmergencyKind, Sides> = {
  gas: {
    fires: [
      '5栋楼道好大煤气味!!',
      '闻到煤气了，好浓',
      '燃气味很重，谁家没关',
      '3单元天然气漏了',
      '一进楼道就是臭鸡蛋味',
      '煤气罐在漏气，快来人',
      '厨房的燃气管一直嘶嘶漏',
      '楼道里煤气好重的味道',
      '昨天就有煤气味，今天更重了',
      '楼道头好大煤气味哦，咋个办',
    ],
    rests: [
      '汤潽了一灶台，煤气味倒没有',
      '今天停气吗',
      '燃气费怎么交',
      '灶打不着火',
      '轮胎漏气了，谁有打气筒',
      '燃气报警器在哪买',
      '没有煤气味了，谢谢',
      '请大家注意防燃气泄漏',
      '个人信息泄露了',
      '要买燃气泄漏保险吗',
      '昨天闻到煤气味，查了没事',
      '我妈他们小区煤气漏了',
    ],
  },
  fire: {
    fires: [
      '7栋着火了！！',
      '负一楼有台车在漏汽油 淌了一地 边上还有人点烟',
      '5楼冒烟了',
      '5栋好像着火了',
      '楼下好像起火了快来看看',
      '楼下起火了快打119',
      '电瓶车自燃了',
      '车棚那边烧起来了',
      '好大浓烟从3单元窗户出来',
      '烟雾报警器响了，4楼冒烟',
      '垃圾桶着咗火，着火啦',
      '上火归上火，楼道真着火了',
      '楼上厨房着起来了',
    ],
    rests: [
      '灶坑火大了，炖得滋啦滋啦冒烟，底都糊了，刚才还说香呢',
      '双十一过完，信用卡都冒烟了',
      '今晚火锅',
      '汽油又涨了 加满一箱肉疼',
      '车库有股汽油味 不知道哪台车',
      '那家太火了',
      '上火了不去哈哈',
      '气得我头顶冒烟',
      '看着就火大',
      '脸好像着火了一样',
      '辣得好像着火了',
      '明天消防演练，冒烟别怕',
      '昨天隔壁街着火，吓死',
      '烟雾报警器没电了一直叫',
      '嗓子冒烟了',
      '电瓶车上楼容易起火',
      '预防火灾人人有责',
      '谁在楼道抽烟',
      '新闻说有个小区着火了',
      '打不着火',
      '厨房冒烟是我在做饭，没事',
    ],
  },
  lift_trapped: {
    fires: [
      '我被困在电梯里了',
      '困电梯了，3栋',
      '有人关在电梯里',
      '电梯里有人出不来',
      '孩子卡在电梯里了',
      '电梯停在半路，里面困了人',
      '我在电梯里出不去啊',
      '电梯又困人了',
      '老人困喺电梯入面',
      '轿厢里关着两个人',
    ],
    rests: [
      '电梯坏了',
      '电梯一抖一抖的吓人',
      '电梯停摆三天了物业装死',
      '电动车卡在电梯门口',
      '快递堵在电梯口',
      '电梯关不上门',
      '物业把电梯锁了',
      '坐电梯怕被困住',
      '去年我困在电梯里半小时',
      '等电梯的人多死了',
    ],
  },
  electric_shock: {
    fires: [
      '路灯杆漏电',
      '有人触电了',
      '电线掉地上了',
      '高压线断了垂下来',
      '孩子被电到了',
      '电箱打火',
      '插座冒火花噼啪响',
      '积水里漏电，别过来',
      '电缆裸露在外面',
      '师傅被电倒了快来人',
    ],
    rests: [
      '电死我了这静电',
      '电费怎么这么贵',
      '一开空调就跳闸',
      '漏电保护器跳了',
      '小心触电的牌子掉色了',
      '没有漏电，放心',
      '手机没电了',
      '被电话吵醒',
      '被电瓶车撞坏了后视镜',
      '昨天触电的新闻看了吗',
    ],
  },
  drowning: {
    fires: [
      '有人落水了',
      '孩子掉河里了',
      '小孩掉进人工湖了',
      '池塘那边有人溺水',
      '老人跌进水池了',
      '有人跳河了，跳进河里了',
      '娃娃掉水池里头了',
      '有个人在河里挣扎',
      '小朋友掉进窨井了',
      '小孩掉下水道里了',
    ],
    rests: [
      '落水管坏了',
      '落水口堵了',
      '游泳班还收人吗',
      '防溺水宣传',
      '球掉河里了',
      '手机掉进水池了',
      '差点掉河里',
      '落水管漏水',
      '小心溺水的牌子倒了',
    ],
  },
  falling_object_injury: {
    fires: [
      '楼上掉花盆砸到人了',
      '有人被砸中头了',
      '外墙瓷砖掉下来砸伤了老人',
      '玻璃掉下来有人受伤',
      '酒瓶砸中我妈了',
      '孩子被楼上的东西砸到了',
      '砸到头了，流血了',
      '空调外机掉下来砸了，人流血',
      '砸着个老太太',
    ],
    rests: [
      '外墙皮掉下来了',
      '花盆掉下来差点砸到人',
      '又有人往下扔!',
      '烟头掉我被子上',
      '砸到我车了',
      '这样迟早砸到人',
      '馅饼砸到我头上了',
      '楼下砸承重墙!快来人',
      '幸好没砸到人',
    ],
  },
  medical: {
    fires: [
      '有人晕倒了在南门',
      '老人没呼吸了',
      '我爸抽搐了',
      '心脏病发作了',
      '我妈叫不醒',
      '有人昏迷不醒',
      '老人从楼梯上滚下来动不了',
      '快叫救护车',
      '隔壁大爷口吐白沫',
      '东门有人被车撞了',
      '阿婆晕低了，晕倒喺电梯口',
      '老人摔倒了起不来',
    ],
    rests: [
      '胸闷 头晕 手麻 喘不上气？别等倒下才后悔！银杏片买二送一',
      '晕，又加班',
      '晕死',
      '我晕车',
      '笑晕过去',
      '困得快晕倒',
      '臭得要晕过去了',
      '孩子睡得叫不醒',
      '共享单车倒在地上',
      '昨天那老人晕倒后来没事',
      '心脏病讲座几点',
      '钱包要大出血了',
    ],
  },
  self_harm: {
    fires: [
      '不想活了',
      '活着没意思',
      '活着真没什么意思',
      '有人要跳楼',
      '有人站在天台要跳',
      '她割腕了',
      '我真的活不下去了',
      '想一了百了，想结束生命',
      '学习压力大不想活了',
      '昨天就不想活了',
    ],
    rests: ['跳楼价甩卖', '想死你了', '热得想死', '房价跳楼了', '笑死我了', '不想活动', '楼下店跳楼大甩卖', '不要活了，停电', '自杀式停车'],
  },
  domestic_violence: {
    fires: [
      '楼上家暴，女的在喊',
      '隔壁正在打老婆',
      '他打老婆打得好惨',
      '我老公打我',
      '我老公又动手打我了',
      '前夫要杀我',
      '楼下在打孩子往死里打',
      '对门打媳妇，快来人',
    ],
    rests: [
      '隔壁又打老婆',
      '反家暴讲座周六',
      '拒绝家暴',
      '家暴热线是多少',
      '给我老公打电话',
      '老公打我手机没接到',
      '电影里家暴那段',
      '不能家暴妻子',
    ],
  },
  violence: {
    fires: [
      '南门打起来了',
      '有人持刀',
      '有人在打架',
      '保安被打伤了',
      '有人拿刀砍人',
      '抢劫啊',
      '有人喊救命',
      '快报警',
      '救命!8栋有人',
      '两家人打起架来了',
      '快来人啊有人打人',
      '谁报个警',
      '门口干仗，有人在干仗',
    ],
    rests: [
      '火锅太辣了，嘴巴现在还在燃，救命',
      '楼上打球',
      '打牌三缺一',
      '再不修我就报警了',
      '不处理我们只能报警',
      '烟雾报警器',
      '会砍价的来',
      '物业砍树',
      '抢红包',
      '停车费简直抢劫',
      '被打扰一晚上',
      '上下眼皮打架',
      '救命恩人',
      '两只狗打起来了',
    ],
  },
  missing_person: {
    fires: [
      '孩子走丢了',
      '我家老人找不到了',
      '我爸出门到现在没回家',
      '有个老太太迷路了',
      '女儿不见了',
      '谁看见我儿子了',
      '昨天下午我奶奶走失了',
      '细路仔走丢咗，孩子走丢',
      '小孩失踪两小时了',
    ],
    rests: [
      '有没有人看到我家的小乌龟，走失了，背上一点红漆',
      '刚抱孩子回来，楼道里伸手不见五指，孩子哭着不肯走',
      '猫走丢了',
      '我家狗狗不见了',
      '孩子的书包丢了',
      '孩子手机找不到了',
      '孩子找不到工作',
      '防走失手环哪里领',
      '李大爷两天没下楼了',
      '钥匙找不到了',
      '老人的身份证丢了',
      '孩子找到了，谢谢大家',
    ],
  },
  dog_bite: {
    fires: [
      '狗咬人了',
      '孩子被狗咬了',
      '被流浪狗咬伤',
      '大黄狗咬了我妈',
      '狗扑倒了老人，狗扑倒了',
      '被楼下那只没拴绳的狗咬了腿',
      '刚才被猫咬了',
      '花园有恶犬咬人',
      '娃儿遭狗咬了',
      '狗把老人扑倒了',
    ],
    rests: ['狗不拴绳追孩子', '狗叫一晚上', '差点被狗咬', '小心狗咬人', '蚊子咬死了', '狗咬狗', '这狗不会咬人', '迟早咬到人', '狗粮团购'],
  },
  fraud_in_progress: {
    fires: [
      '我妈正在转账，对方说特价药最后一天，是骗子',
      '我妈已经转账给骗子了',
      '被骗子骗了，已转两万',
      '客服让我转账，我转了',
      '对方让开屏幕共享',
      '我被骗了两万',
      '验证码给了对方',
      '我把验证码告诉了他，验证码告诉了',
      '让我妈转到安全账户',
      '刚转了钱就被拉黑',
      '刷单已经转了五千，刷单已转',
    ],
    rests: [
      '反诈宣传周六，屏幕共享别点',
      '不要屏幕共享',
      '说我快递丢了要理赔',
      '收不到验证码',
      '快递柜验证码错误',
      '网课老师屏幕共享看不清',
      '你又骗我',
      '物业费转账了',
      '凡是要你转到安全账户的都是诈骗',
    ],
  },
  poisoning: {
    fires: [
      '幼儿园一群孩子都吐了，一群吐',
      '食物中毒了',
      '好几个人上吐下泻',
      '地下室有刺鼻气体',
      '不明气体，快走',
      '味道刺鼻，头晕恶心',
      '氨气泄漏',
      '老人误食老鼠药',
      '一家三口一氧化碳中毒',
    ],
    rests: [
      '装修味太刺鼻',
      '油漆味好重',
      '让我吐槽两句',
      '有人随地吐痰',
      '预防食物中毒讲座',
      '狗误食了鸡骨头',
      '小区每天散发刺鼻气味',
      '楼下烧烤熏死了',
    ],
  },
  collapse_flood: {
    fires: [
      '围墙塌了',
      '车棚塌下来了',
      '有人被困在地下室',
      '水漫进来了',
      '房子坍塌',
      '路面塌陷出一个大坑，车掉进去了',
      '山洪来了',
      '地下室的水到腰了',
      '脚手架倒塌',
    ],
    rests: [
      '水倒灌上来，浴间变鱼池了',
      '车被困在车位出不来',
      '心态崩了',
      '房价塌了',
      '外墙掉皮',
      '门口积水',
      '偶像塌房了',
      '这墙迟早要塌',
      '被困在公司加班',
      '地库进水了',
      '防山洪演练',
    ],
  },
}

const both = (side: keyof Sides) => EMERGENCY_KINDS.flatMap((kind) => SENTENCES[kind][side].map((sentence) => [kind, sentence] as const))

test.each(both('fires'))('%s: %s', (kind, sentence) => {
  expect(findEmergency(sentence)?.kind).toBe(kind)
})

test.each(both('rests'))('not %s: %s', (_kind, sentence) => {
  expect(findEmergency(sentence)).toBeNull()
})

test.each([
  '心态炸了',
  '电死我了',
  '太火了',
  '今天天气真好',
  '物业再不来我把电梯扛回家',
  '谁的车挪一下',
  '【平安社区】发现煤气味请拨打燃气抢修电话',
  '',
])('nothing in: %s', (sentence) => {
  expect(findEmergency(sentence)).toBeNull()
})

test('violence at home is a private family matter', () => {
  expect(findEmergency('楼上家暴，女的在喊')).toEqual({ kind: 'domestic_violence', category: 'dispute.family' })
})

test('a gas line names the place, the gas hotline and who was told', () => {
  expect(emergencyLine('gas', { place: '5栋', hotlines: { ...NO_HOTLINES, gas: '96000' }, dutyPaged: true })).toBe(
    '⚠️5栋：能关阀就关阀、开窗，别动任何开关和电器；马上到室外，再打燃气抢修96000或119。已通知值班人员，群消息不能代替报警电话。',
  )
})

test('without a place, a hotline and a duty list the line claims none of them', () => {
  expect(emergencyLine('lift_trapped', { place: null, hotlines: NO_HOTLINES, dutyPaged: false })).toBe(
    '⚠️请按轿厢警铃，或拨梯内标牌电话、119，报电梯编号；别扒门、别跳。群消息不能代替报警电话。',
  )
})

test('every public line names a number to call, and none claims that the police were called', () => {
  const lines = EMERGENCY_KINDS.map((kind) => emergencyLine(kind, { place: null, hotlines: NO_HOTLINES, dutyPaged: true }))
  for (const line of lines.filter((line) => line !== null)) {
    expect(line).toMatch(/1\d\d/)
    expect(line).toContain('群消息不能代替报警电话')
    expect(line).not.toContain('已报警')
  }
  expect(lines.filter((line) => line === null)).toHaveLength(2)
})

test.each(['self_harm', 'domestic_violence'] as const)('a group never hears of %s', (kind) => {
  expect(emergencyLine(kind, { place: '5栋', hotlines: NO_HOTLINES, dutyPaged: true })).toBeNull()
})

test('every emergency category has its kind, everyday ones have none', () => {
  const codes = CATEGORIES.map(({ code }) => code)
  expect(codes.filter((code) => code.startsWith('emergency.') && emergencyKindOf(code) === null)).toEqual([])
  expect(codes.filter((code) => emergencyKindOf(code))).toHaveLength(14)
})

test.each([
  ['gas', '一开门一股子煤气，呛得我头都疼，三单元的都别点火'],
  ['gas', '9栋这边天然气管子被铲车刮了，嘶嘶响'],
  ['gas', '弄堂口煤气味道老重额，啥人家忘记关了'],
  ['gas', '灶台下面软管裂哒，气直往外跑，我不敢动'],
  ['fire', '6栋17楼窗户往外冒黑烟！有没有人在家'],
  ['fire', '楼上漏下来好多烟，是不是烧起来了，我带着两个伢'],
  ['fire', '垃圾房起烟，已经见到明火，邻居们挪下车'],
  ['fire', '油锅起火了我泼了水更大了咋办'],
  ['fire', '哪个的电动车在楼道里烧起来了哦，下不去'],
  ['fire', '3单元楼道火！！电瓶在烧，噼里啪啦炸'],
  ['lift_trapped', '我跟两个娃关在电梯里头了，B2，没信号'],
  ['lift_trapped', '电题坏了，我和我妈困里面了'],
  ['collapse_flood', '有个娃爬到窗户外头空调外机上了，不敢动'],
  ['collapse_flood', '六楼的小囡翻出去蹲在空调平台，下不来了'],
  ['lift_trapped', '我老母困咗喺𨋢入面，十几分钟喇'],
  ['lift_trapped', '阿拉阿婆卡在电梯里厢，吓煞了'],
  ['lift_trapped', '送外卖的被关电梯了，在5跟6楼中间喊'],
  ['electric_shock', '修灯的师傅被电了，人倒在梯子底下'],
  ['electric_shock', '洗澡的时候花洒带电，麻得我手缩都缩不回来'],
  ['electric_shock', '孩子摸插座被电了一下现在手抖'],
  ['drowning', '有个细路跌咗落人工湖，快啲嚟人'],
  ['drowning', '泳池深水区有个人沉下去好一会没上来'],
  ['drowning', '窨井盖没盖好，个伢掉下水道里头哒'],
  ['falling_object_injury', '18楼掉花盆把保洁大姐肩膀砸了，流血呢'],
  ['falling_object_injury', '一块瓷砖落低打中个阿叔，坐喺度起唔到身'],
  ['falling_object_injury', '树杈子掉下来砸着遛弯的大妈了，站不起来'],
  ['medical', '跳广场舞的张婆婆倒了，叫她没反应'],
  ['medical', '有个大叔躺在花坛边上一动不动，满头汗'],
  ['medical', '小孩发烧烧到抽，眼睛往上翻'],
  ['medical', '我妈从楼梯上滚下来，腿动不了了'],
  ['medical', '我阿爸心口绞痛，出冷汗，有冇人识急救'],
  ['medical', '孩子让枣核噎着了 咳不出来'],
  ['self_harm', '21楼那个妹子坐在窗台外面，哪个去劝哈嘛'],
  ['self_harm', '她给我发消息说下辈子再做姐妹，电话打不通了'],
  ['self_harm', '活着太累了，真想从楼上跳下去一了百了'],
  ['violence', '地库有两拨人打起来了，有人拿钢管'],
  ['violence', '有人尾随我进单元了，还在拍我家门，我好怕，帮我报警'],
  ['domestic_violence', '对门在打老婆，那女的喊救命喊得好惨'],
  ['domestic_violence', '我男人掐我脖子，救救我'],
  ['missing_person', '奶奶早上出去买菜到现在没回，她有点糊涂，急死人了'],
  ['missing_person', '老爷子走失了，七十八岁，灰夹克，驼背'],
  ['missing_person', '屋里阿婆走脱了，老年痴呆额，大家帮忙寻寻'],
  ['missing_person', '娃儿不见咯，刚才还在快递柜那儿'],
  ['collapse_flood', '水都淹到膝盖了，一楼的婆婆还在屋里出不来'],
  ['collapse_flood', '雨棚垮下来了，底下有人'],
  ['collapse_flood', '水从过道漫进来，到小腿了，插排还通着电'],
  ['collapse_flood', '崽锁在车里头了，钥匙也在里面，太阳底下晒着'],
  ['collapse_flood', '老房子那面山墙塌了半边，里面住着人'],
  ['dog_bite', '金毛把小孩脸咬了，血糊糊的'],
  ['dog_bite', '伢遭野狗咬哒，在南门打狂犬针要去哪里'],
  ['fraud_in_progress', '我妈正在给一个说是警察的人转钱，我拦不住'],
  ['fraud_in_progress', '他让我开屏幕共享 我开了 现在银行发短信扣钱'],
  ['fraud_in_progress', '老爸在银行柜台要给骗子打钱，哪个在附近帮忙拦下'],
  ['poisoning', '我们一家五口吃完菌子都吐了，头晕'],
  ['poisoning', '孩子把洁厕灵喝了一口'],
  ['poisoning', '幼儿园好多娃儿吃了午饭吐'],
])('in the words of its own region, %s: %s', (kind, sentence) => {
  expect(findEmergency(sentence)?.kind).toBe(kind)
})

test.each([
  '我家落水管哗哗的像瀑布，听着怪解压',
  '烟雾报警器半夜一直叫，也没烟，吵死',
  '这破门再不弄我可要打110了',
  '砍树的师傅电话有没有',
  '谁的车堵在门口，我困在里面出不来，上班要迟到了',
  '气垫床漏气，退货去了',
  '本周六开展电梯困人应急救援演练，请大家知悉',
  '我同学小区昨天有人跳楼，唉',
  '哇好大的火，烤全羊来了[偷笑]',
  '我家猫困在沙发底下了哈哈',
  '孩子作业写到我要心梗',
  '这天气热得我想跳河',
  '菜价涨得跟抢劫似的',
  '电视剧里那个女的被家暴看得我来气',
  '我家狗不咬人的，放心',
  '遛狗不牵绳，咬到人谁负责',
  '掉下来一块玻璃，还好没砸到人',
  '广告牌摇摇晃晃，砸到人怎么办',
  '门口积水好深，车都不敢过',
  '天花板塌了一小块，石膏掉一地',
  '灶火苗发黄还老熄火',
  '一开热水器就跳闸，是不是漏电保护器坏了',
  '电梯关门夹人，老太太差点被夹到',
  '今天接到自称公安局的电话，让我转账，大家小心',
  '反诈提醒：公安不会让您转账到安全账户',
  '雷雨天气小心触电，远离电线杆',
  '火已经扑灭了，大家放心',
  '他俩从小打架打到大',
  '看球看得心脏病要犯了',
  '我手机掉河里了，心疼',
  '谁的快递丢了，在我这',
  '我老公不见了两小时，原来在地库洗车',
  '帅晕了，今天的晚霞',
  '这味道像臭鸡蛋，原来是榴莲[捂脸]',
  '以前老厂区爆炸过一次，你们都不知道吧',
  '听说城东有人被抢劫了',
  '打起来打起来，我押张姐赢',
  '楼上打架一样咚咚咚，天天这样',
  '消防通道全堵了，着火了消防车进都进不来',
  '飞线充电，迟早要起火',
  '楼下烧垃圾，烟飘得到处都是，呛死人',
  '蚊子咬得孩子一身包',
  '晚上保安睡得死，叫都叫不醒',
  '马桶返水，卫生间淹了一地',
  '我家也闻到了',
  '孩子的书包锁在车里了，明天再拿',
  '厨房在烧菜，香得很',
  '楼上火气真大，天天吵',
  '雪到膝盖了，真好看',
  '这车一大早打不着火，愁人',
])('no danger here and now: %s', (sentence) => {
  expect(findEmergency(sentence)).toBeNull()
})

test.each(['保安拿灭火器上去了，应该没多大事', '民警已经在他家了，正在劝', '我是护士，我马上带药箱下来看看'])(
  'who comes to help is not the first to cry: %s',
  (sentence) => {
    expect(findEmergency(sentence)).toBeNull()
  },
)

test.each(['人不见了', '活着啊', '我在里面呢'])('so short that it could mean anything: %s', (sentence) => {
  expect(findEmergency(sentence)).toBeNull()
})

test('who hurries others on says nothing of a danger, who calls for people does', () => {
  for (const hurry of ['快点阿', '快来呀', '急急急']) expect(findEmergency(hurry)).toBeNull()
  expect(findEmergency('快来人啊')).not.toBeNull()
})

test('what to do when somebody falls ill is a tip, that somebody has fallen ill is none', () => {
  expect(findEmergency('记住 孩子突然噎到脸发紫 要马上打120')).toBeNull()
  expect(findEmergency('转给家里老人 一旦突然嘴歪手麻说不出话 立刻打120')).toBeNull()
  expect(findEmergency('我爸突然嘴歪了 说话不清 要打120吗 快来人')?.kind).toBe('medical')
  expect(findEmergency('提醒大家 3栋电梯口有人晕倒了 快来人')?.kind).toBe('medical')
})

test('who thanks for help is helped, who thanks and says farewell is in danger, who moves out is not', () => {
  expect(findEmergency('谢谢邻居 我妈刚才在楼梯上摔晕了 多亏你们叫救护车')).toBeNull()
  expect(findEmergency('谢谢大家 已经转脱一万八 110打过了 民警就到')).toBeNull()
  expect(findEmergency('对不住大家 我撑不下去了 这些年谢谢邻居们照顾我家猫')?.kind).toBe('self_harm')
  expect(findEmergency('谢谢大家这几年的照顾 药我都吃完了 就这样吧')?.kind).toBe('self_harm')
  expect(findEmergency('我们下周搬走了 谢谢大家这些年的照顾 猫送人了')).toBeNull()
})

test.each([
  ['medical', '麻烦哪位邻居懂急救的来下7栋大堂 我老公突然没反应了 谢谢大家'],
  ['medical', '麻烦谁在家 帮忙看下我妈 她一个人在家打电话不接 上午说胸口疼 谢谢'],
  [
    'medical',
    '各位邻居实在不好意思这么晚打扰大家 我先生刚刚在客厅里看电视的时候忽然就倒下去了 怎么喊都喊不醒 我已经打了120但是他们说要二十分钟才能到',
  ],
  ['medical', '求求各位邻居帮帮忙 我妈喘不上气 谢谢了'],
  ['medical', '有人会急救吗 我爸没反应了 谢谢谢谢'],
  ['fire', '着了着了 6栋'],
  ['self_harm', '有人要跳了'],
  ['violence', '他要杀我'],
  ['self_harm', '我想死'],
])('politely, at length or in three words, %s: %s', (kind, sentence) => {
  expect(findEmergency(sentence)?.kind).toBe(kind)
})

test('a plain cry is believed although its words are known for talk', () => {
  expect(findEmergency('快来人 传达室那俩保安叫不醒了 屋里烧着炭盆 全是煤烟味')).not.toBeNull()
})

test('who laughs is in no danger, unless help is called for in the same breath', () => {
  expect(findEmergency('哇好大的烟，着火了着火了[偷笑]')).toBeNull()
  expect(findEmergency('我家厨房着火了哈哈哈，红烧肉又糊了')).toBeNull()
  expect(findEmergency('都别哈哈了，7栋真着火了，快跑')?.kind).toBe('fire')
})

test('long ago is over, yesterday may still go on', () => {
  expect(findEmergency('去年我家楼上着火，现在想起来还怕')).toBeNull()
  expect(findEmergency('昨天就闻到煤气味，现在更重了')?.kind).toBe('gas')
})

test.each([
  ['emergency.gas', '家里煤气阀拧不紧，一直有味，老人头已经晕了'],
  ['emergency.gas', '你们有没有闻到一股怪味，像是燃气漏了'],
  ['emergency.gas', '门缝里飘出来好重的煤气，敲门没人'],
  ['emergency.fire', '对面楼着火啦，赶紧打119'],
  ['emergency.fire', '二楼厨房烧起来咯，火苗子都出窗户了'],
  ['emergency.fire', '地库有辆车在冒烟'],
  ['emergency.fire', '12栋顶楼有火光'],
  ['emergency.fire', '烟从门缝冒出来，敲门没人应'],
  ['emergency.lift_trapped', '救命啊电梯卡住了我在里面'],
  ['emergency.lift_trapped', '6栋电梯关人了'],
  ['emergency.lift_trapped', '我女儿一个人被关电梯里了，才八岁'],
  ['emergency.lift_trapped', '电梯停在中间不动，里面还有个孕妇'],
  ['emergency.electric_shock', '电工师傅触电了，躺在地上'],
  ['emergency.electric_shock', '广场那个音箱漏电，电到一个阿姨'],
  ['emergency.drowning', '小孩掉人工湖里了，快来人啊'],
  ['emergency.drowning', '有人掉进化粪池了'],
  ['emergency.falling_object_injury', '楼上掉东西砸到人了，头破了'],
  ['emergency.falling_object_injury', '空调外机掉下来，砸到一个骑车的'],
  ['emergency.medical', '保安大叔突然倒地，没反应了'],
  ['emergency.medical', '我婆婆晕过去了，家里没人会急救'],
  ['emergency.medical', '楼下大爷摔了一跤，后脑勺都是血'],
  ['emergency.medical', '孩子吞了硬币喘不过气'],
  ['emergency.medical', '有人心脏病发了，在棋牌室'],
  ['emergency.self_harm', '12楼有人要跳下来'],
  ['emergency.self_harm', '活着没啥意思，我走了，谢谢大家'],
  ['emergency.violence', '外面有人打架，动刀了'],
  ['emergency.violence', '喝醉的男的在砸门，还拿着棒子，好害怕'],
  ['emergency.violence', '有人抢劫'],
  ['dispute.family', '邻居家男的又打女人了，喊救命'],
  ['dispute.family', '老公拿凳子砸我，我躲在楼道'],
  ['emergency.missing_person', '老头子出去遛弯没回来，脑子不清楚，帮忙找找'],
  ['emergency.missing_person', '我家大宝放学没接到，找不到了'],
  ['emergency.missing_person', '孩子找不到了！四岁男孩'],
  ['emergency.collapse_flood', '一楼进水到大腿了，老两口出不来'],
  ['emergency.collapse_flood', '车棚塌了，有人压在下面'],
  ['emergency.dog_bite', '有人被狗咬了，在小花园，流了好多血'],
  ['emergency.dog_bite', '狗把快递小哥咬了'],
  ['emergency.fraud_in_progress', '我刚给骗子转了五万，怎么办'],
  ['emergency.fraud_in_progress', '我婆婆要去给人汇钱，说是孙子被抓了'],
  ['emergency.poisoning', '我们家吃了外卖，三个人都吐了'],
  ['emergency.poisoning', '楼里一股刺鼻味道，好几个人头晕'],
  ['emergency.gas', '三楼煤气漏咯，味道大得很，快去敲门'],
  ['emergency.gas', '我屋企煤气炉漏紧气，好惊'],
  ['emergency.gas', '隔壁没人，可是煤气味从门缝里往外冒'],
  ['emergency.fire', '小区门口那辆三轮车烧起来了'],
  ['emergency.fire', '哎呀妈呀楼道着火了，都是烟'],
  ['emergency.fire', '厨房火大得很，锅烧穿了，灭不掉'],
  ['emergency.fire', '失火哒失火哒，五栋三单元'],
  ['emergency.lift_trapped', '电梯里困到两个人，按铃冇人理'],
  ['emergency.lift_trapped', '困电梯了困电梯了，8栋2单元，快'],
  ['emergency.lift_trapped', '我跟娃在电梯里出不去咯'],
  ['emergency.electric_shock', '地上电线断了一根，滋滋响，大家别踩'],
  ['emergency.electric_shock', '俺爹修插座让电打了，躺地上'],
  ['emergency.drowning', '有娃儿掉到池子里头了'],
  ['emergency.drowning', '湖边有人喊救命，好像掉水里了'],
  ['emergency.falling_object_injury', '楼上扔下来个砖头，把阿姨脑壳打出血了'],
  ['emergency.falling_object_injury', '玻璃掉下来割到人了，流血不止'],
  ['emergency.medical', '老爷子晕倒了，在凉亭那里，谁打下120'],
  ['emergency.medical', '我岳母突然不会说话了，半边麻'],
  ['emergency.medical', '有人喝酒喝晕过去了，躺在电梯口'],
  ['emergency.medical', '孩子从滑梯上摔下来，头破了一直流血'],
  ['emergency.medical', '婆婆走路走起走起就倒了，喊不答应'],
  ['emergency.self_harm', '有个男娃坐在楼顶边上哭'],
  ['emergency.self_harm', '我撑不下去了，想一了百了'],
  ['emergency.violence', '楼下有人拿刀追人'],
  ['emergency.violence', '打架了打架了，见血了'],
  ['dispute.family', '隔壁男的打老婆，打得哇哇叫，快去看看'],
  ['emergency.missing_person', '我妈走丢咯，七十五岁，花衣服'],
  ['emergency.missing_person', '爷爷不见了，早上买菜就没回来'],
  ['emergency.missing_person', '哪个看到我屋里伢冇，穿校服的，放学没回来'],
  ['emergency.collapse_flood', '水涨上来了，一楼的老人困在屋里'],
  ['emergency.collapse_flood', '墙倒了，压到人了'],
  ['emergency.dog_bite', '我崽被狗咬哒，出血了'],
  ['emergency.dog_bite', '狗追着咬人，咬了一个老太太'],
  ['emergency.fraud_in_progress', '我刚把验证码发给他了，怎么办'],
  ['emergency.fraud_in_progress', '我爸不听劝，正在给骗子打款'],
  ['emergency.poisoning', '吃了食堂的饭，孩子们都在吐'],
  ['emergency.poisoning', '有人在楼道喷了什么，呛得眼泪直流，喘不过气'],
])('said in haste, %s: %s', (category, sentence) => {
  expect(findEmergency(sentence)?.category).toBe(category)
})

test.each([
  '我家电梯广告里那个人被关了，笑死',
  '车被撞了，谁看到了',
  '护栏被撞歪了',
  '电瓶车被压坏了',
  '烧烤烟太大了，熏死人',
  '楼上烧香，烟好大',
  '狗在电梯里叫',
  '小孩在电梯里蹦，吓人',
  '煤气灶没关火，汤烧干了，还好发现早',
  '大家注意，验证码不要给别人',
  '客服说验证码发了没收到',
  '刚给儿子转了学费',
  '给物业转账怎么开票',
  '孩子接到了，谢谢',
  '谁看到我家孩子的滑板车了',
  '下水道里有股臭鸡蛋味，是不是堵了',
  '楼上天天打孩子，吵死了',
  '昨晚楼下打架吵得没睡',
  '这题难得我想撞墙',
  '腿抽筋了，补点钙',
  '今天献血了',
  '流感季，全班一半发烧',
  '电梯一关门就响',
  '谁的狗把我的鞋咬了',
  '地库冒水了',
  '热水器冒烟管在哪',
  '电梯里有人抽烟',
  '我妈摔了一跤，没事，贴了膏药',
  '楼道里全是烟头',
  '垃圾桶里有烟头没灭，小心着火',
  '桥那边有人落水，昨天救上来了',
  '孩子在喷泉里踩水',
  '大风把花盆吹下来了，没伤到人',
  '墙上裂了条缝，会不会塌',
  '水漫到车位了',
  '隔壁吵架了，别动手啊',
  '谁报的警呀，警察来了',
  '感觉身体被掏空，活着好累哈哈',
  '加班加得想死',
  '晒得要中暑了',
  '谁家炒辣椒，呛得我眼泪直流',
  '电梯困人演习几点开始',
  '燃气公司明天来安检',
  '灶台火大了点，鱼煎糊了',
  '孩子从滑梯上滑下来笑得咯咯的',
  '我妈走丢过一次，后来办了手环',
  '爷爷不见外，给我塞了一兜橘子',
  '狗追着娃跑，吓死我了',
  '电线乱拉，掉下来怎么办',
  '水涨上来了，河边散步小心',
  '墙倒众人推呗',
  '打架的事处理完了',
  '救护车刚走，希望没事',
  '把验证码发给快递员开柜子',
  '食堂的饭吃吐了，换换口味吧',
  '一楼的老人过生日',
  '停电困在家里无聊',
  '喝醉了躺沙发上睡到天亮',
  '电打火的灶好用不',
  '这楼盘跳楼价了',
  '火烧云好漂亮',
  '起火锅啦，谁来',
  '孩子说想当消防员救人',
  '谁有灭火器，借来检查用',
  '这酒喝一口就倒',
  '腰闪了起不来床',
  '车撞杆子上了，人没事',
  '老公把手割破了，贴了创可贴',
  '气得我砸了他的手机',
  '楼上漏水把我家吊顶弄塌了',
])('everyday words that only sound like it: %s', (sentence) => {
  expect(findEmergency(sentence)).toBeNull()
})

test.each([
  ['孩子烫伤了 整壶开水 皮都掉了', 'medical'],
  ['一锅热油全浇我妈脚面上了 掉皮了 谁家有车', 'medical'],
  ['玻璃门碎了扎进大腿 血喷出来了', 'medical'],
  ['满地的血 人在三楼拐角', 'medical'],
  ['有人飞咗落嚟', 'falling_object_injury'],
  ['我妈没气了', 'medical'],
  ['5楼小孩头卡栏杆里了 脚悬空', 'collapse_flood'],
  ['没事吧？楼下有人躺地上满头血', 'falling_object_injury'],
  ['刚才那声响是人 是人掉下来了', 'falling_object_injury'],
  ['提醒一下保安 中庭有个老人突然倒地不动了 赶紧打120', 'medical'],
])('whoever is badly hurt is heard, whatever by: %s', (sentence, kind) => {
  expect(findEmergency(sentence)?.kind).toBe(kind)
})

test.each([
  '抽血抽了五管 好多血 心疼我自己',
  '这剧太血腥了 全是血 我不敢看',
  '一脸血 这个月电费看完我人都没了',
  '烫了个头 皮都给我烫疼了 推荐那家别去',
  '粥太烫了 烫得我舌头起泡',
  '手机掉下来了 屏碎一角',
  '我家煤气罐没气了 谁送',
  '爬七楼爬得我喘不上气',
  '提醒大家 最近流感多 谁家老人突然晕倒要马上打120',
])('%s hurts nobody', (sentence) => {
  expect(findEmergency(sentence)).toBeNull()
})

test.each([
  ['对面单元独居的大爷五天没下楼了 敲门没人应', 'medical'],
  ['楼下老太太敲门不应 屋里电视还开着 怕是摔倒了', 'medical'],
  ['收发室老师傅突然不行了 谁打个120', 'medical'],
  ['我手被电梯门夹住了 抽不出来', 'lift_trapped'],
  ['楼下有个娃娃哭着喊爸爸莫打了', 'domestic_violence'],
  ['B3有台车底下淌了一路 闻着是汽油 旁边在充电', 'fire'],
])('seen or heard through a door: %s', (sentence, kind) => {
  expect(findEmergency(sentence)?.kind).toBe(kind)
})

test.each([
  '楼上大爷五天没下楼了 说是去海南过冬了',
  '奶奶敲门没人应 给您把药放门口了',
  '电梯门太快 夹了我一下 感应该调调',
  '娃打疫苗哭着喊别打了 全楼都听见',
  '车库有股汽油味 谁的车该修了',
])('heard through a door, %s needs nobody', (sentence) => {
  expect(findEmergency(sentence)).toBeNull()
})

test.each([
  ['2栋有人家里着火了 这不是演习', 'fire'],
  ['6栋好重的煤气味 是不是我鼻子有问题', 'gas'],
  ['3栋楼道冒烟了 没骗你们', 'fire'],
  ['一氧化碳报警器一直叫 我妈头晕', 'poisoning'],
  ['孩子手指被门夹断了', 'medical'],
  ['我九岁 爸妈不在家 外面有个男的一直敲门', 'violence'],
  ['楼梯间一股焦糊味 越来越大', 'fire'],
])('whoever says that they mean it is not doubted for it: %s, %s', (sentence, kind) => {
  expect(findEmergency(sentence)?.kind).toBe(kind)
})

test.each(['谁家饭糊了 楼道一股焦糊味', '我家猫卡在空调外机那里了 救命啊', '一氧化碳报警器团购 三十九一个'])(
  '%s is no emergency',
  (sentence) => {
    expect(findEmergency(sentence)).toBeNull()
  },
)

test('who only asks whom it happened to has seen nothing, and a person looks; smoke and gas reach whoever asks', () => {
  for (const asked of ['啥落水?谁掉水里了??', '谁晕倒了？', '哪个被困电梯了？']) {
    expect(findEmergency(asked)).toBeNull()
    expect(findDoubtfulCry(asked)).not.toBeNull()
  }
  for (const asked of ['谁家着火了？', '谁家煤气漏了？', '谁掉水里了？快救！']) expect(findEmergency(asked)).not.toBeNull()
})

test('who does not want to live is promised somebody soon only where somebody was called', () => {
  expect(emergencyInPrivate('self_harm', { dutyPaged: true })).toContain('您说的已交给工作人员，会尽快和您联系。')
  expect(emergencyInPrivate('self_harm', { dutyPaged: false })).toContain('您说的已记下，工作人员看到后会和您联系。')
  expect(emergencyInPrivate('gas', { dutyPaged: true })).toBeNull()
})
