import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createBot } from '../../bot/bot.ts'
import { type Channel, SpeechFailure } from '../../bot/channel.ts'
import { deliverNext } from '../../bot/deliver.ts'
import { offlineReader } from '../../bot/readers/offline.ts'
import { openStage } from '../../bot/replay/stage.ts'
import { MAIN_ACCOUNT, mainAccount } from '../../core/account.ts'
import type { Notice, NoticeKind } from '../../core/notice.ts'
import { coolDown, findChannel } from '../../db/channels.ts'
import type { Database } from '../../db/client.ts'
import { changeCommunity } from '../../db/orgUnits.ts'
import { owe } from '../../db/outbox.ts'
import { ensureSample, meetEstate, SAMPLE, seatRoom } from '../../db/sample.ts'
import { outbox } from '../../db/schema/index.ts'
import { openTestDatabase } from '../database.ts'

const start = new Date('2026-11-21T09:00:00+08:00')
const log = pino({ level: 'silent' })

async function openRoom() {
  const database = await openTestDatabase()
  const { db } = database
  const community = await ensureSample(db)
  const scope = { communityId: community.id }
  await changeCommunity(db, scope, { pace: { minMs: 4000, maxMs: 4000 } })
  const estate = await meetEstate(db, community, SAMPLE.estate.name)
  const room = await seatRoom(db, { ...mainAccount('sandbox'), topic: '和风苑业主群', estate }, start)
  const oweWords = (kind: NoticeKind, text: string, notBefore = start) =>
    owe(db, scope, [{ ...BLANK, kind, text, to: { roomId: room.id }, notBefore }], { at: start })
  return { database, db, oweWords }
}

const BLANK: Omit<Notice, 'kind' | 'text' | 'to' | 'notBefore'> = {
  mention: null,
  ticketId: null,
  announcementId: null,
  about: [],
  obstacle: null,
  expiresAt: null,
  key: null,
}

test('a network that never answers is given up on, and the words are not said a second time', async () => {
  const { db, oweWords } = await openRoom()
  await oweWords('announcement', '太极班')
  await oweWords('announcement', '议事会')
  const asked: string[] = []
  let fail = (_: Error) => {}
  const channel: Channel = {
    name: 'sandbox',
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    say({ text }) {
      asked.push(text)
      return text === '议事会'
        ? Promise.resolve()
        : new Promise<void>((_, reject) => {
            fail = reject
          })
    },
  }
  const deliver = () => deliverNext({ db, account: mainAccount('sandbox'), channel, now: () => start, chance: () => 0, sayTimeoutMs: 30 })

  await deliver()
  await deliver()
  fail(new Error('answered at last'))
  await sleep(1)

  expect(await deliver()).toBeNull()
  expect(asked).toEqual(['太极班', '议事会'])
  expect(await db.select().from(outbox).orderBy(outbox.id)).toMatchObject([
    { text: '太极班', status: 'needsPerson', obstacle: 'interrupted' },
    { text: '议事会', status: 'sent' },
  ])
})

test('words that may have been heard before the line broke are left to a person', async () => {
  const { db, oweWords } = await openRoom()
  await oweWords('announcement', '太极班')
  const say = () => Promise.reject(new SpeechFailure('unsure', 'socket hang up'))
  const channel: Channel = { name: 'sandbox', start: () => Promise.resolve(), stop: () => Promise.resolve(), say }

  await deliverNext({ db, account: mainAccount('sandbox'), channel, now: () => start, chance: () => 0, sayTimeoutMs: 1000 })

  expect(await db.select().from(outbox)).toMatchObject([{ text: '太极班', status: 'needsPerson', obstacle: 'interrupted' }])
})

test('the pause between two words does not hold back an emergency', async () => {
  const { database, oweWords } = await openRoom()
  const stage = await openStage({ database, reader: offlineReader(), start, log })
  onTestFinished(() => stage.close())
  await oweWords('announcement', '太极班')
  await oweWords('announcement', '议事会')
  await oweWords('emergency', '⚠️请立即拨119', new Date(start.getTime() + 1000))

  await stage.advanceTo(new Date(start.getTime() + 60_000))

  expect(stage.said.map(({ text, at }) => [text, (at.getTime() - start.getTime()) / 1000])).toEqual([
    ['太极班', 0],
    ['⚠️请立即拨119', 1],
    ['议事会', 5],
  ])
})

/** A channel that turns words away while `refuses` says why. */
function playedChannel(refuses: () => SpeechFailure['code'] | null) {
  const asked: string[] = []
  const channel: Channel = {
    name: 'sandbox',
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    async say({ text }) {
      asked.push(text)
      const code = refuses()
      if (code) throw new SpeechFailure(code, code)
    },
  }
  return { channel, asked }
}

/** A bot on a played clock that says whatever is due at a moment, as often as it is woken. */
function playBot(database: Database, channel: Channel) {
  let clock = start
  const open = () =>
    createBot({
      database,
      channel,
      account: MAIN_ACCOUNT,
      reader: offlineReader(),
      spool: null,
      now: () => clock,
      chance: () => 0,
      wait: () => Promise.resolve(),
      log,
    })
  let bot = open()
  return {
    async at(minute: number) {
      clock = new Date(start.getTime() + minute * 60_000)
      await bot.settle()
    },
    nextMinute: async () => ((await bot.nextDueAt())!.getTime() - start.getTime()) / 60_000,
    restart() {
      bot = open()
    },
  }
}

test('a limited account is silent for five minutes, then fifteen, then thirty, over a restart, and a success ends it', async () => {
  const { database, db, oweWords } = await openRoom()
  let code: SpeechFailure['code'] | null = 'limited'
  const { channel, asked } = playedChannel(() => code)
  const bot = playBot(database, channel)
  await oweWords('announcement', '太极班')
  await oweWords('announcement', '议事会')

  await bot.at(0)
  await bot.at(4.9)
  expect(asked).toEqual(['太极班'])
  bot.restart()
  expect(await bot.nextMinute()).toBe(5)
  await bot.at(5)
  expect(await bot.nextMinute()).toBe(20)
  await bot.at(20)
  expect(await bot.nextMinute()).toBe(50)
  expect(asked).toEqual(['太极班', '太极班', '太极班'])
  expect(await db.select().from(outbox)).toMatchObject([{ status: 'waiting', attempts: 0 }, { status: 'waiting' }])

  code = null
  await bot.at(50)
  await bot.at(51)
  expect(asked.slice(3)).toEqual(['太极班', '议事会'])
  expect(await findChannel(db, mainAccount('sandbox'))).toMatchObject({ limitedUntil: null, limitedTimes: 0 })
})

test('a limited account tries an emergency at once and then once a minute, which does not make the pause longer, and goes on when one is taken', async () => {
  const { database, oweWords } = await openRoom()
  let code: SpeechFailure['code'] | null = 'limited'
  const { channel, asked } = playedChannel(() => code)
  const bot = playBot(database, channel)
  await oweWords('announcement', '太极班')
  await bot.at(0)
  await oweWords('emergency', '⚠️请立即拨119')
  await oweWords('emergency', '⚠️请远离')

  await bot.at(0.1)
  expect(asked).toEqual(['太极班', '⚠️请立即拨119'])
  for (const minute of [0.5, 1, 1.1, 1.5, 2]) await bot.at(minute)
  expect(asked.slice(2)).toEqual(['⚠️请远离'])
  await bot.at(2.1)
  code = null
  await bot.at(3.1)
  await bot.at(3.5)
  await bot.at(5)
  expect(asked.slice(3)).toEqual(['⚠️请立即拨119', '⚠️请远离', '⚠️请立即拨119', '太极班'])
})

test('three in a row that are gone rest the whole account; two do not', async () => {
  const { database, db, oweWords } = await openRoom()
  const { channel, asked } = playedChannel(() => 'gone')
  const bot = playBot(database, channel)
  for (const text of ['太极班', '议事会', '读书会', '合唱团']) await oweWords('announcement', text)

  await bot.at(0)
  await bot.at(0.1)
  expect(await findChannel(db, mainAccount('sandbox'))).toBeNull()
  await bot.at(0.2)
  await bot.at(0.3)

  expect(asked).toEqual(['太极班', '议事会', '读书会'])
  expect(await bot.nextMinute()).toBe(5.2)
})

test('whoever asks for the next words of a limited account gets none but what is urgent', async () => {
  const { db, oweWords } = await openRoom()
  const { channel, asked } = playedChannel(() => null)
  await coolDown(db, mainAccount('sandbox'), { kind: 'announcement', now: new Date(start.getTime() - 61_000), chance: 0 })
  await oweWords('announcement', '太极班')
  const deliver = () => deliverNext({ db, account: mainAccount('sandbox'), channel, now: () => start, chance: () => 0, sayTimeoutMs: 1000 })

  expect(await deliver()).toBeNull()
  await oweWords('emergency', '⚠️请立即拨119')
  await deliver()

  expect(asked).toEqual(['⚠️请立即拨119'])
})
