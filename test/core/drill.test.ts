import { expect, test } from 'vitest'
import { isRehearsed, readDrill } from '../../core/emergency/drill.ts'
import { findEmergency, isBeyondDoubt } from '../../core/emergency/emergency.ts'
import { CATEGORY_CODES } from '../../core/taxonomy/categories.ts'

const EMERGENCIES = CATEGORY_CODES.filter((code) => code.startsWith('emergency.'))
const ZONE = 'Asia/Shanghai'
/** A Saturday. */
const AT = new Date('2026-11-21T08:30:00+08:00')

function startOf(words: string): string | null {
  const drill = readDrill({ words, at: AT }, ZONE)
  return drill && new Date(drill.from.getTime() + 20 * 60_000).toLocaleString('sv-SE', { timeZone: ZONE }).slice(5, 16)
}

test.each([
  ['【通知】今日15:00在中心花园举行消防演练，会放烟', '11-21 15:00'],
  ['今天下午3点在2号广场搞消防疏散演习，大家莫慌', '11-21 15:00'],
  ['今日下昼三点喺中心花园举行消防演习，唔系真火烛', '11-21 15:00'],
  ['中午12点半在院坝搞消防演练', '11-21 12:30'],
  ['中午1点半在院坝搞消防演练', '11-21 13:30'],
  ['上午九点半在院坝搞消防演练', '11-21 09:30'],
  ['3点演练哈，莫忘记', '11-21 15:00'],
  ['【通知】明天上午9:30—10:30在北广场进行逃生演练', '11-22 09:30'],
  ['听日(22号)上午十点消防演习', '11-22 10:00'],
  ['周三(25日)上午10点，3号楼、4号楼消防演习，不是真的着火', '11-25 10:00'],
  ['下周三下午两点在7栋搞电梯困人救援演练', '11-25 14:00'],
  ['11月26日15:00地下车库开展防汛演练', '11-26 15:00'],
  ['后天14:00防汛演练', '11-23 14:00'],
  ['消防演练五分钟后开始，请勿拨打119', '11-21 08:30'],
  ['演习开始了，听到警铃不要慌', '11-21 08:30'],
])('“%s” tells of a drill at %s', (words, start) => {
  expect(startOf(words)).toBe(start)
})

test.each([
  '今晚7点跳广场舞',
  '消防演练有鸡蛋领吗',
  '演习开始了吗',
  '上次演练三点开始，我外婆抱着猫就跑',
  '我们单位今天下午3点演练',
  '消防演练改期，改到周五下午4点',
  '演练10点已经结束',
  '这不是演习，9点就闻到烟了',
  '还以为是演习，8点多就冒烟，真着火了',
  '2月31日9点演练',
  '13月1日9点演练',
  '明天25点演练',
])('“%s” tells of none', (words) => {
  expect(startOf(words)).toBeNull()
})

const NOTICE = { words: '【通知】今日15:00在中心花园举行消防演练，会放烟', at: AT }

function time(at: string): Date {
  return new Date(`2026-11-21T${at}:00+08:00`)
}

test('a drill is on from shortly before its hour until two hours after', () => {
  const isOn = (at: string, told = [NOTICE]) => isRehearsed('emergency.fire', time(at), told, ZONE)
  expect(['14:39', '14:45', '15:02', '16:55', '17:01'].map((at) => isOn(at))).toEqual([false, true, true, true, false])
  expect(isOn('15:02', [])).toBe(false)
})

test('who says that it is over, or put off, ends it; who tells of the next one afterwards tells of one', () => {
  const isOn = (...told: [string, string][]) =>
    isRehearsed('emergency.fire', time('15:30'), [NOTICE, ...told.map(([at, words]) => ({ words, at: time(at) }))], ZONE)
  expect(isOn(['15:20', '演练结束，谢谢大家'])).toBe(false)
  expect(isOn(['14:00', '消防演练改期，改到周五下午4点'])).toBe(false)
  expect(isOn(['15:20', '演练结束，谢谢大家'], ['15:25', '3号楼的消防演练马上开始'])).toBe(true)
})

test.each([
  ['【通知】今日15:00消防演练', 'emergency.fire'],
  ['今日15:00燃气泄漏应急演练', 'emergency.gas'],
  ['今天下午3点9栋举行电梯困人应急演练', 'emergency.lift_trapped'],
  ['今天下午3点全小区防汛演练', 'emergency.collapse_flood'],
  ['下午3点在景观湖搞防溺水演练', 'emergency.drowning'],
  ['今天下午3点派出所来做反恐防暴演练', 'emergency.violence'],
] as const)('“%s” rehearses %s and nothing else', (words, rehearsed) => {
  const played = EMERGENCIES.filter((code) => isRehearsed(code, time('15:02'), [{ words, at: AT }], ZONE))
  expect(played).toEqual([rehearsed])
})

test('who asks what burns cries, but not beyond doubt', () => {
  for (const asks of ['外头什么情况 着火了？？好多烟', '咋回事啊 谁家着火了 警铃一直响']) {
    expect(findEmergency(asks)?.kind).toBe('fire')
    expect(isBeyondDoubt(asks)).toBe(false)
  }
})

test.each(['7栋3楼着火了，火从厨房窗户窜出来，快打119', '快来人啊，有人触电了倒在地上', '救命，老人晕倒了没有呼吸'])(
  '“%s” is beyond doubt',
  (cry) => {
    expect(isBeyondDoubt(cry)).toBe(true)
  },
)
