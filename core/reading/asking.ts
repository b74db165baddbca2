import type { CategoryCode } from '../taxonomy/categories.ts'
import { phrases } from './phrase.ts'

/** 这也能停车吗 asks nobody for the rules, nor does who scolds one neighbour. */
const REPROACH = '(消防|也能|都能|还能|凭什么|堵|挡|占|别|停好|[你谁][^,，]{0,3}车|[这那](辆|台)?车‥随便)'
const MAY = '(能不能|可不可以|可以不可以|让不让|准不准|允不允许|可以|允许|能够?|准|让)'
const ASKED = '(进来|里面?|里头)?(吗|么|嘛|不|没|啊|呀|呢)*[?]*$'
const EBIKE = '(电动(自行|单)?车|电瓶车|电单车|电车|小电驴|助力车|摩托车?|自行车|单车)'
const INDOORS = '(上楼|进楼|进电梯|上电梯|进屋|进家|楼道|楼里|楼上|家里|电梯|地库|车库|架空层)'
const OTHER_CAR = '(货|房|搬家|外卖|快递|出租|网约|大|面包|皮卡|三轮|工程)车(辆|子)?'

/** Whoever asks what the house rules are about cars and bikes, and says no more than that. */
export const PARKING: readonly string[] = [
  `^(?!.*${REPROACH}).{0,10}(停车|车位|车停)…(规定|规矩|要求)(是什么|吗|没|呢|呀|啊)*[?]*$`,
  `^(?!.*${REPROACH}).{0,8}车(辆|子)?(可不可以|能不能|让不让|允不允许|准不准)‥停…[?]*$`,
  `^(?!.*${REPROACH}).{0,8}(车(辆|子)?‥(可以|能|允许|准|让)(随便|随意|乱)?(进来)?停…|(可以|能|允许|准|让)‥停(?!一下|下)‥车)(吗|么|嘛|不)[?]*$`,
  `^(?!.*${REPROACH}).{0,8}(访客|外来|亲戚|朋友|客人|临时|来访).{0,6}车(辆|子)?.{0,4}((怎么|如何)(停|登记|进)|停(在)?(哪|什么地方)).{0,4}$`,
  `^(?!.*${REPROACH}).{0,8}${MAY}(随便|随意|乱)?停(个|辆|大|小|私家)?车${ASKED}`,
  `^(?!.*${REPROACH}).{0,6}${EBIKE}${MAY}(推|骑|搬|抬|开|放|停|带)?[到在]?${INDOORS}(充电|里|上)*${ASKED}`,
  `^(?!.*${REPROACH}).{0,6}${MAY}[把将]?${EBIKE}(推|骑|搬|抬|开|放|停|带)?[到在]?${INDOORS}(充电|里|上)*${ASKED}`,
  `^(?!.*${REPROACH}).{0,4}${INDOORS}(里面?|里头|上)?${MAY}(放|停|推|充)${EBIKE}${ASKED}`,
  `^(?!.*${REPROACH}).{0,4}${OTHER_CAR}${MAY}(开)?(进|停)…(吗|么|嘛|不)[?]*$`,
  `^(?!.*${REPROACH}).{0,4}(小区|院里|院子|楼下|门口|地库|车库)(里面?|里头)?${MAY}(停|进)${OTHER_CAR}${ASKED}`,
]

const OF_PARKING = phrases(PARKING)

/** Who has it hard, or whom an office leaves waiting, asks for help, not for the way. */
const PLIGHT =
  '(被?停(了|掉|发)|取消|吃不[上起]|过不下去|活不下去|没(钱|饭|人管|收入|批|办成|下来|到账)|揭不开|看不起|交不起|瘫|卧床|走不动|还(没|不)|不(批|给|让|管|理)|拒|被骗|投诉|一直|好几|[一二两三四五六七八九十几\\d]个?(多)?(天|周|月|年)了?[没还不])'
const CARD = '残(疾|障)人?证'
const BENEFIT =
  '(低保金?|低保户|残(疾|障)人?(两项)?(补贴|补助|津贴)|两残补贴|护理补贴|特困(人员|供养)?|五保户?|(临时|大病|医疗|社会)救助|困难(户|家庭)?(补助|补贴|救助|认定)|高龄(补贴|津贴)|失业(金|补助))'
const WHERE = '([在去到上找]?(哪|什么地方)|找谁|哪个(部门|窗口))'
const TO_GET = '(办理?|申请|申领|领取?|弄|评|开|补|换|交|报名|认定|问|走)'
const HOW = '(怎么|怎样|如何|咋)(去|才能|能|样)?'
const WHAT = '(什么|啥|哪些|哪几样)‥(条件|标准|材料|证件|手续|资料|流程|证|要求|人能)'
const ASKS = `(${WHERE}…|${HOW}${TO_GET}|${TO_GET}‥(要|需要?|带|准备)‥(什么|啥|哪些)|(要|需要?|带|准备|有|是)?‥${WHAT}|多少钱|标准是?多少|(几|多)(岁|大|级)能)`

/** 要带什么材料 after the question itself. */
const AND_WITH = '([,，、 ]…(材料|条件|证件|手续|流程|带什么|带啥|几天|多久)[^。!]{0,6})?'

function serviceRows(subject: string): string[] {
  return [
    `^(?!.*${PLIGHT})[^。!]{0,10}${subject}…${ASKS}[^,，。!]{0,6}${AND_WITH}$`,
    `^(?!.*${PLIGHT})[^。!]{0,8}(${HOW}${TO_GET}|${WHERE}‥${TO_GET})‥${subject}[^,，。!]{0,4}${AND_WITH}$`,
    `^(?!.*${PLIGHT})[^。!]{0,6}${TO_GET}(个|一个|张)?${subject}[,，]?…(${WHERE}|(要|需要?|带|准备)‥(什么|啥|哪些))[^。!]{0,6}$`,
  ]
}

/** Where, how and with what a certificate or a benefit is had: a question about an office, not a plea for help. */
export const SERVICES: readonly string[] = serviceRows(`(${CARD}|${BENEFIT})`)

const OF_SERVICES = phrases(SERVICES)
const OF_CARD = new RegExp(CARD)

/** The office that a question is for, whatever a reader made of it; null: by these rules it is for none. */
export function officeAsked(words: string): CategoryCode | null {
  if (OF_SERVICES.test(words)) return OF_CARD.test(words) ? 'gov.certificate' : 'gov.policy'
  return null
}

/** Whether a question is about where cars and bikes may be, and nothing else. */
export function isAboutParking(words: string): boolean {
  return OF_PARKING.test(words)
}
