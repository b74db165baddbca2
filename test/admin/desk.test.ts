import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { createCommunity } from '../../db/orgUnits.ts'
import { outbox, tickets } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const LIFT = 'JN-261123-001'
const LIGHT = 'JN-261123-002'
const LATER = 'JN-261123-003'
const MONDAY = new Date('2026-11-23T10:00:00+08:00')

async function openDesk() {
  const community = await openCommunity({ start: MONDAY })
  const group = await community.group()
  await group.say('张阿姨', '3栋电梯坏了')
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('李叔', '东门垃圾三天没清运')
  const chen = await community.staff('陈静')
  return { community, group, chen, li: await community.staff('李想') }
}

function numbersIn(page: string): string[] {
  return [...page.matchAll(/href="\/tickets\/([A-Z]+-\d{6}-\d{3,})" class="row-link"/g)].map(([, number]) => number!)
}

/** The numbers in each column of a board. */
function columnsIn(page: string): Record<string, string[]> {
  const columns = page.split('class="board-column" id="column-').slice(1)
  return Object.fromEntries(columns.map((part) => [part.slice(0, part.indexOf('"')), numbersIn(part)]))
}

/** A form with several values of one name. */
function form(fields: [string, string][]): URLSearchParams {
  return new URLSearchParams(fields)
}

/** Ticks rows as they stand on the list now. */
function tick(page: string, numbers: readonly string[]): [string, string][] {
  return numbers.map((number) => ['chosen', new RegExp(`value="(${number}\\.\\d+)"`).exec(page)![1]!])
}

test.each([
  ['my own', 'who=me', [LIGHT]],
  ['nobody’s', 'who=nobody', [LATER, LIFT]],
  ['late', 'due=late', [LIFT]],
  ['about to be late', 'due=near', [LIGHT]],
])('the list is narrowed to what is %s', async (_, query, expected) => {
  const { community, chen } = await openDesk()
  const set = (number: string, facts: Partial<typeof tickets.$inferInsert>) =>
    community.db.update(tickets).set(facts).where(eq(tickets.number, number))
  await set(LIFT, { respondBy: new Date(MONDAY.getTime() - 60_000) })
  await set(LIGHT, { respondBy: new Date(MONDAY.getTime() + 60_000), assigneeId: chen.id })
  await set(LATER, { respondBy: new Date('2026-12-20T10:00:00+08:00') })
  expect(numbersIn(await chen.get(`/tickets?${query}`))).toEqual(expected)
})

test('S01: the board stands by colour, each column leads to its list, and a filter narrows all of them', async () => {
  const { community, chen } = await openDesk()
  await community.db.update(tickets).set({ tier: 'red' }).where(eq(tickets.number, LATER))
  const board = await chen.get('/tickets?view=tier')
  expect(columnsIn(board)).toEqual({ green: [LIGHT, LIFT], yellow: [], red: [LATER] })
  expect(board).toContain('这一列没有工单。')
  const address = /href="(\/tickets\?tier=red[^"]*)" *>?/.exec(board)![1]!.replaceAll('&amp;', '&')
  expect(numbersIn(await chen.get(address))).toEqual([LATER])
  expect(columnsIn(await chen.get('/tickets?view=tier&q=电梯'))).toEqual({ green: [LIFT], yellow: [], red: [] })
})

test('the board by progress moves a ticket when it moves', async () => {
  const { chen } = await openDesk()
  await chen.move(LIFT, 'file')
  const fragment = await (await chen.request('/tickets?view=status', { headers: { 'hx-request': 'true' } })).text()
  expect(fragment).not.toContain('<!doctype')
  expect(columnsIn(fragment)).toEqual({ review: [LATER, LIGHT], underWay: [LIFT], paused: [], toCheck: [] })
})

test('a way of looking is kept under a name, for oneself or for the community, and removed by its owner', async () => {
  const { community, chen, li } = await openDesk()
  await chen.post('/tickets/filters', { name: '电梯', query: 'q=电梯&tier=green&before=5&nonsense=1' })
  await chen.post('/tickets/filters', { name: '今天要回', query: 'due=near', shared: 'yes' })
  const own = await chen.get('/tickets')
  expect(own).toContain(`href="/tickets?tier=green&amp;q=${encodeURIComponent('电梯')}" class="chip"`)
  expect(own).toContain('今天要回')
  const theirs = await li.get('/tickets')
  expect(theirs).toContain('今天要回')
  expect(theirs).not.toContain('>电梯<')

  expect((await chen.post('/tickets/filters', { name: '电梯', query: '' })).status).toBe(409)
  expect((await chen.post('/tickets/filters', { name: ' ', query: '' })).status).toBe(422)
  for (const id of [1, 2]) expect((await li.post(`/tickets/filters/${id}/removal`)).status).toBe(404)
  const other = await createCommunity(community.db, '锦宁社区')
  const stranger = await community.staff('外人', 'director', other.id)
  expect((await stranger.post('/tickets/filters/2/removal')).status).toBe(404)
  expect(await stranger.get('/tickets')).not.toContain('今天要回')

  const director = await community.staff('赵敏', 'director')
  expect((await director.post('/tickets/filters/1/removal')).status).toBe(404)
  expect((await director.post('/tickets/filters/2/removal')).status).toBe(303)
  expect((await chen.post('/tickets/filters/1/removal')).status).toBe(303)
  expect(await chen.get('/tickets')).not.toContain('class="saved-views"')
})

test('many are given to one person at once, and each that refuses says why', async () => {
  const { chen, li, community } = await openDesk()
  for (const number of [LIFT, LIGHT]) await chen.move(number, 'file')
  const page = await chen.get('/tickets')
  await chen.move(LIGHT, 'takeUp')

  const sheet = await chen.get(`/tickets/bulk/form?${form([['action', 'assign'], ...tick(page, [LIFT, LIGHT, LATER])])}`)
  expect(sheet).toContain('派单这 3 张')
  const done = await chen.post(
    '/tickets/bulk',
    form([['action', 'assign'], ['party', 'community'], ['assigneeId', String(li.id)], ...tick(page, [LIFT, LIGHT, LATER])]),
  )
  const result = await done.text()
  expect(result).toContain('派单了 1 张。有 2 张没有办成')
  expect(result).toContain('同事刚改过它，请打开看过再办。')
  expect(result).toContain('它现在的状态不能这样办。')
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'assigned', party: 'community', assigneeId: li.id })
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'inProgress', assigneeId: chen.id })
  expect(await community.ticket(LATER)).toMatchObject({ status: 'pendingReview' })
})

test('many are confirmed at once', async () => {
  const { chen, community } = await openDesk()
  const page = await chen.get('/tickets?status=review')
  const bulk = form([['action', 'file'], ...tick(page, [LIFT, LIGHT])])
  const [sheet, done] = [await chen.get(`/tickets/bulk/form?${bulk}`), await (await chen.post('/tickets/bulk', bulk)).text()]
  expect(sheet).toContain('确认立案这 2 张')
  expect(done).toContain('确认立案了 2 张。')
  for (const number of [LIFT, LIGHT]) expect(await community.ticket(number)).toMatchObject({ status: 'filed' })
})

test('the way back from a ticket leads to the list that was looked at last', async () => {
  const { community, chen } = await openDesk()
  const cookie = await chen.cookie()
  const list = await community.app.request('http://console.test/tickets?status=review&urgency=high', { headers: { cookie } })
  const [remembered] = list.headers.getSetCookie()
  const ticket = async (tickets: string) =>
    (await community.app.request(`http://console.test/tickets/${LIFT}`, { headers: { cookie: `${cookie}; ${tickets}` } })).text()
  expect(remembered).toContain('HttpOnly')
  expect(await ticket(remembered!.split(';')[0]!)).toContain('<a class="btn" href="/tickets?status=review&amp;urgency=high">')
  expect(await ticket(`tickets=${encodeURIComponent('https://elsewhere.example')}`)).toContain('<a class="btn" href="/tickets">')
})

test('what many were told waits a minute, and is never said when the press is taken back', async () => {
  const { chen, community, group } = await openDesk()
  for (const number of [LIFT, LIGHT]) await chen.move(number, 'file')
  const page = await chen.get('/tickets')
  const before = group.replies().length
  const hold = form([['action', 'hold'], ['note', '等配件'], ['reviewOn', '2026-11-26'], ...tick(page, [LIFT, LIGHT])])
  expect(await (await chen.post('/tickets/bulk', hold)).text()).toContain('撤销这 2 张')
  await community.wait(30)
  expect(group.replies()).toHaveLength(before)

  const undone = await chen.post('/tickets/bulk/undo', form([['number', LIFT]]))
  expect(await undone.text()).toContain('撤销了 1 张。')
  await community.later(5)
  expect(group.replies().slice(before)).toEqual([expect.stringContaining(`${LIGHT} 社区暂缓办理：等配件。`)])
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'filed', reviewAt: null })

  const late = await chen.post('/tickets/bulk/undo', form([['number', LIGHT]]))
  expect(await late.text()).toContain('一张也没有撤销。')
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'onHold' })
})

test('several are merged into one of them, and taken apart again before anybody hears', async () => {
  const { chen, community, group } = await openDesk()
  const page = await chen.get('/tickets')
  const before = group.replies().length
  const merge = form([['action', 'merge'], ['target', LIFT], ...tick(page, [LIFT, LIGHT, LATER])])
  expect(await (await chen.post('/tickets/bulk', merge)).text()).toContain('合并了 2 张。')
  expect([(await community.ticket(LIGHT)).status, (await community.ticket(LATER)).status]).toEqual(['merged', 'merged'])

  await chen.post(
    '/tickets/bulk/undo',
    form([
      ['number', LIGHT],
      ['number', LATER],
    ]),
  )
  await community.later(5)
  expect([(await community.ticket(LIGHT)).mergedIntoId, (await community.ticket(LATER)).mergedIntoId]).toEqual([null, null])
  expect(group.replies()).toHaveLength(before)
  expect(await community.db.$count(outbox, eq(outbox.status, 'cancelled'))).toBe(2)
})

test('who does not hand out work ticks nothing; a foreign number and an empty choice do nothing', async () => {
  const { chen, community } = await openDesk()
  const page = await chen.get('/tickets')
  for (const role of ['viewer', 'gridWorker'] as const) {
    const colleague = await community.staff('小周', role)
    expect(await colleague.get('/tickets')).not.toContain('name="chosen"')
    expect((await colleague.post('/tickets/bulk', form([['action', 'assign'], ...tick(page, [LIFT])]))).status).toBe(403)
    expect((await colleague.post('/tickets/bulk/undo', form([['number', LIFT]]))).status).toBe(403)
  }
  const other = await createCommunity(community.db, '锦宁社区')
  const stranger = await community.staff('外人', 'director', other.id)
  const foreign = await stranger.post('/tickets/bulk', form([['action', 'assign'], ['party', 'community'], ...tick(page, [LIFT])]))
  const answer = await foreign.text()
  expect(answer).toContain('没有找到这张工单。')
  const asked = await stranger.get(`/tickets/bulk/form?${form([['action', 'assign'], ...tick(page, [LIFT])])}`)
  for (const theirs of [answer, asked]) expect(theirs).not.toContain('3栋电梯')
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'pendingReview', version: 1 })
  expect((await chen.post('/tickets/bulk', form([['action', 'assign']]))).status).toBe(422)
  expect((await chen.post('/tickets/bulk', form([['action', 'export'], ...tick(page, [LIFT])]))).status).toBe(422)
})
