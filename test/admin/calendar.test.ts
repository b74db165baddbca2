import { expect, test } from 'vitest'
import { findCommunity } from '../../db/orgUnits.ts'
import { openCommunity } from '../community.ts'

const MONDAY = new Date('2026-11-23T10:00:00+08:00')

async function openWithDirector() {
  const community = await openCommunity({ start: MONDAY })
  return { community, director: await community.staff('王主任', 'director') }
}

/** The lines of the year's list, as they are read. */
function linesIn(page: string): string[] {
  return [...page.matchAll(/<li class="day-row.*?<\/li>/g)].map(([line]) =>
    line
      .replace(/<button.*?<\/button>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )
}

test('the year is a list of spans, from what is arranged for everybody', async () => {
  const { director } = await openWithDirector()
  const lines = linesIn(await director.get('/settings/calendar?year=2026'))
  expect(lines).toHaveLength(13)
  expect(lines.slice(-3)).toEqual([
    '休息 9月25日（周五）至27日（周日） 中秋 · 共 3 天 · 国家安排',
    '休息 10月1日（周四）至7日（周三） 国庆节 · 共 7 天 · 国家安排',
    '上班 10月10日（周六） 国庆节 · 按周三的时间上班 · 国家安排',
  ])
})

test('days are added, put back to the week, taken away, and every change is taken back', async () => {
  const { community, director } = await openWithDirector()
  const own = async () => (await findCommunity(community.db, community.scope)).specialDays
  const spring = { from: '2027-02-05', to: '2027-02-11', kind: 'off', worksAs: '1', name: '春节' }

  const added = await director.post('/settings/calendar', spring)
  expect(await own()).toHaveLength(7)
  const page = await director.get(added.headers.get('location')!)
  expect(linesIn(page)).toEqual(['休息 2月5日（周五）至11日（周四） 本社区 春节 · 共 7 天'])
  const before = /name="before" value="([^"]+)"/.exec(page)![1]!.replaceAll('&quot;', '"')

  await director.post('/settings/calendar', { ...spring, from: '2027-02-14', to: '', kind: 'work', worksAs: '4' })
  expect((await own()).at(-1)).toEqual({ day: '2027-02-14', kind: 'work', name: '春节', worksAs: 4 })

  await director.post('/settings/calendar/undo', { before })
  expect(linesIn(await director.get('/settings/calendar?year=2027'))).toEqual(['上班 2月14日（周日） 本社区 春节 · 按周四的时间上班'])

  await director.post('/settings/calendar/span', { from: '2027-02-14', to: '2027-02-14', act: 'arranged' })
  expect(await own()).toEqual([])
  const usual = await director.post('/settings/calendar/span', { from: '2026-10-10', to: '2026-10-10', act: 'usual' })
  expect(usual.headers.get('location')).toMatch(/^\/settings\/calendar\?year=2026&before=/)
  expect(linesIn(await director.get('/settings/calendar?year=2026')).at(-1)).toBe(
    '按平常 10月10日（周六） 本社区 不按统一安排，照星期几上班或休息',
  )
})

test('the published notice is read as a whole, beside what the community has said, and taken back as a whole', async () => {
  const { community, director } = await openWithDirector()
  await director.post('/settings/calendar', { from: '2027-03-01', to: '', kind: 'off', worksAs: '1', name: '盘点' })
  const notice =
    '一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。'
  const saved = await director.post('/settings/calendar/notice', { year: '2027', notice })
  const page = await director.get(saved.headers.get('location')!)
  expect(linesIn(page)).toEqual([
    '休息 1月1日（周五）至3日（周日） 本社区 元旦 · 共 3 天',
    '上班 1月31日（周日） 本社区 春节 · 按周三的时间上班',
    '休息 2月5日（周五）至11日（周四） 本社区 春节 · 共 7 天',
    '上班 2月14日（周日） 本社区 春节 · 按周四的时间上班',
    '休息 3月1日（周一） 本社区 盘点',
  ])
  await director.post('/settings/calendar/undo', { before: /name="before" value="([^"]+)"/.exec(page)![1]!.replaceAll('&quot;', '"') })
  expect((await findCommunity(community.db, community.scope)).specialDays.map(({ day }) => day)).toEqual(['2027-03-01'])

  const wrong = await director.post('/settings/calendar/notice', { year: '2027', notice: '放假安排见附件' })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toMatch(/放假安排见附件.*没有读到放假的日子/s)
})

test.each([
  ['no day', { from: '' }, '请选日期'],
  ['an end before the beginning', { from: '2027-02-05', to: '2027-02-04' }, '最后一天不能早于第一天。'],
  ['a quarter of a year', { from: '2027-02-05', to: '2027-05-04' }, '一次最多 31 天。'],
  ['a day that does not exist', { from: '2027-02-30' }, '请选日期'],
])('a form with %s comes back as it was', async (_, typed, words) => {
  const { director } = await openWithDirector()
  const answer = await director.post('/settings/calendar', { to: '', kind: 'off', worksAs: '1', name: '停休日', ...typed })
  expect(answer.status).toBe(422)
  const page = await answer.text()
  expect(page).toContain(words)
  expect(page).toContain('value="停休日"')
})

test('a year that is not known is missed until it is entered, by those who can mend it', async () => {
  const { community, director } = await openWithDirector()
  const chen = await community.staff('陈静')
  const missed = '还没有2027年的节假日安排'
  expect(await director.get('/settings/calendar')).toContain(missed)
  expect(await director.get('/tickets')).toMatch(/2027年的节假日安排.*href="\/settings\/calendar\?year=2027"/)
  expect(await chen.get('/tickets')).not.toContain(missed)
  expect(await chen.get('/settings/calendar')).toContain(missed)

  await director.post('/settings/calendar', { from: '2027-02-05', to: '2027-02-17', kind: 'off', worksAs: '1', name: '春节' })
  expect(await director.get('/tickets')).not.toContain('节假日安排')
})

test('a colleague reads and does not change', async () => {
  const { community } = await openWithDirector()
  const chen = await community.staff('陈静')
  const page = await chen.get('/settings/calendar?year=2026&before=x')
  expect(page).toContain('国庆节')
  expect(page).not.toContain('改为平常')
  expect((await chen.post('/settings/calendar', { from: '2027-02-05', to: '', kind: 'off', worksAs: '1', name: '' })).status).toBe(403)
})

test('a community has hours and owners of its own, and goes back to the usual ones', async () => {
  const { community, director } = await openWithDirector()
  const group = await community.group()
  const terms = '/settings/terms/facility.lighting'
  expect(await director.get('/settings/terms')).toContain('物业 · 2小时内回应 · 24小时内办结')

  await director.post(terms, { responseHours: '1', resolveHours: '', party: 'gridWorker' })
  expect(await director.get('/settings/terms')).toMatch(
    /楼道\/路灯不亮<span class="tag tint-blue">本社区.*?网格员 · 1小时内回应 · 不限时办结/,
  )
  await group.say('王姐', '8栋2单元楼道灯不亮')
  expect(group.replies()).toEqual(['小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261123-001，网格员今天11:00前回应。'])

  await director.post(`${terms}/usual`)
  await group.say('李哥', '3栋1单元楼道灯不亮')
  expect(group.replies().at(-1)).toContain('物业今天12:00前回应')
})

test('hours that are none are refused where they were typed', async () => {
  const { director } = await openWithDirector()
  const wrong = await director.post('/settings/terms/facility.lighting', { responseHours: '很快', resolveHours: '900', party: 'property' })
  expect(wrong.status).toBe(422)
  expect((await wrong.text()).match(/请填 0.1 到 500 的小时数/g)).toHaveLength(2)
  expect(await director.get('/settings/terms/emergency.gas')).toContain('没有')

  const levels = { greenDays: '0', greenHours: '72', yellowDays: '3', yellowHours: '168', redDays: '7', redHours: 'x' }
  const refused = await director.post('/settings/terms', levels)
  expect(refused.status).toBe(422)
  expect(await refused.text()).toMatch(/请填 1 到 30 的整数.*请填 1 到 500 的小时数/)
})

test('what a level asks for is kept', async () => {
  const { community, director } = await openWithDirector()
  const levels = { greenDays: '1', greenHours: '72', yellowDays: '3', yellowHours: '100', redDays: '7', redHours: '360' }
  await director.post('/settings/terms', levels)
  expect((await findCommunity(community.db, community.scope)).tierTerms).toEqual({
    green: { updateDays: 1, resolveHours: 72 },
    yellow: { updateDays: 3, resolveHours: 100 },
    red: { updateDays: 7, resolveHours: 360 },
  })
})
