import type { CategoryCode } from '../taxonomy/categories.ts'
import { phrases } from './phrase.ts'

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

/** What only an office gives or knows, whatever is asked about it. */
const OF_OFFICES =
  /(?<![保论考见求])证(?![据实婚券])|(老年|老人|敬老)卡|执照|护照|户[口籍]|[落迁过]户|[医社]保|公积金|(养老|失业)金|[补津]贴|低保|居委|社区服务|街道办|派出所|[公廉]租房|疫苗|入学/

/** Neighbours ask each other about anything; about this they ask the office. */
export function isOfOffices(words: string): boolean {
  return OF_OFFICES.test(words)
}

const OF_SERVICES = phrases(SERVICES)
const OF_CARD = new RegExp(CARD)

/** The office that a question is for, whatever a reader made of it; null: by these rules it is for none. */
export function officeAsked(words: string): CategoryCode | null {
  if (OF_SERVICES.test(words)) return OF_CARD.test(words) ? 'gov.certificate' : 'gov.policy'
  return null
}
