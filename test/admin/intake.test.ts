import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { listConsultations } from '../../db/consultations.ts'
import { createCommunity, listEstates } from '../../db/orgUnits.ts'
import { members, tickets, visits } from '../../db/schema/index.ts'
import { openStation } from '../../db/stations.ts'
import { readTicketPage } from '../../db/ticketPage.ts'
import { openCommunity } from '../community.ts'

const FIRST = 'JN-261121-001'
const WORDS = '8栋2单元4楼楼道灯不亮好几天了，我家402，电话13800138000'
const COVERED = '8栋2单元4楼楼道灯不亮好几天了，我家***，电话〔电话〕'
const MATTER = { summary: '8栋2单元楼道灯不亮', category: 'facility.lighting', urgency: 'normal', building: '8', entrance: '2', spot: '' }

async function openDesk() {
  const community = await openCommunity()
  const group = await community.group()
  const [estate] = await listEstates(community.db, community.scope)
  const form = { channel: 'phone', ref: '', estateId: String(estate!.id), words: WORDS, name: '李叔', member: '', join: '', ...MATTER }
  return { community, group, estate: estate!, form, chen: await community.staff('陈静', 'gridWorker') }
}

test('what somebody says on the phone is read as they speak; what staff have put right stays', async () => {
  const { chen, estate } = await openDesk()
  const read = async (form: Record<string, string>) => (await chen.post('/intake/reading', { estateId: String(estate.id), ...form })).text()
  const first = await read({ words: WORDS })
  expect(first).toMatch(/<option value="facility.lighting" selected="">/)
  expect(first).toMatch(/name="building"[^>]*value="8"/)
  expect(first).not.toMatch(/13800138000|402/)

  const proposed = /name="proposed" value="(.*?)"/.exec(first)![1]!.replaceAll('&quot;', '"')
  const { summary } = JSON.parse(proposed) as { summary: string }
  const typed = { ...MATTER, summary, building: '9', proposed }
  const second = await read({ words: `${WORDS}，是3单元`, ...typed, entrance: '2' })
  expect(second).toMatch(/name="building"[^>]*value="9"/)
})

test('S10 each way in is kept with the ticket, and nobody is told who cannot be', async () => {
  const { community, group, chen, form } = await openDesk()
  for (const channel of ['counter', 'phone', 'home_visit', 'meeting', 'patrol', '12345']) {
    expect((await chen.post('/intake', { ...form, channel, name: '' })).status).toBe(303)
  }
  const rows = await community.db.select().from(tickets).orderBy(tickets.id)
  expect(rows.map(({ intakeChannel }) => intakeChannel)).toEqual(['counter', 'phone', 'home_visit', 'meeting', 'patrol', '12345'])
  expect(rows[0]).toMatchObject({ status: 'pendingReview', summary: '8栋2单元楼道灯不亮', roomId: null })
  expect(group.transcript()).toEqual([])
  expect(await chen.get('/outbox?tab=needsPerson')).toContain('没有要人代发的话')
  expect((await chen.post('/intake', { ...form, channel: 'group_chat' })).status).toBe(422)
  await group.say('王姐', '5栋门禁刷不开')
  await community.private('王姐').say('3栋电梯坏了')
  const since = await community.db.select().from(tickets).where(eq(tickets.category, 'facility.door'))
  expect(since[0]).toMatchObject({ intakeChannel: 'group_chat' })
  expect((await community.db.select().from(tickets).where(eq(tickets.category, 'facility.lift')))[0]).toMatchObject({
    intakeChannel: 'private_chat',
  })
})

test('S31 who said it and who wrote it down stand beside each other; only a friend of the account is told', async () => {
  const { community, chen, form } = await openDesk()
  await chen.post('/intake', { ...form, channel: 'meeting', ref: '11月楼长会' })
  const page = await chen.get(`/tickets/${FIRST}`)
  for (const words of ['李叔', '陈静代录', '会议：11月楼长会，反映人：李叔', COVERED]) expect(page).toContain(words)
  const { events, reports, said } = await readTicketPage(community.db, community.scope, FIRST)
  expect(events[0]).toMatchObject({ action: 'open', actor: 'staff', actorName: '陈静' })
  expect(reports[0]).toMatchObject({ alias: '李叔', memberId: null, createdById: chen.id, words: WORDS })
  expect(said).toEqual([])
  await chen.move(FIRST, 'file')
  await chen.move(FIRST, 'resolve', { note: '灯已换好' })
  expect((await readTicketPage(community.db, community.scope, FIRST)).said).toEqual([])
  expect(await chen.get('/tickets?status=all&q=13800138000')).toContain(FIRST)

  const old = community.private('老李')
  const group = await community.group()
  await group.say('老李', '大家好', { isFriend: true })
  const [friend] = await community.db.select().from(members).where(eq(members.externalId, '老李'))
  await chen.post('/intake', { ...form, name: '', member: String(friend!.id), summary: '5栋门禁刷不开', category: 'facility.door' })
  const theirs = await readTicketPage(community.db, community.scope, 'JN-261121-002')
  expect(theirs.reports[0]).toMatchObject({ alias: '老李', memberId: friend!.id, createdById: chen.id })
  expect(await chen.get('/tickets/JN-261121-002')).toContain('陈静代录')
  await chen.move('JN-261121-002', 'file')
  await chen.move('JN-261121-002', 'resolve', { note: '读卡器换了' })
  expect(old.transcript()).toEqual([
    '小助手：收到，5栋门禁刷不开，编号JN-261121-002，物业今天11:00前回应。',
    '小助手：JN-261121-002 物业反馈：读卡器换了。您方便时看一眼，好了回“好了”，没好回“没好”。',
  ])
})

test('what has been registered is shown before it is saved, and one more person joins it', async () => {
  const { community, group, chen, form } = await openDesk()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  const shown = await (await chen.post('/intake/reading', { estateId: form.estateId, words: WORDS })).text()
  expect(shown).toContain('可能已经登记过')
  expect(shown).toMatch(new RegExp(`name="join" value="${FIRST}"`))
  expect(shown).toContain('很可能是同一件')
  expect(await (await chen.post('/intake/reading', { estateId: form.estateId, words: '南门垃圾三天没收了' })).text()).not.toContain(
    '可能已经登记过',
  )

  const heard = group.transcript().length
  expect((await chen.post('/intake', { ...form, join: FIRST })).status).toBe(303)
  expect(await community.db.$count(tickets)).toBe(1)
  const { matter } = await readTicketPage(community.db, community.scope, FIRST)
  expect(matter.reporters.map(({ alias }) => alias)).toEqual(['王姐', '李叔'])
  expect(group.transcript()).toHaveLength(heard)
})

test('a danger told on the phone calls people', async () => {
  const { chen, form } = await openDesk()
  const words = '5栋楼道好大煤气味'
  expect(await (await chen.post('/intake/reading', { estateId: form.estateId, words })).text()).toContain('像是紧急情况')
  await chen.post('/intake', { ...form, words, summary: '5栋燃气泄漏', category: 'emergency.gas', urgency: 'emergency', building: '5' })
  expect(await chen.get('/pages')).toContain(FIRST)
})

test('who only looks on writes nothing down, nor does anybody for another community', async () => {
  const { community, form, chen } = await openDesk()
  const viewer = await community.staff('旁观', 'viewer')
  for (const path of ['/intake', '/intake/chat', '/visits']) expect((await viewer.request(path)).status, path).toBe(403)
  expect((await viewer.post('/intake', form)).status).toBe(403)
  await chen.post('/intake', form)
  const far = await createCommunity(community.db, '远方社区')
  const stranger = await community.staff('老吴', 'director', far.id)
  expect((await stranger.post('/intake', form)).status).toBe(404)
  expect((await stranger.post('/intake', { ...form, join: FIRST })).status).toBe(404)
  expect(await community.db.$count(tickets)).toBe(1)
})

const CHAT = [
  '王姐 2026/11/20 09:12',
  '3栋电梯又停了',
  '老李 2026/11/20 09:13',
  '+1',
  '阿明 2026/11/20 09:14',
  '今晚吃啥',
  '赵叔 2026/11/20 09:20',
  '8栋2单元楼道灯不亮',
  '小陈 2026/11/20 09:21',
  '8栋2单元楼道灯也不亮，黑漆漆的',
].join('\n')

test('a pasted chat is read as the group would be, and what is ticked becomes tickets', async () => {
  const { community, chen, form } = await openDesk()
  await chen.post('/intake', form)
  const shown = await (await chen.post('/intake/chat/proposals', { estateId: form.estateId, chat: CHAT })).text()
  expect(shown).toContain('像是要登记的 2 件')
  expect(shown).not.toContain('今晚吃啥')
  expect([...shown.matchAll(/(\d)人反映/g)].map(([, people]) => people)).toEqual(['2', '2'])
  const [lift, light] = [...shown.matchAll(/name="(take-[^"]+)"/g)].map(([, name]) => name!)
  expect(shown).toMatch(new RegExp(`<option value="${FIRST}" selected="">`))

  expect((await chen.post('/intake/chat', { estateId: form.estateId, chat: CHAT })).status).toBe(422)
  const picked = { estateId: form.estateId, chat: CHAT, [lift!]: 'new', [light!]: FIRST }
  expect((await chen.post('/intake/chat', picked)).status).toBe(303)
  const { matter, reports } = await readTicketPage(community.db, community.scope, 'JN-261121-002')
  expect(matter.ticket).toMatchObject({ category: 'facility.lift', intakeChannel: 'group_chat', intakeRef: '粘贴的群聊' })
  expect(reports.map(({ alias, words }) => [alias, words])).toEqual([
    ['王姐', '3栋电梯又停了'],
    ['老李', '+1'],
  ])
  const { reports: joined } = await readTicketPage(community.db, community.scope, FIRST)
  expect(joined.map(({ alias }) => alias)).toEqual(['李叔', '赵叔', '小陈'])
})

const VISIT = {
  household: '3栋2单元502',
  visitedOn: '2026-11-20',
  suggestion: '希望装几张棋桌',
  conflict: '楼上晚上拖椅子，吵',
  help: '3栋2单元楼道灯不亮',
  notes: '老人独居',
}

test('S26 the three questions of a visit, each to be a wish, a mediation or a ticket', async () => {
  const { community, chen, estate } = await openDesk()
  const saved = await chen.post('/visits', { ...VISIT, estateId: String(estate.id), consent: 'yes' })
  expect(saved.headers.get('location')).toBe('/visits/1')
  const page = await chen.get('/visits/1')
  for (const words of ['3栋2单元502', '希望装几张棋桌', '楼上晚上拖椅子，吵', '老人独居', '邻里间没有什么矛盾吧？'])
    expect(page).toContain(words)

  await chen.post('/visits/answers/1/need')
  expect(await chen.get('/visits/1')).toContain('已记为需求')
  expect((await chen.post('/visits/answers/1/need')).status).toBe(409)
  await chen.post('/visits/answers/1/undo')
  expect(await chen.get('/visits/1')).not.toContain('已记为需求')

  const conflict = await chen.get('/intake?answer=2')
  expect(conflict).toContain('楼上晚上拖椅子，吵')
  expect(conflict).toMatch(/value="home_visit" checked/)
  const category = /<option value="([^"]+)" selected="">[^<]*<\/option>/.exec(conflict.split('id="category"')[1]!)![1]
  expect(category).toMatch(/^(dispute|noise)\./)
  const matter = {
    estateId: String(estate.id),
    channel: 'home_visit',
    ref: '',
    name: '',
    member: '',
    join: '',
    summary: '楼上噪音',
    urgency: 'normal',
  }
  const taken = { ...matter, words: VISIT.conflict, category: 'dispute.other', building: '', entrance: '', spot: '', answer: '2' }
  expect((await chen.post('/intake', taken)).headers.get('location')).toBe('/visits/1')
  expect((await chen.post('/intake', taken)).status).toBe(409)
  expect(await community.ticket(FIRST)).toMatchObject({ private: true, intakeChannel: 'home_visit' })
  expect(await community.db.$count(tickets)).toBe(1)
  expect(await chen.get('/visits/1')).toContain(`/tickets/${FIRST}`)

  await chen.move(FIRST, 'file')
  const { version } = await community.ticket(FIRST)
  expect((await chen.post(`/tickets/${FIRST}/mediation`, { seenVersion: String(version) })).status).toBe(303)
  expect(await community.ticket(FIRST)).toMatchObject({ mediation: { step: 1, by: 'buildingCaptain' }, private: true })

  const help = { ...taken, words: VISIT.help, summary: '楼道灯不亮', category: 'facility.lighting', building: '3', answer: '3' }
  expect((await chen.post('/intake', help)).headers.get('location')).toBe('/visits/1')
  expect(await community.db.$count(tickets)).toBe(2)
})

test('S23 a visit may leave nothing to be done, its notes go to no group, and without consent no door is kept', async () => {
  const { community, group, chen, estate } = await openDesk()
  const none = { ...VISIT, suggestion: '', conflict: '', help: '', estateId: String(estate.id) }
  await chen.post('/visits', none)
  const [visit] = await community.db.select().from(visits)
  expect(visit).toMatchObject({ hasConsent: false, notes: '老人独居' })
  expect(visit!.household).not.toContain('502')
  expect(await chen.get('/visits/1')).toContain('三个问题都没有回答')
  expect(group.transcript()).toEqual([])
  expect((await chen.post('/visits', { ...none, notes: '' })).status).toBe(422)
  const far = await createCommunity(community.db, '远方社区')
  const stranger = await community.staff('老吴', 'director', far.id)
  expect((await stranger.request('/visits/1')).status).toBe(404)
  expect((await stranger.post('/visits/answers/1/need')).status).toBe(404)
})

test('S23 a visit raises as many tickets and needs as were told; what was noted beside them is said in no group', async () => {
  const { community, group, chen, estate } = await openDesk()
  await group.say('王姐', '3栋2单元楼道灯不亮')
  const told = { suggestion: '希望装几张棋桌\n楼下加个扶手', conflict: '', help: '3栋2单元楼道灯不亮\r\n5栋1单元门禁坏了\n' }
  await chen.post('/visits', { ...VISIT, ...told, estateId: String(estate.id), consent: 'yes' })
  const page = await chen.get('/visits/1')
  expect([...page.matchAll(/\/intake\?answer=(\d)/g)].map(([, id]) => id)).toEqual(['1', '2', '3', '4'])

  for (const id of [1, 2]) expect((await chen.post(`/visits/answers/${id}/need`)).status).toBe(303)
  const place = { building: '', entrance: '', spot: '' }
  const matter = { estateId: String(estate.id), channel: 'home_visit', ref: '', name: '', member: '', urgency: 'normal', ...place }
  const lamp = { ...matter, summary: '楼道灯不亮', category: 'facility.lighting', words: '3栋2单元楼道灯不亮', join: FIRST, answer: '3' }
  const door = { ...matter, summary: '门禁坏了', category: 'facility.door', words: '5栋1单元门禁坏了', join: '', answer: '4' }
  for (const taken of [lamp, door]) expect((await chen.post('/intake', taken)).headers.get('location')).toBe('/visits/1')
  expect(await community.db.$count(tickets)).toBe(2)

  for (const number of [FIRST, 'JN-261121-002']) {
    await chen.move(number, 'file')
    await chen.move(number, 'resolve', { note: '已换新' })
  }
  await community.later(60)
  expect(group.replies().at(-1)).toContain('已换新')
  expect(group.transcript().join('\n')).not.toMatch(/老人独居|502|棋桌|扶手/)
})

test('S03 a yellow matter gets its own meeting with the parties that are suggested; a green one does not', async () => {
  const { community, chen, form } = await openDesk()
  await chen.post('/intake', { ...form, summary: '网线乱拉', category: 'utility.telecom' })
  await chen.post('/intake', form)
  const sheet = await chen.get(`/consultations/${FIRST}`)
  const suggested = [...sheet.matchAll(/name="party" value="(\w+)" checked/g)].map(([, party]) => party)
  expect(suggested).toEqual(['property', 'community', 'subdistrict', 'department'])

  expect(await chen.get(`/tickets/${FIRST}`)).toContain(`href="/consultations/${FIRST}"`)

  const { version } = await community.ticket(FIRST)
  const draft = new URLSearchParams({ seenVersion: String(version), title: '线缆整治', date: '2026-11-28', time: '15:00', place: '议事厅' })
  expect((await chen.post(`/consultations/${FIRST}`, draft)).status).toBe(422)
  for (const party of ['community', 'department']) draft.append('party', party)
  expect((await chen.post(`/consultations/${FIRST}`, draft)).status).toBe(303)
  const page = await chen.get(`/tickets/${FIRST}`)
  expect(page.match(/线缆整治：11月28日（周六）15:00，议事厅，请社区、运营商参加/g)).toHaveLength(2)
  expect((await chen.post(`/consultations/${FIRST}`, draft)).status).toBe(409)
  expect((await chen.request('/consultations/JN-261121-002')).status).toBe(409)
  expect(await chen.get('/tickets/JN-261121-002')).not.toContain('开专项协商会')
})

test('S03 pressed as it stands, the sheet calls everybody suggested to the estate’s own station, and the ticket has the meeting', async () => {
  const { community, chen, form, estate } = await openDesk()
  const studio = { kind: 'studio', name: '和风苑连心室', parentId: null, estateId: estate.id, place: '3栋架空层', hours: '9-20点' } as const
  await openStation(community.db, community.scope, studio)
  await chen.post('/intake', { ...form, summary: '网线乱拉', category: 'utility.telecom' })
  const sheet = await chen.get(`/consultations/${FIRST}`)
  expect((await chen.post(`/consultations/${FIRST}`, asItStands(sheet))).status).toBe(303)
  const page = await chen.get(`/tickets/${FIRST}`)
  expect(page.match(/协商网线乱拉：11月24日（周二）15:00，和风苑连心室，请物业、社区、街道、运营商参加/g)).toHaveLength(2)
  const [meeting] = await listConsultations(community.db, community.scope, (await community.ticket(FIRST)).id)
  expect(meeting).toMatchObject({ calledById: chen.id, parties: ['property', 'community', 'subdistrict', 'department'] })
})

/** What a form would send if nobody touched it. */
function asItStands(page: string): URLSearchParams {
  const inputs = [...page.matchAll(/<input [^>]*>/g)].map(([input]) => input)
  const sent = inputs.filter((input) => !input.includes('type="checkbox"') || input.includes(' checked'))
  const attribute = (input: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1] ?? ''
  return new URLSearchParams(sent.map((input) => [attribute(input, 'name'), attribute(input, 'value')]))
}

test('whoever has no WeChat is answered by telephone, and what they were told counts as an answer', async () => {
  const { community, group, chen, form } = await openDesk()
  await chen.post('/intake', form)
  const page = await chen.get(`/tickets/${FIRST}`)
  expect(page).toContain('反映人没有微信可以联系，请打电话或当面答复，再记在这里，就算回应过了。')
  expect(page).not.toContain('发到群里')

  await community.later(10)
  await chen.post(`/tickets/${FIRST}/answer-by-phone`, { text: '已电话告诉她，物业下午换灯' })
  const { echo, events, said } = await readTicketPage(community.db, community.scope, FIRST)
  expect(events.at(-1)).toMatchObject({ action: 'answerByPhone', note: '已电话告诉她，物业下午换灯', actorName: '陈静' })
  expect(echo).toEqual({ heardAt: community.now(), repliedAt: community.now() })
  expect(said).toEqual([])
  expect(await chen.get(`/tickets/${FIRST}`)).toContain('· 已回应')

  await group.say('王姐', '5栋门禁刷不开')
  expect((await chen.post('/tickets/JN-261121-002/answer-by-phone', { text: '已告诉她' })).status).toBe(409)
})
