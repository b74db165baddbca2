import { expect, test } from 'vitest'
import { shownName } from '../../core/name.ts'

test.each([
  ['王姐(8-2-402)', '王姐'],
  ['8-2-402王姐', '王姐'],
  ['王姐 8栋2单元402', '王姐'],
  ['【6-1】阿明', '阿明'],
  ['8-2-402', '邻居'],
  ['@所有人', '邻居'],
  ['@All 通知', '通知'],
  ['Allen', 'Allen'],
  ['张\u2005三\n李四', '张 三 李四'],
  ['一个名字特别特别特别特别特别特别长的邻居', '一个名字特别特别特别特别特别特别'],
  ['👩‍🌾种花的人', '👩 🌾种花的人'],
])('%s is shown as %s', (alias, shown) => {
  expect(shownName(alias)).toBe(shown)
})
