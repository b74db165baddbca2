import { expect, test } from 'vitest'
import { findNumbers, formatNumber } from '../../core/ticket/number.ts'

test('the day of a number is the community’s own', () => {
  const lateEvening = new Date('2026-11-21T16:30:00Z')
  expect(formatNumber('JN', lateEvening, 'Asia/Shanghai', 7)).toBe('JN-261122-007')
  expect(formatNumber('JN', lateEvening, 'Europe/Berlin', 7)).toBe('JN-261121-007')
})

test('a thousandth ticket of a day still has its number', () => {
  expect(formatNumber('JN', new Date('2026-11-21T02:00:00Z'), 'Asia/Shanghai', 1000)).toBe('JN-261121-1000')
})

test.each([
  ['JN-261121-007咋样了', ['JN-261121-007']],
  ['jn261121007 好了', ['JN-261121-007']],
  ['JN－261121－007', ['JN-261121-007']],
  ['ＪＮ－２６１１２１－００７', ['JN-261121-007']],
  ['JN 261121 007 和 HF-261120-012', ['JN-261121-007', 'HF-261120-012']],
  ['电话13812345678', []],
  ['8-2-402的灯坏了', []],
])('%s', (text, numbers) => {
  expect(findNumbers(text)).toEqual(numbers)
})
