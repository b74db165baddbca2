import { eq, sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { addFromAbove } from '../../admin/accounts.ts'
import { placeKey } from '../../core/organisation/reach.ts'
import type { Changes } from '../../core/ticket/undo.ts'
import type { Database, Db } from '../../db/client.ts'
import { findHeight, listCommunitiesBelow } from '../../db/communitiesBelow.ts'
import { keepMedia } from '../../db/media.ts'
import { placeCommunity } from '../../db/orgTree.ts'
import * as tables from '../../db/schema/index.ts'
import { ANY_TICKET, listTickets } from '../../db/ticketList.ts'
import * as tickets from '../../db/tickets.ts'
import { sampleTicket } from '../ticket.ts'
import { cookiesOf, openConsole } from './console.ts'
import { type FilledCommunity, fillCommunity } from './world.ts'

const AT = new Date('2026-11-21T08:00:00+08:00')
const LONG_AGO = new Date('2026-11-10T08:00:00+08:00')
const PASSWORD = 'lantern-river-8'

type Desk = Awaited<ReturnType<typeof openConsole>>
type Within = (database: Database) => Database['within']

/** Two communities of one street, one of another street of the same district, and one that nobody has placed. */
async function openDistrict(within?: Within) {
  let real!: Database
  const desk = await openConsole({
    within(database) {
      real = database
      return within ? within(database) : database.within
    },
  })
  onTestFinished(() => desk.close())
  const fill = async (name: string, username: string, above?: { district: string; subdistrict: string }) => {
    const boss = async (communityId: number) => (await desk.colleague(communityId, username, username, 'director')).staff.id
    const filled = await fillCommunity(desk.db, { name, words: `${name}的话` }, boss)
    if (above) await placeCommunity(desk.db, filled, above)
    return filled
  }
  const street = { district: '东区', subdistrict: '府街街道' }
  const jin = await fill('锦宁社区', 'jinning', street)
  const qing = await fill('清河社区', 'qinghe', street)
  const bei = await fill('北苑社区', 'beiyuan', { district: '东区', subdistrict: '河东街道' })
  const none = await fill('无名社区', 'wuming')
  return { desk, real, jin, qing, bei, none }
}

/** Somebody from above, who has chosen a password. */
async function lookDown(desk: Desk, unit: string, username: string): Promise<string> {
  const temporary = await addFromAbove(desk.db, (await findHeight(desk.db, unit))!, { name: `${unit}小周`, username }, desk.clock.now)
  const cookie = await desk.signIn(username, temporary)
  const changed = await desk.post('/account/first-password', { next: PASSWORD, again: PASSWORD }, cookie)
  expect([200, 204, 303]).toContain(changed.status)
  return desk.signIn(username, PASSWORD)
}

/** One more ticket of a community. */
async function file(db: Db, { communityId, ids }: FilledCommunity, number: string, more: Partial<typeof tables.tickets.$inferInsert> = {}) {
  const { id: _, ...facts } = sampleTicket()
  const own = { communityId, estateId: ids.estate, number, assigneeId: null, countedFrom: AT, openedAt: AT, filedAt: AT }
  const [row] = await db
    .insert(tables.tickets)
    .values({ ...facts, status: 'assigned', summary: `${number}的事`, ...own, ...more })
    .returning()
  await db.insert(tables.events).values({ communityId, ticketId: row!.id, action: 'file', actor: 'staff', actorName: '小李', at: AT })
  return row!
}

/** The way into a community's page, as a browser follows it. */
async function enter(desk: Desk, cookie: string, path: string): Promise<{ page: string; cookie: string; text: string; status: number }> {
  const gone = await desk.get(path, cookie)
  const both = `${cookie}; ${cookiesOf(gone)}`
  const page = gone.headers.get('location') ?? ''
  return { page, cookie: both, text: page ? await (await desk.get(page, both)).text() : await gone.text(), status: gone.status }
}

test('S05 a street user sees all communities below with their figures, and goes from each figure to its list', async () => {
  const { desk, jin } = await openDistrict()
  await file(desk.db, jin, 'J-1', { openedAt: LONG_AGO, resolveBy: LONG_AGO })
  await file(desk.db, jin, 'J-2', { party: 'subdistrict' })
  await file(desk.db, jin, 'J-3', { status: 'closed', outcome: 'verified', closedAt: AT })
  const cookie = await lookDown(desk, '府街街道', 'fujie')

  const home = await desk.get('/', cookie)
  expect(home.headers.get('location')).toBe('/communities')
  const text = await (await desk.get('/communities', cookie)).text()
  const row = (name: string) =>
    text
      .split('<tr>')
      .find((part) => part.includes(`>${name}</a>`))
      ?.match(/class="num[^>]*>([^<]*)/g)
      ?.map((found) => found.replace(/.*>/, ''))
  expect(row('锦宁社区')).toEqual(['3', '1', '1', '1', '3 / 1'])
  expect(row('清河社区')).toEqual(['1', '0', '0', '0', '0 / 0'])
  expect(text).not.toMatch(/北苑社区|无名社区/)

  const listed = async (way: string) => {
    const { text: page } = await enter(desk, cookie, `/communities/${jin.communityId}/${way}`)
    return [...new Set(page.match(/J-\d(?=的事)/g))].toSorted()
  }
  expect(await listed('open')).toEqual(['J-1', 'J-2'])
  expect(await listed('late')).toEqual(['J-1'])
  expect(await listed('silent')).toEqual(['J-1'])
  expect(await listed('raised')).toEqual(['J-2'])
  expect((await enter(desk, cookie, `/communities/${jin.communityId}/figures`)).text).toContain('锦宁社区')
  expect(desk.reported).toEqual([])
})

test('S05 the district sees the communities of all its streets, a street those of its own', async () => {
  const { desk } = await openDistrict()
  const names = async (cookie: string) =>
    [...(await (await desk.get('/communities', cookie)).text()).matchAll(/today">([^<]*社区)</g)].map(([, name]) => name)
  expect(await names(await lookDown(desk, '东区', 'dongqu'))).toEqual(['锦宁社区', '清河社区', '北苑社区'])
  expect(await names(await lookDown(desk, '河东街道', 'hedong'))).toEqual(['北苑社区'])
})

test('S05 a street user reads a community below, acts on what was raised, and finds no door to the rest', async () => {
  const { desk, jin } = await openDistrict()
  await file(desk.db, jin, 'J-1')
  await file(desk.db, jin, 'J-2', { party: 'subdistrict' })
  const street = await lookDown(desk, '府街街道', 'fujie')
  const { cookie } = await enter(desk, street, `/communities/${jin.communityId}/today`)

  expect((await desk.get('/tickets/J-1', cookie)).status).toBe(200)
  expect((await desk.post('/tickets/J-1/takeUp', { seenVersion: '1' }, cookie)).status).toBe(403)
  expect((await desk.post('/tickets/J-1/notes', { words: '请尽快' }, cookie)).status).toBe(303)
  expect((await desk.post('/tickets/J-2/takeUp', { seenVersion: '1' }, cookie)).status).toBe(303)
  expect(await tickets.find(desk.db, jin, 'J-2')).toMatchObject({ status: 'inProgress', party: 'subdistrict' })
  expect(await (await desk.get('/tickets/J-2', cookie)).text()).toContain('府街街道小周')
  const theirs = await desk.signIn('jinning', 'lantern-river-7')
  expect(await (await desk.get('/tickets/J-2', theirs)).text()).toContain('府街街道小周')

  for (const closed of ['/settings', '/settings/people', '/intake', '/waiting', '/outbox', '/bot', '/articles', '/callbacks', '/pages'])
    expect([closed, (await desk.get(closed, cookie)).status]).toEqual([closed, 403])
  expect((await desk.post('/tickets/J-1/edit', { seenVersion: '1' }, cookie)).status).toBe(403)
  expect((await desk.get('/communities', theirs)).status).toBe(403)
  expect(desk.reported).toEqual([])
})

/** A private matter of the community's own, and one that was raised to the street, each with a note, a message and what was owed. */
async function openPrivate(within?: Within) {
  const opened = await openDistrict(within)
  const { desk, jin } = opened
  const { communityId, ids, byId } = jin
  const [said] = await desk.db.select().from(tables.messages).where(eq(tables.messages.id, ids.waiting))
  const { id: _, ...message } = said!
  const tell = async (number: string, more: Partial<typeof tables.tickets.$inferInsert>) => {
    const ticket = await file(desk.db, jin, number, { private: true, category: 'dispute.leak', openedAt: AT, ...more })
    const own = { communityId, ticketId: ticket.id }
    const words = `${number}的原话`
    const mediaHash = await keepMedia(desk.db, { bytes: new TextEncoder().encode(words) }, AT)
    const [heard] = await desk.db
      .insert(tables.messages)
      .values({ ...message, externalId: number, text: words, alias: words, mediaHash, outcome: 'ticketOpened', reason: null })
      .returning()
    await desk.db.insert(tables.reports).values({ ...own, messageId: heard!.id, memberId: ids.member, alias: words, reportedAt: AT })
    await desk.db.insert(tables.ticketNotes).values({ ...own, staffId: byId, words, at: AT })
    await desk.db.insert(tables.ticketSearch).values({ ...own, words })
    const owed: typeof tables.outbox.$inferInsert = {
      ...own,
      kind: 'reply',
      memberId: ids.member,
      text: words,
      about: [],
      status: 'sent',
      notBefore: AT,
      createdAt: AT,
    }
    await desk.db.insert(tables.outbox).values(owed)
    return mediaHash
  }
  const photos = { own: await tell('J-1', {}), raised: await tell('J-2', { party: 'subdistrict' }) }
  return { ...opened, photos }
}

const OWN_PRIVATE = /J-1的/

/** Every page of a community that a street user may open says nothing of its private matter, but of the one that was raised. */
async function readFromAbove({ desk, jin, photos }: Awaited<ReturnType<typeof openPrivate>>) {
  const street = await lookDown(desk, '府街街道', 'fujie')
  const { cookie } = await enter(desk, street, `/communities/${jin.communityId}/today`)
  const lists = ['/today', '/tickets', '/tickets?view=board', '/tickets?private=yes&status=all', '/tickets?q=J-1', '/tickets/J-2']
  const figures = ['/figures', '/figures/list', '/figures/week', '/figures/levels']
  const shown: string[] = []
  for (const path of [...lists, ...figures]) {
    const response = await desk.get(path, cookie)
    const text = await response.text()
    if (OWN_PRIVATE.test(text)) shown.push(path)
    if (response.status !== 200) shown.push(`${path}: ${response.status}`)
  }
  expect(shown).toEqual([])
  expect(await (await desk.get('/tickets', cookie)).text()).toContain('J-2的事')
  const statusOf = async (path: string) => (await desk.get(path, cookie)).status
  expect([await statusOf('/tickets/J-1'), await statusOf('/tickets/J-2')]).toEqual([404, 200])
  // What was raised is covered as it is for everybody who may not ask.
  expect([await statusOf(`/media/${photos.own}`), await statusOf(`/media/${photos.raised}`)]).toEqual([404, 403])
  return cookie
}

test('S05 a street user counts the private matters of a community below and reads those alone that were raised', async () => {
  const opened = await openPrivate()
  const { desk, jin } = opened
  const cookie = await readFromAbove(opened)
  const figures = await (await desk.get('/figures', cookie)).text()
  const theirs = await (await desk.get('/figures', await desk.signIn('jinning', 'lantern-river-7'))).text()
  const collected = (text: string) => /收集问题<\/span><b class="num">(\d+) 件/.exec(text)?.[1]
  expect([collected(figures), collected(theirs)]).toEqual(['2', '2'])
  expect(figures).toContain('不公开的事项只计数，上报之后才列出来。')
  expect(await (await desk.get('/communities', cookie)).text()).toContain('不公开的事项只计数，上报之后才看得到内容。')

  // Once it is theirs they act on it, and lose sight of it when they give it back.
  const back = await desk.post('/tickets/J-2/assign', { seenVersion: '1', note: '请社区先调解', party: 'community' }, cookie)
  expect(back.headers.get('location')).toBe('/today')
  expect((await tickets.find(desk.db, jin, 'J-2')).party).toBe('community')
  expect((await desk.get('/tickets/J-2', cookie)).status).toBe(404)
  expect(desk.reported).toEqual([])
})

test('S06 the page of levels counts from above what the community itself counts, private matters too, and reads none of their words', async () => {
  const { desk, real, jin, bei } = await openDistrict()
  const ended = { status: 'closed', outcome: 'verified', closedAt: AT } as const
  const rise = (ticketId: number, communityId: number) => ({
    communityId,
    ticketId,
    action: 'raise' as const,
    actor: 'staff' as const,
    actorName: '小李',
    at: AT,
    note: '三方的话',
    changes: { party: ['community', 'subdistrict'], summary: ['漏水', '漏水，老王家'] } satisfies Changes,
  })
  await file(desk.db, jin, 'J-1', { ...ended, party: 'community' })
  await file(desk.db, jin, 'J-2', { ...ended, private: true, category: 'dispute.leak', party: 'community' })
  const raised = await file(desk.db, jin, 'J-3', { ...ended, private: true, category: 'dispute.leak', party: 'community' })
  const elsewhere = await file(desk.db, bei, 'B-1', { ...ended, party: 'community' })
  await desk.db.insert(tables.events).values([rise(raised.id, jin.communityId), rise(elsewhere.id, bei.communityId)])

  const street = await lookDown(desk, '府街街道', 'fujie')
  const { cookie } = await enter(desk, street, `/communities/${jin.communityId}/today`)
  const cells = (text: string) => /<td class="num">2026-11<\/td>(.*?)<\/tr>/s.exec(text)?.[1]?.match(/\d+\/\d+/g)
  const fromAbove = await (await desk.get('/figures/levels', cookie)).text()
  const own = await (await desk.get('/figures/levels', await desk.signIn('jinning', 'lantern-river-7'))).text()
  expect([cells(fromAbove), cells(own)]).toEqual([
    ['1/1', '2/3'],
    ['1/1', '2/3'],
  ])
  expect(fromAbove).toContain('不公开的事项也算在内，只计数，上报之后才列出来。')
  expect(own).not.toContain('不公开的事项也算在内')
  expect(fromAbove).not.toContain('老王家')

  const above = real.above((await findHeight(desk.db, '府街街道'))!)
  const steps = (await above.execute(sql`select * from ticket_steps`)) as unknown as { rows: Record<string, unknown>[] }
  expect(steps.rows.map((row) => row['community_id'])).toContain(jin.communityId)
  expect(steps.rows.map((row) => row['community_id'])).not.toContain(bei.communityId)
  expect(JSON.stringify(steps.rows)).not.toMatch(/老王家|三方的话/)
  await expect(above.execute(sql`select note from events`)).rejects.toThrow()
})

test('S05 the first net alone keeps the private matters of a community below from a street user', async () => {
  const opened = await openPrivate(
    ({ db }) =>
      () =>
        db,
  )
  await readFromAbove(opened)
})

test('S05 the second net alone: the database shows from above no row of a private matter but of what was raised', async () => {
  const { desk, real, jin } = await openPrivate()
  const { communityId } = jin
  const { unitId } = (await findHeight(desk.db, '府街街道'))!
  const above = real.within({ communityId, from: unitId })
  const { rows } = await listTickets(above, { communityId }, ANY_TICKET, { limit: 50 })
  expect(rows.map(({ number }) => number).filter((number) => number.startsWith('J'))).toEqual(['J-2'])
  await expect(tickets.find(above, { communityId }, 'J-1')).rejects.toThrow('not-found')
  const words = [
    above.select({ words: tables.messages.text }).from(tables.messages),
    above.select({ words: tables.reports.alias }).from(tables.reports),
    above.select({ words: tables.ticketNotes.words }).from(tables.ticketNotes),
    above.select({ words: tables.ticketSearch.words }).from(tables.ticketSearch),
    above.select({ words: tables.outbox.text }).from(tables.outbox),
  ]
  for (const found of words) {
    const own = (await found).map((row) => row.words).filter((text) => text.startsWith('J-'))
    expect(own).toEqual(['J-2的原话'])
  }
  const events = await above.select({ ticketId: tables.events.ticketId }).from(tables.events)
  const seen = new Set((await above.select({ id: tables.tickets.id }).from(tables.tickets)).map(({ id }) => id))
  expect(events.filter(({ ticketId }) => !seen.has(ticketId))).toEqual([])
  expect(await above.$count(tables.media)).toBe(2)
  const changed = await above.update(tables.tickets).set({ version: 9 }).where(eq(tables.tickets.private, true)).returning()
  expect(changed.map(({ number }) => number)).toEqual(['J-2'])
})

test('S05 the first net alone: a community that is not below is one that nobody has, whatever the cookie says', async () => {
  const { desk, jin, bei, none } = await openDistrict(
    ({ db }) =>
      () =>
        db,
  )
  const street = await lookDown(desk, '府街街道', 'fujie')
  for (const { communityId } of [bei, none, { communityId: 2_000_000_000 }]) {
    expect((await enter(desk, street, `/communities/${communityId}/open`)).status).toBe(404)
    const forged = `${street}; community=${communityId}`
    const text = await (await desk.get('/tickets', forged)).text()
    expect(text).toContain('锦宁社区')
    expect(text).not.toMatch(/北苑社区|无名社区/)
    expect((await desk.get(`/tickets/${bei.ids.ticket}`, forged)).status).toBe(404)
  }
  expect((await desk.get(`/tickets/${jin.ids.ticket}`, street)).status).toBe(200)
})

test('S05 the second net alone: the database opens to a street exactly its communities, and from above no words', async () => {
  const { desk, real, jin, qing, bei, none } = await openDistrict()
  const fujie = (await findHeight(desk.db, '府街街道'))!
  const seenIn = async ({ communityId }: { communityId: number }) => {
    const within = real.within({ communityId, from: fujie.unitId })
    const rows = await within.select({ in: tables.tickets.communityId }).from(tables.tickets)
    return [...new Set(rows.map((row) => row.in))]
  }
  expect(await seenIn(jin)).toEqual([jin.communityId])
  expect(await seenIn(qing)).toEqual([qing.communityId])
  expect(await seenIn(bei)).toEqual([])
  expect(await seenIn(none)).toEqual([])

  const above = real.above(fujie)
  const span = { now: AT, quietSince: LONG_AGO, from: LONG_AGO, to: AT }
  const district = (await findHeight(desk.db, '东区'))!
  const counted = await listCommunitiesBelow(above, district, span)
  expect(counted.map(({ name }) => name)).toEqual(['锦宁社区', '清河社区'])
  const rows = await above.select({ in: tables.tickets.communityId }).from(tables.tickets).orderBy(tables.tickets.id)
  expect([...new Set(rows.map((row) => row.in))]).toEqual([jin.communityId, qing.communityId])
  await expect(above.select({ words: tables.tickets.summary }).from(tables.tickets)).rejects.toThrow()
  await expect(above.select().from(tables.messages)).rejects.toThrow()
  await expect(above.update(tables.tickets).set({ version: 9 })).rejects.toThrow()
})

/** 8栋 has a captain, and lies with 9栋 in a grid; 1栋 in another. */
async function openHouses(within?: Within) {
  const opened = await openDistrict(within)
  const { desk, jin } = opened
  const own = { communityId: jin.communityId }
  const [grid] = await desk.db
    .insert(tables.grids)
    .values({ ...own, name: '第二网格' })
    .returning()
  const house = { ...own, kind: 'building' as const, parentId: jin.ids.estate, gridId: grid!.id }
  const [eight] = await desk.db
    .insert(tables.orgUnits)
    .values({ ...house, name: '8栋' })
    .returning()
  await desk.db.insert(tables.orgUnits).values({ ...house, name: '9栋' })
  const captain = (await desk.colleague(jin.communityId, '高楼长', 'captain', 'buildingCaptain')).staff
  const worker = (await desk.colleague(jin.communityId, '网格小王', 'worker', 'gridWorker')).staff
  const term = { ...own, from: '2026-01-01', electedBy: '居民选举' }
  await desk.db.insert(tables.appointments).values([
    { ...term, role: 'buildingCaptain', staffId: captain.id, name: '高楼长', unitId: eight!.id },
    { ...term, role: 'gridWorker', staffId: worker.id, name: '网格小王', gridId: grid!.id },
  ])
  const at = (building: string | null) => ({ place: { building, entrance: null, spot: null } })
  await file(desk.db, jin, 'J-8', at('8'))
  await file(desk.db, jin, 'J-9', at('9'))
  await file(desk.db, jin, 'J-1', at('1'))
  await file(desk.db, jin, 'J-0', at(null))
  return { ...opened, captain, worker }
}

const listedIn = (text: string) => [...new Set(text.match(/J-\d(?=的事)/g))].toSorted()

test('S05 a building captain sees and acts on their own building alone, a grid worker on their grid', async () => {
  const { desk } = await openHouses()
  const captain = await desk.signIn('captain')
  const worker = await desk.signIn('worker')

  expect(listedIn(await (await desk.get('/tickets', captain)).text())).toEqual(['J-8'])
  expect(listedIn(await (await desk.get('/today', captain)).text())).toEqual(['J-8'])
  expect(listedIn(await (await desk.get('/tickets?view=board', captain)).text())).toEqual(['J-8'])
  expect(listedIn(await (await desk.get('/tickets', worker)).text())).toEqual(['J-0', 'J-8', 'J-9'])

  expect((await desk.post('/tickets/J-8/takeUp', { seenVersion: '1' }, captain)).status).toBe(303)
  expect((await desk.post('/tickets/J-9/takeUp', { seenVersion: '1' }, captain)).status).toBe(404)
  expect((await desk.post('/tickets/J-9/takeUp', { seenVersion: '1' }, worker)).status).toBe(303)
  expect((await desk.post('/tickets/J-1/takeUp', { seenVersion: '1' }, worker)).status).toBe(404)
  for (const closed of ['/waiting', '/figures', '/settings', '/outbox', '/intake', '/communities'])
    expect([closed, (await desk.get(closed, captain)).status]).toEqual([closed, 403])
  expect(desk.reported).toEqual([])
})

test('S05 what is given to a captain from elsewhere is theirs until they give it back', async () => {
  const { desk, jin, captain } = await openHouses()
  await desk.db.update(tables.tickets).set({ assigneeId: captain.id, assignedAt: AT }).where(eq(tables.tickets.number, 'J-1'))
  const cookie = await desk.signIn('captain')
  expect(listedIn(await (await desk.get('/tickets', cookie)).text())).toEqual(['J-1', 'J-8'])
  const back = await desk.post('/tickets/J-1/bounce', { seenVersion: '1', note: '不是我们楼' }, cookie)
  expect(back.headers.get('location')).toBe('/today')
  expect(await tickets.find(desk.db, jin, 'J-1')).toMatchObject({ status: 'filed', assigneeId: null })
  expect(listedIn(await (await desk.get('/tickets', cookie)).text())).toEqual(['J-8'])
  expect(desk.reported).toEqual([])
})

test('S05 what a grid worker takes in for another grid is saved, and they read who has it instead of a page that is not theirs', async () => {
  const { desk, jin } = await openHouses()
  const worker = await desk.signIn('worker')
  const said = { summary: '楼道灯不亮', category: 'facility.lighting', urgency: 'normal', entrance: '', spot: '' }
  const form = { ...said, channel: 'patrol', estateId: String(jin.ids.estate), words: '1栋楼道灯不亮', name: '李叔', building: '1' }
  const emergency = { ...form, category: 'emergency.gas', urgency: 'emergency', summary: '1栋燃气味', words: '1栋有煤气味' }
  for (const [index, typed] of [form, emergency].entries()) {
    const saved = await desk.post('/intake', typed, worker)
    expect(desk.reported).toEqual([])
    expect([saved.status, saved.headers.get('location')]).toEqual([303, '/intake'])
    const page = await (await desk.get('/intake', `${worker}; ${cookiesOf(saved)}`)).text()
    const number = /已登记 ([^ ，：]+)/.exec(page)?.[1]
    expect(page).toContain(`已登记 ${number}：${typed.summary}，由${['物业', '值班人员'][index]}负责。这里不归您的网格，您的列表里看不到。`)
    expect((await desk.get(`/tickets/${number}`, worker)).status).toBe(404)
    expect(await tickets.find(desk.db, jin, number!)).toMatchObject({ party: ['property', 'duty'][index], place: { building: '1' } })
  }
  const waited = await desk.post(`/waiting/${jin.ids.waiting}/ticket`, form, worker)
  expect([waited.status, waited.headers.get('location')]).toEqual([303, '/waiting'])
  const own = await desk.post('/intake', { ...form, building: '8' }, worker)
  expect(await (await desk.get('/intake', `${worker}; ${cookiesOf(own)}`)).text()).toMatch(/已登记 [^ ，：]+：楼道灯不亮，由物业负责。</)
  expect(desk.reported).toEqual([])
})

test('S05 an office that has ended opens nothing', async () => {
  const { desk } = await openHouses()
  await desk.db.update(tables.appointments).set({ to: '2026-11-20' })
  expect(listedIn(await (await desk.get('/tickets', await desk.signIn('captain'))).text())).toEqual([])
})

test('S05 the first net alone: on no page about a ticket does a captain find another building’s', async () => {
  const { desk } = await openHouses(
    ({ db }) =>
      () =>
        db,
  )
  const cookie = await desk.signIn('captain')
  const paths = desk.app.routes.filter(({ path, method }) => path.startsWith('/tickets/:number') && method !== 'ALL')
  expect(paths.length).toBeGreaterThan(20)
  const open: string[] = []
  for (const { method, path } of paths) {
    const to = path
      .replace(':number', 'J-9')
      .replace(':action', 'takeUp')
      .replace(/:id(\{[^}]*\})?/, '1')
    const ask = {
      seenVersion: '1',
      note: '一句',
      words: '一句',
      text: '一句',
      to: 'group',
      level: 'community',
      outcome: '一句',
      department: '城管',
      reason: 'call',
    }
    const response = method === 'GET' ? await desk.get(to, cookie) : await desk.post(to, ask, cookie)
    if (![403, 404].includes(response.status)) open.push(`${method} ${path}: ${response.status}`)
  }
  expect(open).toEqual([])
  expect(listedIn(await (await desk.get('/tickets', cookie)).text())).toEqual(['J-8'])
  expect(listedIn(await (await desk.get('/today', cookie)).text())).toEqual(['J-8'])
})

test('S05 the second net alone: the database shows a captain their building, also where nobody asks for the scope', async () => {
  const { desk, real, jin, captain } = await openHouses()
  const { communityId } = jin
  const reach = { staffId: captain.id, places: [placeKey(jin.ids.estate, '8栋')] }
  const within = real.within({ communityId, reach })
  const { rows } = await listTickets(within, { communityId }, ANY_TICKET, { limit: 50 })
  expect(rows.map(({ number }) => number)).toEqual(['J-8'])
  await expect(tickets.find(within, { communityId }, 'J-9')).rejects.toThrow('not-found')
  const filed = await desk.db.select({ ticketId: tables.tickets.id, words: tables.tickets.number }).from(tables.tickets)
  await desk.db
    .insert(tables.ticketSearch)
    .values(filed.filter(({ words }) => words.startsWith('J')).map((row) => ({ ...row, communityId })))
  expect((await within.select({ words: tables.ticketSearch.words }).from(tables.ticketSearch)).map(({ words }) => words)).toEqual(['J-8'])
  const events = await within.select({ ticketId: tables.events.ticketId }).from(tables.events)
  expect(events.map(({ ticketId }) => ticketId)).toEqual([rows[0]!.id])
  expect(await within.update(tables.tickets).set({ version: 9 }).returning({ number: tables.tickets.number })).toEqual([{ number: 'J-8' }])
  expect((await tickets.find(desk.db, jin, 'J-9')).version).toBe(1)
})

test('the database writes the place of a matter as the core does', async () => {
  const { db, close } = await openConsole()
  for (const name of ['8栋', '8 幢', '８号楼', 'a座', 'A3', '东门楼', '12#', '']) {
    const place = JSON.stringify({ building: name })
    const result = (await db.execute(sql`select place_key(7, ${place}::jsonb) as key`)) as unknown as { rows: { key: string }[] }
    expect(result.rows[0]!.key).toBe(placeKey(7, name))
  }
  await close()
})
