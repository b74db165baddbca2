import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { bindGroup } from '../../bot/groups/bind.ts'
import { findChannel } from '../../db/channels.ts'
import type { Db } from '../../db/client.ts'
import { openDatabase } from '../../db/open.ts'
import { changeCommunity, firstCommunity } from '../../db/orgUnits.ts'
import { owe } from '../../db/outbox.ts'
import { messages, outbox, pages, rooms, tickets } from '../../db/schema/index.ts'
import { createServerDatabase } from '../database.ts'
import { startWechat } from '../wechat/server.ts'
import { createWorld } from '../wechat/world.ts'

const run = promisify(execFile)
/** The bot says what it owes at once, at any hour. */
const EAGER = {
  pace: { minMs: 0, maxMs: 0 },
  patience: { textSeconds: 0, photoSeconds: 0 },
  quietHours: { night: null, noon: null },
  budget: { perHour: 1000, perDay: 10_000, combineMinutes: 1, digestAt: '18:00' },
}

type Ground = { db: Db; url: string; dataDir: string }

async function openGround(): Promise<Ground> {
  const url = await createServerDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-accounts-'))
  const database = await openDatabase({ databaseUrl: url, dataDir })
  onTestFinished(async () => {
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  return { db: database.db, url, dataDir }
}

function environment({ url, dataDir }: Ground, account: string): NodeJS.ProcessEnv {
  return { ...process.env, CHANNEL: 'wechat4u', ACCOUNT: account, DATABASE_URL: url, DATA_DIR: dataDir, LOG_LEVEL: 'error' }
}

/** An account on a WeChat of its own, in one group that is bound, with the bot's program to speak for it. */
async function openAccount(ground: Ground, account: string, estate: string) {
  const world = createWorld()
  const aunt = world.person('张阿姨')
  const room = world.room(`${estate}业主群`, [aunt])
  const wechat = await startWechat(world, { holdMs: 1000 })
  await bindGroup(ground.db, { channel: 'wechat4u', account }, { topic: room.topic, estate, gas: '0757-00000000', speak: true }, new Date())
  const [row] = await ground.db.select().from(rooms).where(eq(rooms.topic, room.topic))
  const started: ChildProcess[] = []
  onTestFinished(async () => {
    for (const bot of started) bot.kill('SIGKILL')
    await wechat.stop()
  })
  const elsewhere = { NODE_OPTIONS: `--import=${resolve('test/wechat/redirect.mjs')}`, WECHAT_TEST_PORT: String(wechat.port) }

  function start(dataDir = ground.dataDir): ChildProcess {
    const env = { ...environment(ground, account), ...elsewhere, DATA_DIR: dataDir }
    const bot = spawn(process.execPath, ['start.js', 'bot/main.ts'], { env, stdio: ['ignore', 'ignore', 'pipe'] })
    started.push(bot)
    return bot
  }

  async function untilOnline(): Promise<void> {
    const session = () => (wechat.isLoggedIn() ? wechat.nameOf(world.self) : '-')
    await expect.poll(async () => (await findChannel(ground.db, { channel: 'wechat4u', account }))?.session === session()).toBe(true)
  }

  return {
    ...{ world, wechat, aunt, room, roomId: row!.id, start, untilOnline },
    /** What the account has said, to whomever. */
    said: () => wechat.said.map((words) => words.text),
    async begin(): Promise<ChildProcess> {
      const bot = start()
      await wechat.scan()
      await untilOnline()
      await expect.poll(() => wechat.said.length).toBe(1)
      return bot
    },
  }
}

async function prepare({ db }: Ground): Promise<number> {
  const community = await firstCommunity(db)
  await changeCommunity(db, { communityId: community!.id }, EAGER)
  return community!.id
}

async function kill(bot: ChildProcess): Promise<void> {
  const gone = once(bot, 'exit')
  bot.kill('SIGKILL')
  await gone
}

test('two bots on one database each hear and say their own, and one goes on while the other is dead', async () => {
  const ground = await openGround()
  const { db, dataDir } = ground
  const east = await openAccount(ground, 'main', '和风苑')
  const west = await openAccount(ground, '西区', '锦宁苑')
  const communityId = await prepare(ground)
  const eastern = await east.begin()
  await west.begin()
  expect(['wechat', 'accounts/西区/wechat'].map((folder) => existsSync(join(dataDir, folder)))).toEqual([true, true])
  expect([east.said()[0], west.said()[0]]).toEqual([expect.stringContaining('和风苑'), expect.stringContaining('锦宁苑')])

  east.world.say(east.aunt, east.room, '3栋电梯坏了')
  west.world.say(west.aunt, west.room, '5栋路灯不亮')
  await expect.poll(() => [east.said().length, west.said().length]).toEqual([2, 2])
  expect([east.said()[1], west.said()[1]]).toEqual([expect.stringContaining('电梯'), expect.stringContaining('路灯')])

  await kill(eastern)
  east.world.say(east.aunt, east.room, '6栋大门锁坏了')
  const planned = { kind: 'announcement' as const, mention: null, ticketId: null, announcementId: null, about: [], obstacle: null }
  const at = new Date()
  const notices = [east, west].map(({ roomId }) => ({
    ...planned,
    to: { roomId },
    text: '周六放电影',
    notBefore: at,
    expiresAt: null,
    key: `film ${roomId}`,
  }))
  await owe(db, { communityId }, notices, { at })
  west.world.say(west.aunt, west.room, '7栋水管爆了')
  await expect.poll(() => west.said().filter((words) => /周六放电影|水管/.test(words)).length).toBe(2)
  await wait(1000)
  const [, film] = await db
    .select({ roomId: outbox.roomId, status: outbox.status })
    .from(outbox)
    .where(eq(outbox.text, '周六放电影'))
    .orderBy(outbox.roomId)
  expect(film).toEqual({ roomId: west.roomId, status: 'sent' })
  expect([east.said().length, await db.$count(messages, eq(messages.account, 'main'))]).toEqual([
    2,
    await db.$count(messages, eq(messages.roomId, east.roomId)),
  ])

  east.start()
  await expect.poll(() => east.said().filter((words) => /周六放电影|大门|门锁/.test(words)).length).toBe(2)
  expect(west.said()).toHaveLength(4)
  expect(east.said()).toHaveLength(4)
  expect(await db.$count(tickets)).toBe(4)
  expect([...east.wechat.said, ...west.wechat.said].filter(({ to }) => to !== east.room && to !== west.room)).toEqual([])
})

test('what belongs to no account is done once though two bots run: people are called once for an emergency', async () => {
  const ground = await openGround()
  const east = await openAccount(ground, 'east', '和风苑')
  const west = await openAccount(ground, 'west', '锦宁苑')
  await prepare(ground)
  await east.begin()
  await west.begin()

  east.world.say(east.aunt, east.room, '5栋楼道好大煤气味')
  await expect.poll(() => ground.db.$count(pages)).toBe(1)
  await expect.poll(() => east.said().length).toBeGreaterThan(1)
  await ground.db.update(pages).set({ dueAt: new Date() })
  await wait(3000)
  const called = await ground.db.select({ position: pages.position }).from(pages)
  expect(new Set(called.map(({ position }) => position)).size).toBe(called.length)
  expect(west.said()).toHaveLength(1)
})

test('a second bot for one account is refused, and the groups are listed with their accounts', async () => {
  const ground = await openGround()
  const west = await openAccount(ground, 'west', '锦宁苑')
  await openAccount(ground, 'main', '和风苑')
  await prepare(ground)
  await west.begin()

  const other = mkdtempSync(join(tmpdir(), 'huiyin-accounts-'))
  onTestFinished(() => rmSync(other, { recursive: true, force: true }))
  const second = west.start(other)
  const [stderr, [status]] = await Promise.all([text(second.stderr!), once(second, 'close')])
  expect([status, stderr]).toEqual([
    2,
    'Another process runs the bot for the account west on this database. Stop it first, or give this one an ACCOUNT or a DATABASE_URL of its own.\n',
  ])

  const groups = (...given: string[]) =>
    run(process.execPath, ['start.js', 'bot/groups/main.ts', ...given], { env: environment(ground, 'main') })
  expect((await groups()).stdout.split('\n').map((line) => line.split('\t').toSpliced(3, 1))).toEqual([
    ['和风苑业主群', '和风苑', 'speaking', 'main'],
    ['锦宁苑业主群', '锦宁苑', 'speaking', 'west'],
    [''],
  ])
  await expect(groups('bind', '锦宁苑业主群', '锦宁苑')).rejects.toMatchObject({
    code: 2,
    stderr: 'The account west serves a group of this name already. If it is another group, rename one in WeChat first.\n',
  })
})
