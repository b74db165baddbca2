import { expect, test } from 'vitest'
import { listAppointments } from '../../db/appointments.ts'
import { listDuty } from '../../db/dutySlots.ts'
import { drawGrid, listGrids } from '../../db/grids.ts'
import { listAllBuildings } from '../../db/orgTree.ts'
import { createCommunity, findEstate, listBuildings, listEstates } from '../../db/orgUnits.ts'
import { listStations } from '../../db/stations.ts'
import { openCommunity } from '../community.ts'

const MONDAY = new Date('2026-11-23T10:00:00+08:00')

async function open() {
  const community = await openCommunity({ start: MONDAY })
  const { db, scope } = community
  const [estate] = await listEstates(db, scope)
  const buildings = await listAllBuildings(db, scope)
  const idOf = (name: string) => String(buildings.find((building) => building.name === name)!.id)
  return { community, db, scope, estate: estate!, idOf, director: await community.staff('王主任', 'director') }
}

function visible(page: string): string {
  return page
    .replace(/^[\s\S]*?class="settings-body"/, '<')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
}

function tilesOf(page: string): string {
  return page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

const picked = (name: string, ids: string[]) => new URLSearchParams([['name', name], ...ids.map((id) => ['building', id])])

test('S83 buildings without a grid and grids without a worker are flagged until somebody is appointed', async () => {
  const { db, scope, director, idOf } = await open()
  const overview = async () => visible(await director.get('/settings/organisation'))
  expect(await overview()).toContain('11 栋楼不在网格里')

  await director.post('/settings/grids', picked('第一网格', ['1栋', '2栋'].map(idOf)))
  expect(await overview()).toContain('9 栋楼不在网格里 3栋、5栋、6栋、7栋、8栋、9栋等')
  expect(await overview()).toContain('1 个网格没有网格员 第一网格')
  expect(visible(await director.get('/settings/grids'))).toContain('第一网格 没有网格员 2 栋：1栋、2栋 任命网格员')

  const [grid] = await listGrids(db, scope)
  const typed = {
    role: 'gridWorker',
    person: '',
    name: '李建国',
    seat: String(grid!.id),
    from: '2026-01-01',
    to: '',
    electedBy: '社区聘任',
  }
  expect((await director.post('/settings/appointments', typed)).headers.get('location')).toBe('/settings/appointments')
  expect(await overview()).not.toContain('没有网格员')
  expect(visible(await director.get('/settings/grids'))).toContain('网格员 李建国 · 2 栋：1栋、2栋')

  const [worker] = await listAppointments(db, scope)
  await director.post(`/settings/appointments/${worker!.id}`, { to: '2026-11-22' })
  expect(await overview()).toContain('1 个网格没有网格员 第一网格')
})

test('S83 a building that is picked for another grid leaves the first', async () => {
  const { db, scope, director, idOf } = await open()
  await director.post('/settings/grids', picked('第一网格', ['1栋', '2栋'].map(idOf)))
  await director.post('/settings/grids', picked('第二网格', ['2栋', '3栋'].map(idOf)))
  const [first, second] = await listGrids(db, scope)
  const inGrids = (await listAllBuildings(db, scope)).filter(({ gridId }) => gridId !== null).map(({ name, gridId }) => [name, gridId])
  expect(inGrids).toEqual([
    ['1栋', first!.id],
    ['2栋', second!.id],
    ['3栋', second!.id],
  ])
  const twin = await director.post('/settings/grids', picked('第二网格', []))
  expect([twin.status, (await twin.text()).includes('已有同名的网格')]).toEqual([422, true])
})

test('S69 S84 an office that ends within 30 days is listed; one person holds two', async () => {
  const { db, scope, director, idOf, estate } = await open()
  const captain = { role: 'buildingCaptain', person: '', name: '赵楼长', seat: idOf('8栋'), from: '2024-12-15', electedBy: '居民选举' }
  await director.post('/settings/appointments', { ...captain, to: '2026-12-14' })
  await director.post('/settings/appointments', { ...captain, name: '钱楼长', seat: idOf('9栋'), to: '2026-12-24' })
  await director.post('/settings/appointments', { ...captain, role: 'ownersCommittee', seat: String(estate.id), to: '' })

  const page = visible(await director.get('/settings/appointments'))
  expect(page).toMatch(/30 天内到期 1 .*赵楼长 快到期 交叉任职：楼栋长、业委会 没有账号 8栋 楼栋长 · 居民选举 2024-12-15 至 2026-12-14/)
  expect(visible(await director.get('/settings/organisation'))).toContain('1 项任职 30 天内到期 赵楼长（8栋 楼栋长）')
  expect((await listAppointments(db, scope)).map(({ role, name }) => [role, name])).toEqual([
    ['buildingCaptain', '赵楼长'],
    ['buildingCaptain', '钱楼长'],
    ['ownersCommittee', '赵楼长'],
  ])
})

test('S85 who sits in the property company and on the owners’ committee is marked, and checks neither one’s work; a colleague does', async () => {
  const { community, director, estate } = await open()
  const officer = await community.staff('小李')
  const both = await community.staff('钱经理')
  const term = { person: `staff-${both.id}`, name: '', seat: String(estate.id), from: '2026-01-01', to: '', electedBy: '交叉任职' }
  for (const role of ['propertyManager', 'ownersCommittee']) await director.post('/settings/appointments', { ...term, role })
  expect(visible(await director.get('/settings/appointments')).match(/钱经理 交叉任职：物业、业委会/g)).toHaveLength(2)

  const group = await community.group()
  const MARK = /您在(物业|业委会)任职，请同事核查/
  const resolve = async (number: string, words: string, party: string) => {
    await group.say('王姐', words)
    await officer.move(number, 'file')
    await officer.move(number, 'assign', { party })
    expect(await both.get(`/tickets/${number}`)).not.toMatch(MARK)
    await officer.move(number, 'resolve', { note: '修好了' })
  }
  await resolve('JN-261123-001', '8栋2单元楼道灯不亮', 'property')
  await resolve('JN-261123-002', '5栋1单元门禁坏了', 'ownersCommittee')
  await resolve('JN-261123-003', '3栋电梯坏了', 'department')
  for (const number of ['JN-261123-001', 'JN-261123-002']) {
    const page = await both.get(`/tickets/${number}`)
    expect([MARK.test(page), page.includes(`/tickets/${number}/verify`)]).toEqual([true, false])
    expect((await both.move(number, 'verify')).status).toBe(403)
    expect(await community.ticket(number)).toMatchObject({ status: 'resolved' })
  }
  expect((await both.get('/today')).match(/请同事核查/g)).toHaveLength(2)
  expect(await both.get('/tickets/JN-261123-003')).not.toMatch(MARK)
  const [company] = await listAppointments(community.db, community.scope)
  await director.post(`/settings/appointments/${company!.id}`, { to: '2026-11-22' })
  expect((await both.move('JN-261123-001', 'verify')).status).toBe(303)
  expect((await both.move('JN-261123-002', 'verify')).status).toBe(403)
  expect((await director.move('JN-261123-002', 'verify')).status).toBe(303)
})

test('an office is carried on, ended, and removed when it was a mistake', async () => {
  const { db, scope, director, idOf } = await open()
  const captain = { role: 'buildingCaptain', person: '', name: '赵楼长', seat: idOf('8栋'), from: '2024-12-15', electedBy: '居民选举' }
  await director.post('/settings/appointments', { ...captain, to: '2026-12-14' })
  const { id } = (await listAppointments(db, scope))[0]!
  await director.post(`/settings/appointments/${id}`, { to: '2028-12-14' })
  expect(visible(await director.get('/settings/appointments'))).not.toContain('快到期')
  const wrong = await director.post(`/settings/appointments/${id}`, { to: '2024-01-01' })
  expect([wrong.status, (await wrong.text()).includes('最后一天早于第一天')]).toEqual([422, true])
  await director.post(`/settings/appointments/${id}`, { to: '2026-11-01' })
  expect(visible(await director.get('/settings/appointments'))).toContain('已卸任 1 项')
  await director.post(`/settings/appointments/${id}/removal`)
  expect(await listAppointments(db, scope)).toEqual([])
})

test.each([
  ['nobody', { name: '' }, '请选一位，或写下姓名'],
  ['no seat', { seat: '' }, '请选在哪里任职'],
  ['a last day before the first', { to: '2025-12-31' }, '最后一天早于第一天'],
  ['no word of how', { electedBy: ' ' }, '请填写怎么产生的'],
])('an appointment with %s is refused and what was typed stays', async (_, change, sentence) => {
  const { db, scope, director, idOf } = await open()
  const typed = { person: '', name: '赵楼长', seat: idOf('8栋'), from: '2026-01-01', to: '', electedBy: '居民选举', ...change }
  const answer = await director.post('/settings/appointments', { role: 'buildingCaptain', ...typed })
  const page = await answer.text()
  expect([answer.status, page.includes(sentence), page.includes('value="2026-01-01"')]).toEqual([422, true, true])
  expect(await listAppointments(db, scope)).toEqual([])
})

test('S27 a station is entered, answers, and has no private phone', async () => {
  const { community, db, scope, director, estate } = await open()
  const group = await community.group()
  const typed = { kind: 'studio', name: '和风苑连心室', parent: '', estate: String(estate.id), place: '3栋架空层', hours: '每天9-20点' }
  expect(visible(await director.get('/settings/organisation'))).toContain('1 个小区没有自己的连心室 和风苑')
  for (const said of [{ hours: '找老曹13800000000' }, { place: '3栋138-0000-0000' }, { name: '老曹１３８００００００００' }]) {
    const wrong = await director.post('/settings/stations', { ...typed, ...said })
    expect([wrong.status, (await wrong.text()).includes('不要写个人手机号')]).toEqual([422, true])
  }
  await director.post('/settings/stations', typed)
  const [station] = await listStations(db, scope)
  expect(visible(await director.get(`/settings/stations/${station!.id}`))).toContain(
    '机器人回答： 和风苑连心室在3栋架空层，每天9-20点，工作人员在这里接待。',
  )
  await group.say('老李', '连心室在哪')
  expect(group.replies()).toEqual(['小助手：@老李 和风苑连心室在3栋架空层，每天9-20点，工作人员在这里接待。'])
  expect(visible(await director.get('/settings/organisation'))).toContain('1 个连心站没有室长 和风苑连心室')
  expect(await director.get('/articles/trial?trial=连心室在哪')).toContain('先于知识库')
})

test('S28 a rule of a station is an article, and stands on the station’s page', async () => {
  const { db, scope, director, estate } = await open()
  const typed = { kind: 'studio', name: '和风苑连心室', parent: '', estate: String(estate.id), place: '3栋架空层', hours: '每天9-20点' }
  await director.post('/settings/stations', typed)
  const [station] = await listStations(db, scope)
  const form = await director.get(`/articles/new?station=${station!.id}&estate=${estate.id}&kind=rule`)
  expect(form).toMatch(new RegExp(`<option value="${station!.id}" selected=""[^>]*>\\s*和风苑连心室`))
  const rule = {
    kind: 'rule',
    estate: String(estate.id),
    station: String(station!.id),
    title: '议事规则',
    questions: '',
    answer: '一人一次。',
  }
  await director.post('/articles', { ...rule, source: '《议事规则》', publishedOn: '2026-10-01', expiresOn: '' })
  expect(visible(await director.get(`/settings/stations/${station!.id}`))).toContain('制度 1 议事规则 《议事规则》 · 2026-10-01')
  expect((await director.post(`/settings/stations/${station!.id}/removal`)).status).toBe(409)
})

test('S29 the week is filled turn by turn; holes are told, and who sits there now', async () => {
  const { db, scope, director } = await open()
  const turn = (weekdays: string[], from: string, to: string, name: string) =>
    director.post(
      '/settings/roster',
      new URLSearchParams([
        ...weekdays.map((weekday) => ['weekday', weekday]),
        ...Object.entries({ from, to, person: '', name, post: '党员先锋岗', station: '' }),
      ]),
    )
  expect(visible(await director.get('/settings/roster'))).toContain('还没有排班，诉求都交给默认承办方')
  await turn(['1', '2', '3', '4', '5', '6', '7'], '00:00', '19:00', '早班')
  await turn(['1', '2', '3', '4', '5', '6'], '19:00', '00:00', '晚班')
  const page = visible(await director.get('/settings/roster'))
  expect(page).toContain('有 1 处空档没人值班')
  expect(page).toContain('现在值班： 早班')
  expect(page).toMatch(/周日 00:00–19:00 早班 党员先锋岗 19:00–00:00 没人/)
  expect(visible(await director.get('/settings/organisation'))).toContain('值班表有 1 处空档 周日 19:00–00:00')

  const wrong = await turn([], '8点', '25:00', '')
  const again = await wrong.text()
  expect([wrong.status, ...['请至少选一天', '请填钟点', '请选一位'].map((sentence) => again.includes(sentence))]).toEqual([
    422,
    true,
    true,
    true,
  ])
  const roster = await listDuty(db, scope)
  await director.post(`/settings/roster/${roster[0]!.id}/removal`)
  expect(await listDuty(db, scope)).toHaveLength(roster.length - 1)
})

test('S37 S88 who looks after an estate is changed with a reason, and the history says by whom', async () => {
  const { community, db, scope, director, estate } = await open()
  const group = await community.group()
  await group.say('王姐', '8栋2单元4楼楼道灯又不亮了')
  const path = `/settings/estates/${estate.id}/management`
  expect(visible(await director.get(path))).toContain('现在：物业管理')
  const wrong = await director.post(path, { model: 'property', reason: '没变' })
  expect([wrong.status, (await wrong.text()).includes('现在就是这样')]).toEqual([422, true])
  expect((await director.post(path, { model: 'self_managed', reason: ' ' })).status).toBe(422)

  await director.post(path, { model: 'self_managed', reason: '物业合同到期' })
  expect((await findEstate(db, scope, estate.id)).managementModel).toBe('self_managed')
  expect(await community.ticket('JN-261123-001')).toMatchObject({ party: 'selfManagementCommittee' })
  expect(visible(await director.get(path))).toContain('物业管理 → 居民自管 物业合同到期 王主任 今天10:00 · 转交 1 件')
})

test('S88 the switch at the console gives what is open to the head of the contact point, in the ticket’s history and in the log', async () => {
  const { community, db, scope, director, estate } = await open()
  const lead = await community.staff('曹爱心')
  await director.post('/settings/stations', {
    ...{ kind: 'studio', name: '和风苑连心室', parent: '', estate: String(estate.id), place: '3栋架空层', hours: '每天9-20点' },
  })
  const [station] = await listStations(db, scope)
  const term = { role: 'stationLead', person: `staff-${lead.id}`, name: '', seat: String(station!.id), from: '2026-01-01', to: '' }
  await director.post('/settings/appointments', { ...term, electedBy: '社区聘任' })
  const group = await community.group()
  await group.say('王姐', '8栋2单元4楼楼道灯又不亮了')
  await director.move('JN-261123-001', 'file')

  await director.post(`/settings/estates/${estate.id}/management`, { model: 'self_managed', reason: '物业撤场' })
  expect(await community.ticket('JN-261123-001')).toMatchObject({ party: 'selfManagementCommittee', assigneeId: lead.id })
  expect(await director.get('/tickets/JN-261123-001')).toContain('和风苑改为居民自管，随之转交。')
  expect(tilesOf(await lead.get('/today'))).toContain('我手上的 1')
  expect(visible(await director.get('/settings/audit'))).toMatch(/王主任.*小区/)
})

test('S37 in a self-managed estate the committee is the default owner, and the three parties of a meeting swap', async () => {
  const { community, director, estate } = await open()
  const group = await community.group()
  const threeOf = async (number: string) => {
    await director.move(number, 'file')
    await director.move(number, 'raise', { level: 'subdistrict', note: '请街道指导' })
    const sheet = await director.get(`/consultations/${number}`)
    const suggested = [...sheet.matchAll(/name="party" value="(\w+)" checked/g)].map(([, party]) => party)
    return [visible(/id="quorum">([^<]*)/.exec(sheet)![1]!).trim(), suggested]
  }
  await group.say('王姐', '8栋2单元4楼楼道灯又不亮了')
  expect(await community.ticket('JN-261123-001')).toMatchObject({ party: 'property' })
  expect(await threeOf('JN-261123-001')).toEqual(['三方会议要到齐：小区党组织、业委会、物业。', ['property', 'community', 'subdistrict']])

  await director.post(`/settings/estates/${estate.id}/management`, { model: 'self_managed', reason: '物业合同到期' })
  await group.say('张叔', '5栋1单元门禁坏了')
  expect(await community.ticket('JN-261123-002')).toMatchObject({ party: 'selfManagementCommittee' })
  expect(await threeOf('JN-261123-002')).toEqual([
    '三方会议要到齐：小区党组织、自管小组、居民。',
    ['selfManagementCommittee', 'community', 'subdistrict'],
  ])

  const { version } = await community.ticket('JN-261123-002')
  const draft = new URLSearchParams({ seenVersion: String(version), title: '换门禁', date: '2026-11-28', time: '15:00', place: '议事厅' })
  for (const party of ['property', 'ownersCommittee', 'partyBranch', 'residents']) draft.append('party', party)
  expect((await director.post('/consultations/JN-261123-002', draft)).status).toBe(303)
  expect(await director.get('/tickets/JN-261123-002')).toContain('请物业、业委会、小区党组织、居民参加；三方还缺自管小组')
})

test('the level above and the names of buildings are put right', async () => {
  const { db, scope, director, estate } = await open()
  await director.post('/settings/organisation', { district: '南江区', subdistrict: '和风街道' })
  expect(visible(await director.get('/settings/organisation'))).toContain('南江区 › 和风街道 › 和风社区')
  const path = `/settings/estates/${estate.id}/buildings/name`
  await director.post(path, { building: '8栋', newName: '8号楼' })
  const twin = await director.post(path, { building: '8号楼', newName: '9栋' })
  expect([twin.status, (await twin.text()).includes('已有9栋了')]).toEqual([422, true])
  expect((await director.post(path, { building: '8号楼', newName: '1-3栋' })).status).toBe(422)
  expect((await listBuildings(db, scope)).get(estate.id)).toContain('8号楼')
})

test('others read and change nothing; what is another community’s is not found', async () => {
  const { community, db, estate, director } = await open()
  const colleague = await community.staff('小李', 'staff')
  for (const page of ['organisation', 'grids', 'appointments', 'stations', 'roster', `estates/${estate.id}/management`]) {
    expect((await colleague.request(`/settings/${page}`)).status).toBe(200)
    expect((await colleague.post(`/settings/${page}`, { name: '别的' })).status).toBe(403)
  }
  const { id: communityId } = await createCommunity(db, '邻江社区')
  const { id } = await drawGrid(db, { communityId }, { name: '江网格', buildingIds: [] })
  expect((await director.request(`/settings/grids/${id}`)).status).toBe(404)
  expect((await director.post(`/settings/grids/${id}/removal`)).status).toBe(404)
  expect((await director.post('/settings/stations/999/removal')).status).toBe(404)
  expect((await director.post('/settings/roster/999/removal')).status).toBe(404)
})
