import { plainWords } from '../reading/words.ts'

/**
 * What offices and estates have to do with, one thing a row, in all the words that residents have for it. Things that are easily taken for one another
 * have rows of their own, so that 老年大学 is no part of 老年证; where one word holds another, the longer stands in the earlier row.
 */
const THINGS: readonly string[] = [
  // Papers and benefits
  '居住证|暂住证',
  '老年人?(优待)?[证卡]|敬老[证卡]|老人[证卡]',
  '身份证(?!明)',
  '户口本|户口簿',
  '落户|迁户口?|户口迁移|迁移户口',
  '房产证|不动产证|产权证|房本',
  '残(疾|障)人?证',
  '租房补贴|住房补贴',
  '公租房|廉租房|保障房',
  '租客|租户|租房子?(住|的)?|租的房子?|房客',
  '老年大学',
  '(老年|老人|社区)食堂|助餐点?|长者饭堂|食堂',
  '敬老院|养老院',
  '养老金|退休金',
  '医保卡?|医疗保险',
  '社保卡?',
  '证明',
  // Offices and places
  '街道办(事处)?',
  '社区(医院|卫生服务(中心|站)|团购|图书馆|矫正)|卫生(院|所|室|服务)',
  '社区服务中心|社区居委会?|居委会?|社区(?=[能有会是几怎咋在给]|什么|哪|星期|礼拜|周|上班|下班|今天|中午|地址|电话|都|到底|$)',
  '连心[站室阁点]',
  '活动(中心|站|室)',
  '物业费',
  '物业(公司|服务)?',
  // Cars and bikes
  '停车费|车位费|临停费|停车(收费|缴费)|月卡|月租',
  '(新能源|电动(轿|小)?)汽车|新能源车|绿牌车|电动轿车',
  '(货|卡|搬家|快递|外卖|出租|网约|大巴|面包|皮卡|三轮|工程|房|大|泥头|公交|地铁|警|救护|消防)车',
  '婴儿车|童车|轮椅|推车',
  '摩托车?',
  '电动(自行|单|摩托|两轮)?车|电瓶车|电单车|小?电驴子?|小毛驴|助力车|小电车|电摩托?|电马儿|电车',
  '自行车|单车|脚踏车',
  '充电费',
  '充电(的?地方|桩|棚|口|站|处)?|充(?=[吗不么行可能]|$)',
  '车牌照?|牌照|上牌',
  '垃圾分类|分类',
  '(装修|建筑|大件|厨余|有害|其他|可回收)垃圾',
  '垃圾(桶|箱|房|站|袋|费)',
  '生活垃圾|垃圾车?',
  '停[水气暖]|停电(?![动瓶车单])',
  '外地(车|亲戚|朋友)|(外来|外面的?|来访|访客|来客)(?!人|面)|亲戚|亲友|朋友|客人|同学|同事|老家来人|来人(?=.*车)|(儿子|女儿|女婿|孩子)(?=们?[^|]{0,3}(开车|过来|回来))',
  '停放|停(?!工|业|用|课)|泊|(?<=车[^|]{0,6})[放摆搁](?=[^假心]|$)',
  '车位(?!费)|(私家|小?轿|小?汽|小)?车(子|辆)?(?!库|棚|管|费|道|间|票|厢|险|主)|开车',
  '告知|通知|公告|告示',
  '登记|报备|备案|申报',
  '离开|开走|挪走|驶离',
  // The house
  '单元门口?前?面?|楼(栋|门)门?口|门口|门前|楼下|楼跟前|楼前|楼底下?',
  '([推骑搬抬]进?)?(楼梯(间|口)?|楼道|走廊|过道)',
  '(推|搬|骑|抬|扛|拎|弄|放|带|拿)?[到进上回]?(上楼|楼上|进楼|回家|进屋|进家|屋里|家里(?=充))(去)?',
  '[坐乘搭推骑搬带抬停放]?[进上到]?电梯',
  // Cleaning and works
  '打扫|清扫|保洁|清洁|搞卫生|卫生|扫|拖(?=一|楼|地)',
  '(?<=垃圾[^|]{0,8})(清运|清理|收|拉|运|清|倒)走?|(清运|清理|收|拉|运|清|倒)走?(?=[个点下]?(生活)?垃圾)',
  '承重墙|阳台|防盗[窗网]|空调',
  '装修|装潢|施工|[动开停收]工|贴(瓷|地)?砖|铺地[砖板]|[砸敲打凿拆]墙|打孔|钻[孔墙]|(打|用|使)?电[钻锤镐]|冲击钻|敲敲打打|刨地',
]

const ANY_THING = new RegExp(THINGS.map((row) => `(${row.replaceAll(/\((?!\?)/g, '(?:')})`).join('|'), 'g')
/** The first of the characters that stand for things; no language has them. */
const FIRST_SIGN = 0xe000

/** The words with one sign for each thing of the field, whatever it is called. */
export function withThings(text: string): string {
  return plainWords(text).replace(ANY_THING, (_, ...rows) => String.fromCharCode(FIRST_SIGN + rows.findIndex((row) => row !== undefined)))
}

export function isThing(sign: string): boolean {
  return sign >= '\ue000' && sign <= '\uf8ff'
}
