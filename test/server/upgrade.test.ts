import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { createServerDatabase } from '../database.ts'
import { startWechat } from '../wechat/server.ts'
import { createWorld } from '../wechat/world.ts'

const SENTENCE =
  'The database is of a newer Huiyin: it has had 1 migrations that this program does not know. Start the newer program, or restore a backup of before.\n'

async function openDatabaseOfNow(): Promise<{ url: string; sql: postgres.Sql }> {
  const url = await createServerDatabase()
  await (await openDatabase({ databaseUrl: url, dataDir: '' })).close()
  const sql = postgres(url, { max: 2, onnotice: () => {} })
  onTestFinished(() => sql.end())
  return { url, sql }
}

/** What a newer program does: it takes a column of the inbox away, which takes some seconds, and says so. */
async function migrateOn(sql: postgres.Sql, ms: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`alter table messages rename column text to words`
    await tx`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9000000000000)`
    await wait(ms)
  })
  await sql`select pg_notify('huiyin', 'migrations')`
}

/** This program, started again, is the newer one. */
async function becomeNewer(sql: postgres.Sql): Promise<void> {
  await sql`alter table messages rename column words to text`
  await sql`delete from drizzle.__drizzle_migrations where hash = 'newer'`
}

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-upgrade-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function start(file: string, env: Record<string, string>): { program: ChildProcess; log: string[]; ended: Promise<unknown[]> } {
  const program = spawn(process.execPath, ['start.js', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onTestFinished(() => void program.kill('SIGKILL'))
  const log: string[] = []
  createInterface(program.stderr!).on('line', (line) => void log.push(line))
  return { program, log, ended: once(program, 'close') }
}

test.each(['main.ts', 'bot/main.ts', 'admin/main.ts', 'db/migrate.ts'])(
  '%s of an older program is refused by a newer database',
  async (file) => {
    const { url, sql } = await openDatabaseOfNow()
    await migrateOn(sql, 0)
    const { log, ended } = start(file, { DATABASE_URL: url, DATA_DIR: openFolder(), CHANNEL: 'wechat4u', PORT: '0', LOG_LEVEL: 'error' })
    expect(await ended).toEqual([2, null])
    expect(`${log.join('\n')}\n`).toBe(SENTENCE)
  },
)

test('an embedded database of a newer program is refused, and given back', async () => {
  const dataDir = openFolder()
  const database = await openDatabase({ databaseUrl: null, dataDir })
  await database.db.execute("insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9000000000000)")
  await database.close()
  for (const _ of [1, 2]) await expect(openDatabase({ databaseUrl: null, dataDir })).rejects.toThrow(SENTENCE.trim())
})

test('a running bot that the database outgrows loses nothing, ends, and its successor stores everything once and in order', async () => {
  const { url, sql } = await openDatabaseOfNow()
  const dataDir = openFolder()
  const world = createWorld()
  const people = [1, 2, 3].map((index) => world.person(`住户${index}`))
  const room = world.room('和风苑业主群', people)
  const wechat = await startWechat(world, { holdMs: 1000 })
  onTestFinished(() => wechat.stop())
  const env = {
    ...{ CHANNEL: 'wechat4u', DATABASE_URL: url, DATA_DIR: dataDir, LOG_LEVEL: 'info' },
    ...{ NODE_OPTIONS: `--import=${resolve('test/wechat/redirect.mjs')}`, WECHAT_TEST_PORT: String(wechat.port) },
  }
  const said: string[] = []
  let isTalking = true
  async function talk(): Promise<void> {
    while (isTalking) {
      said.push(world.say(people[said.length % people.length]!, room, `第${said.length}句`))
      await wait(40)
    }
  }
  const stored = async () => (await sql`select external_id as id from messages where kind = 'text' order by id`).map((row) => row['id'])

  const old = start('bot/main.ts', env)
  await wechat.scan()
  await expect.poll(async () => (await sql`select from channels where state = 'online'`).length).toBe(1)
  const talking = talk()
  await expect.poll(async () => (await stored()).length).toBeGreaterThan(20)

  await migrateOn(sql, 3000)
  expect(await old.ended).toEqual([1, null])
  expect(old.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'Stopping')).toMatchObject([
    { reason: 'A newer program has migrated the database' },
  ])
  expect(existsSync(join(dataDir, 'spool', 'messages.jsonl'))).toBe(true)
  await wait(500)
  isTalking = false
  await talking

  await becomeNewer(sql)
  const before = (await stored()).length
  expect(before).toBeLessThan(said.length)
  start('bot/main.ts', env)
  await expect.poll(async () => (await stored()).length).toBeGreaterThanOrEqual(said.length)
  expect(await stored()).toEqual(said)
  expect(existsSync(join(dataDir, 'spool', 'refused.jsonl'))).toBe(false)
})
