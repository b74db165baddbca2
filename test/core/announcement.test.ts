import { expect, test } from 'vitest'
import { type Announcement, needsCorrection, statusOf } from '../../core/announcement/announcement.ts'
import { judgeDraft } from '../../core/announcement/judge.ts'
import { cancelWords, correctWords, planDraft, planWords } from '../../core/announcement/plan.ts'

const COMMUNITY = { timeZone: 'Asia/Shanghai', reminders: { eveAt: '19:00', hoursBefore: 2 } }
const NOW = new Date('2026-11-23T10:00:00+08:00')
const CLASS: Announcement = {
  id: 7,
  communityId: 1,
  kind: 'activity',
  title: '太极班',
  startsAt: new Date('2026-11-28T09:00:00+08:00'),
  place: '文化室',
  purpose: '免费，限20人',
  publishAt: NOW,
  cancelledAt: null,
  version: 1,
}

function plan(change: Partial<Announcement>, now = NOW, community = COMMUNITY) {
  return planDraft({ ...CLASS, ...change }, community, now).map(({ notBefore, text }) => `${notBefore.toISOString()} ${text}`)
}

test('a group hears of it now, the evening before and two hours before', () => {
  expect(plan({})).toEqual([
    '2026-11-23T02:00:00.000Z 【活动通知】太极班\n时间：11月28日（周六）09:00\n地点：文化室\n内容：免费，限20人',
    '2026-11-27T11:00:00.000Z 【提醒】太极班，明天09:00，文化室。',
    '2026-11-27T23:00:00.000Z 【提醒】太极班，今天09:00，文化室。',
  ])
})

test('times of reminders are settings, in the zone of the community', () => {
  const west = { timeZone: 'Asia/Urumqi', reminders: { eveAt: '20:30', hoursBefore: 1 } }
  expect(plan({}, NOW, west).slice(1)).toEqual([
    '2026-11-27T14:30:00.000Z 【提醒】太极班，明天07:00，文化室。',
    '2026-11-28T00:00:00.000Z 【提醒】太极班，今天07:00，文化室。',
  ])
})

test('no reminder comes before the announcement', () => {
  const lateEve = new Date('2026-11-27T21:00:00+08:00')
  expect(plan({ publishAt: lateEve })).toHaveLength(2)
  const sameMorning = new Date('2026-11-28T08:00:00+08:00')
  expect(plan({ publishAt: sameMorning })).toHaveLength(1)
})

test('a reminder says tomorrow only while that is true', () => {
  const [, eve, soon] = planDraft(CLASS, COMMUNITY, NOW)
  expect(eve!.expiresAt).toEqual(new Date('2026-11-28T00:00:00+08:00'))
  expect(soon!.expiresAt).toEqual(CLASS.startsAt)
})

test('each word has a key of its own per group and start, so that it is said once', () => {
  const words = planWords(
    CLASS,
    [
      { roomId: 1, heard: false },
      { roomId: 2, heard: true },
    ],
    COMMUNITY,
    NOW,
  )
  expect(words.map(({ kind, to, key }) => [kind, to.roomId, key])).toEqual([
    ['announcement', 1, 'announcement:7:publish:1:2026-11-28T01:00:00.000Z'],
    ['reminder', 1, 'announcement:7:eve:1:2026-11-28T01:00:00.000Z'],
    ['reminder', 1, 'announcement:7:soon:1:2026-11-28T01:00:00.000Z'],
    ['reminder', 2, 'announcement:7:eve:2:2026-11-28T01:00:00.000Z'],
    ['reminder', 2, 'announcement:7:soon:2:2026-11-28T01:00:00.000Z'],
  ])
})

test('a group that heard it is told what changed and what stays; others are not', () => {
  const audience = [
    { roomId: 1, heard: true },
    { roomId: 2, heard: false },
  ]
  const correct = (change: Partial<Announcement>) =>
    correctWords(CLASS, { ...CLASS, ...change }, audience, COMMUNITY, NOW).map(({ to, text }) => `${to.roomId} ${text}`)

  const startsAt = new Date('2026-11-29T15:30:00+08:00')
  expect(correct({ startsAt })).toEqual(['1 【变更】太极班：时间改为11月29日（周日）15:30，地点不变，文化室。请以此为准。'])
  expect(correct({ place: '北广场' })).toEqual(['1 【变更】太极班：地点改为北广场，时间不变，11月28日（周六）09:00。请以此为准。'])
  expect(correct({ startsAt, place: '北广场' })).toEqual(['1 【变更】太极班：时间改为11月29日（周日）15:30，地点改为北广场。请以此为准。'])
  expect(correct({ purpose: '请穿平底鞋' })).toEqual([])
  expect(needsCorrection(CLASS, { ...CLASS, title: '太极拳班' })).toBe(false)
  expect(cancelWords(CLASS, audience, COMMUNITY, NOW).map(({ to, text }) => `${to.roomId} ${text}`)).toEqual([
    '1 【取消】原定11月28日（周六）09:00的太极班取消，请大家相互转告。',
  ])
})

test('it is published once a group has heard it', () => {
  expect(statusOf(CLASS, [{ roomId: 1, heard: false }])).toBe('scheduled')
  expect(
    statusOf(CLASS, [
      { roomId: 1, heard: false },
      { roomId: 2, heard: true },
    ]),
  ).toBe('published')
  expect(statusOf({ cancelledAt: NOW }, [{ roomId: 2, heard: true }])).toBe('cancelled')
})

test.each([
  ['as it should be', {}, [1], []],
  ['start in the past', { startsAt: new Date('2026-11-23T09:59:00+08:00') }, [1], ['startInPast']],
  ['publish after start', { publishAt: new Date('2026-11-28T09:00:00+08:00') }, [1], ['publishAfterStart']],
  ['publish in the past', { publishAt: new Date('2026-11-23T09:00:00+08:00') }, [1], ['publishInPast']],
  ['publish a moment ago', { publishAt: new Date('2026-11-23T09:55:00+08:00') }, [1], []],
  ['a wrong year', { startsAt: new Date('2036-11-28T09:00:00+08:00') }, [1], ['tooFarAhead']],
  ['no group', {}, [], ['noRoom']],
])('a draft is judged: %s', (_, change, roomIds, faults) => {
  expect(judgeDraft({ ...CLASS, ...change }, roomIds, NOW)).toEqual(faults)
})
