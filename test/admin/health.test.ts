import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createApp } from '../../admin/app.tsx'
import { createAuth } from '../../admin/auth.ts'
import { type Account, mainAccount } from '../../core/account.ts'
import { openTicket } from '../../core/ticket/open.ts'
import { recordStatus, recordSync } from '../../db/channels.ts'
import type { Database, Db } from '../../db/client.ts'
import * as inbox from '../../db/inbox.ts'
import { meetMember } from '../../db/members.ts'
import { openUnderNextNumber } from '../../db/openTicket.ts'
import { createCommunity, createEstate } from '../../db/orgUnits.ts'
import { createHealth } from '../../health/health.ts'
import { openTestDatabase } from '../database.ts'

const TOKEN = 'token-of-the-watchman'
const at = new Date('2026-11-21T09:00:00+08:00')
const PUBLIC_URL = 'http://console.test'

let database: Database
let clock: { now: Date }
beforeEach(async () => {
  database = await openTestDatabase()
  clock = { now: at }
})

type Set = { METRICS_TOKEN?: string; PUBLIC_URL?: string; db?: Db; account?: Account | null }

function openDoor({ db = database.db, account = null, ...env }: Set = {}) {
  const now = () => clock.now
  const health = createHealth(env, { db, account, now })
  const publicUrl = new URL(PUBLIC_URL)
  const auth = createAuth({ db, secret: 'a secret of more than thirty-two letters', publicUrl })
  const app = createApp({ database, now, auth, publicUrl, sandbox: null, embedded: false, health })
  const get = async (path: string, { from = '127.0.0.1', headers = {} }: { from?: string; headers?: Record<string, string> } = {}) => {
    const socket = { remoteAddress: from, remotePort: 1, remoteFamily: 'IPv4' }
    const response = await app.request(new Request(new URL(path, PUBLIC_URL), { headers }), {}, { incoming: { socket } })
    return { status: response.status, text: await response.text() }
  }
  return { app, health, get }
}

afterEach(() => database.db.execute(sql`update drizzle.__drizzle_migrations set created_at = abs(created_at)`))

test('a watchdog may ask whether the process lives and can work, without signing in', async () => {
  const { get } = openDoor()
  expect(await get('/healthz')).toEqual({ status: 200, text: 'ok' })
  expect(await get('/readyz')).toEqual({ status: 200, text: 'ready' })
})

test('a process whose database lacks migrations is not ready', async () => {
  await database.db.execute(sql`update drizzle.__drizzle_migrations set created_at = -created_at where id in (1, 3)`)
  expect(await openDoor().get('/readyz')).toEqual({ status: 503, text: 'the database lacks 2 migrations of this program' })
})

test('a process whose database is of a newer program is not ready', async () => {
  await database.db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9000000000000)`)
  const { text } = await openDoor().get('/readyz')
  await database.db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'newer'`)
  expect(text).toBe('the database has 1 migrations of a newer program')
})

test('a process whose database does not answer is not ready, however often it is asked', async () => {
  let asked = 0
  const db = {
    select: () => ({
      from() {
        asked++
        return new Promise(() => {})
      },
    }),
  } as unknown as Db
  const { get } = openDoor({ db })
  const answers = await Promise.all([get('/readyz'), get('/readyz'), get('/readyz')])
  expect(answers).toEqual(Array(3).fill({ status: 503, text: 'the database does not answer within 2 s' }))
  expect(asked).toBe(1)
  expect((await get('/healthz')).status).toBe(200)
})

test('a bot is ready once its channel is online', async () => {
  const { get } = openDoor({ account: mainAccount('wechat4u') })
  const status = { qr: null, nickname: null, problem: null, session: null }
  expect((await get('/readyz')).text).toBe('the channel wechat4u is not online (starting)')
  await recordStatus(database.db, mainAccount('wechat4u'), { ...status, state: 'needsScan' }, at)
  expect(await get('/readyz')).toEqual({ status: 503, text: 'the channel wechat4u is not online (needsScan)' })
  await recordStatus(database.db, mainAccount('wechat4u'), { ...status, state: 'online' }, at)
  expect((await get('/readyz')).status).toBe(200)
})

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

test.each([
  ['from this machine', {}, {}, 200],
  ['from another', {}, { from: '192.0.2.7' }, 401],
  ['from another with the token', { METRICS_TOKEN: TOKEN }, { from: '192.0.2.7', headers: bearer(TOKEN) }, 200],
  ['from another with a wrong token', { METRICS_TOKEN: TOKEN }, { from: '192.0.2.7', headers: bearer('token-of-the-burglar') }, 401],
  ['from another with an empty token where none is set', {}, { from: '192.0.2.7', headers: bearer('') }, 401],
  ['from a proxy on this machine that says so', {}, { headers: { 'x-forwarded-for': '192.0.2.7' } }, 401],
  ['from a proxy on this machine that does not say so', { PUBLIC_URL: 'https://huiyin.example' }, {}, 401],
  ['through a proxy with the token', { METRICS_TOKEN: TOKEN, PUBLIC_URL: 'https://huiyin.example' }, { headers: bearer(TOKEN) }, 200],
] as [string, Set, Parameters<ReturnType<typeof openDoor>['get']>[1], number][])('figures asked for %s', async (_, env, asker, status) => {
  const answer = await openDoor(env).get('/metrics', asker)
  expect(answer.status).toBe(status)
  expect(answer.text.includes('huiyin_unread_messages')).toBe(status === 200)
})

/** Lines of our own figures. */
function ours(text: string): string[] {
  return text.split('\n').filter((line) => line.startsWith('huiyin_') && !line.startsWith('huiyin_http'))
}

async function fill() {
  const { db } = database
  const community = await createCommunity(db, '锦宁社区')
  const estate = await createEstate(db, { communityId: community.id }, { name: '锦宁苑', code: 'JN' })
  const sender = { id: 'wang', nickname: '王姐', alias: null, role: 'resident' as const, isFriend: false }
  const { id: memberId } = await meetMember(db, mainAccount('sandbox'), sender, null)
  const rest = { kind: 'text' as const, quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null, sentAt: at }
  await inbox.receive(
    db,
    mainAccount('sandbox'),
    { id: 'm1', room: { id: 'g', topic: '和风苑业主群' }, sender, text: '电梯坏了', ...rest },
    at,
  )

  const reporter = { memberId, alias: '王姐', isFriend: false, roomId: null }
  const reading = { category: 'emergency.gas', summary: '煤气味', place: null, urgency: 'emergency' } as const
  await openUnderNextNumber(db, { community, estate, at, isEmergency: true }, [{ reporter, messageId: null, at }], (id, number) =>
    openTicket({
      id,
      number,
      community,
      estate,
      reporter,
      reading,
      emergency: 'gas',
      asksWhere: false,
      about: [],
      by: { kind: 'bot' },
      at,
    }),
  )
  await recordStatus(db, mainAccount('sandbox'), { state: 'online', qr: null, nickname: '小助手', problem: null, session: null }, at)
  await recordSync(db, mainAccount('sandbox'), at)
}

test('the figures say how things stand, and name nobody', async () => {
  await fill()
  clock.now = new Date(at.getTime() + 3 * 86_400_000)
  const { text } = await openDoor().get('/metrics')

  expect(ours(text)).toEqual(
    expect.arrayContaining([
      'huiyin_database_up 1',
      'huiyin_unread_messages 1',
      'huiyin_unread_oldest_seconds 259200',
      'huiyin_channel_state{channel="sandbox",account="main",state="online"} 1',
      'huiyin_channel_state{channel="sandbox",account="main",state="refused"} 0',
      'huiyin_channel_synced_seconds{channel="sandbox",account="main"} 259200',
      'huiyin_emergencies_ringing 1',
    ]),
  )
  expect(text).not.toMatch(/[\u4e00-\u9fff]|wang/)
  const open = ours(text).filter((line) => line.startsWith('huiyin_open_tickets') && line.endsWith(' 1'))
  expect(open).toHaveLength(1)
  expect(ours(text).filter((line) => /^huiyin_overdue_tickets.* 1$/.test(line))).toHaveLength(1)
})

test('figures are looked up once in five seconds, and left out while the database is away', async () => {
  let asked = 0
  let isAway = false
  const db = new Proxy(database.db, {
    get(target, name) {
      if (isAway) throw new Error('away')
      if (name === '$count') asked++
      const found: unknown = Reflect.get(target, name)
      return typeof found === 'function' ? found.bind(target) : found
    },
  })
  const { get } = openDoor({ db })
  await Promise.all([get('/metrics'), get('/metrics')])
  clock.now = new Date(at.getTime() + 4000)
  await get('/metrics')
  expect(asked).toBe(1)

  isAway = true
  clock.now = new Date(at.getTime() + 5000)
  const { status, text } = await get('/metrics')
  expect(status).toBe(200)
  expect(ours(text)).toContain('huiyin_database_up 0')
  expect(text).toContain('process_cpu_seconds_total')
  expect(ours(text).filter((line) => /unread|outbox|tickets|ringing|lag/.test(line))).toEqual([])
})

test('requests are measured by the pattern of their route, whatever was typed', async () => {
  const { get } = openDoor()
  for (const path of ['/tickets/17', '/tickets/18', '/no/such/page/13800138000', '/sign-in?to=x', '/public/console.css']) await get(path)
  const { text } = await get('/metrics')
  const routes = new Set(
    [...text.matchAll(/huiyin_http_request_duration_seconds_count\{method="GET",route="([^"]*)",status="(\d+)"\} (\d+)/g)].map(
      ([, ...parts]) => parts.join(' '),
    ),
  )
  expect([...routes].filter((one) => /\d{3,}/.test(one.split(' ')[0]!))).toEqual([])
  expect([...routes]).toContain('/tickets/:number 303 2')
  expect([...routes]).toContain('/sign-in 200 1')
  expect([...routes].filter((one) => one.startsWith('none')).length).toBe(1)
})
