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

/** Whether a question is about where cars and bikes may be, and nothing else. */
export function isAboutParking(words: string): boolean {
  return OF_PARKING.test(words)
}
