import type { Outsider } from '../../core/ticket/referral.ts'

/** What invented residents say beside their troubles. */
export const CHATTER: readonly string[] = [
  '早上好各位邻居',
  '今天这天真好，被子晒起来',
  '菜场西红柿两块五，挺新鲜',
  '谁家包饺子，楼道里都香了',
  '周末有去爬山的吗',
  '孩子放学接晚了，谢谢{x}帮忙看着',
  '楼下桂花开了，香',
  '这雨下得，地铁口全是人',
  '哈哈哈哈',
  '收到',
  '好的谢谢',
  '👍',
  '有没有一起团橙子的，一箱起',
  '晚上广场跳舞不',
  '快递放门岗了，记得拿',
  '谁有多的停车券',
  '今天降温，老人多穿点',
  '二手婴儿车要的私我，送',
  '图书角新到一批绘本',
  '核桃哪家好吃',
  '羽毛球缺一个，七点',
  '猫跑了，橘色的，已经找到了哈',
  '下周是不是要调休',
  '早点摊今天没来',
  '隔壁小区的银杏黄了',
  '打疫苗要预约吗，我自己查到了，不用',
  '理发店换老板了，还行',
  '谢谢大家，花已经浇好了',
  '门口新开的面馆可以试试',
  '明天幼儿园开放日',
  '昨晚的烟花真好看',
  '有人拼车去高铁站吗',
  '小区的猫又生了三只',
  '太极队明早七点老地方',
  '端午粽子包多了，来拿',
  '电影票多一张',
  '老师说作业明天交',
  '刚才地震了吗，吓我一跳，是装修',
  '借个梯子，十分钟还',
  '哪里能修表',
]

export const MORE_REPORTERS: readonly string[] = [
  '我家这边也是',
  '+1',
  '我们也一样，昨天就这样了',
  '对对，我也看到了',
  '我也要反映这个',
  '不止一家，我们这层都是',
  '同问，我也遇到了',
  '早该管了，我家也受影响',
]

export const CONFIRMS: readonly string[] = [
  '好了，谢谢',
  '修好了，点赞',
  '已经好了',
  '看过了，可以了',
  '好了好了，辛苦师傅',
  '解决了，谢谢社区',
  '嗯，好了',
  '现在正常了',
]
export const DENIALS: readonly string[] = [
  '没好，还是老样子',
  '没修好啊，今天又坏了',
  '不行，还是不亮',
  '没好，走上去还是响',
  '只好了一会儿，又这样了',
  '没解决，人都没来过',
]
export const WITHDRAWALS: readonly string[] = ['不用了，我自己弄好了', '撤了吧，看错楼了', '刚才那条不用管了，已经有人处理']

export const PRAISE: readonly string[] = [
  '物业这次挺快，师傅辛苦了',
  '网格员小周给力，半小时就来了',
  '谢谢居委会，老人的事办好了',
  '保洁阿姨真勤快',
  '这次处理得漂亮',
  '给电工师傅点赞，楼道亮堂了',
]

export const QUESTIONS: readonly string[] = [
  '居住证换地址要带什么',
  '老年卡几点能办',
  '医保今年交到几号',
  '装修要去哪里备案',
  '养狗在哪登记',
  '托管班周三有吗',
  '公积金能不能在社区打印',
  '独生子女证明找谁开',
]
export const UNCLEAR: readonly string[] = [
  '那个又来了，你们看着办',
  '上次说的那事呢',
  '这都第几回了',
  '我觉得吧，还是老问题',
  '就那儿，懂的都懂',
  '能不能管管',
]
export const SUGGESTIONS: readonly string[] = [
  '建议东门装个雨棚',
  '能不能组织一次跳蚤市场',
  '想在一楼放几张长椅',
  '公告栏字太小，老人看不清，放大点吧',
]

export const HOLD_REASONS: readonly string[] = [
  '配件要从外地调货',
  '等雨停了才能做防水',
  '厂家下周才有人来',
  '要等业主大会表决',
  '维修资金在走审批',
]
export const ASKS: readonly string[] = ['方便拍一张照片吗？', '请问是哪个单元、几楼？', '大概什么时候开始的？', '门牌方便私聊发一下吗？']
export const RESUMES: readonly string[] = ['照片收到了，安排师傅', '配件到了，继续办', '住户回了电话，约好明天上门']
export const REJECTIONS: readonly string[] = [
  '属于户内设施，请联系开发商保修',
  '这段路归市政，建议打12345',
  '商户之间的合同纠纷，请走司法途径',
  '经核实没有这个情况',
]
export const REFERRALS: readonly { outsider: Outsider; note: string }[] = [
  { outsider: 'hotline', note: '路面归市政管，社区办不了' },
  { outsider: 'department', note: '线路归他们，编号在他们那边' },
  { outsider: 'judicialOffice', note: '两家要走人民调解' },
]
export const BOUNCES: readonly string[] = ['不归物业管，是供电的线路', '属于业委会的事', '产权在开发商，物业动不了']
export const RAISES: readonly string[] = ['两次上门没谈成，需要社区出面', '牵涉产权，要街道协调', '网格里办不了，要动用维修资金']
export const WHISTLES: readonly string[] = ['消防通道和违建连在一起，一家办不了', '污水和油烟两个部门都要到场', '路面塌陷，管线归属不清']
export const MEDIATED: readonly string[] = ['双方都在气头上，没谈成', '楼上承认有响动，愿意铺垫，下面要求书面', '约了两次，一方没来']
export const CHECKS: readonly string[] = ['现场看过，已经好了', '打电话问过反映人，说好了', '第二天又去看了一次，没再犯', '照片和现场对过']
export const NOTES: readonly string[] = ['', '', '物业说今天安排', '和上周那件是同一个位置', '楼长在现场', '反映人电话打通了']
export const CALL_NOTES: readonly string[] = [
  '灯好了，嫌等得久，已道歉',
  '没打通，晚上再打',
  '对师傅态度不满，已转物业经理',
  '其实修好了，按错了分数',
]

export const ACTIVITIES: readonly { title: string; place: string; purpose: string; kind: 'activity' | 'meeting' }[] = [
  { kind: 'activity', title: '邻里节百家宴', place: '中心广场', purpose: '一家一道菜，认识楼上楼下' },
  { kind: 'activity', title: '义诊量血压', place: '社区服务中心一楼', purpose: '和风卫生站的医生来，不用预约' },
  { kind: 'activity', title: '旧物交换集市', place: '北门小广场', purpose: '玩具、图书、小家电都可以换' },
  { kind: 'activity', title: '消防疏散演练', place: '各栋楼前空地', purpose: '学会用灭火器，走一遍楼梯' },
  { kind: 'activity', title: '老人智能手机课', place: '连心站活动室', purpose: '学挂号、学视频，志愿者一对一' },
  { kind: 'activity', title: '亲子种植日', place: '花园东侧', purpose: '认领一小块地，孩子自己浇水' },
  { kind: 'meeting', title: '停车收费听证会', place: '社区二楼会议室', purpose: '物业说账，大家提意见' },
  { kind: 'meeting', title: '加装电梯协商会', place: '连心站', purpose: '一到七楼都请派人来' },
  { kind: 'meeting', title: '楼长月例会', place: '社区二楼会议室', purpose: '上月没解决的逐件过' },
  { kind: 'meeting', title: '公共收益怎么用', place: '和风苑连心室', purpose: '定下半年的三件实事' },
]

export const ARTICLES: readonly {
  kind: 'guide' | 'service' | 'rule' | 'covenant' | 'place'
  title: string
  questions: string
  answer: string
  source: string
}[] = [
  {
    kind: 'guide',
    title: '装修备案',
    questions: '装修要备案吗\n装修去哪登记',
    answer: '到物业服务处填登记表，带施工方资料。施工时间：工作日8-12点、14-18点，周末和节假日不施工。',
    source: '小区装修管理规定',
  },
  {
    kind: 'service',
    title: '社区助餐',
    questions: '助餐怎么报名\n老人食堂在哪',
    answer: '60岁以上带身份证到连心站登记，午餐11点到12点半，行动不便的可以送上门。',
    source: '社区助餐点须知',
  },
  {
    kind: 'rule',
    title: '电动自行车停放',
    questions: '电瓶车停哪\n电动车能进楼吗',
    answer: '停进车棚，不进楼、不进电梯、不飞线充电。车棚24小时可充，扫码付费。',
    source: '小区公约第九条',
  },
  {
    kind: 'covenant',
    title: '文明养犬',
    questions: '遛狗几点\n养狗规定',
    answer: '牵绳出门，随手清理。儿童游乐区不带狗进入。',
    source: '居民公约',
  },
  {
    kind: 'place',
    title: '快递柜位置',
    questions: '快递柜在哪\n驿站几点关门',
    answer: '北门岗亭右手边，24小时。驿站晚上9点关门。',
    source: '物业告示',
  },
  {
    kind: 'guide',
    title: '生育登记',
    questions: '生育登记怎么办\n准生证在哪办',
    answer: '带双方身份证和结婚证到社区服务中心3号窗口，也可以网上办。',
    source: '社区办事指南',
  },
  {
    kind: 'service',
    title: '便民维修',
    questions: '修锁找谁\n有没有磨刀的',
    answer: '每月第一个周六上午，能人队在中心广场摆摊：磨刀、修伞、修小家电。',
    source: '社区能人库',
  },
  {
    kind: 'rule',
    title: '垃圾投放时间',
    questions: '垃圾几点扔\n大件垃圾放哪',
    answer: '早6-9点、晚6-9点投放。大件打物业电话预约，不要放楼下。',
    source: '垃圾分类告知书',
  },
]

export const VISITS: readonly { notes: string; suggestion: string; conflict: string; help: string }[] = [
  { notes: '老两口，儿女在外地，门口有台阶。', suggestion: '单元门口加个坡道', conflict: '', help: '想要人帮忙换灯泡' },
  { notes: '新搬来的租户，夫妻带一个孩子。', suggestion: '', conflict: '楼上晚上走路响', help: '不知道孩子在哪打疫苗' },
  { notes: '家里养两只猫，白天没人。', suggestion: '快递柜再加一组', conflict: '', help: '' },
  { notes: '退休教师，愿意教孩子写字。', suggestion: '活动室周末也开', conflict: '', help: '' },
  { notes: '独居，听力不好，按门铃要多按几次。', suggestion: '', conflict: '', help: '医院挂号不会用手机' },
  { notes: '一家三代，阳台封了。', suggestion: '地库照明太暗', conflict: '对门鞋柜占走廊', help: '' },
]
