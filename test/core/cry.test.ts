import { expect, test } from 'vitest'
import { weighCry } from '../../core/emergency/cry.ts'

const UNKNOWN = { said: null, borrowed: false, isTalk: false }

test.each([
  ['a danger that is named but not meant', { ...UNKNOWN, borrowed: true }],
  ['what the rules know for talk', { ...UNKNOWN, isTalk: true }],
])('%s takes more to be heard', (_, signs) => {
  const words = '有阿姨在楼梯口滑倒叫不应'
  expect(weighCry(words, signs)).toBeLessThan(weighCry(words, UNKNOWN))
})

test('a call makes the same words more of a cry', () => {
  const words = '有阿姨在楼梯口滑倒叫不应'
  expect(weighCry(`快来人 ${words}`, UNKNOWN)).toBeGreaterThan(weighCry(words, UNKNOWN))
})

test('a number of a flat calls no ambulance', () => {
  const words = '有老人在屋里好久没动静'
  expect(weighCry(`3栋1101${words}`, UNKNOWN)).toBeCloseTo(weighCry(`3栋1301${words}`, UNKNOWN))
})
