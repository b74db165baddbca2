import { expect, test } from 'vitest'
import { openCommunity } from '../community.ts'

const MEETING = {
  kind: 'meeting',
  title: '11月议事会',
  date: '2026-11-25',
  time: '19:30',
  place: '社区二楼会议室',
  purpose: '商量东门停车划线',
  when: 'now',
  publishDate: '',
  publishTime: '',
  room: '1',
}

test('a meeting is announced, and the group is reminded twice across restarts', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await officer.post('/announcements', MEETING)
  await community.until('2026-11-24T18:59:00+08:00')
  await community.restart()
  await community.until('2026-11-24T19:00:00+08:00')
  await community.restart()
  await community.until('2026-11-25T20:00:00+08:00')

  expect(group.transcript()).toEqual([
    '小助手：【会议通知】11月议事会\n时间：11月25日（周三）19:30\n地点：社区二楼会议室\n内容：商量东门停车划线',
    '小助手：【提醒】11月议事会，明天19:30，社区二楼会议室。',
    '小助手：【提醒】11月议事会，今天19:30，社区二楼会议室。',
  ])
})

test('a meeting that is called off in time is called off once, and nobody is reminded of it', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await officer.post('/announcements', MEETING)
  await community.until('2026-11-24T12:00:00+08:00')
  await officer.post('/announcements/1/cancellation')
  await community.until('2026-11-26T09:00:00+08:00')

  expect(group.transcript().slice(1)).toEqual(['小助手：【取消】原定11月25日（周三）19:30的11月议事会取消，请大家相互转告。'])
})

test('a meeting that nobody has heard of yet is called off without a word', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await officer.post('/announcements', { ...MEETING, when: 'later', publishDate: '2026-11-23', publishTime: '09:00' })
  await officer.post('/announcements/1/cancellation')
  await community.until('2026-11-26T09:00:00+08:00')

  expect(group.transcript()).toEqual([])
})

test('the next seven days show what will be said, and a sentence can be changed and taken out', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await officer.post('/announcements', { ...MEETING, when: 'later', publishDate: '2026-11-23', publishTime: '09:00' })
  const plan = await officer.get('/announcements')
  expect(plan).toContain('【提醒】11月议事会，明天19:30，社区二楼会议室。')

  await officer.post('/announcements/words/2', { text: '【提醒】明晚七点半议事会，请带上停车证。' })
  await officer.post('/announcements/words/3/cancellation')
  await community.until('2026-11-26T09:00:00+08:00')

  expect(group.transcript()).toEqual([
    '小助手：【会议通知】11月议事会\n时间：11月25日（周三）19:30\n地点：社区二楼会议室\n内容：商量东门停车划线',
    '小助手：【提醒】明晚七点半议事会，请带上停车证。',
  ])
})

test('a reminder whose hour has passed while the bot was away is not said', async () => {
  const community = await openCommunity()
  const group = await community.group()
  const officer = await community.staff('小李')

  await officer.post('/announcements', MEETING)
  await community.sleepUntil('2026-11-25T20:00:00+08:00')

  expect(group.transcript()).toHaveLength(1)
  expect(await officer.get('/outbox?tab=ended')).toContain('【提醒】11月议事会')
})
