import assert from 'node:assert'
import { readFileSync } from 'node:fs'
import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createDispatching } from '../../admin/dispatching.ts'
import { appoint } from '../../db/appointments.ts'
import { addDuty } from '../../db/dutySlots.ts'
import { createCommunity, listEstates } from '../../db/orgUnits.ts'
import { members } from '../../db/schema/index.ts'
import { listLinks } from '../../db/ticketLinks.ts'
import { readTicketPage } from '../../db/ticketPage.ts'
import { openCommunity } from '../community.ts'

const MONDAY = new Date('2026-11-23T09:00:00+08:00')
const FIRST = 'JN-261123-001'
const TERM = { from: '2026-01-01', to: null, electedBy: '社区聘任' }
const PHOTO = readFileSync(new URL('../../admin/public/manhole.jpg', import.meta.url))

async function openDesk(start = MONDAY) {
  const community = await openCommunity({ start })
  const { db, links, scope, now } = community
  const [estate] = await listEstates(db, scope)
  const rounds = createDispatching({ db, now, links, log: pino({ level: 'silent' }) })
  const eventsOf = async (number: string) => (await readTicketPage(db, scope, number)).events
  return { community, group: await community.group(), officer: await community.staff('小李'), estate: estate!, rounds, eventsOf }
}

test('S29 a ticket of 19:00 goes to the person of 19:00; in a gap to the default owner, with a warning', async () => {
  const { community, group, officer, rounds, eventsOf } = await openDesk()
  const [early, late] = [await community.staff('早班'), await community.staff('晚班')]
  const director = await community.staff('王主任', 'director')
  const person = { memberId: null, post: '连心室值班', stationId: null }
  await addDuty(community.db, community.scope, [1], { ...person, name: '早班', staffId: early.id, from: '08:00', to: '19:00' })
  await addDuty(community.db, community.scope, [1], { ...person, name: '晚班', staffId: late.id, from: '19:00', to: '22:00' })
  await appoint(community.db, community.scope, {
    ...TERM,
    role: 'director',
    seatId: community.scope.communityId,
    name: '王主任',
    staffId: director.id,
    memberId: null,
  })

  await community.until('2026-11-23T19:00:00+08:00')
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await rounds.look()
  await rounds.look()
  expect(await community.ticket(FIRST)).toMatchObject({ status: 'pendingReview', assigneeId: late.id })
  expect((await eventsOf(FIRST)).slice(1)).toMatchObject([
    { action: 'route', actor: 'bot', note: '因为现在（19:00到22:00）值班的是晚班。' },
  ])
  expect(await officer.get(`/tickets/${FIRST}`)).toContain('因为现在（19:00到22:00）值班的是晚班。')
  expect(await late.get('/tickets?who=me')).toContain(FIRST)
  expect(await early.get('/tickets?who=me')).not.toContain(FIRST)

  await community.until('2026-11-24T10:00:00+08:00')
  await group.say('李哥', '3栋电梯坏了')
  await rounds.look()
  expect(await community.ticket('JN-261124-001')).toMatchObject({ assigneeId: director.id })
  expect((await eventsOf('JN-261124-001')).at(-1)).toMatchObject({ note: '值班表这个时段没有人，先按默认的来。因为社区的主任是王主任。' })
  expect(await officer.get('/tickets/JN-261124-001')).toContain('值班表现在有空档，请补上。')
})

test('what is given and not taken up goes back to the queue, once, and the rule gives it to nobody by itself again', async () => {
  const { community, group, officer, rounds, eventsOf } = await openDesk()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await officer.move(FIRST, 'file')
  await officer.move(FIRST, 'assign', { party: 'property', assigneeId: String(officer.id) })
  await community.until('2026-11-23T12:59:00+08:00')
  await rounds.look()
  expect(await community.ticket(FIRST)).toMatchObject({ status: 'assigned' })
  await community.until('2026-11-23T13:00:00+08:00')
  await Promise.all([rounds.look(), rounds.look()])
  expect(await community.ticket(FIRST)).toMatchObject({ status: 'filed', assigneeId: null })
  expect((await eventsOf(FIRST)).filter(({ action }) => action === 'timeOut')).toMatchObject([
    { actor: 'bot', note: '物业4个工作小时没有接单，退回待派。' },
  ])
  expect(group.replies()).toHaveLength(1)
})

test('whoever takes a ticket first has it; a colleague who is later is told', async () => {
  const { community, group, officer, rounds } = await openDesk()
  const other = await community.staff('小周', 'gridWorker')
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await officer.move(FIRST, 'file')
  expect((await other.move(FIRST, 'takeUp')).status).toBe(303)
  expect((await officer.move(FIRST, 'takeUp')).status).toBe(409)
  await community.until('2026-11-24T17:00:00+08:00')
  await rounds.look()
  expect(await community.ticket(FIRST)).toMatchObject({ status: 'inProgress', assigneeId: other.id })
  expect(await officer.get(`/tickets/${FIRST}/assign`)).toContain('先接手的是小周，交出去之前由小周负责。')
})

test('S04 a whistle to two departments shows who has reported in and the hours; whoever is late is flagged', async () => {
  const { community, group, officer, rounds } = await openDesk()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await officer.move(FIRST, 'file')
  expect(await officer.get(`/tickets/${FIRST}`)).toContain(`href="/tickets/${FIRST}/whistle"`)
  const whistle = { note: '灯在违建下面', department1: '住建', hours1: '4', department2: '环卫', hours2: '2' }
  expect((await officer.move(FIRST, 'whistle', whistle)).status).toBe(422)
  expect((await officer.move(FIRST, 'whistle', { ...whistle, lead: '1' })).status).toBe(303)
  expect(group.replies().at(-1)).toBe(
    '小助手：@王姐 JN-261123-001 已提请街道协调（住建、环卫），住建牵头，11月26日（周四）18:00前告诉您进展。',
  )
  expect(await community.ticket(FIRST)).toMatchObject({ party: 'subdistrict', tier: 'yellow', whistle: { lead: '住建', calledBy: '小李' } })

  await community.until('2026-11-23T10:30:00+08:00')
  expect((await officer.post(`/tickets/${FIRST}/report-in`, { department: '住建' })).status).toBe(303)
  await community.until('2026-11-23T11:00:00+08:00')
  await rounds.look()
  await rounds.look()
  const page = await officer.get(`/tickets/${FIRST}`)
  expect(page).toMatch(/<b>住建<\/b> <span class="tag tint-blue">牵头<\/span><span class="soft d-block">1\.5小时报到 · 小李/)
  expect(page).toMatch(/<b>环卫<\/b> <span class="soft d-block">已等2\.0小时.*逾期未报到/s)
  expect(page.match(/部门逾期未报到，已报主任/g)).toHaveLength(1)
  expect(await officer.get('/echoes')).toContain(FIRST)
})

test('S15 peace is made step by step, always in private, with a word on each step', async () => {
  const { community, group, officer, eventsOf } = await openDesk()
  await group.say('王姐', '楼上天天半夜蹦迪，谁管管')
  const press = async (form: Record<string, string>) => {
    const { version } = await community.ticket(FIRST)
    return officer.post(`/tickets/${FIRST}/mediation`, { seenVersion: String(version), ...form })
  }
  await officer.move(FIRST, 'file')
  expect((await press({})).status).toBe(303)
  expect(await community.ticket(FIRST)).toMatchObject({ private: true, party: 'buildingCaptain', mediation: { step: 1 } })
  expect((await press({})).status).toBe(422)
  expect((await officer.move(FIRST, 'assign', { party: 'gridWorker' })).status).toBe(422)
  expect((await officer.move(FIRST, 'raise', { level: 'estate', note: '没谈成' })).status).toBe(409)
  expect(await officer.get(`/tickets/${FIRST}`)).not.toContain(`href="/tickets/${FIRST}/raise"`)
  const whistle = { note: '两家都不让', department1: '司法', hours1: '4', lead: '1' }
  expect((await officer.move(FIRST, 'whistle', whistle)).status).toBe(422)
  const refused = await officer.request(`/tickets/${FIRST}/whistle`)
  expect([refused.status, await refused.text()]).toEqual([
    422,
    expect.stringContaining('这件事正在调解：请先在“调解记录”里写下这一步的结果'),
  ])
  expect(await community.ticket(FIRST)).toMatchObject({ party: 'buildingCaptain', mediation: { step: 1 }, whistle: null })
  expect((await press({ outcome: '上门两次，楼上不开门' })).status).toBe(303)
  expect(await community.ticket(FIRST)).toMatchObject({ party: 'gridWorker', mediation: { step: 2, by: 'gridWorker' } })
  expect((await eventsOf(FIRST)).at(-1)?.note).toMatch(/^楼栋长调解：上门两次，楼上不开门。第2步由网格员调解/)

  const due = new Date((await community.ticket(FIRST)).mediation!.due)
  await community.until(new Date(due.getTime() - 60_000))
  expect(await officer.get(`/tickets/${FIRST}`)).not.toContain('这一步超时')
  await community.until(due)
  expect(await officer.get(`/tickets/${FIRST}`)).toContain('这一步超时')
  for (const [outcome, by] of [
    ['两家都不让', 'community'],
    ['谈到一半翻脸', 'subdistrict'],
  ] as const) {
    expect((await press({ outcome })).status).toBe(303)
    expect(await community.ticket(FIRST)).toMatchObject({ party: by, private: true, mediation: { by } })
  }
  expect((await press({ outcome: '还是没成' })).status).toBe(409)
  expect((await officer.move(FIRST, 'whistle', whistle)).status).toBe(303)
  expect(await community.ticket(FIRST)).toMatchObject({ party: 'subdistrict', mediation: { step: 4 }, whistle: { lead: '司法' } })

  const { version } = await community.ticket(FIRST)
  const edit = { seenVersion: String(version), summary: '楼上半夜噪音', category: 'noise.public', urgency: 'normal' }
  expect((await officer.post(`/tickets/${FIRST}/edit`, edit)).status).toBe(303)
  expect(await community.ticket(FIRST)).toMatchObject({ private: true, category: 'noise.public' })
  expect(group.replies()).toHaveLength(1)
})

test('S15 a community chooses its own steps and their hours', async () => {
  const { community, group, officer } = await openDesk()
  const director = await community.staff('王主任', 'director')
  const hours = { takeUpHours: '4', reportInHours: '4', linkDays: '14' }
  await director.post('/settings/routing', { ...hours, buildingCaptain: '', gridWorker: '2', community: '', subdistrict: '9.5' })
  await group.say('王姐', '楼上天天半夜蹦迪，谁管管')
  await officer.move(FIRST, 'file')
  const press = async (outcome: string) => {
    const { version } = await community.ticket(FIRST)
    return officer.post(`/tickets/${FIRST}/mediation`, { seenVersion: String(version), outcome })
  }
  await press('')
  expect((await community.ticket(FIRST)).mediation).toEqual({ step: 1, by: 'gridWorker', due: '2026-11-23T03:00:00.000Z' })
  await press('没谈成')
  expect((await community.ticket(FIRST)).mediation).toEqual({ step: 2, by: 'subdistrict', due: '2026-11-24T01:00:00.000Z' })
  expect((await press('还是没成')).status).toBe(409)
})

test('S05 S01 raised it goes exactly one level up unless staff pick, with a reason', async () => {
  const { community, group, officer, estate } = await openDesk()
  const worker = await community.staff('李网格', 'gridWorker')
  const { db, scope } = community
  await appoint(db, scope, { ...TERM, role: 'director', seatId: scope.communityId, name: '李网格', staffId: worker.id, memberId: null })
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await officer.move(FIRST, 'file')
  const form = await officer.get(`/tickets/${FIRST}/raise`)
  expect(form).toMatch(/<option value="community" selected="">社区/)
  expect((await officer.move(FIRST, 'raise', { level: 'community', note: ' ' })).status).toBe(422)
  expect((await officer.move(FIRST, 'raise', { level: 'building', note: '没谈成' })).status).toBe(409)
  await officer.move(FIRST, 'raise', { level: 'community', note: '物业三次没来' })
  expect(await community.ticket(FIRST)).toMatchObject({ party: 'community', tier: 'green', assigneeId: worker.id, estateId: estate.id })
  expect(group.replies()).toHaveLength(1)
  await officer.move(FIRST, 'raise', { level: 'district', note: '线路归供电' })
  expect(await community.ticket(FIRST)).toMatchObject({ party: 'department', tier: 'red' })
})

test('S05 raised again and again it climbs level by level to the district, and no further', async () => {
  const { community, group, officer } = await openDesk()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await officer.move(FIRST, 'file')
  await officer.move(FIRST, 'assign', { party: 'buildingCaptain' })
  const climbed: [string, string][] = []
  for (const _ of [1, 2, 3, 4]) {
    const { version } = await community.ticket(FIRST)
    const preset = /<option value="(\w+)" selected="">/.exec(await officer.get(`/tickets/${FIRST}/raise`))![1]!
    await officer.post(`/tickets/${FIRST}/raise`, { seenVersion: String(version), level: preset, note: '本级办不了' })
    const { party, tier } = await community.ticket(FIRST)
    climbed.push([party, tier])
  }
  expect(climbed).toEqual([
    ['gridWorker', 'green'],
    ['community', 'green'],
    ['subdistrict', 'yellow'],
    ['department', 'red'],
  ])
  expect((await officer.request(`/tickets/${FIRST}/raise`)).status).toBe(409)
})

async function appointElectrician({ community, estate }: Awaited<ReturnType<typeof openDesk>>): Promise<number> {
  await community.private('钱师傅').say('在吗')
  const [member] = (await community.db.select().from(members)).filter(({ nickname }) => nickname === '钱师傅')
  const person = { name: '钱师傅', staffId: null, memberId: member!.id }
  await appoint(community.db, community.scope, { ...TERM, role: 'propertyManager', seatId: estate.id, ...person })
  return member!.id
}

test('who holds an office here gets what is theirs, though another community has heard them last', async () => {
  const desk = await openDesk()
  const { community, group, rounds } = desk
  const memberId = await appointElectrician(desk)
  const other = await createCommunity(community.db, '别的社区')
  await community.db.update(members).set({ communityId: other.id, estateId: null }).where(eq(members.id, memberId))

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await rounds.look()
  await community.wait(1)

  expect(community.private('钱师傅').transcript().at(-1)).toMatch(/^小助手：有一件事请您处理：8栋2单元楼道灯不亮（JN-261123-001）/)
})

test('a ticket that cannot be given holds up no other', async () => {
  const desk = await openDesk()
  const { community, group } = desk
  const { db, now, links } = community
  await appointElectrician(desk)
  const rounds = createDispatching({
    db,
    now,
    links: { ...links, addressOf: (link) => (link.id === 1 ? assert.fail('no address') : links.addressOf(link)) },
    log: pino({ level: 'silent' }),
  })

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('李哥', '南门垃圾三天没收了')
  await rounds.look()
  await community.wait(1)

  expect((await community.ticket(FIRST)).assignedAt).toBeNull()
  expect(community.private('钱师傅').transcript().at(-1)).toContain('JN-261123-002')
})

test('an electrician without an account gets it in private, takes it up, reports and finishes it by the link', async () => {
  const desk = await openDesk()
  const { community, group, officer, eventsOf } = desk
  const { db, scope } = community
  const memberId = await appointElectrician(desk)
  await group.say('张叔', '南门进来左手边井盖翘起来了', { alias: '张叔(1-1-502)' })
  await officer.move(FIRST, 'file')
  const sheet = await officer.get(`/tickets/${FIRST}/hand-out`)
  expect(sheet).toContain('钱师傅是小助手的好友，机器人会私聊发过去。')
  const { version } = await community.ticket(FIRST)
  const form = { seenVersion: String(version), name: '钱师傅', to: 'property', memberId: String(memberId) }
  const handed = await officer.post(`/tickets/${FIRST}/hand-out`, form)
  expect(handed.status).toBe(303)
  expect(await community.ticket(FIRST)).toMatchObject({ status: 'assigned', party: 'property' })

  const line = community.private('钱师傅').transcript().at(-1)!
  expect(line).toMatch(
    /^小助手：有一件事请您处理：南门.*（JN-261123-001）。点开可以接单、写进展、传照片、报办完：http:\/\/console\.test\/t\/[\w-]+$/,
  )
  const address = /http\S+/.exec(line)![0]
  const page = await (await community.visit(address)).text()
  expect(page).toContain('井盖')
  expect(page).not.toMatch(/张叔|\b502\b/)
  const act = async (deed: string, fields: Record<string, string>, photo?: boolean) => {
    const body = new FormData()
    const { version } = await community.ticket(FIRST)
    for (const [name, value] of Object.entries({ seenVersion: String(version), ...fields })) body.set(name, value)
    if (photo) body.append('photo', new File([PHOTO], 'IMG.jpg', { type: 'image/jpeg' }))
    return community.visit(`${address}/${deed}`, body)
  }

  expect((await act('takeUp', {})).status).toBe(303)
  expect(await community.ticket(FIRST)).toMatchObject({ status: 'inProgress' })
  expect((await act('progress', { note: '到现场了，差一个圈' }, true)).status).toBe(303)
  expect((await act('done', { note: '井盖换好了' })).status).toBe(422)
  expect(await community.ticket(FIRST)).toMatchObject({ status: 'inProgress' })
  expect((await act('done', { note: '井盖换好了' }, true)).status).toBe(303)
  expect(await community.ticket(FIRST)).toMatchObject({ status: 'resolved' })
  expect(await (await community.visit(address)).text()).toContain('没修好会重新打开，还会通知您。')
  expect(group.replies().at(-1)).toBe('小助手：@张叔 JN-261123-001 物业反馈：井盖换好了。您方便时看一眼，好了回“好了”，没好回“没好”。')
  expect((await eventsOf(FIRST)).slice(3).map(({ action, actor, actorName }) => [action, actor, actorName])).toEqual([
    ['handOut', 'staff', '小李'],
    ['takeUp', 'handler', '钱师傅'],
    ['progress', 'handler', '钱师傅'],
    ['resolve', 'handler', '钱师傅'],
  ])
  expect((await officer.move(FIRST, 'verify')).status).toBe(303)
  expect((await community.visit(address)).status).toBe(410)
  expect(await listLinks(db, scope, (await community.ticket(FIRST)).id)).toHaveLength(1)
})
