import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OWN_ROLES } from '../../core/staff.ts'
import type { Database, Db } from '../../db/client.ts'
import { keepMedia } from '../../db/media.ts'
import { openConsole } from './console.ts'
import { type FilledCommunity, fillCommunity } from './world.ts'

type Ids = FilledCommunity['ids']
type Form = Record<string, string>
type Way = { id: keyof Ids; also?: keyof Ids; form?: Form }

/** Whose id stands in an address that begins so; the first that fits. */
const OWNERS: [RegExp, Omit<Way, 'form'>][] = [
  [/^.tickets.filters/, { id: 'filter' }],
  [/^.tickets.:number.photos/, { id: 'ticket', also: 'media' }],
  [/^.tickets.:number.links/, { id: 'ticket', also: 'link' }],
  [/^.tickets.:number.reports/, { id: 'ticket', also: 'report' }],
  [/^.(tickets|consultations|echoes)/, { id: 'ticket' }],
  [/^.announcements.words/, { id: 'reminder' }],
  [/^.announcements/, { id: 'announcement' }],
  [/^.articles/, { id: 'article' }],
  [/^.bot.rooms/, { id: 'room' }],
  [/^.callbacks.*undo/, { id: 'called' }],
  [/^.callbacks/, { id: 'rating' }],
  [/^.media/, { id: 'media' }],
  [/^.outbox.*undo/, { id: 'said' }],
  [/^.outbox/, { id: 'stuck' }],
  [/^.pages/, { id: 'page' }],
  [/^.signals/, { id: 'signal' }],
  [/^.silences/, { id: 'silent' }],
  [/^.visits.answers.*undo/, { id: 'need' }],
  [/^.visits.answers/, { id: 'answer' }],
  [/^.visits/, { id: 'visit' }],
  [/^.waiting.*restore/, { id: 'ignored' }],
  [/^.waiting/, { id: 'waiting' }],
  [/^.settings.appointments/, { id: 'appointment' }],
  [/^.settings.estates/, { id: 'estate' }],
  [/^.settings.grids/, { id: 'grid' }],
  [/^.settings.people/, { id: 'staff' }],
  [/^.settings.roster/, { id: 'slot' }],
  [/^.settings.stations/, { id: 'station' }],
]

const SEEN = { seenVersion: '1' }
const MATTER = { summary: '楼道灯不亮', category: 'facility.lighting', urgency: 'normal', building: '1' }

/** What the forms of these addresses must hold before anybody looks at the id. `own`: ids of whoever sends it. */
const FORMS: [RegExp, (own: Ids) => Form][] = [
  [/number.answer/, () => ({ text: '已安排', to: 'group' })],
  [/number.raise/, () => ({ ...SEEN, note: '要上级', level: 'subdistrict' })],
  [/number.tier/, () => ({ ...SEEN, note: '更急', tier: 'red' })],
  [/number.whistle/, () => ({ ...SEEN, note: '一起来', department1: '城管', hours1: '4', lead: '1' })],
  [/number.report-in/, () => ({ department: '城管' })],
  [/number.mediation/, () => SEEN],
  [/number.hand-out/, () => ({ ...SEEN, name: '张师傅', to: 'property' })],
  [/number.photos/, () => ({ area: '0,0,5000,5000' })],
  [/number.reveal/, () => ({ reason: 'call' })],
  [/number.notes/, () => ({ words: '记一笔' })],
  [/number.edit/, () => ({ ...SEEN, ...MATTER })],
  [/number.plan/, () => ({ ...SEEN, text: '更换灯具', owner: '物业' })],
  [/number.:action/, () => SEEN],
  [/^.consultations/, () => ({ ...SEEN, title: '议一议', date: '2026-11-28', time: '09:00', place: '议事厅', party: 'property' })],
  [/^.echoes/, () => ({ note: '请今天回复' })],
  [/^.waiting.*ticket/, (own) => ({ ...MATTER, estateId: String(own.estate) })],
  [/^.waiting.*answer/, () => ({ text: '已安排' })],
  [/^.waiting.*report/, (own) => ({ chosen: own.ticket })],
  [/^.callbacks.:id[^/]*$/, () => ({ note: '说好了' })],
  [/^.announcements.words/, () => ({ text: '改一句' })],
  [/^.bot.*(notice|binding)/, (own) => ({ estateId: String(own.estate) })],
  [/^.bot.*voice/, () => ({ voice: 'recordOnly' })],
  [/^.bot.*mode/, () => ({ mode: 'social' })],
  [/^.bot.*adoption/, (own) => ({ lostId: String(own.room) })],
  [/^.articles.*(retirement|restoration)/, () => ({ version: '1' })],
  [/^.settings.estates.*buildings.removal/, () => ({ building: '1栋' })],
  [/^.settings.grids/, (own) => ({ name: '第二网格', building: String(own.building) })],
  [/^.settings.stations/, () => ({ kind: 'hub', name: '新服务站', place: '西门', hours: '09:00-17:00' })],
  [/^.settings.people.*role/, () => ({ role: 'viewer' })],
]

/** Parts of an address that are no id of a community's; the ways of those above are walked in levels.test.ts. */
const NO_IDS = [
  /^\/communities\//,
  /rooms\/.*\/notice$/,
  /^\/assets\//,
  /^\/setup\//,
  /^\/t\//,
  /^\/notice\//,
  /^\/settings\/(terms|wordings)\//,
  /^\/sandbox\/messages\//,
]

async function openTwo(within: (database: Database, ours: number) => Db) {
  const nets = { ours: 0 }
  let real!: Database
  const desk = await openConsole({
    within(database) {
      real = database
      return () => within(database, nets.ours)
    },
  })
  const boss = (username: string) => async (communityId: number) =>
    (await desk.colleague(communityId, username, username, 'administrator')).staff.id
  const ours = await fillCommunity(desk.db, { name: '锦宁社区', words: '锦宁的话' }, boss('zhaomin'))
  nets.ours = ours.communityId
  const theirs = await fillCommunity(desk.db, { name: '清河社区', words: '清河的话' }, boss('zhouyuan'))
  return { desk, real, ours, theirs, us: await desk.signIn('zhaomin'), them: await desk.signIn('zhouyuan') }
}

type Desk = Awaited<ReturnType<typeof openConsole>>

function routesWithIds({ app }: Desk): string[] {
  const all = app.routes.filter(({ path, method }) => path.includes(':') && method !== 'ALL').map(({ method, path }) => `${method} ${path}`)
  return [...new Set(all)].filter((route) => !NO_IDS.some((pattern) => pattern.test(route.split(' ')[1]!)))
}

type Visit = { status: number; said: string }

/** One knock at one door with these ids, by whoever has the cookie; null: nobody told this test whose id it takes. */
async function knock(desk: Desk, route: string, { ids, own, cookie }: { ids: Ids; own: Ids; cookie: string }): Promise<Visit | null> {
  const [method, pattern] = route.split(' ') as [string, string]
  const owner = OWNERS.find(([known]) => known.test(pattern))?.[1]
  if (!owner) return null
  const fills = [ids[owner.id], owner.also ? ids[owner.also] : '']
  const path = pattern.replace(/:(\w+)(\{([^{}]|\{[^}]*\})*\})?/g, (_, name: string) =>
    name === 'action' ? 'takeUp' : String(fills.shift()),
  )
  const form = FORMS.find(([known]) => known.test(pattern))?.[1](own) ?? {}
  const body = new URLSearchParams(form)
  if (pattern.startsWith('/consultations')) body.append('party', 'community')
  const response = method === 'GET' ? await desk.get(path, cookie) : await desk.post(path, body as never, cookie)
  return { status: response.status, said: await response.text() }
}

/** Everything of a community, but for what a visit itself leaves behind. */
async function everythingOf(db: Db, communityId: number): Promise<string> {
  const tables = await rowsOf<{ name: string }>(
    db,
    sql`select table_name as name from information_schema.columns where column_name = 'community_id' and table_schema = 'public' order by 1`,
  )
  const parts = tables.map(
    ({ name }) => sql`(select json_agg(one order by one::text) from ${sql.identifier(name)} one where community_id = ${communityId})::text`,
  )
  const [row] = await rowsOf<{ all: string }>(db, sql`select concat_ws('|', ${sql.join(parts, sql`, `)}) as all`)
  return row!.all
}

async function rowsOf<Row>(db: Db, query: ReturnType<typeof sql>): Promise<Row[]> {
  return ((await db.execute(query)) as unknown as { rows: Row[] }).rows
}

/** Ids that nobody has. */
const NOBODYS = new Proxy({} as Ids, {
  get: (_, name) => ({ ticket: 'Q9-261121-999', media: 'f'.repeat(64) })[name as string] ?? 2_000_000_000,
})

/** Where the id of our own answers 404 too, since there is nothing to do: no department was called, no group was lost. */
const NOTHING_TO_DO = ['POST /tickets/:number/report-in', 'POST /bot/rooms/:id{[0-9]+}/adoption']

test('the first net alone: on every route, an id of another community is one that nobody has, and nothing changes', async () => {
  const { desk, ours, theirs, us } = await openTwo(({ db }) => db)
  const routes = routesWithIds(desk)
  expect(routes.length).toBeGreaterThan(80)

  const before = await everythingOf(desk.db, theirs.communityId)
  const wrong: string[] = []
  for (const route of routes) {
    const ask = (ids: Ids) => knock(desk, route, { ids, own: ours.ids, cookie: us })
    const [visit, nobodys] = [await ask(theirs.ids), await ask(NOBODYS)]
    if (!visit || !nobodys) wrong.push(`${route}: tell this test whose id it takes`)
    else if (visit.status < 400 || visit.status === 422)
      wrong.push(`${route}: ${visit.status}, so its form is not known here or its id not looked at`)
    else if (visit.status !== nobodys.status) wrong.push(`${route}: ${visit.status}, and ${nobodys.status} for an id that nobody has`)
    else if (visit.status >= 500 || visit.said.includes('清河')) wrong.push(`${route}: ${visit.status} ${visit.said.slice(0, 200)}`)
  }
  expect(wrong).toEqual([])
  expect(await everythingOf(desk.db, theirs.communityId)).toBe(before)
  await desk.close()
})

test('these ids and forms are good ones: whoever they belong to finds what they name', async () => {
  const { desk, theirs, them } = await openTwo(({ db }) => db)
  const missing: string[] = []
  for (const route of routesWithIds(desk)) {
    const visit = await knock(desk, route, { ids: theirs.ids, own: theirs.ids, cookie: them })
    if (visit?.status === 404 && !NOTHING_TO_DO.includes(route)) missing.push(route)
  }
  expect(missing).toEqual([])
  expect(desk.reported).toEqual([])
  await desk.close()
})

test('the second net alone: a console that asks for another community by mistake finds none of it on any route, and changes nothing', async () => {
  const { desk, theirs, them } = await openTwo((database, ours) => database.within({ communityId: ours }))
  const before = await everythingOf(desk.db, theirs.communityId)
  const seen: string[] = []
  for (const route of routesWithIds(desk)) {
    const visit = await knock(desk, route, { ids: theirs.ids, own: theirs.ids, cookie: them })
    if (!visit || visit.status === 200 || visit.said.includes('清河的话')) seen.push(`${route}: ${visit?.status}`)
  }
  for (const page of pagesWithoutIds(desk)) {
    const response = await desk.get(page, them)
    if ((await response.text()).includes('清河的话')) seen.push(page)
  }
  expect(seen).toEqual([])
  expect(await everythingOf(desk.db, theirs.communityId)).toBe(before)
  await desk.close()
})

function pagesWithoutIds({ app }: Desk): string[] {
  const all = app.routes.filter(({ path, method }) => method === 'GET' && !/[:*]/.test(path)).map(({ path }) => path)
  return [...new Set(all)].filter((path) => path !== '/live')
}

/** Called by pages, and asked of no community: what belongs to none, a session, a signed link, a photo by its own hash. */
const OF_NO_COMMUNITY = [
  'channels.listAccounts',
  'handlerPage.findHandlerPhoto',
  'handlerPage.readHandlerPage',
  'media.keepThumbnail',
  'orgUnits.firstCommunity',
  'rooms.listUnboundRooms',
  'sample.seatMember',
  'sandbox.findPlayedMember',
  'sandbox.keyOf',
  'signIn.endSession',
  'signIn.findSignedIn',
  'signIn.hasAdministrator',
  'signIn.touchSession',
  'ticketLinks.markSeen',
]

test('every function of db that a page calls must be told whose community it is', () => {
  const called = filesOf('admin/routes').concat('admin/shell.ts', 'admin/page.tsx').flatMap(databaseCalls)
  const asked = [...new Set(called)].map((name) => [name, parametersOf(name)] as const).filter(([, found]) => found !== null)
  expect(asked.length).toBeGreaterThan(120)
  const unasked = asked.filter(([, found]) => !/scope|communityId|community\b|Staff\b|Hand\b|Height\b/i.test(found!)).map(([name]) => name)
  expect(unasked.toSorted()).toEqual(OF_NO_COMMUNITY)
})

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file))
}

/** `module.function` for each that a file imports from db. */
function databaseCalls(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const imports = [...text.matchAll(/import (?:\{([^}]*)\}|\* as (\w+)) from '[./]*\/db\/(\w+)\.ts'/g)]
  return imports.flatMap(([, names, whole, module]) => {
    const called = names?.split(',') ?? [...text.matchAll(new RegExp(`\\b${whole}\\.(\\w+)`, 'g'))].map(([, name]) => name!)
    return called.map((name) => `${module}.${name.trim().split(' as ')[0]}`)
  })
}

/** Null: a type or a constant. */
function parametersOf(name: string): string | null {
  const [module, called] = name.split('.')
  const declared = new RegExp(`export (?:async )?function ${called}(?:<[^>]*>)?\\(([\\s\\S]*?)\\n?\\)(?::| \\{)`)
  return declared.exec(readFileSync(`db/${module}.ts`, 'utf8'))?.[1] ?? null
}

/** Without a policy: accounts and sessions, which are older than any community. */
const WITHOUT_POLICY = [
  'auth_accounts',
  'auth_rate_limits',
  'auth_sessions',
  'auth_users',
  'auth_verifications',
  'channels',
  'setup_links',
  'sign_in_failures',
]

test('every table has its policy, and whoever names no community sees nothing', async () => {
  const { desk, real, ours } = await openTwo(({ db }) => db)
  const bare = await rowsOf<{ name: string }>(
    desk.db,
    sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and not relrowsecurity order by 1`,
  )
  expect(bare.map(({ name }) => name)).toEqual(WITHOUT_POLICY)

  const counted = await real.within({ communityId: 0 }).execute(sql`select count(*)::int as tickets from tickets`)
  const own = await real.within({ communityId: ours.communityId }).execute(sql`select count(*)::int as tickets from tickets`)
  expect([counted, own].map((result) => (result as unknown as { rows: { tickets: number }[] }).rows[0]!.tickets)).toEqual([0, 2])
  await desk.close()
})

test('photos and the words to search by are the community’s alone too, and so is what the index finds', async () => {
  const { desk, real, ours, theirs } = await openTwo(({ db }) => db)
  const within = real.within({ communityId: ours.communityId })
  const photos = await rowsOf<{ hash: string }>(within, sql`select hash from media`)
  expect(photos.map(({ hash }) => hash)).toEqual([ours.ids.media])
  expect(await within.execute(sql`update media set thumbnail = null where hash = ${theirs.ids.media} returning hash`)).toMatchObject({
    rows: [],
  })
  await within.execute(sql`update media set thumbnail = 'drawn'`)
  const drawn = await rowsOf<{ hash: string }>(desk.db, sql`select hash from media where thumbnail is not null`)
  expect(drawn.map(({ hash }) => hash)).toEqual([ours.ids.media])
  await keepMedia(within, { bytes: new TextEncoder().encode('new') }, new Date('2026-11-21T09:00:00+08:00'))
  expect(await rowsOf(desk.db, sql`select from media`)).toHaveLength(3)
  const words = await rowsOf<{ words: string }>(within, sql`select words from ticket_search`)
  expect(words).toEqual([{ words: '锦宁的话' }])
  const find = (db: Db, communityId: number) =>
    rowsOf<{ id: number }>(db, sql`select find_words(${communityId}, phraseto_tsquery('simple', '的 话')) as id`)
  expect(await find(within, ours.communityId)).toHaveLength(1)
  expect(await find(within, theirs.communityId)).toEqual([])
  expect(await find(real.db, theirs.communityId)).toHaveLength(1)
  await desk.close()
})

/** A group that its community gave back is nobody's, and everybody sees it: here it is only tried on the other's. */
const GIVES_BACK = 'POST /bot/rooms/:id{[0-9]+}/unbinding'

test('no sequence of actions by people of two communities, in any role, shows a row of the other or changes it', async () => {
  const { desk, ours, theirs } = await openTwo(({ db }) => db)
  const people: { ids: Ids; foreign: Ids; cookie: string; otherName: string }[] = []
  for (const role of OWN_ROLES) {
    for (const [home, other, otherName] of [
      [ours, theirs, '清河'],
      [theirs, ours, '锦宁'],
    ] as const) {
      const username = `${role}${home.communityId}`
      await desk.colleague(home.communityId, username, username, role)
      people.push({ ids: home.ids, foreign: other.ids, cookie: await desk.signIn(username), otherName })
    }
  }
  const routes = routesWithIds(desk)
  const pages = desk.app.routes
    .filter(({ method, path }) => method === 'GET' && /^\/[a-z/-]+$/.test(path) && !path.startsWith('/live'))
    .map(({ path }) => path)
  expect(pages.length).toBeGreaterThan(20)
  const step = fc.record({
    index: fc.nat(people.length - 1),
    act: fc.oneof(fc.constantFrom(...routes), fc.constantFrom(...pages.map((path) => `GET ${path}`))),
    isForeign: fc.boolean(),
  })

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const wrong: string[] = []
      for (const { index, act, isForeign } of steps) {
        const { ids, foreign, cookie, otherName } = people[index]!
        const hasId = act.includes(':')
        const isOthers = isForeign || act === GIVES_BACK
        const given = { ids: isOthers ? foreign : ids, own: ids, cookie }
        const visit = hasId ? await knock(desk, act, given) : await look(desk, act, cookie)
        if (!visit) continue
        const isLetIn = isOthers && hasId && visit.status < 400
        if (visit.status >= 500 || isLetIn || visit.said.includes(`${otherName}的话`)) wrong.push(`${act}: ${visit.status}`)
      }
      expect(wrong).toEqual([])
      expect(await rowsOf(desk.db, STRANGE_DEEDS)).toEqual([])
    }),
    { numRuns: 15 },
  )
  await desk.close()
})

async function look(desk: Desk, act: string, cookie: string): Promise<Visit> {
  const response = await desk.get(act.split(' ')[1]!, cookie)
  return { status: response.status, said: await response.text() }
}

/** What history keeps of somebody of another community. */
const STRANGE_DEEDS = sql`
  select events.id from events join staff on staff.id = events.actor_id
  where events.actor = 'staff' and staff.community_id <> events.community_id`
