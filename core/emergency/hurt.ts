import { phrases } from '../reading/phrase.ts'

const SOMEBODY =
  '({who}|孩子|宝宝|老人|爷爷|奶奶|外婆|外公|阿婆|阿公|阿爷|阿嫲|嫲嫲|婆婆|公公|爸|妈|老公|老婆|老伴|师傅|阿姨|工人|保安|保洁|小哥|行人|路人)'
const LIMB = '(头|脸|额头|脑壳|胸口|身上|胳膊|手|腿|脚|肚子|屁股|脖子|眼睛)'

/** Somebody is badly hurt, or about to be, whatever by: what did it is not said, so its kind is what the words sound like. */
const HURT = phrases([
  `血(一直|直|在|狂|都)?‥(流|喷|淌|糊|飙|滋)|(流|喷|淌|糊|飙)(得|了|的|满|一)…血|按不住‥血|血‥(按|止|捂)不住|(满|一|全)(脸|头|身|脑壳|手|地)(都)?(是|的)?血|(都|全)是血|成(面|身|地)血|^(好|蛮|老|很)多血`,
  `(开水|滚水|热水|热汤|热油|热粥|滚粥|蒸汽|整?[壶锅])…(浇|泼|倒|翻|扣|烫)……(${SOMEBODY}|${LIMB}|皮|泡)|(${SOMEBODY}|${LIMB})…烫(伤|着|到|掉|脱|熟)|皮(都|也|全)?(掉|脱|翻|卷|烂)(了|起来)|烫熟了`,
  `(有人|个人|${SOMEBODY})(突然|就|给|从…)?(飞|坠|掉|跌|摔|掼)了?(下|出)(来|去)|(有人|个人|${SOMEBODY})…掉了?楼`,
  `${SOMEBODY}…没(了)?气了?(?!管|罐|球)|^我?${SOMEBODY}(倒|昏|栽)了[!。啊 ]*$|破水了|一抽一抽|(喘|透|抖|唞)不(上|过|到|赢)…气|${SOMEBODY}…没反应了|(头|脖子)…卡(在|住|进)…(栏杆|护栏|门|窗|椅|缝)|脚(都)?(踩空|悬空)|(手|脚|头发|衣服|围巾)…(卷|绞|轧|夹)(进|在|到|住)……(出不来|拿不出|拔不出)`,
])

/** `words` are those meant here and now. */
export function tellsOfHurt(words: string): boolean {
  return HURT.test(words)
}
