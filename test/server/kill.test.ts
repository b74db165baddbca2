import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { ensureSample } from '../../db/sample.ts'
import { createServerDatabase } from '../database.ts'

const KILLS = 20
const MESSAGES = 800
const REPORT_EVERY = 10
const AMPLE = { perHour: 1000, perDay: 10_000, combineMinutes: 10, digestAt: '18:00' }
const DONE = 2 * MESSAGES

const CHATTER = ['今晚吃啥', '周末去爬山吗', '哈哈哈', '谢谢大家', '有人看球吗', '早上好', '这天真好', '孩子考得不错']

function scriptLine(index: number): string {
  const isReport = index % REPORT_EVERY === 0
  const text = isReport ? `${index / REPORT_EVERY + 1}栋电梯坏了` : `${CHATTER[index % CHATTER.length]}`
  const at = new Date(Date.parse('2026-11-21T09:00:00+08:00') + index * 1000).toISOString()
  return JSON.stringify({ id: `m${index}`, at, group: '和风苑业主群', estate: '和风苑', sender: `r${index}`, text })
}

test('a bot killed twenty times keeps every message once and files every report once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-kill-'))
  const script = join(folder, 'chat.jsonl')
  writeFileSync(script, Array.from({ length: MESSAGES }, (_, index) => scriptLine(index)).join('\n'))
  const url = await createServerDatabase()
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  let bot: ChildProcess | null = null
  onTestFinished(async () => {
    await kill(bot)
    await sql.end()
    rmSync(folder, { recursive: true })
  })

  function start(): ChildProcess {
    const env = { ...process.env, CHANNEL: 'script', SCRIPT: script, DATABASE_URL: url, DATA_DIR: folder, LOG_LEVEL: 'silent' }
    return spawn(process.execPath, ['start.js', 'bot/main.ts'], { env, stdio: 'ignore' })
  }

  await prepare(url)
  for (let round = 0; round < KILLS; round++) {
    const before = await progress(sql)
    const share = Math.ceil((DONE - before) / (KILLS - round + 1))
    const goal = before + randomInt(1, share + 1)
    bot = start()
    await until(async () => (await progress(sql)) >= goal)
    await kill(bot)
    expect(await progress(sql), `kill ${round} came too late`).not.toBe(DONE)
  }

  bot = start()
  await until(async () => (await progress(sql)) === DONE)
  await kill(bot)

  const [inbox] = await sql`select count(*)::int as rows, count(distinct external_id)::int as ids from messages`
  expect(inbox).toEqual({ rows: MESSAGES, ids: MESSAGES })

  const reports = MESSAGES / REPORT_EVERY
  const [filed] = await sql`select count(*)::int as tickets, count(distinct number)::int as numbers, max(number) as last from tickets`
  expect(filed).toEqual({ tickets: reports, numbers: reports, last: `HF-${dayOf(await firstNumber(sql))}-0${reports}` })

  const [answers] = await sql`select count(*)::int as rows, count(distinct ticket_id)::int as tickets from outbox where kind = 'reply'`
  expect(answers).toEqual({ rows: reports, tickets: reports })

  const said = readFileSync(`${script}.said`, 'utf8').trim().split('\n')
  expect(said.length).toBeGreaterThan(0)
  expect(new Set(said).size).toBe(said.length)
}, 240_000)

async function kill(process: ChildProcess | null): Promise<void> {
  if (!process || process.exitCode !== null || process.signalCode !== null) return
  const gone = once(process, 'exit')
  process.kill('SIGKILL')
  await gone
}

async function prepare(url: string): Promise<void> {
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  await ensureSample(database.db, { patience: { textSeconds: 0, photoSeconds: 0 }, quietHours: { night: null, noon: null }, budget: AMPLE })
  await database.close()
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(20)
}

/** How many messages are stored, and how many of them are read, in one sum. */
async function progress(sql: postgres.Sql): Promise<number> {
  const [row] = await sql`select (count(*) + count(outcome))::int as steps from messages`
  return row!['steps']
}

async function firstNumber(sql: postgres.Sql): Promise<string> {
  const [row] = await sql`select number from tickets order by id limit 1`
  return row!['number']
}

function dayOf(number: string): string {
  return number.split('-')[1]!
}
