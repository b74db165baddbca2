import { expect, test } from 'vitest'
import { isWorthACall } from '../../core/reading/gate.ts'

test.each([
  '3栋电梯又坏了',
  '楼道灯不亮好几天了',
  '8栋门口那堆垃圾臭死了谁管管',
  '关于小区消防通道被占用的投诉',
  '这灯是准备留到过年吗',
  '物业再不来我把电梯扛回家',
  '冇电啦，成栋楼黑晒',
  '水管爆了，哗哗往外冒',
])('%s is worth a call', (text) => {
  expect(isWorthACall({ text })).toBe(true)
})

test.each([
  '今晚吃啥',
  '哈哈哈哈',
  '晚安',
  '好的谢谢',
  '周末去爬山不',
  '孩子作业写完了',
  '这家火锅太火了',
  '👍👍',
  '生日快乐',
  '我到家了',
  '明天降温，多穿点',
  '好看',
])('%s stays at home', (text) => {
  expect(isWorthACall({ text })).toBe(false)
})

test('a higher bar lets less through, and a line that names what can be complained of has a bar of its own', () => {
  const [nothing, everything] = [99, -99]
  expect(isWorthACall({ text: '楼道灯不亮好几天了' }, { spoken: nothing, doubt: everything })).toBe(false)
  expect(isWorthACall({ text: '楼道灯不亮好几天了' }, { spoken: everything, doubt: nothing })).toBe(true)
  expect(isWorthACall({ text: '今晚吃啥' }, { spoken: nothing, doubt: everything })).toBe(true)
  expect(isWorthACall({ text: '今晚吃啥' }, { spoken: everything, doubt: nothing })).toBe(false)
})
