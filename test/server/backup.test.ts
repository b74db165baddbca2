import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { PGlite } from '@electric-sql/pglite'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { pino } from 'pino'
import postgres from 'postgres'
import { beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { offlineReader } from '../../bot/readers/offline.ts'
import { openStage } from '../../bot/replay/stage.ts'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import { backUp } from '../../db/backup/backup.ts'
import { restore } from '../../db/backup/restore.ts'
import type { Database, Db } from '../../db/client.ts'
import { openInMemory } from '../../db/embedded.ts'
import { openAsItIs, openDatabase } from '../../db/open.ts'
import { changeCommunity } from '../../db/orgUnits.ts'
import { ensureSample, meetEstate, SAMPLE, seatRoom } from '../../db/sample.ts'
import * as schema from '../../db/schema/index.ts'
import { messages, outbox, tickets } from '../../db/schema/index.ts'
import { addAccount } from '../../db/signIn.ts'
import { createServerDatabase } from '../database.ts'

const GROUP = '和风苑业主群'
const MORNING = new Date('2026-11-21T09:00:00+08:00')
const NEXT_DAY_SAME_HOUR = new Date('2026-11-21T11:00:00+08:00')
const STRANGE = '5栋楼道灯\\n不亮\t很\\\\久\u2028了，"黑"得很💡\n第二行'
const PHOTO = new Uint8Array([0, 255, 10, 13, 92, 92, 120, 0, 137, 80])
const log = pino({ level: 'silent' })
const at = new Date('2026-11-26T06:00:00Z')

let folder: string
let full: Database
let good: string

/** A little community that has lived through one morning, on the embedded engine, and its backup. */
beforeAll(async () => {
  full = await openInMemory()
  const { db } = full
  const community = await ensureSample(db)
  await changeCommunity(db, { communityId: community.id }, { pace: { minMs: 0, maxMs: 0 }, quietHours: { night: null, noon: null } })
  await seatRoom(db, { ...mainAccount('sandbox'), topic: GROUP, estate: await meetEstate(db, community, SAMPLE.estate.name) }, MORNING)
  await addAccount(
    db,
    { communityId: community.id, name: '陈静', username: 'chen', role: 'administrator', passwordHash: '-', mustChangePassword: true },
    MORNING,
  )
  await hear(db, MORNING, [
    words('m1', '3栋电梯坏了'),
    words('m2', STRANGE, { quote: { sender: '王姐', text: '灯\t不亮', id: null } }),
    words('m3', '', { kind: 'image', media: { contentType: 'image/png', bytes: PHOTO } }),
    words('m4', '谢谢大家'),
  ])
  await db.execute(sql`update messages set quote = 'null'::jsonb where external_id = 'm4'`)
  await db.execute(sql`update messages set settled_at = '2026-11-21 01:02:03.123456+00' where external_id = 'm1'`)
  await db.execute(sql`update readings set confidence = 0.1, cost = 0.1::float8 + 0.2::float8`)
  const kept = mkdtempSync(join(tmpdir(), 'huiyin-backup-'))
  good = join(kept, 'good.gz')
  await backUp(db, good, { version: '0.1.0', at })
  return async () => {
    await full.close()
    rmSync(kept, { recursive: true })
  }
})

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-backup-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
})

function words(id: string, text: string, rest: Partial<IncomingMessage> = {}): Omit<IncomingMessage, 'sentAt'> {
  const sender = { id: `r-${id}`, nickname: `邻居${id}`, alias: null, role: 'resident' as const, isFriend: false }
  const plain = { kind: 'text' as const, quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
  return { id, room: { id: GROUP, topic: GROUP }, sender, text, ...plain, ...rest }
}

/** Plays the messages on a whole bot and lets it answer. */
async function hear(db: Db, start: Date, said: Omit<IncomingMessage, 'sentAt'>[]): Promise<string[]> {
  const stage = await openStage({ database: { ...full, db }, reader: offlineReader(), start, log })
  for (const [index, message] of said.entries()) {
    await stage.receive({ ...message, sentAt: new Date(start.getTime() + index * 600_000) })
  }
  await stage.advanceTo(new Date(start.getTime() + 3_600_000))
  await stage.close()
  return stage.said.map(({ text }) => text)
}

async function rowsOf(db: Db, query: string): Promise<Record<string, string>[]> {
  const result = (await db.execute(sql.raw(query))) as unknown as Record<string, string>[] | { rows: Record<string, string>[] }
  return Array.isArray(result) ? [...result] : result.rows
}

/** Every row of every table as the server writes it, and every counter. */
function everything(db: Db): Promise<Record<string, string[]>> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`set local timezone = 'UTC'`)
    // Generated columns are left out: what a letter is depends on the server's locale.
    const tables = await rowsOf(
      tx,
      `select table_name as name, string_agg(quote_ident(column_name), ', ' order by ordinal_position) as columns
        from information_schema.columns join information_schema.tables using (table_schema, table_name)
        where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER' group by 1 order by 1`,
    )
    const counters = await rowsOf(
      tx,
      `select sequencename as name, coalesce(last_value, 0)::text as line from pg_sequences where schemaname = 'public'`,
    )
    const all: Record<string, string[]> = { counters: counters.map(({ name, line }) => `${name} ${line}`).toSorted() }
    for (const { name, columns } of tables)
      all[name!] = (await rowsOf(tx, `select row(${columns})::text as line from ${name}`)).map(({ line }) => line!).toSorted()
    return all
  })
}

async function openServerDatabase(open: typeof openDatabase = openAsItIs): Promise<Database> {
  const database = await open({ databaseUrl: await createServerDatabase(), dataDir: '' })
  onTestFinished(() => database.close())
  return database
}

async function openEmbeddedDatabase(): Promise<Database> {
  const database = await openAsItIs({ databaseUrl: null, dataDir: join(folder, 'data') })
  onTestFinished(() => database.close())
  return database
}

test('a community moves from the embedded engine to a server and back with every row, and goes on where it was', async () => {
  const before = await everything(full.db)
  const server = await openServerDatabase()
  await restore(server.db, good, { replace: false })
  expect(await everything(server.db)).toEqual(before)

  const again = join(folder, 'again.gz')
  await backUp(server.db, again, { version: '0.1.0', at })
  expect(gunzipSync(readFileSync(again)).equals(gunzipSync(readFileSync(good)))).toBe(true)
  const embedded = await openEmbeddedDatabase()
  await restore(embedded.db, again, { replace: false })
  expect(await everything(embedded.db)).toEqual(before)

  expect(before['tickets']).toHaveLength(2)
  expect(before['media']).toHaveLength(1)
  for (const { db } of [server, embedded]) {
    const [strange] = await rowsOf(db, `select text, quote ->> 'text' as quoted from messages where external_id = 'm2'`)
    expect(strange).toEqual({ text: STRANGE, quoted: '灯\t不亮' })
    const [exact] = await rowsOf(
      db,
      `select (select encode(bytes, 'hex') from media) as photo, (select quote::text from messages where external_id = 'm4') as quote,
        (select extract(microseconds from settled_at)::int::text from messages where external_id = 'm1') as micros,
        (select min(confidence)::text from readings) as confidence, (select max(cost)::text from readings) as cost`,
    )
    expect(exact).toEqual({
      photo: '00ff0a0d5c5c78008950',
      quote: 'null',
      micros: '3123456',
      confidence: '0.1',
      cost: '0.30000000000000004',
    })

    const numbers = await rowsOf(db, 'select number from tickets order by id')
    expect(numbers.map(({ number }) => number)).toEqual(['HF-261121-001', 'HF-261121-002'])
    const said = await hear(db, NEXT_DAY_SAME_HOUR, [words('m5', '8栋水管爆了')])
    expect(said.join()).toContain('HF-261121-003')
    const [last] = await rowsOf(db, 'select max(id)::int as id from tickets')
    expect(last).toEqual({ id: 3 })
  }
})

test('the restored schema is the one that migrations make, foreign keys and triggers included', async () => {
  const [made, restored] = [await openServerDatabase(openDatabase), await openServerDatabase()]
  await restore(restored.db, good, { replace: false })
  const shape = async ({ db }: Database) => [
    ...(await rowsOf(
      db,
      `select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) as line from pg_constraint where connamespace = 'public'::regnamespace order by 1`,
    )),
    ...(await rowsOf(
      db,
      `select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text as line from pg_trigger where not tgisinternal order by 1`,
    )),
    ...(await rowsOf(db, `select indexdef as line from pg_indexes where schemaname = 'public' order by 1`)),
    ...(await rowsOf(db, 'select hash || created_at as line from drizzle.__drizzle_migrations order by 1')),
  ]
  const expected = await shape(made)
  expect(expected.length).toBeGreaterThan(100)
  expect(await shape(restored)).toEqual(expected)
  const [key] = await rowsOf(restored.db, `select count(*)::int as keys from pg_constraint where contype = 'f' and not convalidated`)
  expect(key).toEqual({ keys: 0 })
})

/** An empty database as the product left it when it had no migration after this one. */
async function openAtMigration(last: number): Promise<Db> {
  const engine = await PGlite.create()
  onTestFinished(() => engine.close())
  const migrationsFolder = join(folder, 'migrations')
  cpSync('db/migrations', migrationsFolder, { recursive: true })
  const journal = join(migrationsFolder, 'meta', '_journal.json')
  const known = JSON.parse(readFileSync(journal, 'utf8'))
  writeFileSync(journal, JSON.stringify({ ...known, entries: known.entries.filter(({ idx }: { idx: number }) => idx <= last) }))
  const db = drizzle(engine, { schema })
  await migrate(db, { migrationsFolder })
  return db
}

test('a backup that was made before a migration is brought up to the newest', async () => {
  const old = join(folder, 'old.gz')
  const db = await openAtMigration(4)
  await db.execute(sql`insert into channels (name, state, changed_at) values ('sandbox', 'offline', now())`)
  await backUp(db, old, { version: '0.1.0', at })

  const server = await openServerDatabase()
  await restore(server.db, old, { replace: false })

  expect(await rowsOf(server.db, 'select state, session, synced_at from channels')).toEqual([
    { state: 'loggedOut', session: null, synced_at: null },
  ])
  await server.close()
})

test('the file is for its owner alone and takes its name only when it is whole', async () => {
  const file = join(folder, 'kept', 'one.gz')
  await backUp(full.db, file, { version: '0.1.0', at })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'kept')).mode & 0o777).toBe(0o700)

  const broken = new Proxy(full.db, {
    get: (db, name) =>
      name === 'transaction'
        ? (work: (tx: Db) => Promise<unknown>) =>
            db.transaction((tx) => {
              let calls = 0
              return work(
                new Proxy(tx, {
                  get(target, inner) {
                    if (inner === 'execute' && ++calls > 60) throw new Error('The server is gone')
                    const found: unknown = Reflect.get(target, inner)
                    return typeof found === 'function' ? found.bind(target) : found
                  },
                }) as unknown as Db,
              )
            })
        : Reflect.get(db, name),
  })
  await expect(backUp(broken, join(folder, 'kept', 'two.gz'), { version: '0.1.0', at })).rejects.toThrow('The server is gone')
  expect(readdirSync(join(folder, 'kept'))).toEqual(['one.gz'])
})

/** The good backup with its lines changed, and a fitting checksum only where `change` leaves the last line to `seal`. */
async function forged(change: (lines: string[]) => string[]): Promise<string> {
  const { createHash } = await import('node:crypto')
  const lines = gunzipSync(readFileSync(good)).toString().trimEnd().split('\n')
  const changed = change(lines.slice(0, -1))
    .map((line) => `${line}\n`)
    .join('')
  const file = join(folder, 'forged.gz')
  writeFileSync(file, gzipSync(`${changed}${JSON.stringify({ sha256: createHash('sha256').update(changed).digest('hex') })}\n`))
  return file
}

const damaged = (change: (bytes: Buffer) => Buffer) => async () => {
  const file = join(folder, 'damaged.gz')
  writeFileSync(file, change(readFileSync(good)))
  return file
}

function withHeader(change: object): (lines: string[]) => string[] {
  return ([header, ...rest]) => [JSON.stringify({ ...JSON.parse(header!), ...change }), ...rest]
}

test.each([
  ['cut off', damaged((bytes) => bytes.subarray(0, bytes.length / 2)), /is damaged or not whole\. Nothing was changed\.$/],
  ['cut off in its last byte', damaged((bytes) => bytes.subarray(0, -1)), /is damaged or not whole/],
  [
    'a flipped bit',
    damaged((bytes) => Buffer.from(bytes.map((byte, index) => (index === 900 ? byte ^ 1 : byte)))),
    /is damaged or not whole/,
  ],
  ['something else', damaged(() => Buffer.from('電梯坏了')), /is damaged or not whole/],
  ['another zipped file', damaged(() => gzipSync('{"hello":1}\n{"sha256":"x"}\n')), /is no backup of Huiyin\.$/],
  [
    'changed words under the old checksum',
    damaged((bytes) => gzipSync(gunzipSync(bytes).toString().replace('3栋电梯坏了', '9栋电梯坏了'))),
    /is damaged or not whole/,
  ],
  ['no backup of ours', () => forged(withHeader({ product: 'other' })), /is no backup of Huiyin\.$/],
  [
    'a later format',
    () => forged(withHeader({ format: 2, version: '9.0.0' })),
    /was made by a version of Huiyin that this one does not know \(9\.0\.0\)\. Update Huiyin first\.$/,
  ],
  ['a later migration', () => forged(withHeader({ migration: { at: 4e12, hash: 'x' } })), /does not know \(0\.1\.0\)/],
  [
    'a row left out',
    () => forged((lines) => lines.filter((line) => !line.includes('3栋电梯坏了'))),
    /does not hold the rows it says it holds/,
  ],
  [
    'a column nobody knows',
    () => forged((lines) => lines.map((line) => line.replace('"is_friend"', '"friendly"'))),
    /table members is not what this version knows/,
  ],
] as [string, () => Promise<string>, RegExp][])('a file with %s is refused and nothing is changed', async (_, make, sentence) => {
  const server = await openServerDatabase()
  await restore(server.db, good, { replace: false })
  const before = await everything(server.db)
  const file = await make()

  await expect(restore(server.db, file, { replace: true })).rejects.toThrow(sentence)

  expect(await everything(server.db)).toEqual(before)
})

test('a load that fails half-way leaves the old data, on both engines', async () => {
  const orphan = await forged((lines) => lines.map((line) => (line.includes('"邻居m2"') ? line.replace('["2"', '["77"') : line)))
  expect(gunzipSync(readFileSync(orphan)).equals(gunzipSync(readFileSync(good)))).toBe(false)
  for (const database of [await openServerDatabase(), await openEmbeddedDatabase()]) {
    await restore(database.db, good, { replace: false })
    await database.db.delete(outbox)
    const before = await everything(database.db)

    await expect(restore(database.db, orphan, { replace: true })).rejects.toThrow()

    expect(await everything(database.db)).toEqual(before)
    await restore(database.db, good, { replace: true })
    expect(await database.db.$count(outbox)).toBe(await full.db.$count(outbox))
    expect(await database.db.$count(tickets)).toBe(2)
  }
})

test('what was due before a restore waits for a person, for it may have been said since; what is due later does not', async () => {
  const before = await openEmbeddedDatabase()
  await restore(before.db, good, { replace: false })
  const [due, later] = await before.db.select({ id: outbox.id }).from(outbox).orderBy(outbox.id).limit(2)
  const owed = { status: 'waiting' as const, obstacle: null, settledAt: null, combinedIntoId: null }
  await before.db.update(outbox).set(owed).where(eq(outbox.id, due!.id))
  await before.db
    .update(outbox)
    .set({ ...owed, notBefore: new Date('2099-01-01T00:00:00Z') })
    .where(eq(outbox.id, later!.id))
  const file = join(folder, 'owed.gz')
  await backUp(before.db, file, { version: '0.1.0', at })

  const after = await openServerDatabase()
  await restore(after.db, file, { replace: false })
  const rows = await after.db.select({ status: outbox.status, obstacle: outbox.obstacle }).from(outbox).orderBy(outbox.id).limit(2)
  expect(rows).toEqual([
    { status: 'needsPerson', obstacle: 'restored' },
    { status: 'waiting', obstacle: null },
  ])
})

test('a database with anything in it is refused, and so is one that is not ours', async () => {
  const server = await openServerDatabase(openDatabase)
  await restore(server.db, good, { replace: false })
  await server.db.delete(outbox)
  await expect(restore(server.db, good, { replace: false })).rejects.toThrow(
    'The database is not empty. Name an empty one, or add --replace to give up everything it holds.',
  )
  expect(await server.db.$count(messages)).toBe(4)
  expect(await server.db.$count(outbox)).toBe(0)

  const foreign = await openServerDatabase()
  await foreign.db.execute(sql`create table ledger (sum integer)`)
  await expect(restore(foreign.db, good, { replace: true })).rejects.toThrow("holds tables that are not Huiyin's")
  expect(await rowsOf(foreign.db, 'select * from ledger')).toEqual([])
})

type Ending = { status: number | null; stdout: string; stderr: string }

async function run(file: string, args: string[], env: Record<string, string>): Promise<Ending> {
  const program = spawn(process.execPath, ['start.js', file, ...args], { env: { ...process.env, LOG_LEVEL: 'silent', ...env } })
  const ending: Ending = { status: null, stdout: '', stderr: '' }
  program.stdout.on('data', (chunk) => {
    ending.stdout += String(chunk)
  })
  program.stderr.on('data', (chunk) => {
    ending.stderr += String(chunk)
  })
  ;[ending.status] = await once(program, 'close')
  return ending
}

test('the commands say where and how much, and end with status 2 and one sentence when they refuse', async () => {
  const DATABASE_URL = await createServerDatabase()
  const file = join(folder, 'by-hand.gz')
  const env = { DATABASE_URL, DATA_DIR: join(folder, 'data') }
  const rows = Object.entries(await everything(full.db)).flatMap(([name, lines]) => (name === 'counters' ? [] : lines)).length

  expect(await run('db/runRestore.ts', [good], env)).toEqual({
    status: 0,
    stdout: `${rows} rows of 55 tables are back as they were at 2026-11-26T06:00:00.000Z\n`,
    stderr: '',
  })
  expect(await run('db/runBackup.ts', [file], env)).toEqual({ status: 0, stdout: `${file}: ${rows} rows of 55 tables\n`, stderr: '' })
  expect((await run('db/runBackup.ts', [], env)).stdout).toMatch(/data\/backups\/huiyin-\d{8}T\d{6}Z\.gz: \d+ rows of 55 tables\n$/)

  const refusals: [string, string[], RegExp][] = [
    ['db/runBackup.ts', [file], /^.*by-hand\.gz exists already\. Name another file\.\n$/],
    ['db/runBackup.ts', [join(file, 'below.gz')], /^The backup cannot be written to .*\n$/],
    ['db/runRestore.ts', [good], /^The database is not empty\. .*\n$/],
    ['db/runRestore.ts', [join(folder, 'none.gz')], /^No such file: .*\n$/],
    ['db/runRestore.ts', [], /^Usage: npm run -s restore -- FILE \[--replace\]\n$/],
  ]
  for (const [command, args, sentence] of refusals) {
    expect(await run(command, args, env)).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(sentence) })
  }
  expect((await run('db/runBackup.ts', [], { DATA_DIR: join(folder, 'unused') })).stderr).toMatch(/^There is nothing to back up: .*\n$/)

  const other = await openAsItIs({ databaseUrl: DATABASE_URL, dataDir: '' })
  onTestFinished(() => other.close())
  await other.db.execute(sql`select 1`)
  expect(await run('db/runRestore.ts', [good, '--replace'], env)).toEqual({
    status: 2,
    stdout: '',
    stderr: 'The database is in use by a running Huiyin. Stop it first.\n',
  })
}, 300_000)

test('an embedded database that another process has is left alone by all three commands', async () => {
  const DATA_DIR = join(folder, 'data')
  await openEmbeddedDatabase()

  for (const [file, ...args] of [['db/runBackup.ts'], ['db/runRestore.ts', good, '--replace'], ['db/migrate.ts']] as [
    string,
    ...string[],
  ][]) {
    const { status, stderr } = await run(file, args, { DATA_DIR, DATABASE_URL: '' })
    expect(status).toBe(2)
    expect(stderr).toBe(
      `The embedded database in ${DATA_DIR} is in use by process ${process.pid}. Stop that process first, or set DATABASE_URL.\n`,
    )
  }
  expect(existsSync(join(DATA_DIR, 'backups'))).toBe(false)
})

test('a server goes on writing while it is backed up, and the backup holds one moment', async () => {
  const url = await createServerDatabase()
  const server = await openAsItIs({ databaseUrl: url, dataDir: '' })
  onTestFinished(() => server.close())
  await restore(server.db, good, { replace: false })
  const writer = postgres(url, { max: 1, onnotice: () => {} })
  onTestFinished(() => writer.end())
  let isDone = false
  const writing = (async () => {
    let written = 0
    while (!isDone) {
      await writer`insert into auth_rate_limits (id, key, count, last_request) values (${`k${written}`}, ${`k${written}`}, 0, 0)`
      written++
    }
    return written
  })()

  const file = join(folder, 'hot.gz')
  const { tables } = await backUp(server.db, file, { version: '0.1.0', at })
  isDone = true
  const written = await writing

  const rows = gunzipSync(readFileSync(file))
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('["k')).length
  expect(tables.find(({ name }) => name === 'auth_rate_limits')!.rows).toBe(rows)
  expect(written).toBeGreaterThan(rows)
})

test('nobody is woken by a restore', async () => {
  const url = await createServerDatabase()
  const server = await openAsItIs({ databaseUrl: url, dataDir: '' })
  onTestFinished(() => server.close())
  const ear = postgres(url, { max: 1, onnotice: () => {} })
  onTestFinished(() => ear.end())
  const news: string[] = []
  await ear.listen('huiyin', (table) => void news.push(table))

  await restore(server.db, good, { replace: false })
  await server.db.execute(sql`update rooms set topic = topic || '1'`)

  await expect.poll(() => news).toContain('rooms')
  expect(news).toEqual(['rooms'])
})
