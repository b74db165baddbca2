import { eq, like } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { DEFAULT_QUIET_HOURS } from '../../core/speech/quiet.ts'
import { changeCommunity, createCommunity } from '../../db/orgUnits.ts'
import { messages, reports, tickets } from '../../db/schema/index.ts'
import { findMatter } from '../../db/tickets.ts'
import { openCommunity } from '../community.ts'

const LIFT = 'JN-261121-001'
const LIGHT = 'JN-261121-002'

const partial = { headers: { 'hx-request': 'true' } }

async function openDesk() {
  const community = await openCommunity()
  const group = await community.group()
  await group.say('张阿姨', '3栋电梯坏了', { alias: '张阿姨(3-1-502)' })
  await group.say('王姐', '8栋2单元楼道灯不亮')
  return { community, group, chen: await community.staff('陈静') }
}

/** The numbers of the rows of a list, top to bottom. */
function numbersIn(page: string): string[] {
  return [...page.matchAll(/href="\/tickets\/([A-Z]+-\d{6}-\d{3,})" class="row-link"/g)].map(([, number]) => number!)
}

/** The id in the link to the page before or after. */
function edgeOf(page: string, edge: 'before' | 'after'): string {
  return new RegExp(`class="btn" href="[^"]*${edge}=(\\d+)"`).exec(page)![1]!
}

function move(number: string, action: string, form: Record<string, string>) {
  return { path: `/tickets/${number}/${action}`, form }
}

test('the list shows what is open, newest first, and counts each chip but the archive', async () => {
  const { chen } = await openDesk()
  const page = await chen.get('/tickets')
  expect(numbersIn(page)).toEqual([LIGHT, LIFT])
  expect(page).toMatch(/待确认<span class="num">2<\/span>/)
  expect(page).toMatch(/待核查<span class="num">0<\/span>/)
  expect(page).toMatch(/已办结<\/a>/)
})

test('of a long list the chips tell no more than 999, and a word is found behind a thousand tickets without it', async () => {
  const { community, chen } = await openDesk()
  const [model] = await community.db.select().from(tickets)
  const more = Array.from({ length: 1000 }, (_, index) => ({ ...model!, id: 1000 + index, number: `JN-261121-${index + 1000}` }))
  for (const part of [more.slice(0, 500), more.slice(500)]) await community.db.insert(tickets).values(part)
  expect(await chen.get('/tickets')).toMatch(/待确认<span class="num">999\+<\/span>/)
  const found = await chen.get('/tickets?q=电梯')
  expect(numbersIn(found)).toEqual([LIFT])
  expect(found).toMatch(/待确认<\/a>/)
})

test.each([
  ['two characters of the summary', 'q=电梯', [LIFT]],
  ['two words, both must stand there', 'q=楼道 8栋', [LIGHT]],
  ['the number with dashes', 'q=jn-261121-001', [LIFT]],
  ['the number without dashes', 'q=JN261121002', [LIGHT]],
  ['the end of the number', 'q=002', [LIGHT]],
  ["the reporter's name", 'q=张阿姨', [LIFT]],
  ['characters that never stand side by side', 'q=电灯', []],
  ['a quote and a percent sign', "q=' %", []],
  ['a category group', 'group=facility', [LIGHT, LIFT]],
  ['another category group', 'group=parking', []],
  ['an urgency', 'urgency=high', [LIFT]],
  ['private matters', 'private=yes', []],
  ['a status without tickets', 'status=closed', []],
  ['an estate that is not ours', 'estate=999999', []],
  ['nonsense, which is left out', 'status=x&estate=1e9&urgency=y&before=-1', [LIGHT, LIFT]],
])('the list is narrowed by %s', async (_, query, expected) => {
  const { chen } = await openDesk()
  expect(numbersIn(await chen.get(`/tickets?${new URLSearchParams(query)}`))).toEqual(expected)
})

test('fifty rows make a page, and its neighbours follow without gap or repetition', async () => {
  const { community, chen } = await openDesk()
  const [model] = await community.db.select().from(tickets)
  const more = Array.from({ length: 118 }, (_, index) => ({ ...model!, id: 1000 + index, number: `JN-261121-${index + 100}` }))
  await community.db.insert(tickets).values(more)

  const first = await chen.get('/tickets')
  const second = await chen.get(`/tickets?before=${edgeOf(first, 'before')}`)
  const third = await chen.get(`/tickets?before=${edgeOf(second, 'before')}`)
  expect([first, second, third].map((page) => numbersIn(page).length)).toEqual([50, 50, 20])
  expect(new Set([first, second, third].flatMap(numbersIn)).size).toBe(120)
  expect(first).not.toContain('上一页')
  expect(third).not.toContain('下一页')
  expect(numbersIn(await chen.get(`/tickets?after=${edgeOf(third, 'after')}`))).toEqual(numbersIn(second))
})

test('a list that refreshes itself keeps its filters and marks what is new', async () => {
  const { community, group, chen } = await openDesk()
  await community.later(5)
  await group.say('李叔', '5栋电梯坏了')
  const fragment = await (await chen.request('/tickets?q=电梯', partial)).text()
  expect(fragment).not.toContain('<!doctype')
  expect(numbersIn(fragment)).toEqual(['JN-261121-003', LIFT])
  expect(fragment.match(/class="fresh"/g)).toHaveLength(1)
})

test('an open emergency stands above every list', async () => {
  const { group, chen } = await openDesk()
  await group.say('周', '6栋楼道好大煤气味！！')
  expect(await chen.get('/tickets?status=closed')).toContain('href="/tickets/JN-261121-003" id="emergency-3"')
})

test("residents' words are shown as they are, never run", async () => {
  const { group, chen } = await openDesk()
  await group.say('坏人', '5栋单元门锁坏了<img src=x onerror=alert(1)>', { alias: '<b>坏人</b>' })
  for (const path of ['/tickets/JN-261121-003', '/tickets', '/outbox?tab=sent']) {
    const page = await chen.get(path)
    expect(page).not.toMatch(/<img src=x|<b>坏人/)
  }
  expect(await chen.get('/tickets/JN-261121-003')).toContain('&lt;img src=x onerror=alert(1)&gt;')
})

test('a ticket shows the words, the promise, what was said and what happened', async () => {
  const { chen } = await openDesk()
  await chen.post(`/tickets/${LIFT}/file`, { seenVersion: '1' })
  const page = await chen.get(`/tickets/${LIFT}`)
  for (const words of ['张阿姨(3-1-***)', '3栋电梯坏了', '物业今天09:30前回应', '@张阿姨 收到，', '确认立案', '陈静 ·'])
    expect(page).toContain(words)
})

test('a viewer sees no buttons and may not act', async () => {
  const { community } = await openDesk()
  const viewer = await community.staff('小周', 'viewer')
  const page = await viewer.get(`/tickets/${LIFT}`)
  expect(page).toContain('您可以查看，不能办理。')
  expect(page).not.toMatch(/hx-post|id="answer-text"/)

  const attempts = [
    move(LIFT, 'file', { seenVersion: '1' }),
    move(LIFT, 'edit', { seenVersion: '1', summary: 'x', category: 'facility.lift', urgency: 'low' }),
    move(LIFT, 'answer', { text: '好的' }),
    move(LIFT, 'answer/preview', { text: '好的' }),
  ]
  for (const { path, form } of attempts) {
    const response = await viewer.post(path, form)
    expect([path, response.status]).toEqual([path, 403])
    expect(await response.text()).toContain('您没有权限进行这项操作')
  }
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'pendingReview', summary: '3栋电梯坏了' })
})

test('a grid worker may file but not reject', async () => {
  const { community } = await openDesk()
  const worker = await community.staff('老王', 'gridWorker')
  const page = await worker.get(`/tickets/${LIFT}`)
  expect(page).toContain(`href="/tickets/${LIFT}/file"`)
  expect(page).not.toContain(`href="/tickets/${LIFT}/reject"`)
  expect((await worker.request(`/tickets/${LIFT}/reject`)).status).toBe(403)
  expect((await worker.post(`/tickets/${LIFT}/reject`, { seenVersion: '1', note: '不归我们' })).status).toBe(403)
})

test('a form opens with what residents will hear', async () => {
  const { chen } = await openDesk()
  await chen.post(`/tickets/${LIFT}/file`, { seenVersion: '1' })
  expect(await chen.get(`/tickets/${LIFT}/resolve`)).toContain('居民会听到：JN-261121-001 物业反馈：……您方便时看一眼，')
  expect(await chen.get(`/tickets/${LIFT}/assign`)).toContain('居民不会收到消息。')
})

test('work goes from hand to hand, and whoever did it does not check it', async () => {
  const { community, group, chen } = await openDesk()
  const wang = await community.staff('老王', 'gridWorker')
  await chen.post(`/tickets/${LIFT}/file`, { seenVersion: '1' })
  await chen.post(`/tickets/${LIFT}/assign`, { seenVersion: '2', party: 'property', assigneeId: String(wang.id) })
  await wang.post(`/tickets/${LIFT}/takeUp`, { seenVersion: '3' })
  await wang.post(`/tickets/${LIFT}/resolve`, { seenVersion: '4', note: '维保已更换门机皮带' })

  expect((await wang.post(`/tickets/${LIFT}/verify`, { seenVersion: '5' })).status).toBe(403)
  expect((await chen.post(`/tickets/${LIFT}/verify`, { seenVersion: '5' })).status).toBe(303)
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'closed', outcome: 'verified', assigneeId: wang.id })
  expect(group.replies().slice(2)).toEqual([
    '小助手：@张阿姨 JN-261121-001 物业反馈：维保已更换门机皮带。您方便时看一眼，好了回“好了”，没好回“没好”。',
    '小助手：@张阿姨 JN-261121-001 社区11月21日核查办结。还有问题，七天内回“没好”就行。',
  ])
})

test('a page made before the last change cannot overwrite it', async () => {
  const { community, group, chen } = await openDesk()
  const li = await community.staff('李主任', 'director')
  await chen.post(`/tickets/${LIFT}/file`, { seenVersion: '1' })

  const stale = await li.post(`/tickets/${LIFT}/reject`, { seenVersion: '1', note: '不归社区' })
  expect(stale.status).toBe(409)
  const page = await stale.text()
  expect(page).toContain('这条记录刚被同事改过，您的操作没有保存。')
  expect(page).toContain('查看最新内容')
  const edit = { seenVersion: '1', summary: '改掉', category: 'facility.lift', urgency: 'high' }
  expect((await li.post(`/tickets/${LIFT}/edit`, edit)).status).toBe(409)

  expect(await community.ticket(LIFT)).toMatchObject({ status: 'filed', summary: '3栋电梯坏了' })
  expect(group.replies()).toHaveLength(2)
})

test('an action that lacks its part changes nothing', async () => {
  const { community, chen } = await openDesk()
  await chen.post(`/tickets/${LIFT}/file`, { seenVersion: '1' })
  for (const [action, form] of [
    ['resolve', { note: ' ' }],
    ['hold', { note: '等配件', reviewOn: '' }],
    ['hold', { note: '等配件', reviewOn: 'tomorrow' }],
    ['hold', { note: '等配件', reviewOn: '2026-11-20' }],
    ['merge', { target: '' }],
  ] as const) {
    expect([action, (await chen.post(`/tickets/${LIFT}/${action}`, { seenVersion: '2', ...form })).status]).toEqual([action, 422])
  }
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'filed', version: 2 })
})

test('a correction keeps the first summary; another level needs a reason', async () => {
  const { community, chen } = await openDesk()
  const edit = {
    seenVersion: '1',
    summary: '3栋1单元电梯门关不上',
    category: 'facility.lift',
    urgency: 'high',
    building: '3',
    entrance: '1',
  }
  const level = { seenVersion: '2', tier: 'yellow' }
  expect((await chen.post(`/tickets/${LIFT}/edit`, edit)).status).toBe(303)
  expect((await chen.post(`/tickets/${LIFT}/tier`, level)).status).toBe(422)
  expect((await chen.post(`/tickets/${LIFT}/tier`, { ...level, note: '要街道协调维修资金' })).status).toBe(303)

  expect(await community.ticket(LIFT)).toMatchObject({
    tier: 'yellow',
    place: { building: '3', entrance: '1', spot: null },
    firstSummary: '3栋电梯坏了',
  })
  const page = await chen.get(`/tickets/${LIFT}`)
  expect(page).toContain('最初的摘要：3栋电梯坏了')
  expect(page).toContain('理由：要街道协调维修资金')
})

test('merging asks for a number, progress reaches both groups of people, splitting undoes it', async () => {
  const { community, group, chen } = await openDesk()
  await chen.post(`/tickets/${LIFT}/file`, { seenVersion: '1' })
  expect((await chen.post(`/tickets/${LIGHT}/merge`, { seenVersion: '1', target: 'JN-261121-999' })).status).toBe(404)
  expect((await chen.post(`/tickets/${LIGHT}/merge`, { seenVersion: '1', target: LIGHT })).status).toBe(409)
  expect((await chen.post(`/tickets/${LIGHT}/merge`, { seenVersion: '1', target: 'jn261121001' })).status).toBe(303)
  expect(await chen.get(`/tickets/${LIFT}`)).toContain('来自 JN-261121-002')
  expect(await chen.get(`/tickets/${LIGHT}`)).toMatch(/已并入 <a href="\/tickets\/JN-261121-001">/)
  expect(group.replies().at(-1)).toBe(
    '小助手：@王姐 JN-261121-002 和 JN-261121-001 是同一件事，一起办：已确认，物业11月23日（周一）16:30前处理。进展在 JN-261121-001 里告诉您。',
  )

  expect((await chen.post(`/tickets/${LIGHT}/split`, { seenVersion: '2' })).status).toBe(303)
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'filed', mergedIntoId: null })
})

test('a ticket goes into one of its own estate, picked from those that are alike', async () => {
  const { community, group, chen } = await openDesk()
  await group.say('李叔', '5栋楼道灯不亮')
  await (await community.group('紫苏花园业主群', '紫苏花园')).say('周姐', '2栋楼道灯不亮')
  const [other] = await community.db.select().from(tickets).where(like(tickets.summary, '2栋%'))

  const form = await chen.get(`/tickets/${LIGHT}/merge`)
  const offered = [...form.matchAll(/name="chosen" value="([\w-]+)"/g)].map(([, number]) => number)
  expect(offered).toEqual(['JN-261121-003', LIFT])
  expect(await chen.get(`/tickets/${LIGHT}/merge/choices?target=电梯`)).toContain(`value="${LIFT}" checked=""`)

  const into = await chen.post(`/tickets/${LIGHT}/merge`, { seenVersion: '1', target: other!.number })
  expect([into.status, await into.text()]).toEqual([409, expect.stringContaining('不是同一个小区的，不能并在一起。')])
  expect((await chen.post(`/tickets/${LIGHT}/merge`, { seenVersion: '1', target: '电梯', chosen: LIFT })).status).toBe(303)
  expect(await community.ticket(LIGHT)).toMatchObject({ status: 'merged' })
})

test('what belongs elsewhere is taken off a ticket, waits for a person, and may go back; the only report stays', async () => {
  const { community, group, chen } = await openDesk()
  await group.say('李叔', '我家也是')
  const before = await chen.get(`/tickets/${LIGHT}`)
  const [, path] = /action="(\/tickets\/JN-261121-002\/reports\/\d+\/detachment)"[\s\S]*?我家也是/.exec(
    before.slice(before.indexOf('李叔')),
  )!
  expect((await chen.post(path!)).status).toBe(303)

  const after = await chen.get(`/tickets/${LIGHT}`)
  expect(after).toContain('移出一条反映')
  expect(after).not.toContain('/detachment')
  expect(await chen.get('/waiting')).toContain('我家也是')
  expect((await reportersOfLight()).length).toBe(1)
  expect((await chen.post(path!)).status).toBe(404)

  const [waiting] = await community.db.select().from(messages).where(eq(messages.text, '我家也是'))
  expect((await chen.post(`/waiting/${waiting!.id}/report`, { chosen: LIGHT })).status).toBe(303)
  expect((await reportersOfLight()).length).toBe(2)

  const [only] = await community.db.select().from(reports).where(eq(reports.alias, '张阿姨(3-1-502)'))
  expect((await chen.post(`/tickets/${LIFT}/reports/${only!.id}/detachment`)).status).toBe(409)
  expect((await (await community.staff('刘看', 'viewer')).post(path!)).status).toBe(403)

  async function reportersOfLight() {
    return (await findMatter(community.db, community.scope, LIGHT)).reporters
  }
})

test('the preview is exactly the line the group will hear', async () => {
  const { group, chen, community } = await openDesk()
  const preview = await (await chen.post(`/tickets/${LIFT}/answer/preview`, { text: '师傅电话13812341234，下午到', to: 'group' })).text()
  expect(preview).toContain('@张阿姨 JN-261121-001：师傅电话〔电话〕，下午到')

  await chen.post(`/tickets/${LIFT}/answer`, { text: '师傅电话13812341234，下午到', to: 'group' })
  await community.later(1)
  expect(group.replies().at(-1)).toBe('小助手：@张阿姨 JN-261121-001：师傅电话〔电话〕，下午到')
})

test.each(['%', '_', '😀', '。'])('%s is said of no ticket', async (words) => {
  const { chen } = await openDesk()
  const page = await chen.get(`/tickets?q=${encodeURIComponent(words)}`)
  expect(numbersIn(page)).toEqual([])
  expect(page).toContain('没有符合条件的工单')
})

test('whoever answers in the night is told that residents sleep', async () => {
  const { chen, community } = await openDesk()
  const preview = async () => (await chen.post(`/tickets/${LIFT}/answer/preview`, { text: '师傅已在路上', to: 'group' })).text()
  await changeCommunity(community.db, community.scope, { quietHours: DEFAULT_QUIET_HOURS })
  expect(await preview()).not.toContain('安静时段')
  await community.until('2026-11-21T23:30:00+08:00')
  expect(await preview()).toContain('现在是安静时段')
})

test('an answer to somebody who is no friend says so and waits for a person', async () => {
  const { group, chen, community } = await openDesk()
  const preview = await (await chen.post(`/tickets/${LIFT}/answer/preview`, { text: '已联系维保', to: 'reporter' })).text()
  expect(preview).toContain('私聊 张阿姨')
  expect(preview).toContain('对方不是机器人账号的好友')
  await chen.post(`/tickets/${LIFT}/answer`, { text: '已联系维保', to: 'reporter' })
  await community.later(1)
  expect(group.replies()).toHaveLength(2)
  expect(await chen.get('/outbox')).toContain('JN-261121-001：已联系维保')
})

test('an answer waits fifteen seconds in which it can be taken back', async () => {
  const { group, chen, community } = await openDesk()
  await chen.post(`/tickets/${LIFT}/answer`, { text: '明天修', to: 'group' })
  const page = await chen.get(`/tickets/${LIFT}`)
  expect(page).toContain('撤回（15秒）')
  const undo = /action="(\/outbox\/\d+\/undo)"/.exec(page)![1]!

  expect((await chen.post(undo, { back: `/tickets/${LIFT}` })).headers.get('location')).toBe(`/tickets/${LIFT}`)
  await community.later(1)
  expect(group.replies()).toHaveLength(2)
  expect(await chen.get(`/tickets/${LIFT}`)).toContain('已撤回，没有发出。')
})

test('an answer that has gone cannot be taken back, and the page says so', async () => {
  const { group, chen, community } = await openDesk()
  await chen.post(`/tickets/${LIFT}/answer`, { text: '明天修', to: 'group' })
  const undo = /action="(\/outbox\/\d+\/undo)"/.exec(await chen.get(`/tickets/${LIFT}`))![1]!
  await community.later(1)

  const late = await chen.post(undo, {})
  expect(late.status).toBe(409)
  expect(await late.text()).toContain('已经发出，撤不回了。')
  expect(group.replies().at(-1)).toBe('小助手：@张阿姨 JN-261121-001：明天修')
})

test("another community's tickets do not exist", async () => {
  const { community } = await openDesk()
  const elsewhere = await createCommunity(community.db, '清河社区')
  await community.db.update(tickets).set({ communityId: elsewhere.id })
  const chen = await community.staff('陈静二')
  expect(numbersIn(await chen.get('/tickets?status=all'))).toEqual([])
  for (const path of [`/tickets/${LIFT}`, `/tickets/${LIFT}/file`, `/tickets/${LIFT}/edit`])
    expect((await chen.request(path)).status).toBe(404)
  expect((await chen.post(`/tickets/${LIFT}/file`, { seenVersion: '1' })).status).toBe(404)
})

test('a list with nothing in it shows the way to the sandbox', async () => {
  const community = await openCommunity()
  const chen = await community.staff('陈静')
  expect(await chen.get('/tickets')).toContain('href="/sandbox">去沙盒说一句试试')
})
