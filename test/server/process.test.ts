import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { MIGRATION_LOCK } from '../../db/migrated.ts'
import { createServerDatabase } from '../database.ts'

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

function start(file: string, env: Record<string, string>): ChildProcess {
  const program = spawn(process.execPath, ['start.js', file], { env: { ...process.env, LOG_LEVEL: 'silent', ...env } })
  onTestFinished(() => void program.kill('SIGKILL'))
  return program
}

async function words(stream: ChildProcess['stdout'], awaited: RegExp): Promise<string> {
  let heard = ''
  for await (const chunk of stream!) {
    heard += String(chunk)
    if (awaited.test(heard)) break
  }
  return heard
}

async function ending(program: ChildProcess): Promise<{ status: number | null; stderr: string }> {
  let stderr = ''
  program.stderr!.on('data', (chunk) => {
    stderr += String(chunk)
  })
  const [status] = await once(program, 'exit')
  return { status, stderr }
}

test('npm start prints its one-time link, a second process on the same data refuses, and SIGTERM ends it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-process-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const env = { DATA_DIR: folder, CHANNEL: 'sandbox', PORT: String(await freePort()) }

  const first = start('main.ts', env)
  const [link] = /http:\S+/.exec(await words(first.stdout, /setup\/\S+\n/)) ?? []
  expect((await fetch(link!)).status).toBe(200)

  const second = await ending(start('main.ts', { ...env, PORT: String(await freePort()) }))
  expect(second.status).toBe(2)
  expect(second.stderr).toMatch(/^The embedded database in .* is in use by process \d+\. Stop that process first, or set DATABASE_URL\.\n$/)

  const groups = await ending(start('bot/groups/main.ts', env))
  expect(groups.status).toBe(2)
  expect(groups.stderr).toContain('is in use by process')

  first.kill('SIGTERM')
  const [status] = await once(first, 'exit')
  expect(status).toBe(0)
})

test('a second bot on one database refuses, and takes over when the first is killed', async () => {
  const folders = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'huiyin-process-')))
  onTestFinished(() => folders.forEach((folder) => void rmSync(folder, { recursive: true, force: true })))
  const script = join(folders[0]!, 'chat.jsonl')
  writeFileSync(script, '')
  const url = await createServerDatabase()
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  onTestFinished(() => sql.end())
  const env = (folder: string) => ({ CHANNEL: 'script', SCRIPT: script, DATABASE_URL: url, DATA_DIR: folder })
  const holders = () =>
    sql`select pid from pg_locks join pg_database on oid = database
      where locktype = 'advisory' and datname = current_database() and objid <> ${MIGRATION_LOCK}`

  const first = start('bot/main.ts', env(folders[0]!))
  await expect.poll(holders).toHaveLength(1)
  expect(await ending(start('bot/main.ts', env(folders[1]!)))).toEqual({
    status: 2,
    stderr:
      'Another process runs the bot for the account main on this database. Stop it first, or give this one an ACCOUNT or a DATABASE_URL of its own.\n',
  })

  first.kill('SIGKILL')
  await expect.poll(holders).toHaveLength(0)
  start('bot/main.ts', env(folders[1]!))
  await expect.poll(holders).toHaveLength(1)
})

test.each([
  ['main.ts', { PORT: 'abc', CHANNEL: 'telegraph' }, /PORT: .*\nCHANNEL: /],
  ['bot/main.ts', { CHANNEL: 'script' }, /SCRIPT: /],
  ['bot/main.ts', { CHANNEL: 'sandbox', DATA_DIR: join(tmpdir(), 'huiyin-unused') }, /CHANNEL=sandbox lives inside the console/],
  ['bot/groups/main.ts', { CHANNEL: 'telegraph' }, /CHANNEL: /],
] as [string, Record<string, string>, RegExp][])('%s with %o says what is wrong and ends with status 2', async (file, env, sentence) => {
  const { status, stderr } = await ending(start(file, env))
  expect(status).toBe(2)
  expect(stderr).toMatch(sentence)
})

test.each([
  ['main.ts', 'PORT'],
  ['bot/main.ts', 'BOT_PORT'],
])('%s told to stop while it answers finishes the answer', async (file, variable) => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-process-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'chat.jsonl'), '')
  const url = await createServerDatabase()
  const port = await freePort()
  const channel = { CHANNEL: 'script', SCRIPT: join(folder, 'chat.jsonl'), DATABASE_URL: url, DATA_DIR: folder, [variable]: String(port) }
  const program = start(file, channel)
  await until(async () => (await ask(port, '/readyz')) === '200 ready')

  const sql = postgres(url, { max: 1, onnotice: () => {} })
  onTestFinished(() => sql.end())
  let answer = Promise.resolve('')
  const ended = once(program, 'exit')
  await sql.begin(async (held) => {
    await held`lock table drizzle.__drizzle_migrations in access exclusive mode`
    answer = ask(port, '/readyz')
    await expect
      .poll(() => held`select from pg_locks where relation = 'drizzle.__drizzle_migrations'::regclass and not granted`)
      .toHaveLength(1)
    program.kill('SIGTERM')
    await until(async () => (await ask(port, '/healthz')) === 'refused')
  })

  expect(await answer).toBe('200 ready')
  expect((await ended)[0]).toBe(0)
})

async function ask(port: number, path: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null)
  return answer ? `${answer.status} ${await answer.text()}` : 'refused'
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(50)
}
