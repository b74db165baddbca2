import { expect, test } from 'vitest'
import { type Area, coverPhoto, isOnPhoto } from '../../core/privacy/cover.ts'

const FACE: Area = { x: 1000, y: 2000, width: 800, height: 900 }
const PLATE: Area = { x: 5000, y: 7000, width: 1500, height: 500 }

test.each<[string, Partial<Area>, boolean]>([
  ['a face', {}, true],
  ['the whole photo', { x: 0, y: 0, width: 10_000, height: 10_000 }, true],
  ['of no width', { width: 0 }, false],
  ['a slip of the finger', { height: 49 }, false],
  ['over the right edge', { x: 9201 }, false],
  ['over the lower edge', { y: 9101 }, false],
  ['left of the photo', { x: -1 }, false],
  ['parts of a part', { x: 10.5 }, false],
])('what can be covered: %s', (_, change, isRight) => {
  expect(isOnPhoto({ ...FACE, ...change })).toBe(isRight)
})

test('anybody may cover more; less only who sees it whole; nothing new is no covering', () => {
  expect(coverPhoto([], [FACE], false)).toEqual({ before: '照片没有遮挡', after: '照片遮住1处' })
  expect(coverPhoto([FACE], [FACE, PLATE], false)).toEqual({ before: '照片遮住1处', after: '照片遮住2处' })
  expect(() => coverPhoto([FACE, PLATE], [PLATE], false)).toThrow('stale')
  expect(() => coverPhoto([FACE], [{ ...FACE, width: 400 }, PLATE], false)).toThrow('stale')
  expect(coverPhoto([FACE, PLATE], [PLATE], true)).toEqual({ before: '照片遮住2处', after: '照片遮住1处' })
  expect(coverPhoto([FACE], [], true)).toEqual({ before: '照片遮住1处', after: '照片没有遮挡' })
  expect(() => coverPhoto([], [], false)).toThrow('incomplete')
  expect(() => coverPhoto([FACE], [FACE], true)).toThrow('incomplete')
})
