import { expect, test } from 'vitest'
import { isMentioned } from '../../core/mention.ts'

test.each([
  ['@小回音\u2005电梯修好了吗', true],
  ['@小回音 电梯修好了吗', true],
  ['电梯修好了吗 @小回音', true],
  ['@小回音\n电梯修好了吗', true],
  ['@小回音音\u2005在吗，@小回音\u2005', true],
  ['@幸福里助手(AI)\u2005在吗', true],
  ['@小回音音\u2005在吗', false],
  ['小回音 电梯修好了吗', false],
  ['@所有人\u2005明天停水', false],
  ['@all 明天停水', false],
  ['@ all 明天停水', false],
  ['', false],
])('%j addresses the bot: %s', (text, expected) => {
  expect(isMentioned(text, ['小回音', '幸福里助手(AI)'])).toBe(expected)
})

test('a bot without a name in the group is addressed by its nickname only', () => {
  expect(isMentioned('@ 在吗', [null, ''])).toBe(false)
  expect(isMentioned('@小回音', [null, '小回音'])).toBe(true)
})

test('a bot that calls itself 所有人 is not addressed by an @ to everyone', () => {
  expect(isMentioned('@所有人\u2005明天停水', ['所有人'])).toBe(false)
  expect(isMentioned('@All 明天停水', ['All'])).toBe(false)
})
