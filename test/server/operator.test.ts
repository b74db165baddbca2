import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { mainAccount } from '../../core/account.ts'
import { findChannel } from '../../db/channels.ts'
import { openDatabase } from '../../db/open.ts'
import { owe } from '../../db/outbox.ts'
import { departures, members, messages, rooms, tickets } from '../../db/schema/index.ts'
import { createServerDatabase } from '../database.ts'
import { startWechat } from '../wechat/server.ts'
import { createWorld, type Room } from '../wechat/world.ts'

const run = promisify(execFile)

/** A bot as its operator starts it, on a WeChat of its own; nothing is changed but where WeChat's hosts are. */
async function openOperator() {
  const world = createWorld()
  const wechat = await startWechat(world, { holdMs: 1000 })
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-operator-'))
  const url = await createServerDatabase()
  const database = await openDatabase({ databaseUrl: url, dataDir })
  // The clock is the real one, and these are answered at night too.
  await database.db.execute(sql`alter table communities alter quiet_hours set default '{"night":null,"noon":null}'`)
  const env = { ...process.env, CHANNEL: 'wechat4u', DATABASE_URL: url, DATA_DIR: dataDir, LOG_LEVEL: 'error' }
  const elsewhere = { ...env, NODE_OPTIONS: `--import=${resolve('test/wechat/redirect.mjs')}`, WECHAT_TEST_PORT: String(wechat.port) }
  const started: ChildProcess[] = []
  onTestFinished(async () => {
    for (const bot of started) bot.kill('SIGKILL')
    await database.close()
    await wechat.stop()
    rmSync(dataDir, { recursive: true, force: true })
  })

  return {
    world,
    wechat,
    db: database.db,
    start(): ChildProcess {
      const bot = spawn(process.execPath, ['start.js', 'bot/main.ts'], { env: elsewhere, stdio: 'ignore' })
      started.push(bot)
      return bot
    },
    /** The bot has said that it is logged in under the ids of now. */
    async untilOnline(): Promise<void> {
      const session = () => (wechat.isLoggedIn() ? wechat.nameOf(world.self) : '-')
      await expect.poll(async () => (await findChannel(database.db, mainAccount('wechat4u')))?.session === session()).toBe(true)
    },
    groups: async (...given: string[]) => (await run(process.execPath, ['start.js', 'bot/groups/main.ts', ...given], { env })).stdout,
    saidIn: (room: Room) => wechat.said.filter(({ to }) => to === room).map(({ text }) => text),
  }
}

const BIND = ['bind', '和风苑业主群', '和风苑', '--gas', '0757-00000000', '--speak']

test('from a scan to a numbered answer, over a login that changes every id', async () => {
  const { world, wechat, db, start, untilOnline, groups, saidIn } = await openOperator()
  const [aunt, li] = [world.person('张阿姨', { isFriend: true }), world.person('老李')]
  const room = world.room('和风苑业主群', [aunt, li])
  start()
  await wechat.scan()
  await expect.poll(() => groups()).toContain('和风苑业主群\t(not bound)')

  expect(await groups(...BIND)).toBe('和风苑业主群 → 和风苑社区 和风苑, speaking.\n')
  await expect.poll(() => saidIn(room)[0]).toContain('【告知】')
  world.say(li, room, '报修:\n3栋1单元漏水\n电话:0757-00000001')
  await expect.poll(() => saidIn(room)[1]).toMatch(/^@老李\u2005收到，3栋1单元.*编号HY-\d{6}-001/)

  world.say(aunt, room, '早')
  await expect.poll(() => aunt.remark).toMatch(/^张阿姨 回音#\d+$/)

  wechat.logOut()
  aunt.nickname = '幸福的张'
  await wechat.scan()
  await untilOnline()
  world.say(li, room, '@小回音 那个漏水修了没')
  await expect.poll(() => saidIn(room)[2]).toContain('001')
  world.say(aunt, room, '晚上好')
  await expect.poll(() => db.$count(messages)).toBe(4)
  expect(await db.$count(rooms)).toBe(1)
  expect((await db.select({ nickname: members.nickname }).from(members)).map(({ nickname }) => nickname).toSorted()).toEqual([
    '幸福的张',
    '老李',
  ])
  expect(await db.$count(tickets)).toBe(1)
}, 180_000)

test('a group that got another name between two logins is heard, answered by nobody, and waits to be bound', async () => {
  const { world, wechat, db, start, untilOnline, groups, saidIn } = await openOperator()
  const li = world.person('老李')
  const room = world.room('和风苑业主群', [li])
  expect(await groups(...BIND)).toContain('No login has shown this group yet')
  start()
  await wechat.scan()
  await expect.poll(() => saidIn(room)[0]).toContain('【告知】')

  wechat.logOut()
  room.topic = '和风苑幸福一家人'
  await wechat.scan()
  await untilOnline()
  world.say(li, room, '3栋1单元漏水')
  await expect.poll(() => groups()).toContain('和风苑幸福一家人\t(not bound)')
  await expect.poll(async () => (await db.select({ reason: messages.reason }).from(messages))[0]?.reason).toBe('unboundRoom')
  expect(saidIn(room)).toHaveLength(1)
}, 180_000)

test('a bot that is put out of a group says nothing there, keeps what it owes, and says it when it is invited again', async () => {
  const { world, wechat, db, start, saidIn, groups } = await openOperator()
  const [li, wang] = [world.person('老李'), world.person('王五')]
  const room = world.room('和风苑业主群', [li, wang])
  expect(await groups(...BIND)).toContain('No login has shown this group yet')
  start()
  await wechat.scan()
  await expect.poll(() => saidIn(room)[0]).toContain('【告知】')

  world.expel(room, wang)
  await expect.poll(async () => (await db.select({ leftAt: rooms.leftAt }).from(rooms))[0]?.leftAt).toBeInstanceOf(Date)
  const [owner] = await db.select().from(rooms)
  const words = {
    to: { roomId: owner!.id },
    mention: null,
    text: '明天上午检修水泵。',
    about: [],
    obstacle: null,
    expiresAt: null,
    key: null,
  }
  const notice = { ...words, kind: 'announcement' as const, ticketId: null, announcementId: null, notBefore: new Date() }
  await owe(db, { communityId: owner!.communityId! }, [notice], { at: new Date() })
  const asked = wechat.askedFor('webwxsendmsg')
  await setTimeout(8000)
  expect(wechat.askedFor('webwxsendmsg')).toBe(asked)

  world.invite(room, wang)
  await expect.poll(() => saidIn(room)[1]).toBe('明天上午检修水泵。')
  expect(await db.$count(rooms)).toBe(1)
  world.leave(room, li)
  await expect.poll(() => db.$count(departures)).toBe(1)
}, 180_000)
