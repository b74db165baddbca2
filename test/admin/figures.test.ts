import { expect, test } from 'vitest'
import { createCommunity, createEstate, listEstates } from '../../db/orgUnits.ts'
import { events } from '../../db/schema/index.ts'
import { openStation } from '../../db/stations.ts'
import { openCommunity } from '../community.ts'
import { fixtures } from '../figures.ts'

const HALF_YEAR = 'from=2026-01-01&to=2026-06-30'

async function openDesk() {
  const community = await openCommunity()
  const { db, scope } = community
  const [estate] = await listEstates(db, scope)
  return {
    community,
    db,
    scope,
    estate: estate!,
    rows: fixtures(db, { ...scope, estateId: estate!.id }),
    chen: await community.staff('陈静'),
  }
}

/** 收集问题 57 件 … as the tiles say them. */
function tilesIn(page: string): string[] {
  return [...page.matchAll(/<span class="tile-name">(.*?)<\/span><b class="num">(.*?)<\/b>/g)].map(([, name, value]) => `${name} ${value}`)
}

function rowsIn(page: string): string[][] {
  const [, table = ''] = /<tbody>(.*?)<\/tbody>/s.exec(page) ?? []
  return [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<td.*?>(.*?)<\/td>/gs)].map(([, cell]) => cell!.replace(/<[^>]*>/g, '').trim()),
  )
}

function openIn(page: string): string[] {
  return [...page.matchAll(/<p class="words open-why">(.*?)<\/p>/g)].map(([, why]) => why!)
}

test('S09 57 collected, 51 solved, 89.5 %, and the six that are open with why', async () => {
  const { rows, chen, community, estate } = await openDesk()
  await rows.solved(51)
  const later = new Date('2026-11-25T09:00:00+08:00')
  const [held] = await rows.add(1, { status: 'onHold', reviewAt: later, pausedAt: new Date('2026-03-03T10:00:00+08:00') })
  await rows.note(held!, 'hold', '配件要从外地调货')
  const [asked] = await rows.add(1, { status: 'awaitingResident', pausedAt: new Date('2026-03-03T10:00:00+08:00') })
  await rows.note(asked!, 'askResident', '方便拍张照片吗')
  await rows.add(1, { status: 'resolved', resolvedAt: community.now() })
  await rows.add(1, { status: 'closed', outcome: 'unconfirmed', closedAt: community.now() })
  const [refused] = await rows.add(1, { status: 'rejected', filedAt: null })
  await rows.note(refused!, 'reject', '不归社区管，请找供电')
  await rows.add(1, { status: 'filed' })
  // What is no collected matter changes nothing.
  await rows.add(4, { status: 'pendingReview', filedAt: null })
  await rows.add(3, { status: 'withdrawn' })
  await rows.add(2, { status: 'merged', mergedIntoId: held!.id })
  await rows.solved(5, { openedAt: new Date('2026-07-01T00:00:00+08:00') })
  const other = await createEstate(community.db, community.scope, { name: '晴川里', code: 'QC' })
  await rows.solved(2, { estateId: other.id })
  expect(tilesIn(await chen.get(`/figures?${HALF_YEAR}`))[0]).toBe('收集问题 59 件')

  const page = await chen.get(`/figures?${HALF_YEAR}&estate=${estate.id}`)
  expect(tilesIn(page)).toEqual(['收集问题 57 件', '解决问题 51 件', '解决率 89.5%', '还没解决 6 件'])
  expect(openIn(page)).toEqual([
    '暂缓：配件要从外地调货，周三再跟进',
    '等居民补充：方便拍张照片吗',
    '办完了，等居民或同事核查',
    '办完了，三个工作日没有人回话',
    '没有受理：不归社区管，请找供电',
    '已立案，还没派单',
  ])
  const linked = [...page.matchAll(/class="echo-what" href="\/tickets\/(JN-260302-\d{3})"/g)].map(([, number]) => number)
  expect(linked).toEqual(['052', '053', '054', '055', '056', '057'].map((last) => `JN-260302-${last}`))
  for (const words of ['没回话的 1 件不算解决', '还没确认的 4 件不算收集', '并入别的工单的 2 件只算一次']) expect(page).toContain(words)
})

test('S10 60 / 55 / 91.7 % of what meetings brought, told apart from the rest', async () => {
  const { rows, chen } = await openDesk()
  await rows.solved(55, rows.from('meeting'))
  await rows.add(5, rows.from('meeting'))
  await rows.solved(7, rows.from('phone'))
  await rows.add(2)

  const all = await chen.get(`/figures?${HALF_YEAR}&by=channel`)
  expect(tilesIn(all)[0]).toBe('收集问题 69 件')
  expect(rowsIn(all)).toEqual([
    ['群聊', '2', '0', '0.0%', '2'],
    ['会议', '60', '55', '91.7%', '5'],
    ['电话', '7', '7', '100.0%', ''],
  ])
  const page = await chen.get(`/figures?${HALF_YEAR}&channel=meeting`)
  expect(tilesIn(page)).toEqual(['收集问题 60 件', '解决问题 55 件', '解决率 91.7%', '还没解决 5 件'])
  expect(page).toContain('会议：3月议事厅')
  expect(openIn(page)).toHaveLength(5)
})

test('S11 33 problems in 6 categories, each once however many told of it', async () => {
  const { rows, chen } = await openDesk()
  const categories = [
    'facility.lift',
    'utility.water',
    'sanitation.pest',
    'parking.blocked',
    'property.service',
    'safety.structure',
  ] as const
  for (const category of categories) await rows.add(5, { category })
  const [kept] = await rows.add(3, { category: 'facility.lighting' })
  await rows.add(2, { category: 'facility.lighting', status: 'merged', mergedIntoId: kept!.id })

  const page = await chen.get(`/figures/list?${HALF_YEAR}`)
  expect(page).toContain('2026-01-01 至 2026-06-30，共 6 类 33 个问题')
  const groups = [...page.matchAll(/<h2 class="card-title">(.*?) <span class="soft num">(\d+)/g)].map(
    ([, name, count]) => `${name} ${count}`,
  )
  expect(groups).toEqual(['设施维修 8', '水电气暖 5', '环境卫生 5', '停车充电 5', '物业服务 5', '公共安全 5'])
  expect(page.match(/<li>/g)).toHaveLength(33)
})

test('by estate and colour, narrowed by a click; the days of an address that make no sense show this month', async () => {
  const { rows, chen, community, estate } = await openDesk()
  const other = await createEstate(community.db, community.scope, { name: '晴川里', code: 'QC' })
  await rows.solved(3)
  await rows.add(2, { estateId: other.id, tier: 'yellow' })
  expect(rowsIn(await chen.get(`/figures?${HALF_YEAR}`))).toEqual([
    [estate.name, '3', '3', '100.0%', ''],
    ['晴川里', '2', '0', '0.0%', '2'],
  ])
  expect(rowsIn(await chen.get(`/figures?${HALF_YEAR}&by=tier`)).map(([name]) => name)).toEqual(['绿色（社区）', '黄色（街道）'])
  const narrowed = await chen.get(`/figures?${HALF_YEAR}&by=estate&estate=${other.id}`)
  expect(tilesIn(narrowed)[0]).toBe('收集问题 2 件')

  const backwards = await chen.get('/figures?from=2026-06-30&to=2026-01-01')
  expect(backwards).toContain('日期前后颠倒了')
  expect(backwards).toContain('value="2026-11-01"')
  expect(await chen.get('/figures?from=x&to=%27&estate=abc&by=nothing')).toContain('这段时间没有收集到问题')
})

test('another community sees nothing of it', async () => {
  const { rows, community, db, estate } = await openDesk()
  await rows.solved(3)
  const far = await createCommunity(db, '远方社区')
  const stranger = await community.staff('老吴', 'director', far.id)
  expect(tilesIn(await stranger.get(`/figures?${HALF_YEAR}`))[0]).toBe('收集问题 0 件')
  expect(tilesIn(await stranger.get(`/figures?${HALF_YEAR}&estate=${estate.id}`))[0]).toBe('收集问题 0 件')
  expect(await stranger.get(`/figures/list?${HALF_YEAR}`)).not.toContain('楼道灯')
  const station = await openStation(db, community.scope, {
    kind: 'hub',
    name: '连心站',
    parentId: null,
    estateId: null,
    place: '一楼',
    hours: '9-17点',
  })
  expect((await stranger.request(`/figures/week?station=${station.id}`)).status).toBe(404)
})

test('what the bot had only taken for a matter is not collected', async () => {
  const { community, chen } = await openDesk()
  const group = await community.group()
  await group.say('王姐', '3栋电梯坏了')
  await chen.move('JN-261121-001', 'reject', { misread: 'yes' })
  await group.say('老李', '8栋2单元楼道灯不亮')
  await chen.move('JN-261121-002', 'reject', { note: '路灯归市政，请打12345' })
  expect(tilesIn(await chen.get('/figures'))).toEqual(['收集问题 1 件', '解决问题 0 件', '解决率 0.0%', '还没解决 1 件'])
})

test('S06 how much of what ended never left its level, month by month, and on which level it ended', async () => {
  const { rows, chen, db } = await openDesk()
  const november = { closedAt: new Date('2026-11-05T10:00:00+08:00') }
  await rows.solved(3, november)
  const [raised] = await rows.solved(1, { ...november, party: 'subdistrict', tier: 'yellow' })
  const [back] = await rows.solved(1, november)
  const [corrected] = await rows.solved(1, { ...november, party: 'department' })
  await rows.solved(2, { closedAt: new Date('2026-10-31T23:30:00+08:00'), party: 'buildingCaptain' })
  const [risen] = await rows.solved(1, { ...november, party: 'community' })
  const happen = async (ticketId: number, action: 'assign' | 'raise' | 'undo' | 'edit', changes: Record<string, [unknown, unknown]>) => {
    const at = new Date('2026-11-04T10:00:00+08:00')
    await db.insert(events).values({ communityId: raised!.communityId, ticketId, action, actor: 'staff', actorName: '小李', at, changes })
  }
  await happen(raised!.id, 'assign', { party: ['property', 'subdistrict'] })
  await happen(back!.id, 'assign', { party: ['property', 'department'] })
  await happen(back!.id, 'undo', { party: ['department', 'property'] })
  await happen(corrected!.id, 'edit', { category: ['facility.lighting', 'utility.power'], party: ['property', 'department'] })

  await happen(risen!.id, 'raise', { party: ['gridWorker', 'community'] })

  const [, kept, ended] = (await chen.get('/figures/levels')).split('class="section-title"')
  expect(kept).toContain('>在本级解决率<')
  expect(rowsIn(kept!).slice(0, 3)).toEqual([
    ['2026-11', '—', '66.7% 4/6', '—', '100.0% 1/1'],
    ['2026-10', '100.0% 2/2', '—', '—', '—'],
    ['2026-09', '—', '—', '—', '—'],
  ])
  expect(rowsIn(ended!).slice(0, 2)).toEqual([
    ['2026-11', '—', '57.1% 4/7', '14.3% 1/7', '28.6% 2/7'],
    ['2026-10', '100.0% 2/2', '—', '—', '—'],
  ])
})

test('S12 the week of a station: new, open and done, each leading to the words', async () => {
  const { rows, chen, community, estate } = await openDesk()
  const other = await createEstate(community.db, community.scope, { name: '晴川里', code: 'QC' })
  const station = await openStation(community.db, community.scope, {
    kind: 'studio',
    name: '和风连心室',
    parentId: null,
    estateId: estate.id,
    place: '和风苑1栋',
    hours: '9-17点',
  })
  const day = (date: string) => new Date(`2026-${date}T10:00:00+08:00`)
  await rows.add(1, { summary: '上周来的', openedAt: day('11-12') })
  const [done] = await rows.solved(1, { summary: '这周办完的', openedAt: day('11-12'), closedAt: day('11-18') })
  await rows.note(done!, 'resolve', '灯已换好')
  await rows.add(1, { summary: '这周来的', openedAt: day('11-17') })
  await rows.add(1, { summary: '别的小区的', openedAt: day('11-17'), estateId: other.id })
  await rows.add(1, { summary: '下周来的', openedAt: day('11-23') })

  const page = await chen.get(`/figures/week?week=2026-11-18&station=${station.id}`)
  expect(tilesIn(page)).toEqual(['新登记 1 件', '到周末还没办结 2 件', '办结 1 件'])
  for (const words of ['和风连心室 2026-11-16 至 2026-11-22', '这周来的', '上周来的', '这周办完的', '灯已换好'])
    expect(page).toContain(words)
  for (const words of ['别的小区的', '下周来的']) expect(page).not.toContain(words)
  expect(page).toContain(`href="/tickets/${done!.number}#ticket-words"`)
})

test('S12 every entry of the week leads to the residents’ own words, for those of this community alone', async () => {
  const { community, rows, chen, db, estate, scope } = await openDesk()
  const draft = { kind: 'studio' as const, name: '和风连心室', parentId: null, place: '和风苑1栋', hours: '9-17点' }
  const station = await openStation(db, scope, { ...draft, estateId: estate.id })
  const group = await community.group()
  await group.say('王姐', '8栋2单元楼道灯不亮')
  await group.say('老李', '3栋电梯坏了')
  await chen.move('JN-261121-002', 'file')
  await chen.move('JN-261121-002', 'resolve', { note: '维保已修复' })
  await group.say('老李', 'JN-261121-002 好了')
  await rows.add(1, { summary: '上周来的', openedAt: new Date('2026-11-12T10:00:00+08:00') })

  const page = await chen.get(`/figures/week?week=2026-11-18&station=${station.id}`)
  expect(tilesIn(page)).toEqual(['新登记 2 件', '到周末还没办结 2 件', '办结 1 件'])
  const entries = [...page.matchAll(/<li><a href="([^"]*)">/g)].map(([, address]) => address!)
  expect(entries).toHaveLength(5)
  expect(entries.every((address) => /^\/tickets\/[\w-]+#ticket-words$/.test(address))).toBe(true)
  for (const [number, words] of [
    ['JN-261121-001', '8栋2单元楼道灯不亮'],
    ['JN-261121-002', '3栋电梯坏了'],
  ] as const) {
    expect(entries).toContain(`/tickets/${number}#ticket-words`)
    const [, shown = ''] = (await chen.get(`/tickets/${number}`)).split('id="ticket-words"')
    expect(shown).toContain(words)
  }
  const far = await createCommunity(db, '远方社区')
  const stranger = await community.staff('老吴', 'director', far.id)
  expect((await stranger.request('/tickets/JN-261121-001')).status).toBe(404)
  expect((await stranger.request(`/figures/week?station=${station.id}`)).status).toBe(404)
  const nobody = await community.visit('http://console.test/tickets/JN-261121-001')
  expect([nobody.status, nobody.headers.get('location')]).toEqual([303, expect.stringMatching(/^\/sign-in/)])
})
