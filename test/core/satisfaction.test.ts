import { describe, expect, test } from 'vitest'
import { readRating } from '../../core/satisfaction/answer.ts'
import { endsAskedAbout, needsCall, whomToAsk } from '../../core/satisfaction/ask.ts'
import { sampleTicket } from '../ticket.ts'

const solved = { isSolved: true, score: null }
const unsolved = { isSolved: false, score: null }

describe('what an answer says', () => {
  test.each([
    ['1 4', { isSolved: true, score: 4 }],
    ['1，5', { isSolved: true, score: 5 }],
    ['２　１', { isSolved: false, score: 1 }],
    ['1', solved],
    ['2', unsolved],
    ['4', { isSolved: null, score: 4 }],
    ['5分', { isSolved: null, score: 5 }],
    ['解决了，5分', { isSolved: true, score: 5 }],
    ['解决 5', { isSolved: true, score: 5 }],
    ['好了 打五分', { isSolved: true, score: 5 }],
    ['没解决', unsolved],
    ['没解决，1分', { isSolved: false, score: 1 }],
    ['没有解决 2分', { isSolved: false, score: 2 }],
    ['谢谢', 'thanks'],
    ['辛苦了！', 'thanks'],
    ['🙏', 'thanks'],
  ])('%s', (words, answer) => expect(readRating(words)).toEqual(answer))

  test.each(['6', '0', '1栋4单元灯坏了', '5栋2单元', '好的', '明天几点开会', '', '1 4 3', '3栋电梯没好', '收到'])(
    '%s is about something else',
    (words) => expect(readRating(words)).toBeNull(),
  )
})

test('a call follows one or two points, and what is not solved', () => {
  expect([1, 2, 3].map((score) => needsCall({ isSolved: true, score }))).toEqual([true, true, false])
  expect(needsCall({ isSolved: false, score: 5 })).toBe(true)
  expect(needsCall({ isSolved: null, score: null })).toBe(false)
})

test('only between ten and noon, about what ended before today', () => {
  const at = (time: string) => endsAskedAbout(new Date(`2026-11-22T${time}:00+08:00`), 'Asia/Shanghai')
  expect([at('09:59'), at('12:00')]).toEqual([null, null])
  expect(at('10:00')).toEqual({ since: new Date('2026-11-19T00:00:00+08:00'), before: new Date('2026-11-22T00:00:00+08:00') })
})

test('friends are asked once each; nobody about a danger or after silence', () => {
  const reporter = (memberId: number | null, isFriend: boolean) => ({ memberId, alias: '王姐', isFriend, roomId: 3 })
  const reporters = [reporter(4, true), reporter(5, false), reporter(4, true), reporter(null, false)]
  const ids = (facts: Parameters<typeof sampleTicket>[0]) =>
    whomToAsk({ ticket: sampleTicket({ status: 'closed', outcome: 'confirmed', ...facts }), reporters }).map(({ memberId }) => memberId)
  expect(ids({})).toEqual([4])
  expect(ids({ outcome: 'unconfirmed' })).toEqual([])
  expect(ids({ status: 'inProgress', outcome: null })).toEqual([])
  expect(ids({ urgency: 'emergency' })).toEqual([])
  expect(ids({ category: 'emergency.self_harm' })).toEqual([])
})
