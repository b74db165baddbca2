import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deeds, outbox, tickets } from '../../db/schema/index.ts'
import { openConsole } from './console.ts'
import { type FilledCommunity, fillCommunity } from './world.ts'

const SECRETS = ['13800001111', '8-2-402', '粤A12345', '440301199001011234', '6222021122334455667']
const SAID = `电话13800001111，住8-2-402，车粤A12345，证440301199001011234，卡6222021122334455667`
const ALIAS = '8-2-402小玲姐'

let desk: Awaited<ReturnType<typeof openConsole>>
let ours: FilledCommunity
let number: string
let cookies: Record<'zhao' | 'chen' | 'sun' | 'qian', string>
beforeEach(async () => {
  desk = await openConsole()
  const boss = async (communityId: number) => (await desk.colleague(communityId, '赵敏', 'zhao', 'director')).staff.id
  ours = await fillCommunity(desk.db, { name: '锦宁社区', words: '平常的话' }, boss)
  number = ours.ids.ticket
  await desk.colleague(ours.communityId, '陈静', 'chen', 'staff')
  await desk.colleague(ours.communityId, '孙立', 'sun', 'gridWorker')
  await desk.colleague(ours.communityId, '钱进', 'qian', 'viewer')
  cookies = { zhao: '', chen: '', sun: '', qian: '' }
  for (const name of ['zhao', 'chen', 'sun', 'qian'] as const) cookies[name] = await desk.signIn(name)
  await tellSecrets()
})
afterEach(() => desk.close())

/** Whatever residents say, and colleagues write about them, tells of numbers and doors. */
async function tellSecrets(): Promise<void> {
  const statements = [
    sql`update messages set alias = ${ALIAS}, text = ${SAID}, caption = ${SAID}, quote = jsonb_build_object('sender', ${ALIAS}::text, 'text', ${SAID}::text, 'id', null)`,
    sql`update members set nickname = ${ALIAS}`,
    sql`update reports set alias = ${ALIAS}, words = ${SAID}`,
    sql`update outbox set text = ${SAID}, room_id = null, member_id = ${ours.ids.member}, ticket_id = (select id from tickets where number = ${number})
      where id = ${ours.ids.said}`,
    sql`insert into events (community_id, ticket_id, action, actor, actor_name, at, note)
      select community_id, id, 'reopen', 'resident', ${ALIAS}, opened_at, ${SAID} from tickets`,
    sql`update ticket_notes set words = ${SAID}`,
    sql`update ratings set call_note = ${SAID} where call_note is not null`,
    sql`update visits set household = ${ALIAS}, notes = ${SAID}`,
    sql`update visit_answers set text = ${SAID}`,
  ]
  for (const statement of statements) await desk.db.execute(statement)
}

const page = async (path: string, cookie = cookies.chen, headers: Record<string, string> = {}) =>
  (await desk.get(path, cookie, headers)).text()
const seenIn = (text: string) => SECRETS.filter((secret) => text.includes(secret))
const ticketPage = (cookie: string) => page(`/tickets/${number}`, cookie)
const reveal = (cookie: string, form: Record<string, string> = { reason: 'call' }) => desk.post(`/tickets/${number}/reveal`, form, cookie)

/** The sandbox's people are invented, and whoever plays them sees what they have typed. */
const PLAYED = ['/sandbox/chat']

test('no page of the console shows a number, a card, a plate or a door that residents wrote', async () => {
  const { ids } = ours
  const paths = [
    ...new Set(desk.app.routes.filter(({ path, method }) => method === 'GET' && !/[:*]/.test(path)).map(({ path }) => path)),
  ].filter((path) => path !== '/live' && !PLAYED.includes(path))
  expect(paths.length).toBeGreaterThan(40)
  const more = [
    `/tickets/${number}`,
    `/tickets/${ids.finished}`,
    `/tickets/${number}/edit`,
    '/tickets?status=all&view=tiers',
    '/tickets?q=13800001111&status=all',
    `/waiting/${ids.waiting}/ticket`,
    `/waiting/${ids.waiting}/report`,
    `/callbacks/${ids.rating}`,
    `/visits/${ids.visit}`,
    '/outbox?tab=all',
    '/outbox?tab=needsPerson',
    '/callbacks?tab=done',
  ]
  const leaks: string[] = []
  for (const path of [...paths, ...more]) {
    for (const cookie of [cookies.chen, cookies.zhao]) {
      if (path.startsWith('/visits') && cookie === cookies.zhao) continue
      const seen = seenIn((await page(path, cookie)).replaceAll('q=13800001111', '').replace(/value="13800001111"/g, ''))
      if (seen.length > 0) leaks.push(`${path}: ${seen}`)
    }
  }
  expect(leaks).toEqual([])
  expect(seenIn(await page(`/tickets/${number}`, cookies.chen, { 'hx-request': 'true' }))).toEqual([])
  expect(seenIn(await page(`/visits/${ids.visit}`, cookies.zhao))).toEqual(SECRETS)
})

test('with a reason, and for ten minutes, one colleague sees one ticket as it was written; the log says why and nothing else', async () => {
  expect(await ticketPage(cookies.chen)).toContain('有电话、门牌或证件号遮住了')
  expect((await desk.get(`/tickets/${number}/reveal`, cookies.chen)).status).toBe(200)
  expect((await reveal(cookies.chen, { reason: 'call', note: '先打13800001111再上门' })).status).toBe(303)

  expect(seenIn(await ticketPage(cookies.chen))).toEqual(SECRETS)
  expect(await ticketPage(cookies.chen)).toContain('09:10重新遮住')
  expect(seenIn(await page(`/tickets/${number}`, cookies.chen, { 'hx-request': 'true' }))).toEqual(SECRETS)
  expect(seenIn(await page(`/tickets/${ours.ids.finished}`, cookies.chen))).toEqual([])
  expect(seenIn(await ticketPage(cookies.zhao))).toEqual([])
  expect(seenIn(await page('/waiting', cookies.chen))).toEqual([])

  const log = await page(`/settings/audit?action=reveal&ticket=${number}`, cookies.zhao)
  for (const words of ['陈静', '查看未遮挡的信息', `/tickets/${number}`, '打电话核实：先打〔电话〕再上门']) expect(log).toContain(words)
  expect(await desk.db.select({ subject: deeds.subject, before: deeds.before, after: deeds.after }).from(deeds)).toEqual([
    { subject: number, before: null, after: '打电话核实：先打〔电话〕再上门' },
  ])

  desk.wait(9)
  expect(seenIn(await ticketPage(cookies.chen))).toEqual(SECRETS)
  desk.wait(1)
  expect(seenIn(await ticketPage(cookies.chen))).toEqual([])
})

test('without a reason nothing is shown and nothing is logged', async () => {
  expect((await reveal(cookies.chen, {})).status).toBe(422)
  expect((await reveal(cookies.chen, { reason: 'because' })).status).toBe(422)
  expect((await reveal(cookies.chen, { reason: 'other', note: ' ' })).status).toBe(422)
  expect(await desk.db.$count(deeds)).toBe(0)
  expect(seenIn(await ticketPage(cookies.chen))).toEqual([])
  expect((await reveal(cookies.chen, { reason: 'other', note: '核对车主' })).status).toBe(303)
  expect(await desk.db.select({ after: deeds.after }).from(deeds)).toEqual([{ after: '核对车主' }])
})

test('whoever only looks may not, and a grid worker only what is in their own hands', async () => {
  // Where no grid is drawn a grid worker sees every ticket.
  await desk.db.execute(sql`update org_units set grid_id = null`)
  await desk.db.execute(sql`delete from grids`)
  for (const cookie of [cookies.qian, cookies.sun]) {
    expect((await desk.get(`/tickets/${number}/reveal`, cookie)).status).toBe(403)
    expect((await reveal(cookie)).status).toBe(403)
    expect(await ticketPage(cookie)).toContain('要看的话，请找经办的同事')
    expect(seenIn(await ticketPage(cookie))).toEqual([])
  }
  await desk.db.execute(sql`update tickets set assignee_id = (select id from staff where name = '孙立') where number = ${number}`)
  expect((await reveal(cookies.sun)).status).toBe(303)
  expect(seenIn(await ticketPage(cookies.sun))).toEqual(SECRETS)
})

test('where nothing is hidden there is nothing to ask for', async () => {
  await desk.db.execute(sql`update messages set text = '楼道灯不亮', alias = '小玲', quote = null, caption = null`)
  await desk.db.execute(sql`update reports set alias = '小玲', words = null`)
  await desk.db.execute(sql`update outbox set text = '好的'`)
  await desk.db.execute(sql`update ticket_notes set words = '好的'`)
  await desk.db.execute(sql`delete from ticket_search`)
  await desk.db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.forgetting', 'on', true)`)
    await tx.execute(sql`update events set actor_name = '小玲', note = null`)
  })
  expect(await ticketPage(cookies.chen)).not.toContain('遮住')
})

test('what a colleague writes into a title is covered when it is saved', async () => {
  const form = { seenVersion: '1', summary: '8-2-402漏水，找13800001111', category: 'facility.water_leak', urgency: 'normal' }
  expect((await desk.post(`/tickets/${number}/edit`, form, cookies.chen)).status).toBe(303)
  expect(seenIn(await page('/tickets', cookies.chen))).toEqual([])
  expect(await page('/tickets', cookies.chen)).toContain('8-2-***漏水，找〔电话〕')
})

/** What is owed in private to a resident, and to somebody who was handed the work: held, stuck, and not yet due. */
async function oweInPrivate(): Promise<void> {
  const [row] = await desk.db.select({ id: tickets.id }).from(tickets).where(eq(tickets.number, number))
  const owed = {
    communityId: ours.communityId,
    memberId: ours.ids.member,
    text: SAID,
    about: [],
    createdAt: desk.clock.now,
    notBefore: desk.clock.now,
  }
  await desk.db.delete(outbox)
  await desk.db.insert(outbox).values([
    { ...owed, kind: 'staffAnswer', status: 'waiting', ticketId: row!.id },
    { ...owed, kind: 'dispatch', status: 'needsPerson', obstacle: 'notFriend', ticketId: row!.id },
    { ...owed, kind: 'reply', status: 'failed', obstacle: 'attempts', ticketId: null },
    { ...owed, kind: 'emergency', status: 'needsPerson', obstacle: 'interrupted', text: '燃气抢修0571-87654321', ticketId: row!.id },
  ])
}

test('what is owed to one person is covered before it is said as after, and copied by whoever has said why', async () => {
  await oweInPrivate()
  const pages = ['/outbox?tab=waiting', '/outbox?tab=needsPerson', '/outbox?tab=failed', '/outbox/by-hand']
  const seen = async (cookie: string) => Promise.all(pages.map(async (path) => seenIn(await page(path, cookie)).length))
  for (const cookie of Object.values(cookies)) expect(await seen(cookie)).toEqual([0, 0, 0, 0])
  const byHand = await page('/outbox/by-hand', cookies.chen)
  expect(byHand).toContain('燃气抢修0571-87654321')
  expect(byHand).toContain(`/tickets/${number}/reveal?back=%2Foutbox%2Fby-hand`)
  expect(byHand).toContain('遮住了对方自己的信息，只能由机器人说。')
  expect(byHand.match(/data-copy-from/g)).toHaveLength(1)
  expect(await page('/outbox/by-hand', cookies.qian)).toContain('遮住了号码，请经办的同事复制。')

  const why = await page(`/tickets/${number}/reveal?back=%2Foutbox%2Fby-hand`)
  expect(why).toContain('name="back" value="/outbox/by-hand"')
  const gone = await reveal(cookies.chen, { reason: 'call', back: '/outbox/by-hand' })
  expect(gone.headers.get('location')).toBe('/outbox/by-hand')
  expect(await seen(cookies.chen)).toEqual([5, 5, 0, 5])
  expect((await page('/outbox/by-hand', cookies.chen)).match(/data-copy-from/g)).toHaveLength(2)
  expect(await seen(cookies.zhao)).toEqual([0, 0, 0, 0])
  desk.wait(10)
  expect(await seen(cookies.chen)).toEqual([0, 0, 0, 0])
  expect((await reveal(cookies.chen, { reason: 'call', back: 'https://example.com/outbox' })).headers.get('location')).toBe(
    `/tickets/${number}`,
  )
})

test('the photos of a private ticket are covered as its words are: no page and no address shows them but to who has said why', async () => {
  const { media, finished } = ours.ids
  const addresses = [`/media/${media}`, `/media/${media}/thumbnail`]
  const ask = async (cookie: string) => Promise.all(addresses.map(async (path) => (await desk.get(path, cookie)).status))
  expect(await ask(cookies.qian)).toEqual([200, 200])

  await desk.db.execute(sql`update tickets set private = true where number = ${number}`)
  await desk.db.execute(
    sql`insert into evidence (community_id, ticket_id, media_hash, shows, at) select community_id, id, ${media}, 'after', opened_at from tickets where number = ${number}`,
  )
  // The other ticket shows the same photo to everybody.
  expect(await ask(cookies.qian)).toEqual([200, 200])
  await desk.db.execute(sql`update tickets set private = true where number = ${finished}`)
  const nobody = async () => {
    for (const cookie of Object.values(cookies)) expect(await ask(cookie)).toEqual([403, 403])
    const drawn = await ticketPage(cookies.chen)
    expect(drawn).not.toContain('/media/')
    expect(drawn.match(/照片遮住了/g)).toHaveLength(3)
    expect(drawn).toContain('有照片或语音，以及电话、门牌或证件号遮住了。')
  }
  await nobody()
  const covered = await desk.get(addresses[1]!, cookies.chen)
  expect([covered.headers.get('content-type'), await covered.text()]).toEqual(['image/svg+xml', expect.stringContaining('照片遮住了')])

  await reveal(cookies.chen)
  expect(await ask(cookies.chen)).toEqual([200, 200])
  expect((await desk.get(addresses[0]!, cookies.chen)).headers.get('cache-control')).toBe('private, no-store')
  expect(await ticketPage(cookies.chen)).toContain(`href="/media/${media}"`)
  for (const cookie of [cookies.zhao, cookies.sun, cookies.qian]) expect(await ask(cookie)).toEqual([403, 403])
  desk.wait(10)
  await nobody()
})

test('whoever waits for a person with a number to call is one form away from it: the ticket made of the words asks for the reason', async () => {
  const waiting = `/waiting/${ours.ids.waiting}/ticket`
  const form = { summary: '来电咨询', category: 'facility.lighting', urgency: 'normal', building: '1', estateId: String(ours.ids.estate) }
  const gone = await desk.post(waiting, form, cookies.chen)
  const ticket = gone.headers.get('location')!
  expect(ticket).toMatch(/^\/tickets\/Q/)
  expect(await page(ticket)).toContain(`href="${ticket}/reveal"`)
  await desk.post(`${ticket}/reveal`, { reason: 'call' }, cookies.chen)
  expect(seenIn(await page(ticket))).toEqual(SECRETS)
})
