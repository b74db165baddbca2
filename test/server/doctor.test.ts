import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { mainAccount } from '../../core/account.ts'
import { DEFAULT_WEEK } from '../../core/hours.ts'
import { recordStatus } from '../../db/channels.ts'
import type { Database } from '../../db/client.ts'
import { openDatabase } from '../../db/open.ts'
import { createCommunity } from '../../db/orgUnits.ts'
import { checkCalendars } from '../../doctor/calendar.ts'
import { checkNode, judgeSpace } from '../../doctor/machine.ts'
import { createServerDatabase } from '../database.ts'
import { answerOf, startOpenAiServer } from '../openaiServer.ts'

const SECRETS = {
  AUTH_SECRET: 'a secret of more than thirty-two letters',
  ADMIN_PASSWORD: 'lantern-river-7',
  OPENAI_API_KEY: 'sk-test-0123456789',
}

let url: string
let database: Database
beforeAll(async () => {
  url = await createServerDatabase()
  database = await openDatabase({ databaseUrl: url, dataDir: '' })
  await createCommunity(database.db, '锦宁社区')
})
afterAll(() => database.close())

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-doctor-'))
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  return () => rmSync(folder, { recursive: true, force: true })
})

type Planted = { env?: Record<string, string>; file?: string; preload?: string }

/** Runs the command in a folder of its own, on a machine where everything else is in order. */
async function examine({ env = {}, file, preload }: Planted = {}): Promise<{ lines: string[]; status: number }> {
  if (file !== undefined) writeFileSync(join(folder, '.env'), file, { mode: 0o600 })
  const given = { PATH: process.env['PATH'], DATABASE_URL: url, ...SECRETS, PORT: '0', ...env }
  const modules = preload ? ['--import', preload] : []
  const run = spawn(process.execPath, [...modules, resolve('start.js'), 'doctor.ts'], { cwd: folder, env: given })
  let heard = ''
  for (const stream of [run.stdout, run.stderr]) stream.on('data', (chunk) => (heard += String(chunk)))
  const [status] = await once(run, 'close')
  for (const secret of [...Object.values(SECRETS), 'postgres:postgres']) expect(heard).not.toContain(secret)
  return { lines: heard.trim().split('\n'), status }
}

/** What is not in order, aside from what a test's database cannot help: its locale, and holidays that are not arranged yet. */
function troubles({ lines }: { lines: string[] }): string[] {
  return lines.filter((line) => !line.startsWith('✓') && !/不认识汉字|节假日安排/.test(line))
}

test('a house in order is told so, line by line', async () => {
  const report = await examine()
  expect(troubles(report)).toEqual([])
  expect(report.status).toBe(0)
  expect(report.lines.length).toBeGreaterThan(10)
  expect(report.lines.filter((line) => !/^[✓!✗] .*[。？]$/.test(line))).toEqual([])
})

test('a year whose holidays are not known is missed from October on, community by community', () => {
  const calendar = { week: DEFAULT_WEEK, timeZone: 'Asia/Shanghai', specialDays: [] }
  const texts = (now: string) =>
    checkCalendars([{ name: '和风社区', ...calendar }], new Date(now)).map(({ level, text }) => `${level} ${text}`)
  expect(texts('2026-09-30T12:00:00+08:00')).toEqual(['fine 和风社区的节假日安排齐全。'])
  expect(texts('2026-10-01T12:00:00+08:00')).toEqual([
    'doubtful 和风社区还没有 2027 年的节假日安排，放假会当作上班：请在控制台“设置，日历”填写。',
  ])
})

test('1. a variable whose name is mistyped', async () => {
  const report = await examine({ env: { DATABSE_URL: url }, file: 'OPENAI_KEY=sk-test-0123456789\nCOLOUR=red\n' })
  expect(troubles(report)).toEqual([
    '! .env 里的 COLOUR 没有人用；能用的名字都在 .env.example 里。',
    '! 环境变量 OPENAI_KEY 没有人用；能用的名字都在 .env.example 里。',
    '! 环境变量 DATABSE_URL 没有人用，是不是想写 DATABASE_URL？',
  ])
  expect(report.status).toBe(0)
})

test('2. variables that are wrong, and a file of secrets that others may read', async () => {
  writeFileSync(join(folder, '.env'), '')
  chmodSync(join(folder, '.env'), 0o644)
  const report = await examine({ env: { PORT: 'abc', CHANNEL: 'telegraph' } })
  expect(troubles(report)).toEqual([
    '✗ 环境变量 PORT 不对：应是 0 到 65535 的整数。',
    '✗ 环境变量 CHANNEL 不对：应是 sandbox、wechat4u 或 script。',
    '! .env 里有密钥，本机的其他人也能读：请执行 chmod 600 .env。',
  ])
  expect(report.status).toBe(1)
})

test('3. a data directory that is a file, and one that is open to others', async () => {
  writeFileSync(join(folder, 'file'), '')
  const isFile = await examine({ env: { DATA_DIR: join(folder, 'file') } })
  expect(troubles(isFile)).toEqual([`✗ DATA_DIR 指的 ${join(folder, 'file')} 是文件，不是文件夹：请改成一个文件夹。`])
  expect(isFile.status).toBe(1)

  chmodSync(join(folder, 'data'), 0o755)
  expect(troubles(await examine())).toEqual([expect.stringMatching(/^! 数据目录 .* 本机的其他人也能进.*chmod 700/)])
})

test('4. a database that is not there, that does not know us, or is named wrongly', async () => {
  const at = (change: (url: URL) => void) => {
    const other = new URL(url)
    change(other)
    return { DATABASE_URL: other.href }
  }
  const away = await examine({
    env: at((it) => {
      it.port = '9'
    }),
  })
  expect(troubles(away)).toEqual(['✗ 连不上数据库（ECONNREFUSED）：请检查 DATABASE_URL 里的地址和端口，以及数据库是否在运行。'])
  expect(away.status).toBe(1)

  const nameless = await examine({
    env: at((it) => {
      it.pathname = '/nowhere'
    }),
  })
  expect(troubles(nameless)).toEqual(['✗ 数据库服务器上没有这个名字的数据库：请先建好，或检查 DATABASE_URL。'])

  const stranger = await examine({
    env: at((it) => {
      it.password = 'lantern-river-8'
    }),
  })
  expect(troubles(stranger)).toEqual(['✗ 数据库不接受这个用户名或密码：请检查 DATABASE_URL。'])
})

async function createDatabase(options: string): Promise<string> {
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = postgres(inject('serverUrl')!, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name} ${options}`)
  await admin.end()
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}

test('5. a database that cannot hold Chinese, and one whose locale does not know it', async () => {
  const narrow = await examine({ env: { DATABASE_URL: await createDatabase("encoding 'SQL_ASCII' template template0") } })
  expect(troubles(narrow)).toContain("✗ 数据库的编码是 SQL_ASCII，存不好中文：请用 encoding 'UTF8' 新建一个数据库。")
  expect(narrow.status).toBe(1)

  const strange = await examine({ env: { DATABASE_URL: await createDatabase("locale 'C' template template0") } })
  expect(strange.lines).toContainEqual(expect.stringMatching(/^! 数据库的区域设置不认识汉字/))
})

test('6. migrations that are missing, and those of a newer program', async () => {
  const empty = await createDatabase('')
  const count = readFileSync('db/migrations/meta/_journal.json', 'utf8').match(/"tag"/g)!.length
  expect(troubles(await examine({ env: { DATABASE_URL: empty } }))).toEqual([
    `! 数据库的表结构还差 ${count} 步：启动时会自动补上，也可以先执行 npm run db:migrate。`,
  ])

  await database.db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`)
  const older = await examine()
  await database.db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'later'`)
  expect(troubles(older)).toEqual(['✗ 数据库的表结构比这个程序新：请换成新版的程序，不要用旧版运行。'])
})

const LATE = `const Real = Date
globalThis.Date = class extends Real { constructor(...given) { if (given.length > 0) super(...given); else super(Real.now() - 90000) } }`

test('7. a clock that is wrong', async () => {
  const shift = `data:text/javascript,${encodeURIComponent(LATE)}`
  const report = await examine({ preload: shift })
  expect(troubles(report)).toEqual([expect.stringMatching(/^✗ 本机的时钟和数据库相差 (89|90|91) 秒/)])
  expect(report.status).toBe(1)
})

/** A server that answers everything alike. */
async function startGateway(status: number, contentType: string, body: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, { 'content-type': contentType }).end(body))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => new Promise((closed) => server.close(() => closed())))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const refusal = (code: string) => JSON.stringify({ error: { message: `no: ${SECRETS.OPENAI_API_KEY}`, code } })

test.each([
  ['a key it does not accept', 401, 'application/json', refusal('invalid_api_key'), /^✗ 模型服务不接受这个密钥/],
  ['a model it does not know', 404, 'application/json', refusal('model_not_found'), /^✗ 模型服务不认识 test-model，或者地址不对/],
  ['a web page', 200, 'text/html', '<html>欢迎</html>', /^✗ 模型服务答的是网页或别的东西/],
  ['an account that is used up', 429, 'application/json', refusal('insufficient_quota'), /^✗ 模型服务的账户已用完/],
])('8. a model that answers with %s', async (_, status, contentType, body, line) => {
  const baseUrl = await startGateway(status, contentType, body)
  const report = await examine({ env: { OPENAI_MODEL: 'test-model', OPENAI_BASE_URL: `${baseUrl}/v1` } })
  expect(troubles(report)).toEqual([expect.stringMatching(line)])
  expect(report.status).toBe(1)
})

test('8. a model that answers in prose, one that nobody can reach, and one that works', async () => {
  const prose = await startOpenAiServer(() => ({ text: '好的，我明白了' }))
  onTestFinished(prose.close)
  const env = { OPENAI_MODEL: 'test-model', OPENAI_BASE_URL: prose.baseUrl }
  expect(troubles(await examine({ env }))).toEqual([expect.stringMatching(/^✗ 语言模型 test-model 答的不是要的 JSON/)])

  const away = await examine({ env: { ...env, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' } })
  expect(troubles(away)).toEqual([expect.stringMatching(/^✗ 连不上模型服务/)])

  const lift = { category: 'facility.lift', summary: '3栋电梯停运', place: null, urgency: 'high', confidence: 0.9, ticketId: null } as const
  const good = await startOpenAiServer(() => ({ text: answerOf({ intent: 'report', ...lift }) }))
  onTestFinished(good.close)
  expect((await examine({ env: { ...env, OPENAI_BASE_URL: good.baseUrl } })).lines).toContain('✓ 语言模型 test-model 能用，答得懂。')
})

test('9. a WeChat session that others may read, and an account that WeChat turns away', async () => {
  const wechat = join(folder, 'data', 'wechat')
  const session = join(wechat, 'session.memory-card.json')
  mkdirSync(wechat)
  writeFileSync(session, '{}')
  chmodSync(session, 0o644)
  const status = { qr: null, nickname: null, problem: '登录环境异常', session: null }
  await recordStatus(database.db, mainAccount('wechat4u'), { ...status, state: 'refused' }, new Date())
  const report = await examine({ env: { CHANNEL: 'wechat4u' } })
  await database.db.execute(sql`delete from channels`)

  expect(troubles(report)).toEqual([
    expect.stringMatching(/^✗ 微信的登录文件 .*session\.memory-card\.json 本机的其他人也能读.*chmod 600/),
    expect.stringMatching(/^✗ 微信拒绝了这个账号（登录环境异常）/),
  ])
  expect(report.status).toBe(1)

  chmodSync(session, 0o600)
  expect(troubles(await examine({ env: { CHANNEL: 'wechat4u' } }))).toEqual([])
})

test('10. a console that is open to the world without https, and sessions signed by a secret that may be lost', async () => {
  const open = await examine({ env: { HOST: '0.0.0.0', PUBLIC_URL: 'http://huiyin.example', AUTH_SECRET: '' } })
  expect(troubles(open)).toEqual([
    expect.stringMatching(/^✗ HOST=0\.0\.0\.0 让别的机器也能打开控制台，PUBLIC_URL 却不是 https 网址/),
    expect.stringMatching(/^! 用了 PostgreSQL，却没有设置 AUTH_SECRET/),
  ])
  expect(open.status).toBe(1)
  expect(troubles(await examine({ env: { HOST: '0.0.0.0', PUBLIC_URL: 'https://huiyin.example' } }))).toEqual([])
})

test('11. a port that another program has, not one that has Huiyin', async () => {
  const other = await startGateway(200, 'text/html', '<html></html>')
  const report = await examine({ env: { PORT: new URL(other).port } })
  expect(troubles(report)).toEqual([`✗ 端口 ${new URL(other).port} 被别的程序占用：请停掉它，或换一个端口。`])
  expect(report.status).toBe(1)

  const { port } = new URL(await startGateway(200, 'text/plain', 'ok'))
  expect((await examine({ env: { PORT: port } })).lines).toContain(`✓ 回音正在端口 ${port} 上运行。`)
  expect(troubles(await examine({ env: { PORT: port, BOT_PORT: port } }))).toEqual([`✗ PORT 和 BOT_PORT 都是 ${port}：请把其中一个改掉。`])
})

test('12. a community whose time zone does not exist', async () => {
  await database.db.execute(sql`update communities set time_zone = 'Mars/Olympus'`)
  const report = await examine()
  await database.db.execute(sql`update communities set time_zone = 'Asia/Shanghai'`)
  expect(troubles(report)).toEqual([expect.stringMatching(/^✗ 锦宁社区的时区 Mars\/Olympus 不存在/)])
})

test('13. a user of the database who may not take the role that keeps communities apart', async () => {
  const plain = new URL(url)
  plain.username = 'plain'
  plain.password = 'plain'
  await database.db.execute(sql`create role plain login password 'plain'`)
  await database.db.execute(sql`grant usage on schema public, drizzle to plain`)
  await database.db.execute(sql`grant select on all tables in schema public, drizzle to plain`)
  onTestFinished(async () => {
    await database.db.execute(sql`drop owned by plain`)
    await database.db.execute(sql`drop role plain`)
  })
  const report = await examine({ env: { DATABASE_URL: plain.href } })
  expect(troubles(report)).toEqual([
    expect.stringMatching(/^! 数据库没有自己把各社区隔开/),
    expect.stringMatching(/^! 数据库没有自己把网格员和楼栋长限在.*create role huiyin_field nologin/),
    expect.stringMatching(/^! 数据库没有自己遮住街道不该看的.*create role huiyin_above nologin/),
    expect.stringMatching(/^! 数据库没有自己让街道在汇总里.*create role huiyin_street nologin/),
  ])
  expect(report.status).toBe(0)
})

test('an embedded database that a process has is left alone', async () => {
  const data = join(folder, 'data')
  mkdirSync(join(data, 'database'))
  const startedAt = readFileSync(`/proc/${process.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[19]
  writeFileSync(join(data, 'database.lock'), `${process.pid} ${startedAt}`)
  const report = await examine({ env: { DATABASE_URL: '' } })
  expect(report.lines).toContain('✓ 内置数据库正由另一个回音进程使用，没有打开检查。')
  expect(report.status).toBe(0)
})

test.each([
  ['20.18.3', 'bad'],
  ['20.19.0', 'fine'],
  ['18.20.0', 'bad'],
  ['24.1.0', 'fine'],
])('Node %s is %s', (version, level) => expect(checkNode(version).level).toBe(level))

test.each([
  [99, 'bad'],
  [101, 'doubtful'],
  [2000, 'fine'],
])('%i MB left on the disk are %s', (mib, level) => expect(judgeSpace(mib * 1024 * 1024).level).toBe(level))

test('roles that narrow what somebody sees: each that is missing, or has no policy, is named with what only the program sees to', async () => {
  const narrow = await createServerDatabase()
  const own = await openDatabase({ databaseUrl: narrow, dataDir: '' })
  onTestFinished(() => own.close())
  const lacking = async (databaseUrl: string) =>
    (await examine({ env: { DATABASE_URL: databaseUrl } })).lines.flatMap(
      (line) => /角色 (huiyin_\w+) 没有.*执行 (\S+\.sql)/.exec(line)?.slice(1) ?? [],
    )
  expect(await lacking(narrow)).toEqual([])

  await own.db.execute(sql`do $$ declare one record; begin
    for one in select * from pg_policies where 'huiyin_field' = any (roles) loop execute format('drop policy %I on %I', one.policyname, one.tablename); end loop; end $$`)
  expect(await lacking(narrow)).toEqual(['huiyin_field', 'db/migrations/0022_levels.sql'])
})
