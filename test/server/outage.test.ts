import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import postgres from 'postgres'
import { expect, onTestFinished, test } from 'vitest'
import { createListener } from '../../bot/listen.ts'
import { openSpool } from '../../bot/spool.ts'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import { openDatabase } from '../../db/open.ts'
import { createServerDatabase } from '../database.ts'
import { startServer } from '../setup/server.ts'

/** A wire to the real server that can be cut and mended. */
async function openWire(target: URL) {
  const sockets = new Set<Socket>()
  let isCut = false
  const server: Server = createServer((near) => {
    if (isCut) return near.destroy()
    const far = connect(Number(target.port), target.hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => other.destroy()).on('close', () => other.destroy())
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    cut() {
      isCut = true
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
    mend() {
      isCut = false
    },
    async close() {
      this.cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function openFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'huiyin-outage-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function message(index: number): IncomingMessage {
  const sender = { id: 'wang', nickname: '王姐', alias: null, role: 'resident' as const, isFriend: false }
  const rest = { kind: 'text' as const, quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
  return { id: `m${index}`, room: { id: 'g', topic: '和风苑业主群' }, sender, text: `第${index}句`, sentAt: new Date(), ...rest }
}

test('what arrives while the database is away waits on the disk and is stored in order when it is back', async () => {
  const folder = openFolder()
  const direct = new URL(await createServerDatabase())
  const wire = await openWire(direct)
  onTestFinished(() => wire.close())
  const through = new URL(direct)
  through.port = String(wire.port)
  const database = await openDatabase({ databaseUrl: through.href, dataDir: '' })
  onTestFinished(() => database.close())
  const sql = postgres(direct.href, { max: 1, onnotice: () => {} })
  onTestFinished(() => sql.end())
  const log = pino({ level: 'silent' })
  const spool = openSpool({ folder })
  const wait = (ms: number) => sleep(ms / 10)
  const listener = createListener({
    db: database.db,
    account: mainAccount('script'),
    now: () => new Date(),
    log,
    wait,
    spool,
    onStored: () => {},
  })
  onTestFinished(() => listener.close())
  const texts = async () => (await sql`select text from messages order by id`).map((row) => row['text'])

  await listener.hear(message(1))
  wire.cut()
  await Promise.all([2, 3, 4, 5].map((index) => listener.hear(message(index))))
  expect(await texts()).toEqual(['第1句'])
  expect(listener.held()).toEqual({ inMemory: 0, spooled: 4, refused: 0 })

  wire.mend()
  await expect.poll(() => texts()).toEqual(['第1句', '第2句', '第3句', '第4句', '第5句'])
  await expect.poll(() => listener.held()).toEqual({ inMemory: 0, spooled: 0, refused: 0 })
})

/** A process that hears a message every few milliseconds and says each id when it counts as taken. */
function startHearing(databaseUrl: string, folder: string): { program: ChildProcess; taken: string[] } {
  const from = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
  const script = `
    import { pino } from 'pino'
    import { setTimeout as wait } from 'node:timers/promises'
    const { openDatabase } = await import(${from('../../db/open.ts')})
    const { createListener } = await import(${from('../../bot/listen.ts')})
    const { openSpool } = await import(${from('../../bot/spool.ts')})
    const { db } = await openDatabase({ databaseUrl: ${JSON.stringify(databaseUrl)}, dataDir: '' })
    const spool = openSpool({ folder: ${JSON.stringify(join(folder, 'spool'))} })
    const listener = createListener({ db, account: { channel: 'script', account: 'main' }, now: () => new Date(), log: pino({ level: 'silent' }), wait, spool })
    await listener.recover()
    const sender = { id: 'wang', nickname: '王姐', alias: null, role: 'resident', isFriend: false }
    const rest = { kind: 'text', quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
    for (let index = 1; ; index++) {
      const heard = listener.hear({ id: 'm' + index, room: { id: 'g', topic: 'g' }, sender, text: 'm' + index, sentAt: new Date(), ...rest })
      void heard.then(() => process.stdout.write('m' + index + '\\n'))
      await wait(5)
    }`
  const program = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const taken: string[] = []
  createInterface(program.stdout!).on('line', (line) => void taken.push(line))
  onTestFinished(() => void program.kill('SIGKILL'))
  return { program, taken }
}

test('a bot that is killed while the server is down loses no message it had taken, and stores each once and in order before anything newer', async () => {
  const folder = openFolder()
  const server = await startServer()
  onTestFinished(() => server.stop())
  const { program, taken } = startHearing(server.url, folder)
  await expect.poll(() => taken.length).toBeGreaterThan(50)

  await server.halt()
  const before = taken.length
  await expect.poll(() => taken.length).toBeGreaterThan(before + 200)
  const gone = once(program, 'close')
  program.kill('SIGKILL')
  await gone
  expect(existsSync(join(folder, 'spool', 'messages.jsonl'))).toBe(true)

  await server.resume()
  const script = join(folder, 'later.jsonl')
  const later = ['n1', 'n2', 'n3'].map((id) => JSON.stringify({ id, at: '2026-11-21T09:00:00+08:00', group: 'g', sender: 'li', text: id }))
  writeFileSync(script, later.join('\n'))
  const env = { ...process.env, CHANNEL: 'script', SCRIPT: script, DATABASE_URL: server.url, DATA_DIR: folder, LOG_LEVEL: 'silent' }
  const bot = spawn(process.execPath, ['start.js', 'bot/main.ts'], { env, stdio: 'ignore' })
  onTestFinished(() => void bot.kill('SIGKILL'))
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  onTestFinished(() => sql.end())
  const ids = async () => (await sql`select external_id as id from messages order by messages.id`).map((row) => row['id'] as string)
  await expect.poll(() => ids()).toContain('n3')

  const stored = await ids()
  const heard = stored.slice(0, -3)
  expect(heard).toEqual(heard.map((_, index) => `m${index + 1}`))
  expect(heard.length).toBeGreaterThanOrEqual(taken.length)
  expect(taken.filter((id) => !heard.includes(id))).toEqual([])
  expect(stored.slice(-3)).toEqual(['n1', 'n2', 'n3'])
  await expect.poll(() => existsSync(join(folder, 'spool', 'messages.jsonl'))).toBe(false)
})
