import type { Dice } from './dice.ts'

/** Family names are common, given names are plants and seasons: nobody is called so by chance. */
const FAMILIES = [
  ...'王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
]
const GIVEN = [
  '芦花',
  '紫苏',
  '木槿',
  '谷雨',
  '白露',
  '霜降',
  '小满',
  '惊蛰',
  '芒种',
  '银杏',
  '石榴',
  '枇杷',
  '茴香',
  '半夏',
  '茯苓',
  '青蒿',
  '蒲公英',
  '车前子',
  '豆蔻',
  '薄荷',
  '松子',
  '菖蒲',
  '艾草',
  '桔梗',
  '杜衡',
  '辛夷',
  '海棠',
  '丁香',
  '月季',
  '芍药',
  '竹叶',
  '荷叶',
  '橘皮',
  '桑葚',
  '山楂',
  '柠檬',
  '芦荟',
  '紫藤',
  '凌霄',
  '蔷薇',
]
const BYNAMES = [
  '平安是福',
  '听雨',
  '小区老住户',
  '岁月静好',
  '一米阳光',
  '豆豆妈妈',
  '果果爸',
  '随风',
  '知足常乐',
  '向日葵',
  '老船长',
  '慢慢走',
  '晴天',
  '半杯茶',
  '风铃',
  '楼上的猫',
]

export function inventName(dice: Dice): string {
  return dice.pick(FAMILIES) + dice.pick(GIVEN)
}

/** As a group shows somebody: with the house, without it, or under a byname. */
export function inventAlias(
  dice: Dice,
  name: string,
  { building, entrance, room }: { building: string; entrance: string; room: string },
): string {
  const kind = dice.upTo(10)
  if (kind < 5) return `${name}(${building}-${entrance}-${room})`
  if (kind < 7) return `${name} ${building}栋`
  return kind < 8 ? `${building}-${entrance} ${dice.pick(BYNAMES)}` : dice.pick(BYNAMES)
}

/** Given names by themselves, for colleagues: they are few and all different. */
export function inventColleagues(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${FAMILIES[(index * 7) % FAMILIES.length]}${GIVEN[(index * 3 + 1) % GIVEN.length]}`)
}
