import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { bindGroup } from '../../bot/groups/bind.ts'
import { mainAccount } from '../../core/account.ts'
import { openDatabase } from '../../db/open.ts'
import { changeCommunity, firstCommunity } from '../../db/orgUnits.ts'
import { startServer } from '../setup/server.ts'
import { startWechat } from '../wechat/server.ts'
import { createWorld } from '../wechat/world.ts'

export type Stage = Awaited<ReturnType<typeof openStage>>
type Given = { members?: number; env?: Record<string, string>; fileLimitKb?: number | null }

const TOPIC = '和风苑业主群'
const BINDING = { topic: TOPIC, estate: '和风苑', gas: '0757-00000000', speak: true }
/** The bot says what it owes at once, at any hour. */
const EAGER = {
  pace: { minMs: 0, maxMs: 0 },
  patience: { textSeconds: 0, photoSeconds: 0 },
  quietHours: { night: null, noon: null },
  budget: { perHour: 1000, perDay: 10_000, combineMinutes: 1, digestAt: '18:00' },
}
const HELD_MS = 25_000

const opened = new Set<() => Promise<void>>()

/** What a run that broke off left open. */
export async function closeStages(): Promise<void> {
  for (const close of opened) await close()
}

/** One group on a WeChat of its own, a PostgreSQL of its own, and the bot's program as an operator starts it. */
export async function openStage({ members = 200, env = {} }: Given = {}) {
  const world = createWorld()
  const people = Array.from({ length: members }, (_, index) => world.person(`住户${index}`))
  const room = world.room(TOPIC, people)
  const wechat = await startWechat(world, { holdMs: HELD_MS })
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-faults-'))
  const server = await startServer()
  await prepare(server.url)
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  const log: string[] = []
  let bot: ChildProcess | null = null

  function environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      CHANNEL: 'wechat4u',
      DATABASE_URL: server.url,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      NODE_OPTIONS: `--import=${resolve('test/wechat/redirect.mjs')}`,
      WECHAT_TEST_PORT: String(wechat.port),
      ...env,
    }
  }

  /** `fileLimitKb`: no file of the bot's may grow beyond it. */
  function start({ fileLimitKb = null }: Pick<Given, 'fileLimitKb'> = {}): void {
    const program = [process.execPath, 'start.js', 'bot/main.ts']
    const limited = ['bash', '-c', `ulimit -f ${fileLimitKb}; exec "$@"`, 'bot', ...program]
    const [command, ...rest] = fileLimitKb === null ? program : limited
    const started = spawn(command!, rest, { env: environment(), stdio: ['ignore', 'ignore', 'pipe'] })
    createInterface(started.stderr).on('line', (line) => void log.push(line))
    bot = started
  }

  function isRunning(): boolean {
    return bot !== null && bot.exitCode === null && bot.signalCode === null
  }

  /** Ends the bot; returns its exit status, null after a kill. */
  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const ended = bot!
    if (!isRunning()) return ended.exitCode
    const gone = once(ended, 'exit')
    ended.kill(signal)
    await gone
    return ended.exitCode
  }

  async function isOnline(): Promise<boolean> {
    if (!wechat.isLoggedIn()) return false
    const [channel] = await sql`select session from channels where state = 'online'`
    return channel?.['session'] === wechat.nameOf(world.self)
  }

  async function close(): Promise<void> {
    opened.delete(close)
    if (bot) await end('SIGKILL')
    await sql.end()
    await wechat.stop()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  opened.add(close)

  return {
    world,
    people,
    room,
    wechat,
    dataDir,
    server,
    sql,
    /** What the bot wrote to stderr. */
    log,
    start,
    end,
    isRunning,

    /** A bot that is logged in and has told the group that it listens. */
    async begin(given: Pick<Given, 'fileLimitKb'> = {}): Promise<void> {
      start(given)
      await wechat.scan()
      await until('The bot is online', isOnline)
      await until('The notice is said', async () => wechat.said.some(({ to }) => to === room))
    },

    stored: async (): Promise<number> => (await sql`select count(*)::int as rows from messages`)[0]!['rows'],

    close,
  }
}

async function prepare(databaseUrl: string): Promise<void> {
  const { db, close } = await openDatabase({ databaseUrl, dataDir: '' })
  await bindGroup(db, mainAccount('wechat4u'), BINDING, new Date())
  const community = await firstCommunity(db)
  await changeCommunity(db, { communityId: community!.id }, EAGER)
  await close()
}

const PATIENCE_MS = 240_000

export async function until(what: string, isTrue: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<boolean> {
  const latest = performance.now() + patienceMs
  while (!(await isTrue())) {
    if (performance.now() > latest) {
      process.stderr.write(`${what}: not within ${patienceMs / 1000} s\n`)
      return false
    }
    await wait(100)
  }
  return true
}
