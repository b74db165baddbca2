import type { CategoryCode } from '../taxonomy/categories.ts'
import { phrases } from './phrase.ts'

const BENEFIT = '(低保|救助|五保|困难补助|残补|护理补贴)'
const ILLNESS = '(尿毒症|透析|化疗|放疗|白血病|癌症?(晚期)?|肿瘤|重病|大病)'
const KIN = '(我|俺|我们|咱|家里(的)?|老)?(妈妈?|爸爸?|爹|娘|奶奶|爷爷|婆婆|公公|老伴|老公|老婆|老人|外婆|外公)'

/** Who is left without what they live on, or ill and without means, says so in few words. */
const HARDSHIP = phrases([
  `${BENEFIT}‥(被?停|取消|没了|不给|没批|批不|扣|…没(有)?(到账|发|下来))|(吃不[上起]|拿不到|不给|停了|取消了?).{0,4}${BENEFIT}`,
  '揭不开锅|(吃不[上起]|没(钱|米|东西)(买)?)(饭|吃饭|下锅|吃的)|断(粮|炊)',
  `(?<!预防|防|抗)(我|俺|老伴|老公|老婆|妈|爸|孩子|娃)…${ILLNESS}……(报销|没钱|花光|借钱|看不起|治不起|救助)`,
])
/** Who lies in bed and has nobody. */
const BEDRIDDEN = phrases([`${KIN}…(瘫|卧床|下不了床|起不来床|动不了)……(送(个|口)?饭|没人(照顾|管|看|送)|没饭吃)`])
const LONE_CHILD = phrases([
  `我(今年)?(才|刚|是)?([5-9]|1[0-3]|[五六七八九十]|十[一二三])岁……(一个人|自己在家|没人|不在家|没回|害怕|好怕|饿|哭)|我是?(小学|[一二三四五六]年级)……(一个人在家|没人|不在家|害怕)`,
])

/** The private matter that somebody in need tells of; null: no rule hears one. */
export function findPlea(words: string): CategoryCode | null {
  if (HARDSHIP.test(words)) return 'care.hardship'
  return BEDRIDDEN.test(words) ? 'care.elderly' : null
}

/** A child who writes themselves that nobody is there: no group hears a word about it, a person looks. */
export function isLoneChild(words: string): boolean {
  return LONE_CHILD.test(words)
}
