import { expect, test } from 'vitest'
import { DEFAULT_PAGING } from '../../core/community.ts'
import {
  type Call,
  type Contact,
  callNext,
  goesOnAt,
  isDutyReachable,
  isTakenOn,
  medianSeconds,
  type Roster,
} from '../../core/emergency/page.ts'

const since = new Date('2026-11-21T03:00:00+08:00')

function person(name: string, reach: Partial<Pick<Contact, 'staffId' | 'memberId'>> = { staffId: 1 }): Contact {
  return { name, phone: '', staffId: null, memberId: null, ...reach }
}

function roster(duty: Contact[], heads: Contact[] = [person('王主任')], paging = DEFAULT_PAGING): Roster {
  return { duty, heads, paging }
}

/** Everybody who is called within some minutes when nobody answers: the second, the name, and a mark for those who only stand on paper. */
function unanswered(people: Roster, minutes: number): string[] {
  const made: Call[] = []
  for (let at: Date | null = since; at && at.getTime() <= since.getTime() + minutes * 60_000; at = goesOnAt(people, made, since)) {
    made.push(...callNext(people, made, since, at))
  }
  return made.map(
    ({ name, pagedAt, isRinging }) => `${(pagedAt.getTime() - since.getTime()) / 1000} ${name}${isRinging ? '' : ' 联系不上'}`,
  )
}

test('the next person after two minutes, the head after five and every five from then on, the rest of the list in between', () => {
  const people = roster(['甲', '乙', '丙', '丁', '戊'].map((name) => person(name)))
  expect(unanswered(people, 16)).toEqual(['0 甲', '120 乙', '240 丙', '300 王主任', '420 丁', '540 戊', '600 王主任', '900 王主任'])
})

test('a list of one waits for the head; several heads take turns', () => {
  expect(unanswered(roster([person('甲')], [person('王主任'), person('陈管理')]), 15)).toEqual([
    '0 甲',
    '300 王主任',
    '600 陈管理',
    '900 王主任',
  ])
})

test('those whom nothing reaches are noted and hold nobody up', () => {
  const paper = (name: string) => person(name, {})
  expect(unanswered(roster([paper('甲'), person('乙', { memberId: 7 }), paper('丙'), person('丁')]), 5)).toEqual([
    '0 甲 联系不上',
    '0 乙',
    '120 丙 联系不上',
    '120 丁',
    '300 王主任',
  ])
  expect(unanswered(roster([paper('甲')]), 5)).toEqual(['0 甲 联系不上', '0 王主任', '300 王主任'])
})

test('with nobody on the list the head is called at once; with no head either it rings at the console', () => {
  expect(unanswered(roster([]), 5)).toEqual(['0 王主任', '300 王主任'])
  expect(unanswered(roster([], []), 60)).toEqual(['0 控制台前的同事'])
})

test('without a head the last of the list keeps ringing', () => {
  const people = roster([person('甲'), person('乙')], [])
  expect(unanswered(people, 60)).toEqual(['0 甲', '120 乙'])
})

test('the minutes are a setting', () => {
  const people = roster([person('甲'), person('乙')], [person('王主任')], { ackMinutes: 1, headMinutes: 3 })
  expect(unanswered(people, 3)).toEqual(['0 甲', '60 乙', '180 王主任'])
})

test('a process that was away for long calls the head first', () => {
  const people = roster([person('甲'), person('乙')])
  const [first] = callNext(people, [], since, since)
  expect(callNext(people, [first!], since, new Date(since.getTime() + 3_600_000)).map(({ name }) => name)).toEqual(['王主任'])
})

test('residents are told of somebody on duty only when the list has somebody whom an account or a private chat reaches', () => {
  expect(isDutyReachable(roster([]))).toBe(false)
  expect(isDutyReachable(roster([person('甲', {})]))).toBe(false)
  expect(isDutyReachable(roster([person('甲', {}), person('乙', { memberId: 7 })]))).toBe(true)
})

test.each(['收到', '1', '好', '好的，马上到', '收到！', '👍', '我来处理', '１', 'OK', '收到 在路上'])('“%s” takes a call on', (text) => {
  expect(isTakenOn(text)).toBe(true)
})

test.each(['', '什么事', '好像不是我值班', '我不在', '2', '10', '收不到', '明天', '好的这个事情你们找物业去吧我今天不在家'])(
  '“%s” does not',
  (text) => {
    expect(isTakenOn(text)).toBe(false)
  },
)

test('the median of the waits', () => {
  expect([medianSeconds([]), medianSeconds([47]), medianSeconds([300, 47, 60]), medianSeconds([40, 60])]).toEqual([null, 47, 60, 50])
})
