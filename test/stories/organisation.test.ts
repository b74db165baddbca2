import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { ManagementModel } from '../../core/organisation/management.ts'
import { appoint } from '../../db/appointments.ts'
import { writeArticle } from '../../db/articles.ts'
import { addDuty } from '../../db/dutySlots.ts'
import { listManagementChanges, switchManagement } from '../../db/management.ts'
import { createCommunity, createEstate, findEstate, listEstates } from '../../db/orgUnits.ts'
import { members, tickets } from '../../db/schema/index.ts'
import { openStation } from '../../db/stations.ts'
import { readTicketPage } from '../../db/ticketPage.ts'
import { openCommunity } from '../community.ts'

const STUDIO = { kind: 'studio', name: '和风苑连心室', parentId: null, place: '3栋架空层', hours: '每天9-20点' } as const
const LIFT = 'JN-261121-001'
const TERM = { memberId: null, from: '2026-01-01', to: null, electedBy: '社区聘任' }

async function open() {
  const community = await openCommunity()
  const [estate] = await listEstates(community.db, community.scope)
  const group = await community.group()
  return { community, group, estate: estate!, db: community.db, scope: community.scope }
}

test('S27 the contact point is told with place, hours and office, once in ten minutes; nobody’s name or phone', async () => {
  const { community, group, estate, db, scope } = await open()
  const station = await openStation(db, scope, { ...STUDIO, estateId: estate.id })

  await group.say('老李', '连心室在哪')
  await group.say('阿明', '连心室在哪')
  await community.later(15)
  await appoint(db, scope, { role: 'stationLead', seatId: station.id, name: '曹室长', staffId: null, ...TERM })
  await group.say('王姐', '连心室几点开门呀')
  await group.say('张叔', '连心室能办什么')

  expect(group.transcript()).toEqual([
    '老李：连心室在哪',
    '小助手：@老李 和风苑连心室在3栋架空层，每天9-20点，工作人员在这里接待。',
    '阿明：连心室在哪',
    '王姐：连心室几点开门呀',
    '小助手：@王姐 和风苑连心室在3栋架空层，每天9-20点，室长在这里接待。',
    '张叔：连心室能办什么',
    '小助手：@张叔 和风苑连心室在3栋架空层，每天9-20点有值守。室长和网格员在这里听大家说事、调解、帮忙代办。（和风社区阵地手册2026年9月版）',
  ])
  expect(group.replies().join('\n')).not.toMatch(/曹|1[3-9]\d{9}/)
})

test('S27 each estate is told its own point, and one without any the hub', async () => {
  const { community, group, estate, db, scope } = await open()
  const hub = await openStation(db, scope, {
    kind: 'hub',
    name: '和风社区连心站',
    parentId: null,
    estateId: null,
    place: '社区服务中心一楼',
    hours: '工作日9-17点',
  })
  await openStation(db, scope, { ...STUDIO, parentId: hub.id, estateId: estate.id })
  const qingchuan = await createEstate(db, scope, { name: '晴川里', code: 'QC' })
  await openStation(db, scope, {
    ...STUDIO,
    kind: 'pavilion',
    name: '晴川里连心阁',
    place: '东门岗亭旁',
    parentId: hub.id,
    estateId: qingchuan.id,
  })
  const others = [await community.group('晴川里业主群', '晴川里'), await community.group('望江苑业主群', '望江苑')]

  const heard = []
  for (const one of [group, ...others]) {
    await one.say('老李', '连心室在哪')
    heard.push(one.replies().join())
  }
  await community.later(15)
  await group.say('王姐', '连心站在哪里')
  expect([...heard, group.replies().at(-1)]).toEqual([
    '小助手：@老李 和风苑连心室在3栋架空层，每天9-20点，工作人员在这里接待。',
    '小助手：@老李 晴川里连心阁在东门岗亭旁，每天9-20点，工作人员在这里接待。',
    '小助手：@老李 和风社区连心站在社区服务中心一楼，工作日9-17点，工作人员在这里接待。',
    '小助手：@王姐 和风社区连心站在社区服务中心一楼，工作日9-17点，工作人员在这里接待。',
  ])
})

test('S28 a station’s own rule is answered with its title and edition', async () => {
  const { group, estate, db, scope } = await open()
  const { id: stationId } = await openStation(db, scope, { ...STUDIO, estateId: estate.id })
  const rule = { estateId: estate.id, stationId, kind: 'rule' as const, title: '议事规则', questions: '议事会怎么开\n议事规则是什么' }
  const words = { answer: '每月14日晚7点开，先提议题，一人一次，不打断。', source: '《和风苑连心室议事规则》', publishedOn: '2026-10-01' }
  await writeArticle(db, scope, { ...rule, ...words, expiresOn: null }, { staffId: null, at: new Date('2026-10-01T09:00:00+08:00') })

  await group.say('王姐', '议事规则是什么', { mentionsBot: true })
  expect(group.replies()).toEqual(['小助手：@王姐 每月14日晚7点开，先提议题，一人一次，不打断。（《和风苑连心室议事规则》，2026年10月版）'])
})

test('S28 a rule without a document of its own is named by its title; each estate hears its own station’s', async () => {
  const { community, group, estate, db, scope } = await open()
  const other = await createEstate(db, scope, { name: '晴川里', code: 'QC' })
  const pen = { staffId: null, at: new Date('2026-10-01T09:00:00+08:00') }
  const write = async (estateId: number, name: string, answer: string, publishedOn: string) => {
    const { id: stationId } = await openStation(db, scope, { ...STUDIO, name, estateId })
    const rule = { estateId, stationId, kind: 'rule' as const, title: '议事规则', questions: '议事规则是什么', expiresOn: null }
    await writeArticle(db, scope, { ...rule, answer, source: name, publishedOn }, pen)
  }
  await write(estate.id, '和风苑连心室', '一人一次，不打断。', '2026-10-01')
  await write(other.id, '晴川里连心室', '先报名，后发言。', '2026-03-05')
  const theirs = await community.group('晴川里业主群', '晴川里')

  await group.say('王姐', '议事规则是什么', { mentionsBot: true })
  await theirs.say('老李', '议事规则是什么', { mentionsBot: true })
  expect([group.replies(), theirs.replies()]).toEqual([
    ['小助手：@王姐 一人一次，不打断。（和风苑连心室《议事规则》，2026年10月版）'],
    ['小助手：@老李 先报名，后发言。（晴川里连心室《议事规则》，2026年3月版）'],
  ])
})

test('S88 when the estate becomes self-managed, open property tickets go to the station lead, each with its event; nobody hears of it', async () => {
  const { community, group, estate, db, scope } = await open()
  const officer = await community.staff('小李')
  const lead = await community.staff('曹爱心', 'staff')
  const director = await community.staff('王主任', 'director')
  const { id: seatId } = await openStation(db, scope, { ...STUDIO, estateId: estate.id })
  await appoint(db, scope, { role: 'stationLead', seatId, name: '曹爱心', staffId: lead.id, ...TERM })

  await group.say('王姐', '8栋2单元楼道灯不亮')
  await officer.move('JN-261121-001', 'file')
  await officer.move('JN-261121-001', 'assign', { party: 'property' })
  await group.say('老李', '南门垃圾没人收')
  await group.say('阿明', '楼上天天半夜蹦迪，谁管管')
  await group.say('张叔', '南门进来左手边井盖翘起来了')
  await officer.move('JN-261121-004', 'file')
  await officer.move('JN-261121-004', 'resolve', { note: '已更换。', waiver: '天黑拍不清' })
  const heard = group.replies().length

  const to: ManagementModel = 'self_managed'
  const order = { estateId: estate.id, to, reason: '物业合同到期，业主大会决定自管', by: director, at: community.now() }
  expect(await switchManagement(db, scope, order)).toEqual({ rerouted: 2 })

  const lies = async (number: string) => {
    const { party, status, assigneeId } = await community.ticket(number)
    return [party, status, assigneeId]
  }
  expect(await lies('JN-261121-001')).toEqual(['selfManagementCommittee', 'assigned', lead.id])
  expect(await lies('JN-261121-002')).toEqual(['selfManagementCommittee', 'pendingReview', lead.id])
  expect((await lies('JN-261121-003'))[0]).toBe('buildingCaptain')
  expect(await lies('JN-261121-004')).toEqual(['property', 'resolved', null])
  for (const number of ['JN-261121-001', 'JN-261121-002']) {
    const { events } = await readTicketPage(db, scope, number)
    expect(events.at(-1)).toMatchObject({
      actorName: '王主任',
      note: '和风苑改为居民自管，随之转交。',
      changes: { assigneeId: [null, lead.id] },
    })
  }
  await community.later(60)
  expect(group.replies()).toHaveLength(heard)

  expect((await findEstate(db, scope, estate.id)).managementModel).toBe('self_managed')
  expect(await listManagementChanges(db, scope, estate.id)).toMatchObject([
    { before: 'property', model: 'self_managed', reason: order.reason, rerouted: 2, changedBy: '王主任', changedAt: order.at },
  ])
})

test('S37 S88 a new management company takes its matters over again; without a head nobody in particular is named', async () => {
  const { community, group, estate, db, scope } = await open()
  const director = await community.staff('王主任', 'director')
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await director.move('JN-261121-001', 'file')
  const order = { estateId: estate.id, reason: '物业撤场', by: director, at: community.now() }

  await switchManagement(db, scope, { ...order, to: 'none' })
  expect(await community.ticket('JN-261121-001')).toMatchObject({ party: 'community', status: 'assigned', assigneeId: null })
  await switchManagement(db, scope, { ...order, to: 'property', reason: '新物业进场' })
  expect(await community.ticket('JN-261121-001')).toMatchObject({ party: 'property', assigneeId: null })
  expect((await listManagementChanges(db, scope, estate.id)).map(({ reason }) => reason)).toEqual(['新物业进场', '物业撤场'])
})

test('S88 without a head of the station what is still to be confirmed goes from the former manager to whom the rule finds, with its event', async () => {
  const { community, group, estate, db, scope } = await open()
  const [former, worker] = [await community.staff('钱经理'), await community.staff('李网格', 'gridWorker')]
  const director = await community.staff('王主任', 'director')
  const office = { seatId: estate.id, name: '钱经理', staffId: former.id, ...TERM }
  await appoint(db, scope, { ...office, role: 'propertyManager' })
  await group.say('王姐', '8栋2单元楼道灯不亮')
  const { id } = await community.ticket(LIFT)
  await db.update(tickets).set({ assigneeId: former.id, assignedAt: community.now() }).where(eq(tickets.id, id))
  await addDuty(db, scope, [6], {
    name: '李网格',
    staffId: worker.id,
    memberId: null,
    post: '值班',
    stationId: null,
    from: '08:00',
    to: '20:00',
  })
  const order = { estateId: estate.id, by: director, at: community.now() }

  await switchManagement(db, scope, { ...order, to: 'none', reason: '物业撤场' })
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'pendingReview', party: 'community', assigneeId: worker.id })
  await switchManagement(db, scope, { ...order, to: 'property', reason: '新物业进场' })
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'pendingReview', party: 'property', assigneeId: former.id })
  const { events } = await readTicketPage(db, scope, LIFT)
  expect(events.slice(1).map(({ action, actorName, changes }) => [action, actorName, changes['assigneeId']])).toEqual([
    ['route', '王主任', [former.id, worker.id]],
    ['route', '王主任', [worker.id, former.id]],
  ])
})

test('a switch needs a reason and another model; another community’s estate is not found, and nothing moves', async () => {
  const { community, estate, db, scope } = await open()
  const director = await community.staff('王主任', 'director')
  const { id: communityId } = await createCommunity(db, '邻江社区')
  const theirs = await createEstate(db, { communityId }, { name: '江苑', code: 'JY' })
  const order = { estateId: estate.id, to: 'none' as const, reason: '物业撤场', by: director, at: community.now() }

  await expect(switchManagement(db, scope, { ...order, reason: ' ' })).rejects.toMatchObject({ code: 'incomplete' })
  await expect(switchManagement(db, scope, { ...order, to: 'property' })).rejects.toMatchObject({ code: 'illegal-move' })
  await expect(switchManagement(db, scope, { ...order, estateId: theirs.id })).rejects.toMatchObject({ code: 'not-found' })
  await expect(listManagementChanges(db, scope, theirs.id)).rejects.toMatchObject({ code: 'not-found' })
  expect([await findEstate(db, scope, estate.id), await findEstate(db, { communityId }, theirs.id)]).toMatchObject([
    { managementModel: 'property' },
    { managementModel: 'property' },
  ])
})

test('S85 a reporter who also sits in the party that did it has only told how it stands; a neighbour’s word closes it', async () => {
  const { community, group, estate, db, scope } = await open()
  const officer = await community.staff('小李')
  await group.say('钱经理', '3栋电梯坏了')
  await group.say('王姐', '3栋电梯停了，老人下不来')
  const [member] = await db.select().from(members).where(eq(members.externalId, '钱经理'))
  const office = { role: 'propertyManager', seatId: estate.id, name: '钱经理', staffId: null, ...TERM, memberId: member!.id } as const
  await appoint(db, scope, office)
  await officer.move(LIFT, 'file')
  await officer.move(LIFT, 'assign', { party: 'property' })
  await officer.move(LIFT, 'resolve', { note: '维保已修复' })

  await group.say('钱经理', '好了')
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'resolved', outcome: null })
  const { events } = await readTicketPage(db, scope, LIFT)
  expect(events.at(-1)).toMatchObject({ action: 'progress', actorName: '钱经理', note: '好了' })
  await group.say('王姐', '好了')
  expect(await community.ticket(LIFT)).toMatchObject({ status: 'closed', outcome: 'confirmed' })
})
