import { expect, test } from 'vitest'
import { DEFAULT_BUDGET } from '../../core/speech/budget.ts'
import { DEFAULT_QUIET_HOURS } from '../../core/speech/quiet.ts'
import { findCommunity } from '../../db/orgUnits.ts'
import { openCommunity } from '../community.ts'

const MEASURED = { quietHours: DEFAULT_QUIET_HOURS, budget: DEFAULT_BUDGET }
const NIGHT = new Date('2026-11-21T22:40:00+08:00')
const FORM = {
  nightFrom: '22:00',
  nightTo: '7:30',
  noonFrom: '12点30',
  noonTo: '14',
  perHour: '4',
  perDay: '20',
  combineMinutes: '15',
  digestAt: '17:30',
}

async function openAtNight() {
  const community = await openCommunity({ ...MEASURED, start: NIGHT })
  return { community, group: await community.group(), director: await community.staff('王主任', 'director') }
}

test('quiet hours and the budget are what the director makes them', async () => {
  const { community, director } = await openAtNight()
  expect((await director.post('/settings/manners', FORM)).headers.get('location')).toBe('/settings/manners')
  expect(await findCommunity(community.db, community.scope)).toMatchObject({
    quietHours: { night: ['22:00', '07:30'], noon: ['12:30', '14:00'] },
    budget: { perHour: 4, perDay: 20, combineMinutes: 15, digestAt: '17:30' },
  })
  const page = await director.get('/settings/manners')
  for (const value of ['22:00', '07:30', '12:30', '14:00', '17:30']) expect(page).toContain(`value="${value}"`)
})

test.each([
  [{ nightTo: '' }, '两个钟点都要填'],
  [{ nightTo: '22:00' }, '开始和结束是同一个钟点'],
  [{ nightFrom: '14:00' }, '夜里最长 14 小时'],
  [{ noonTo: '11:00' }, '午间最长 4 小时'],
  [{ digestAt: '23:00' }, '这个钟点在安静时段里'],
  [{ digestAt: '晚上' }, '请填钟点，例如 18:00。'],
  [{ perHour: '0' }, '请填 1 到 1000 之间的整数。'],
  [{ perDay: '2' }, '每天的句数不能少于每小时的句数。'],
])('%o is refused with a reason, and what was typed stays', async (change, reason) => {
  const { community, director } = await openAtNight()
  const answer = await director.post('/settings/manners', { ...FORM, ...change })
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain(reason)
  expect(page).toContain('value="12点30"')
  expect(await findCommunity(community.db, community.scope)).toMatchObject(MEASURED)
})

test('who may not change settings reads them', async () => {
  const { community } = await openAtNight()
  const officer = await community.staff('小李')
  expect(await officer.get('/settings/manners')).toContain('只有主任和管理员能修改')
  expect((await officer.post('/settings/manners', FORM)).status).toBe(403)
})

test('what waits for the morning says until when, and can be said now', async () => {
  const { group, director } = await openAtNight()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  const page = await director.get('/outbox?tab=waiting')
  expect(page.replace(/<[^>]+>/g, '')).toContain('现在是安静时段，等到明天07:30一起说。')
  const id = /id="outbox-(\d+)"/.exec(page)![1]

  await director.post(`/outbox/${id}/retry`)

  expect(group.replies()).toEqual(['小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261121-001，物业明天11:00前回应。'])
})

test('what waits can be taken back, and the rest is said without it', async () => {
  const { community, group, director } = await openAtNight()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('老李', '南门垃圾三天没收了')
  const [, id] = /id="outbox-(\d+)"/.exec(await director.get('/outbox?tab=waiting'))!

  await director.post(`/outbox/${id}/cancel`)
  await community.until('2026-11-22T08:00:00+08:00')

  expect(group.replies()).toEqual([
    '小助手：@王姐 昨晚登记了1件：JN-261121-001 8栋2单元楼道灯不亮，物业今天11:00前回应，进展在这里告诉大家。',
  ])
})

test('under a line stand the words it says in one', async () => {
  const { community, group, director } = await openAtNight()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('老李', '南门垃圾三天没收了')
  await community.until('2026-11-22T08:00:00+08:00')

  const page = await director.get('/outbox?tab=sent')
  expect(page).toContain('合并了 2 句')
  expect(page).toContain('@老李 收到，南门垃圾三天没收')
  expect(await director.get('/tickets/JN-261121-002')).toContain('已合并说出')
})

test('each group shows how much of its day is used, without what a person said for the bot', async () => {
  const community = await openCommunity(MEASURED)
  const group = await community.group()
  const officer = await community.staff('小李')
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('老李', '南门垃圾三天没收了')
  await group.say('赵叔', '5栋楼道好大煤气味！！')
  await community.db.execute(`update outbox set status = 'failed', obstacle = 'attempts' where id = 2`)
  await officer.post('/outbox/2/said')

  expect((await officer.get('/bot')).replace(/<[^>]+>/g, '')).toContain('今天说了 1 句，每天最多 30 句')
})

test('the form of an announcement says when a line of the night will be heard', async () => {
  const { director } = await openAtNight()
  const form = {
    kind: 'meeting',
    title: '早操',
    date: '2026-11-23',
    time: '08:00',
    place: '南广场',
    purpose: '',
    when: 'now',
    publishDate: '',
    publishTime: '',
    room: '1',
  }
  const preview = await (await director.post('/announcements/preview', form)).text()
  expect(preview).toContain('这个时间在安静时段，等到明天07:30再说。')
  expect(preview).toContain('这个时间在安静时段，等到周一07:30再说。')

  const early = await (await director.post('/announcements/preview', { ...form, date: '2026-11-22', time: '07:00' })).text()
  expect(early).not.toContain('再说。')
})
