import { setTimeout as sleep } from 'node:timers/promises'
import { isNull } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createBot } from '../../bot/bot.ts'
import { sandboxChannel } from '../../bot/channels/sandbox.ts'
import { createListener } from '../../bot/listen.ts'
import type { Reader } from '../../bot/reader.ts'
import { offlineReader } from '../../bot/readers/offline.ts'
import { MAIN_ACCOUNT, mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import type { ReadingRecord } from '../../core/reading/reading.ts'
import { findChannel } from '../../db/channels.ts'
import type { Database } from '../../db/client.ts'
import { changeCommunity } from '../../db/orgUnits.ts'
import { ensureSample, meetEstate, SAMPLE, seatRoom } from '../../db/sample.ts'
import { messages, outbox } from '../../db/schema/index.ts'
import { openTestDatabase } from '../database.ts'

const GROUP = '和风苑业主群'
const log = pino({ level: 'silent' })
const now = () => new Date('2026-11-21T09:00:00+08:00')

function message(id: string, text: string): IncomingMessage {
  const sender = { id: `wang-${id}`, nickname: '王姐', alias: null, role: 'resident' as const, isFriend: false }
  const rest = { kind: 'text' as const, quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
  return { id, room: { id: GROUP, topic: GROUP }, sender, text, sentAt: now(), ...rest }
}

/** A running bot on its own database; `beforeUse` sees every call of the database. */
async function runBot({
  reader = offlineReader(),
  beforeUse = () => {},
  ...told
}: {
  reader?: Reader
  beforeUse?: () => void
  onRead?: (record: ReadingRecord) => void
} = {}) {
  const database = await openTestDatabase()
  const { db } = database
  const community = await ensureSample(db)
  await changeCommunity(db, { communityId: community.id }, { pace: { minMs: 0, maxMs: 0 }, patience: { textSeconds: 0, photoSeconds: 0 } })
  await seatRoom(db, { ...mainAccount('sandbox'), topic: GROUP, estate: await meetEstate(db, community, SAMPLE.estate.name) }, now())
  const channel = sandboxChannel()
  const watched: Database = { ...database, db: watch(db, beforeUse) }
  const bot = createBot({
    database: watched,
    channel,
    account: MAIN_ACCOUNT,
    reader,
    spool: null,
    now,
    chance: () => 0,
    wait: (ms) => sleep(ms),
    log,
    ...told,
  })
  onTestFinished(() => bot.close())
  await bot.run()
  await bot.open()
  return { db, bot, channel }
}

function watch(db: Database['db'], beforeUse: () => void): Database['db'] {
  return new Proxy(db, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name)
      if (typeof found !== 'function') return found
      beforeUse()
      return found.bind(target)
    },
  })
}

test('words that were being said when the database went away wait for a person once it is back', async () => {
  let isAway = false
  const { db, channel } = await runBot({
    beforeUse() {
      if (isAway) throw new Error('away')
    },
  })
  const heard: string[] = []
  channel.onSay(({ text }) => {
    heard.push(text)
    isAway = true
  })

  await channel.receive(message('m1', '3栋电梯坏了'))
  await expect.poll(() => heard).toHaveLength(1)
  await sleep(1200)
  isAway = false

  await expect.poll(() => db.select().from(outbox)).toMatchObject([{ status: 'needsPerson', obstacle: 'interrupted' }])
  expect(heard).toHaveLength(1)
})

test('a bot that is told to stop leaves what is unread for the next one', async () => {
  const asked: string[] = []
  let answer = () => {}
  const reader: Reader = {
    async read(question) {
      asked.push(question.text)
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return offlineReader().read(question)
    },
  }
  const { db, bot, channel } = await runBot({ reader })
  for (const id of ['m1', 'm2', 'm3']) await channel.receive(message(id, '3栋电梯坏了'))
  await expect.poll(() => asked).toHaveLength(1)

  const closing = bot.close()
  answer()
  await closing

  expect(asked).toHaveLength(1)
  expect(await db.$count(messages, isNull(messages.outcome))).toBe(2)
})

test('a message from no known time does not hold up those behind it', async () => {
  const { db } = await openTestDatabase()
  const listener = createListener({ db, account: mainAccount('script'), now, log, wait: () => sleep(20), spool: null, onStored: () => {} })

  await Promise.all([
    listener.hear({ ...message('m1', '3栋电梯坏了'), sentAt: new Date(Number.NaN) }),
    listener.hear(message('m2', '8栋灯不亮')),
  ])
  expect(listener.held()).toEqual({ inMemory: 0, spooled: 0, refused: 0 })
})

test('an emergency is answered while the model still thinks about the message before it, once', async () => {
  const thinking = new AbortController()
  const reader: Reader = {
    read: () => new Promise((_, reject) => thinking.signal.addEventListener('abort', () => reject(new Error('stopped')))),
  }
  const { db, channel } = await runBot({ reader })
  onTestFinished(() => thinking.abort())
  const heard: string[] = []
  channel.onSay(({ text }) => void heard.push(text))

  await channel.receive(message('m1', '3栋电梯坏了'))
  await channel.receive(message('m2', '5栋楼道好大煤气味'))
  await channel.receive(message('m3', '是啊5栋煤气味好重'))

  await expect.poll(() => db.$count(messages, isNull(messages.outcome))).toBe(1)
  await expect.poll(() => heard).toEqual([expect.stringMatching(/^⚠️5栋：/)])
})

test('a status that came while the database was away is told once it is back', async () => {
  let isAway = true
  const { db } = await runBot({
    beforeUse() {
      if (isAway) throw new Error('away')
    },
  })
  await sleep(50)
  expect(await findChannel(db, mainAccount('sandbox'))).toBeNull()

  isAway = false
  await expect.poll(() => findChannel(db, mainAccount('sandbox'))).toMatchObject({ state: 'online' })
})

test('whatever comes of a message, it is told that it was read', async () => {
  const intents: string[] = []
  const { channel } = await runBot({ onRead: ({ reading }) => void intents.push(reading.intent) })

  await channel.receive(message('m1', '3栋电梯坏了'))
  await channel.receive(message('m2', '今晚吃啥'))

  await expect.poll(() => intents.toSorted()).toEqual(['chatter', 'report'])
})
