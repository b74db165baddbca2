import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { nextDeadline } from '../../core/ticket/deadline.ts'
import { TICKET_STATUSES, type TicketStatus } from '../../core/ticket/status.ts'
import { dueAt } from '../../db/due.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { tickets } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'

const LIFT = 'JN-261123-001'
const LIGHT = 'JN-261123-002'
const MONDAY = new Date('2026-11-23T10:00:00+08:00')
const partial = { headers: { 'hx-request': 'true' } }

async function openDesk() {
  const community = await openCommunity({ start: MONDAY })
  const group = await community.group()
  await group.say('张阿姨', '3栋电梯坏了')
  await group.say('王姐', '8栋2单元楼道灯不亮')
  return { community, group, chen: await community.staff('陈静') }
}

/** What the tiles say, by the list each leads to. */
function tilesIn(page: string): Record<string, string> {
  const tiles = page.matchAll(/class="today-tile [^"]*" href="([^"]+)"><span>([^<]+)<\/span><b class="num">([^<]+)</g)
  return Object.fromEntries([...tiles].map(([, , name, count]) => [name!, count!]))
}

function addressOf(page: string, name: string): string {
  return new RegExp(`href="([^"]+)"><span>${name}<`).exec(page)![1]!.replaceAll('&amp;', '&')
}

function rowsIn(page: string): number {
  return page.match(/<tr id="ticket-/g)?.length ?? 0
}

test('signing in leads to today, which says that all is answered when it is', async () => {
  const community = await openCommunity({ start: MONDAY })
  const chen = await community.staff('陈静')
  expect((await chen.request('/')).headers.get('location')).toBe('/today')
  const page = await chen.get('/today')
  expect(page).toContain('都回应了')
  expect(new Set(Object.values(tilesIn(page)))).toEqual(new Set(['0']))
})

test('each count is that of the list it leads to', async () => {
  const { community, chen } = await openDesk()
  const [model] = await community.db.select().from(tickets)
  const at = (hours: number) => new Date(MONDAY.getTime() + hours * 3_600_000)
  const more = (
    [
      { status: 'inProgress', assigneeId: chen.id, resolveBy: at(-1) },
      { status: 'inProgress', assigneeId: chen.id, resolveBy: at(2) },
      { status: 'filed', assigneeId: null, resolveBy: at(500) },
      { status: 'onHold', reviewAt: at(-3), pausedAt: at(-9), resolveBy: at(-30) },
      { status: 'awaitingResident', pausedAt: at(-9), resolveBy: at(-30) },
      { status: 'resolved', resolvedAt: at(-2), resolveBy: at(-30) },
      { status: 'pendingReview', respondBy: at(-1) },
    ] as const
  ).map((facts, index) => ({ ...model!, ...facts, id: 100 + index, number: `JN-261120-${100 + index}` }))
  await community.db.insert(tickets).values(more)

  const page = await chen.get('/today')
  expect(tilesIn(page)).toMatchObject({ 我手上的: '2', 已超时: '3', 待确认: '3', 待派: '1', 待核查: '1' })
  for (const name of ['我手上的', '已超时', '快到期', '待确认', '待派', '待核查']) {
    const list = await chen.get(addressOf(page, name))
    expect([name, String(rowsIn(list))]).toEqual([name, tilesIn(page)[name]])
  }
})

test.each(TICKET_STATUSES)('the database finds the next deadline of what is %s as the rule does', async (status: TicketStatus) => {
  const { community } = await openDesk()
  const facts = {
    respondBy: new Date('2026-11-24T01:00:00Z'),
    resolveBy: new Date('2026-11-25T01:00:00Z'),
    reviewAt: new Date('2026-11-26T01:00:00Z'),
  }
  const kept = {
    ...facts,
    status,
    pausedAt: status === 'onHold' || status === 'awaitingResident' ? MONDAY : null,
    closedAt: status === 'closed' ? MONDAY : null,
    outcome: status === 'closed' ? ('verified' as const) : null,
    mergedIntoId: status === 'merged' ? 2 : null,
  }
  await community.db.update(tickets).set(kept).where(eq(tickets.number, LIFT))
  const [row] = await community.db
    .select({ due: dueAt.mapWith(tickets.openedAt) })
    .from(tickets)
    .where(eq(tickets.number, LIFT))
  expect(row!.due ?? null).toEqual(nextDeadline({ ...facts, status })?.at ?? null)
})

test('what is one’s own and late stands in one card, not in two', async () => {
  const { community, chen } = await openDesk()
  const late = { assigneeId: chen.id, status: 'inProgress' as const, resolveBy: new Date(MONDAY.getTime() - 3_600_000) }
  await community.db.update(tickets).set(late).where(eq(tickets.number, LIFT))
  const page = await chen.get('/today')
  expect(tilesIn(page)).toMatchObject({ 我手上的: '1', 已超时: '1' })
  expect(page.match(new RegExp(`href="/tickets/${LIFT}"`, 'g'))).toHaveLength(1)
  expect(page).toContain('都已经列在别的格子里了。')
})

test('S14: three residents on one worry are a signal on today, and nothing is said', async () => {
  const { group, chen } = await openDesk()
  const before = group.replies().length
  for (const who of ['刘', '赵', '孙']) await group.say(who, '听说物业要撤了，以后谁管我们')
  const page = await chen.get('/today')
  expect(tilesIn(page)['苗头']).toBe('1')
  expect(page).toContain('3人在说物业撤场/更换')
  expect(group.replies()).toHaveLength(before)
})

test('S04: a whistle stands on today until every department has reported in', async () => {
  const { community, chen } = await openDesk()
  await chen.move(LIFT, 'file')
  const director = await community.staff('赵敏', 'director')
  await director.post(`/tickets/${LIFT}/whistle`, {
    seenVersion: String((await community.ticket(LIFT)).version),
    note: '占用消防通道',
    department1: '城管中队',
    hours1: '2',
    lead: '1',
  })
  const { whistle } = await community.ticket(LIFT)
  expect(whistle?.departments.map(({ name }) => name)).toEqual(['城管中队'])
  expect(await chen.get('/today')).toContain('城管中队')
  expect(tilesIn(await chen.get('/today'))['等部门报到']).toBe('1')
  await community.db
    .update(tickets)
    .set({ whistle: { ...whistle!, departments: whistle!.departments.map((one) => ({ ...one, reportedInAt: MONDAY.toISOString() })) } })
    .where(eq(tickets.number, LIFT))
  expect(tilesIn(await chen.get('/today'))['等部门报到']).toBe('0')
})

test('today refreshes itself by a fragment, and hears of what changes', async () => {
  const { group, chen } = await openDesk()
  const page = await chen.get('/today')
  expect(page).toContain('hx-trigger="tickets from:body delay:400ms')
  await group.say('李叔', '5栋水管爆了')
  const fragment = await (await chen.request('/today', partial)).text()
  expect(fragment).not.toContain('<!doctype')
  expect(fragment).toContain('5栋水管爆了')
})

test('another community’s matters are on nobody else’s today', async () => {
  const { community } = await openDesk()
  const other = await createCommunity(community.db, '锦宁社区')
  const stranger = await community.staff('外人', 'director', other.id)
  const page = await stranger.get('/today')
  expect(page).toContain('都回应了')
  expect(page).not.toContain(LIGHT)
})
