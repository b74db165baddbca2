import { expect, test } from 'vitest'
import { listOutbox } from '../../db/outboxBoard.ts'
import { openCommunity } from '../community.ts'

const MONDAY = new Date('2026-11-23T10:00:00+08:00')
const CLASS = { kind: 'activity', title: '太极班', date: '2026-11-28', time: '09:00', place: '文化室', purpose: '免费', when: 'now' }

async function openWithGroup() {
  const community = await openCommunity({ start: MONDAY })
  const group = await community.group()
  const desk = await community.staff('陈静', 'staff')
  const page = await desk.get('/announcements/new')
  const room = /name="room" value="(\d+)"/.exec(page)![1]!
  return { community, group, desk, room }
}

function visible(page: string): string {
  return page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

test('an activity is published at once, reminded the evening before and two hours before, across a restart', async () => {
  const { community, group, desk, room } = await openWithGroup()

  const answer = await desk.post('/announcements', { ...CLASS, room })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/announcements'])
  expect(group.replies()).toEqual(['小助手：【活动通知】太极班\n时间：11月28日（周六）09:00\n地点：文化室\n内容：免费'])

  await community.until('2026-11-27T18:59:00+08:00')
  await community.restart()
  await community.until('2026-11-27T19:01:00+08:00')
  expect(group.replies().at(-1)).toBe('小助手：【提醒】太极班，明天09:00，文化室。')
  await community.restart()
  await community.until('2026-11-29T00:00:00+08:00')
  expect(group.replies().slice(1)).toEqual(['小助手：【提醒】太极班，明天09:00，文化室。', '小助手：【提醒】太极班，今天09:00，文化室。'])
  expect(await desk.get('/announcements?view=past')).toContain('太极班')
})

test('a meeting set for later waits, shows what will be said, and says nothing when it is cancelled in time', async () => {
  const { community, group, desk, room } = await openWithGroup()
  const later = { when: 'later', publishDate: '2026-11-24', publishTime: '08:30' }
  await desk.post('/announcements', { ...CLASS, kind: 'meeting', title: '楼长会', room, ...later })

  const page = visible(await desk.get('/announcements'))
  expect(page).toContain('会议 楼长会 待发布')
  expect(page).toContain('明天 11月24日（周二） 08:30 【会议通知】楼长会 和风苑业主群')
  expect(page).toContain('11月27日（周五） 19:00 【提醒】楼长会，明天09:00，文化室。 和风苑业主群')

  await desk.post('/announcements/1/cancellation')
  await community.until('2026-11-29T00:00:00+08:00')
  expect(group.replies()).toEqual([])
  expect(visible(await desk.get('/announcements?view=past'))).toContain('楼长会 已取消')
})

test('a group that has heard of it hears once that it is called off, and no reminder', async () => {
  const { community, group, desk, room } = await openWithGroup()
  await desk.post('/announcements', { ...CLASS, room })
  await desk.post('/announcements/1/cancellation')
  expect((await desk.post('/announcements/1/cancellation')).status).toBe(409)
  await community.until('2026-11-29T00:00:00+08:00')
  expect(group.replies().slice(1)).toEqual(['小助手：【取消】原定11月28日（周六）09:00的太极班取消，请大家相互转告。'])
})

test('a new time is told in one line and reminded anew; a new text alone is not told', async () => {
  const { community, group, desk, room } = await openWithGroup()
  await desk.post('/announcements', { ...CLASS, room })

  await desk.post('/announcements/1', { ...CLASS, purpose: '请穿平底鞋', version: '1' })
  expect(group.replies()).toHaveLength(1)
  await desk.post('/announcements/1', { ...CLASS, purpose: '请穿平底鞋', date: '2026-11-29', version: '2' })
  await community.until('2026-11-30T00:00:00+08:00')
  expect(group.replies().slice(1)).toEqual([
    '小助手：【变更】太极班：时间改为11月29日（周日）09:00，地点不变，文化室。请以此为准。',
    '小助手：【提醒】太极班，明天09:00，文化室。',
    '小助手：【提醒】太极班，今天09:00，文化室。',
  ])
})

test('what waits is rewritten when it is changed before it is published', async () => {
  const { community, group, desk, room } = await openWithGroup()
  const later = { when: 'later', publishDate: '2026-11-24', publishTime: '08:30' }
  await desk.post('/announcements', { ...CLASS, room, ...later })
  await desk.post('/announcements/1', { ...CLASS, room, ...later, place: '北广场', version: '1' })
  await community.until('2026-11-24T09:00:00+08:00')
  expect(group.replies()).toEqual(['小助手：【活动通知】太极班\n时间：11月28日（周六）09:00\n地点：北广场\n内容：免费'])
})

test('one word can be changed or left out, and a later change does not bring it back', async () => {
  const { community, group, desk, room } = await openWithGroup()
  await desk.post('/announcements', { ...CLASS, room })
  const [soon, eve] = await listOutbox(community.db, community.scope, { statuses: ['waiting'], limit: 10 })

  const empty = await desk.post(`/announcements/words/${eve!.id}`, { text: '  ' })
  expect(empty.status).toBe(422)
  expect(await empty.text()).toContain('这句话不能是空的')
  await desk.post(`/announcements/words/${eve!.id}`, { text: '明早九点打太极，记得来。' })
  await desk.post(`/announcements/words/${soon!.id}/cancellation`)
  expect((await desk.post(`/announcements/words/${soon!.id}/cancellation`)).status).toBe(409)

  await community.until('2026-11-27T20:00:00+08:00')
  await desk.post('/announcements/1', { ...CLASS, purpose: '改个说明', version: '1' })
  await community.until('2026-11-29T00:00:00+08:00')
  expect(group.replies().slice(1)).toEqual(['小助手：明早九点打太极，记得来。'])
})

test('the preview is what the group will read', async () => {
  const { desk, room } = await openWithGroup()
  const preview = await (await desk.post('/announcements/preview', { ...CLASS, room })).text()
  expect(visible(preview)).toBe(
    ' 发到 1 个群：和风苑业主群 保存后马上 【活动通知】太极班 时间：11月28日（周六）09:00 地点：文化室 内容：免费 ' +
      '周五19:00 【提醒】太极班，明天09:00，文化室。 周六07:00 【提醒】太极班，今天09:00，文化室。 ',
  )
})

test.each([
  ['start in the past', { date: '2026-11-22' }, '开始时间已经过去'],
  ['no start', { date: '' }, '请填写开始的日期和钟点'],
  ['a day that does not exist', { date: '2026-02-31' }, '请填写开始的日期和钟点'],
  ['published after the start', { when: 'later', publishDate: '2026-11-28', publishTime: '10:00' }, '发布时间要早于开始时间'],
  ['published in the past', { when: 'later', publishDate: '2026-11-20', publishTime: '10:00' }, '发布时间已经过去'],
  ['no moment of publishing', { when: 'later' }, '请填写发布的日期和钟点'],
  ['no group', { room: '' }, '请至少选一个群'],
  ['no title', { title: ' ' }, '请填写名称'],
  ['too much to read', { purpose: '一\n二\n三\n四' }, '内容最多三行'],
])('%s is refused beside its field and nothing typed is lost', async (_, change, sentence) => {
  const { group, desk, room } = await openWithGroup()
  const answer = await desk.post('/announcements', { ...CLASS, room, place: '<b>二楼</b>', ...change })
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain(sentence)
  expect(page).toContain('value="&lt;b&gt;二楼&lt;/b&gt;"')
  expect(group.replies()).toEqual([])
})

test('pressing twice is one announcement, and two people who change it do not overwrite each other', async () => {
  const { group, desk, room } = await openWithGroup()
  await desk.post('/announcements', { ...CLASS, room })
  const again = await desk.post('/announcements', { ...CLASS, room })
  expect([again.status, (await again.text()).includes('已经有一个同名、同一时间的通知了')]).toEqual([422, true])

  await desk.post('/announcements/1', { ...CLASS, place: '北广场', version: '1' })
  const stale = await desk.post('/announcements/1', { ...CLASS, place: '西门', version: '1' })
  expect(stale.status).toBe(409)
  const page = await stale.text()
  expect(page).toContain('同事刚改过这个通知')
  expect(page).toContain('value="西门"')
  expect(page).toContain('name="version" value="2"')
  expect(group.replies()).toHaveLength(2)
})

test('a group of another community cannot be spoken to', async () => {
  const { group, desk } = await openWithGroup()
  expect((await desk.post('/announcements', { ...CLASS, room: '999' })).status).toBe(404)
  expect(group.replies()).toEqual([])
})

test('where the bot only records, the words are kept and the page says so', async () => {
  const { community, group, desk, room } = await openWithGroup()
  const director = await community.staff('王主任', 'director')
  await director.post(`/bot/rooms/${room}/voice`, { voice: 'recordOnly' })
  await desk.post('/announcements', { ...CLASS, room })
  expect(group.replies()).toEqual([])
  const page = visible(await desk.get('/announcements'))
  expect(page).toContain('太极班 待发布')
  expect(page).toContain('还没有群听到')
  expect(page).toContain('只记录，到时不会说出来')

  await director.post(`/bot/rooms/${room}/voice`, { voice: 'speaking' })
  await community.until('2026-11-27T20:00:00+08:00')
  expect(group.replies()).toEqual(['小助手：【提醒】太极班，明天09:00，文化室。'])
})

test('grid workers and viewers read; they cannot speak to groups', async () => {
  const { community, group, desk, room } = await openWithGroup()
  await desk.post('/announcements', { ...CLASS, room, when: 'later', publishDate: '2026-11-24', publishTime: '08:30' })
  for (const role of ['viewer', 'gridWorker'] as const) {
    const reader = await community.staff('小周', role)
    const page = await reader.get('/announcements')
    expect(page).toContain('太极班')
    expect(page).not.toContain('写通知')
    expect(page).not.toContain('/cancellation')
    expect((await reader.post('/announcements', { ...CLASS, room })).status).toBe(403)
    expect((await reader.post('/announcements/1/cancellation')).status).toBe(403)
    expect((await reader.request('/announcements/new')).status).toBe(403)
  }
  expect(group.replies()).toEqual([])
})
