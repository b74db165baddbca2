import { eq, sql } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createClockWatch } from '../../admin/clocks.ts'
import type { Community } from '../../core/community.ts'
import { ringClock } from '../../core/ticket/alarm.ts'
import { appoint } from '../../db/appointments.ts'
import { ring } from '../../db/clocks.ts'
import { changeCommunity, createCommunity } from '../../db/orgUnits.ts'
import { outbox, tickets } from '../../db/schema/index.ts'
import { openCommunity } from '../community.ts'
import { fixtures } from '../figures.ts'

const MONDAY = new Date('2026-11-23T09:00:00+08:00')
const LIGHT = 'JN-261123-001'
const LIFT = 'JN-261123-002'

async function openDesk(decided: Partial<Pick<Community, 'quietHours'>> = {}) {
  const community = await openCommunity({ start: MONDAY, ...decided })
  const group = await community.group()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  const watch = createClockWatch({ db: community.db, now: community.now, log: pino({ level: 'silent' }) })
  return {
    community,
    group,
    watch,
    chen: await community.staff('陈静'),
    director: await community.staff('王主任', 'director'),
    async lookAt(moment: string) {
      await community.until(moment)
      await watch.look()
    },
  }
}

/** What history says of the clocks, oldest first. */
function alarmsIn(page: string): string[] {
  const events = [...page.matchAll(/<b>(时限快到了|超时，已报主任|主任督办)<\/b>.*?<p class="words">(.*?)<\/p>/g)]
  return events.map(([, name, note]) => `${name} ${note}`).toReversed()
}

/** Nothing rings after work: the round tells on the morning after. */
function nextMorning(evening: string): string {
  return new Date(new Date(evening).getTime() + 16 * 3_600_000).toISOString()
}

function numbersIn(page: string): string[] {
  return [...page.matchAll(/class="echo-what" href="\/tickets\/([A-Z]+-\d{6}-\d{3})"/g)].map(([, number]) => number!)
}

test('a clock warns in its last quarter and runs out, each once, and the director has it on the list', async () => {
  const { lookAt, watch, director } = await openDesk()
  await lookAt('2026-11-23T10:29:00+08:00')
  expect(alarmsIn(await director.get(`/tickets/${LIGHT}`))).toEqual([])
  await lookAt('2026-11-23T10:30:00+08:00')
  await watch.look()
  expect(alarmsIn(await director.get(`/tickets/${LIGHT}`))).toEqual(['时限快到了 回应时限：今天11:00'])
  expect(await director.get('/echoes')).toContain('没有超时的工单')

  await lookAt('2026-11-23T11:00:00+08:00')
  await watch.look()
  const page = await director.get(`/tickets/${LIGHT}`)
  expect(alarmsIn(page)).toEqual(['时限快到了 回应时限：今天11:00', '超时，已报主任 回应时限：今天11:00'])
  expect(page).toContain('<span class="tag tint-red">回应超时</span>')
  expect(await director.get('/tickets')).toContain('<span class="tag tint-red">回应超时</span>')
  expect(numbersIn(await director.get('/echoes'))).toEqual([LIGHT])
  expect(page).toMatch(/data-count="echoes">1</)
})

test('two processes that have seen the same write it once', async () => {
  const { community, director } = await openDesk()
  const due = new Date('2026-11-23T11:00:00+08:00')
  const alarm = { ticketId: (await community.ticket(LIGHT)).id, running: { clock: 'response', state: 'breached', due } as const, at: due }
  const ringOnce = () => ring(community.db, community.scope, alarm, (matter) => ringClock(matter, alarm.running, due))
  await Promise.all([ringOnce(), ringOnce()])
  await ringOnce()
  expect(alarmsIn(await director.get(`/tickets/${LIGHT}`))).toHaveLength(1)
})

test('nothing is said at night, on a holiday or in quiet hours; the next morning it is', async () => {
  const { community, lookAt, director } = await openDesk({ quietHours: { night: ['22:00', '08:45'], noon: null } })
  const noted = async () => alarmsIn(await director.get(`/tickets/${LIGHT}`))
  await community.until('2026-11-23T18:00:00+08:00')
  await lookAt('2026-11-23T23:00:00+08:00')
  expect(await noted()).toEqual([])
  await lookAt('2026-11-24T08:40:00+08:00')
  expect(await noted()).toEqual([])
  await director.post('/settings/calendar', { from: '2026-11-24', to: '', kind: 'off', worksAs: '1', name: '停休' })
  await lookAt('2026-11-24T10:00:00+08:00')
  expect(await noted()).toEqual([])
  await lookAt('2026-11-25T08:45:00+08:00')
  expect(await noted()).toEqual(['超时，已报主任 回应时限：11月23日11:00', '时限快到了 办结时限：今天14:00'])
})

test('the director says what is to happen, and the ticket leaves the list', async () => {
  const { lookAt, director, chen } = await openDesk()
  await lookAt('2026-11-23T11:00:00+08:00')
  expect(await chen.get('/echoes')).not.toContain('/supervise')
  expect((await chen.post(`/echoes/${LIGHT}/supervise`, { note: '我来' })).status).toBe(403)
  expect((await director.post(`/echoes/${LIGHT}/supervise`, { note: ' ' })).status).toBe(422)

  await director.post(`/echoes/${LIGHT}/supervise`, { note: '小李下班前上门' })
  expect(alarmsIn(await director.get(`/tickets/${LIGHT}`)).at(-1)).toBe('主任督办 小李下班前上门')
  expect(numbersIn(await director.get('/echoes'))).toEqual([])
  expect((await director.post(`/echoes/${LIGHT}/supervise`, { note: '再说一遍' })).status).toBe(409)
})

test('what is done leaves the list by itself, and an answer keeps the clock from running out', async () => {
  const { community, lookAt, director, chen, group } = await openDesk()
  await group.say('李哥', '3栋电梯坏了')
  await community.until('2026-11-23T09:10:00+08:00')
  await chen.move(LIGHT, 'file')
  await chen.post(`/tickets/${LIGHT}/answer`, { text: '师傅下午到', to: 'group' })
  await lookAt('2026-11-23T12:00:00+08:00')
  expect(numbersIn(await director.get('/echoes'))).toEqual([LIFT])
  await chen.move(LIFT, 'file')
  await chen.move(LIFT, 'resolve', { note: '换了门机皮带' })
  expect(numbersIn(await director.get('/echoes'))).toEqual([])
})

test('while it rests its clocks stand, and the deadlines move by the working time it took', async () => {
  const { community, lookAt, director, chen } = await openDesk()
  await chen.move(LIGHT, 'file')
  await chen.move(LIGHT, 'hold', { note: '等配件', reviewOn: '2026-11-30' })
  await lookAt('2026-11-25T10:00:00+08:00')
  expect(numbersIn(await director.get('/echoes'))).toEqual([])
  const before = await community.ticket(LIGHT)
  await chen.move(LIGHT, 'resume')
  const after = await community.ticket(LIGHT)
  expect(before.resolveBy).toEqual(new Date('2026-11-25T14:00:00+08:00'))
  expect(after.resolveBy).toEqual(new Date('2026-11-27T15:00:00+08:00'))
})

test('S07 a ticket that residents have heard nothing of for its days is listed until they do', async () => {
  const { community, director, chen } = await openDesk()
  await chen.move(LIGHT, 'file')
  const silent = async () => numbersIn(await director.get('/echoes?list=silent'))
  expect(await director.get('/echoes?list=silent')).toContain('都有回音')
  await community.until('2026-11-25T17:59:00+08:00')
  expect(await silent()).toEqual([])
  await community.until('2026-11-25T18:00:00+08:00')
  expect(await silent()).toEqual([LIGHT])
  expect(await director.get(`/tickets/${LIGHT}`)).toContain('没有回音')

  await chen.post(`/tickets/${LIGHT}/answer`, { text: '电工明天到', to: 'group' })
  await community.wait(20)
  expect(await director.get('/echoes?list=silent')).toContain('都有回音')
})

test.each([
  ['green', '2026-11-25T18:00:00+08:00'],
  ['yellow', '2026-11-26T18:00:00+08:00'],
  ['red', '2026-11-30T18:00:00+08:00'],
] as const)('S07 on the %s level a silence is listed at %s, and the round puts it before the director', async (tier, end) => {
  const { community, director, chen, lookAt } = await openDesk()
  await chen.move(LIGHT, 'file')
  const far = new Date('2026-12-20T09:00:00+08:00')
  await community.db.update(tickets).set({ tier, respondBy: null, resolveBy: far }).where(eq(tickets.number, LIGHT))
  const listed = async () => [numbersIn(await director.get('/echoes?list=silent')), numbersIn(await director.get('/echoes'))]
  await lookAt(new Date(new Date(end).getTime() - 60_000).toISOString())
  expect(await listed()).toEqual([[], []])
  await community.until(end)
  expect(numbersIn(await director.get('/echoes?list=silent'))).toEqual([LIGHT])
  await lookAt(nextMorning(end))
  expect(await listed()).toEqual([[LIGHT], [LIGHT]])
  expect(alarmsIn(await director.get(`/tickets/${LIGHT}`)).at(-1)).toMatch(/^超时，已报主任 告知进展时限：/)
})

test('S07 a call to somebody on duty is no word to residents', async () => {
  const { community, director } = await openDesk()
  await community.until('2026-11-25T18:00:00+08:00')
  const [{ id: _, ...said }] = (await community.db.select().from(outbox)) as [typeof outbox.$inferSelect]
  await community.db.insert(outbox).values({ ...said, kind: 'page', settledAt: community.now() })
  expect(numbersIn(await director.get('/echoes?list=silent'))).toEqual([LIGHT])
})

test('S07 how many days, each community chooses', async () => {
  const { community, director, chen } = await openDesk()
  await chen.move(LIGHT, 'file')
  const { tierTerms } = await changeCommunity(community.db, community.scope, {})
  await changeCommunity(community.db, community.scope, { tierTerms: { ...tierTerms, green: { updateDays: 1, resolveHours: 72 } } })
  await community.until('2026-11-24T18:00:00+08:00')
  expect(numbersIn(await director.get('/echoes?list=silent'))).toEqual([LIGHT])
})

test('S08 who waits longest stands first, until it is done', async () => {
  const { community, group, director, chen } = await openDesk()
  await community.until('2026-11-23T10:00:00+08:00')
  await group.say('李哥', '3栋电梯坏了')
  await community.until('2026-11-24T09:30:00+08:00')
  // Written down last, and waiting longest; what is done, merged or turned down waits for nobody.
  const rows = fixtures(community.db, { ...community.scope, estateId: (await community.ticket(LIGHT)).estateId })
  const openedAt = new Date('2026-11-20T09:30:00+08:00')
  const [oldest] = await rows.add(1, { openedAt })
  await rows.solved(1, { openedAt })
  await rows.add(1, { openedAt, status: 'resolved', resolvedAt: community.now() })
  await rows.add(1, { openedAt, status: 'rejected' })
  const page = await director.get('/echoes?list=waiting')
  expect(numbersIn(page)).toEqual([oldest!.number, LIGHT, LIFT])
  expect([...page.matchAll(/等了[^<]+/g)].map(([words]) => words)).toEqual(['等了4天', '等了24小时', '等了23小时'])
  await chen.move(oldest!.number, 'refer', { note: '已转12345', outsider: 'hotline' })
  await chen.move(LIGHT, 'file')
  await chen.move(LIGHT, 'resolve', { note: '换好了' })
  await chen.move(LIFT, 'file')
  await chen.move(LIFT, 'refer', { note: '已转12345', outsider: 'hotline' })
  expect(await director.get('/echoes?list=waiting')).toContain('没有人在等')
})

test('S01 another level needs a reason, history keeps it, and the list shows one colour', async () => {
  const { community, director, chen, group } = await openDesk()
  await group.say('李哥', '3栋电梯坏了')
  const change = async (form: Record<string, string>) => {
    const { version } = await community.ticket(LIFT)
    return chen.post(`/tickets/${LIFT}/tier`, { seenVersion: String(version), ...form })
  }
  const { db, scope } = community
  const term = { from: '2026-01-01', to: null, electedBy: '社区聘任' }
  await appoint(db, scope, { ...term, role: 'director', seatId: scope.communityId, name: '王主任', staffId: director.id, memberId: null })
  expect((await change({ tier: 'yellow' })).status).toBe(422)
  await change({ tier: 'yellow', note: '厂家要街道协调' })
  expect(await chen.get(`/tickets/${LIFT}`)).toContain('层级：绿色（社区） → 黄色（街道）；理由：厂家要街道协调')
  const yellow = await community.ticket(LIFT)
  expect(yellow).toMatchObject({ tier: 'yellow', party: 'subdistrict', assigneeId: director.id })
  expect(yellow.resolveBy).toEqual(new Date('2026-12-11T12:00:00+08:00'))

  const numbers = (page: string) =>
    [...page.matchAll(/href="\/tickets\/([A-Z]+-\d{6}-\d{3})" class="row-link"/g)].map(([, number]) => number)
  expect(numbers(await director.get('/tickets?tier=green'))).toEqual([LIGHT])
  expect(numbers(await director.get('/tickets?tier=yellow'))).toEqual([LIFT])
  expect(numbers(await director.get('/tickets?tier=red'))).toEqual([])
  expect(numbers(await director.get('/tickets?view=tier&tier=yellow'))).toEqual([LIFT])
  expect(numbers(await director.get('/tickets?view=status&tier=green'))).toEqual([LIGHT])
})

test('S01 residents hear in words who has it now, whichever way the level went, and never a colour', async () => {
  const { community, chen, group } = await openDesk()
  const change = async (tier: string, note: string) => {
    const { version } = await community.ticket(LIGHT)
    await chen.post(`/tickets/${LIGHT}/tier`, { seenVersion: String(version), tier, note })
  }
  await change('yellow', '要街道协调')
  await change('green', '物业能办')
  const { version } = await community.ticket(LIGHT)
  await chen.post(`/tickets/${LIGHT}/edit`, {
    seenVersion: String(version),
    summary: '8栋停电',
    category: 'utility.power',
    urgency: 'high',
  })
  expect(await chen.get(`/tickets/${LIGHT}`)).toContain('层级：绿色（社区） → 黄色（街道），随分类')
  await group.say('李哥', '楼顶有人私搭违建')
  expect(await community.ticket(LIFT)).toMatchObject({ category: 'illegal.building', tier: 'red', party: 'department' })
  await group.say('王姐', `${LIGHT} 怎么样了`, { mentionsBot: true })
  expect(group.replies()).toEqual([
    '小助手：@王姐 收到，8栋2单元楼道灯不亮，编号JN-261123-001，物业今天11:00前回应。',
    '小助手：@王姐 JN-261123-001 已提请街道协调，11月26日（周四）18:00前告诉您进展。',
    '小助手：@王姐 JN-261123-001 已改由物业办理，11月25日（周三）18:00前告诉您进展。',
    '小助手：@王姐 JN-261123-001 已提请供电部门协调，11月26日（周四）18:00前告诉您进展。',
    '小助手：@李哥 收到，楼顶违规搭建，编号JN-261123-002，城管部门今天13:00前回应。',
    '小助手：@王姐 8栋停电（JN-261123-001）：已登记，供电部门今天09:30前回应。',
  ])
})

test('what fails in one community stops no round', async () => {
  const { community, lookAt, director } = await openDesk()
  const other = await createCommunity(community.db, '清河社区')
  await community.db.execute(sql`update communities set time_zone = 'Mars/Olympus' where id = ${other.id}`)
  await lookAt('2026-11-23T10:30:00+08:00')
  expect(alarmsIn(await director.get(`/tickets/${LIGHT}`))).toEqual(['时限快到了 回应时限：今天11:00'])
})
