import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PGlite } from '@electric-sql/pglite'
import { asc, sql } from 'drizzle-orm'
import { pino } from 'pino'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { createListener, type Listener } from '../../bot/listen.ts'
import { openSpool, type Spool } from '../../bot/spool.ts'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import type { Db } from '../../db/client.ts'
import { messages } from '../../db/schema/index.ts'
import { openTestDatabase } from '../database.ts'

const MORNING = new Date('2026-11-21T09:00:00+08:00')

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'huiyin-listen-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

function message(id: string, rest: Partial<IncomingMessage> = {}): IncomingMessage {
  const sender = { id: 'wang', nickname: '王姐', alias: null, role: 'resident' as const, isFriend: false }
  const plain = { kind: 'text' as const, quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
  return { id, room: { id: 'g', topic: '和风苑业主群' }, sender, text: `${id}栋灯不亮`, sentAt: MORNING, ...plain, ...rest }
}

type Network = { state: 'up' | 'away' | 'silent'; db: Db; stored: () => Promise<string[]>; answer: () => void }

/** A database that can be away, or keep everybody waiting. */
async function openNetwork(): Promise<Network> {
  const { db } = await openTestDatabase()
  const engine = (db as unknown as { $client: PGlite }).$client
  const { query, transaction } = engine
  let waiting: (() => void)[] = []
  const reach = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    if (network.state === 'away') throw new Error('connect ECONNREFUSED')
    if (network.state === 'silent') await new Promise<void>((resolve) => waiting.push(resolve))
    return ask()
  }
  Object.assign(engine, {
    query: (...given: Parameters<typeof query>) => reach(() => query.apply(engine, given)),
    transaction: (...given: Parameters<typeof transaction>) => reach(() => transaction.apply(engine, given)),
  })
  onTestFinished(() => void Object.assign(engine, { query, transaction }))
  const network: Network = {
    state: 'up',
    db,
    async stored() {
      const { rows } = await query.call(engine, 'select external_id from messages order by id')
      return (rows as { external_id: string }[]).map(({ external_id }) => external_id)
    },
    answer() {
      network.state = 'up'
      for (const go of waiting) go()
      waiting = []
    },
  }
  return network
}

type Options = {
  spool?: Spool | null
  limits?: { messages: number; bytes: number }
  lines?: string[]
  now?: () => Date
  patienceMs?: number
}

function listenTo({ db }: Network, { spool = openSpool({ folder }), lines = [], now = () => MORNING, ...rest }: Options = {}): Listener {
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) })
  const listener = createListener({
    db,
    account: mainAccount('script'),
    now,
    log,
    wait: (ms) => sleep(ms / 50),
    spool,
    onStored: () => {},
    ...rest,
  })
  onTestFinished(() => listener.close())
  return listener
}

test('while the database is up the disk is not touched', async () => {
  const network = await openNetwork()
  const listener = listenTo(network, { spool: openSpool({ folder: join(folder, 'spool') }), patienceMs: 60_000 })
  await listener.recover()
  await Promise.all(['1', '2', '3'].map((id) => listener.hear(message(id))))
  expect(await network.stored()).toEqual(['1', '2', '3'])
  expect(readdirSync(folder)).toEqual([])
})

test('what is heard while the database is away is on the disk before it counts as taken, and in the inbox in order afterwards', async () => {
  const network = await openNetwork()
  const listener = listenTo(network)
  await listener.hear(message('1'))
  network.state = 'away'
  await Promise.all(['2', '3', '4'].map((id) => listener.hear(message(id))))
  await listener.hear(message('5', { kind: 'image', media: { contentType: 'image/png', bytes: new Uint8Array([1, 2, 3]) } }))

  expect(await network.stored()).toEqual(['1'])
  expect(listener.held()).toEqual({ inMemory: 0, spooled: 4, refused: 0 })
  expect(readFileSync(join(folder, 'messages.jsonl'), 'utf8').trim().split('\n')).toHaveLength(4)

  network.state = 'up'
  await listener.hear(message('6'))
  await expect.poll(() => network.stored()).toEqual(['1', '2', '3', '4', '5', '6'])
  await expect.poll(() => readdirSync(folder)).toEqual([])
  expect(listener.held()).toEqual({ inMemory: 0, spooled: 0, refused: 0 })
  const [last] = await network.db
    .execute(sql`select encode(bytes, 'hex') as bytes from media`)
    .then((result) => (result as { rows: unknown[] }).rows)
  expect(last).toEqual({ bytes: '010203' })
})

test('a process that follows stores first what the one before left, once, with its own moment', async () => {
  const network = await openNetwork()
  const before = listenTo(network)
  network.state = 'away'
  await Promise.all(['1', '2'].map((id) => before.hear(message(id))))
  const left = readFileSync(join(folder, 'messages.jsonl'))
  await before.close()

  network.state = 'up'
  for (const _ of ['first', 'second']) {
    writeFileSync(join(folder, 'messages.jsonl'), left)
    const lines: string[] = []
    const after = listenTo(network, { lines, now: () => new Date('2026-11-22T09:00:00+08:00') })
    await after.recover()
    await after.hear(message('3'))
    expect(lines).toContain('Messages from before the last end are stored first')
    await expect.poll(() => readdirSync(folder)).toEqual([])
    expect(await network.stored()).toEqual(['1', '2', '3'])
  }

  const rows = await network.db
    .select({ channel: messages.channel, at: messages.receivedAt })
    .from(messages)
    .orderBy(asc(messages.id))
    .limit(1)
  expect(rows).toEqual([{ channel: 'script', at: MORNING }])
})

test('a database that keeps everybody waiting counts as away after a second', async () => {
  const network = await openNetwork()
  const listener = listenTo(network)
  network.state = 'silent'
  const taken = Promise.all([listener.hear(message('1')), listener.hear(message('2'))])
  expect(listener.held()).toEqual({ inMemory: 2, spooled: 0, refused: 0 })
  await taken
  expect(listener.held()).toEqual({ inMemory: 0, spooled: 2, refused: 0 })
  network.answer()
  await expect.poll(() => network.stored()).toEqual(['1', '2'])
  await expect.poll(() => readdirSync(folder)).toEqual([])
})

test('beyond its bounds messages are refused, and the log says so once a minute', async () => {
  const network = await openNetwork()
  const lines: string[] = []
  let clock = MORNING
  const listener = listenTo(network, { limits: { messages: 3, bytes: 10_000 }, lines, now: () => clock })
  network.state = 'away'
  await listener.hear(message('1'))
  const photo = { contentType: 'image/png', bytes: new Uint8Array(9000) }
  await expect(listener.hear(message('2', { media: photo }))).rejects.toThrow('this one is refused: 2')
  await Promise.all(['3', '4'].map((id) => listener.hear(message(id))))
  await expect(listener.hear(message('5'))).rejects.toThrow('3 messages wait for the database; this one is refused: 5')
  const told = () => lines.filter((line) => line === 'Too much waits for the database; new messages are refused').length
  expect(told()).toBe(1)
  clock = new Date(MORNING.getTime() + 60_000)
  await expect(listener.hear(message('6'))).rejects.toThrow()
  expect(told()).toBe(2)

  network.state = 'up'
  await expect.poll(() => network.stored()).toEqual(['1', '3', '4'])
  await listener.hear(message('7'))
})

test('while the disk takes nothing messages wait in memory, loudly, until the disk or the database is back', async () => {
  const network = await openNetwork()
  const lines: string[] = []
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'in the way')
  const listener = listenTo(network, { lines })
  await listener.recover()
  network.state = 'away'
  const taken: string[] = []
  for (const id of ['1', '2']) void listener.hear(message(id)).then(() => taken.push(id))
  await expect.poll(() => lines.join()).toContain('The disk does not take messages')
  await sleep(100)
  expect(taken).toEqual([])
  expect(listener.held()).toEqual({ inMemory: 2, spooled: 0, refused: 0 })

  rmSync(folder)
  await expect.poll(() => taken).toEqual(['1', '2'])
  expect(listener.held()).toEqual({ inMemory: 0, spooled: 2, refused: 0 })

  network.state = 'up'
  await expect.poll(() => network.stored()).toEqual(['1', '2'])
})

test('a message that the database refuses is set aside and does not hold up the rest, heard now or found on the disk', async () => {
  const network = await openNetwork()
  await network.db.execute(sql`alter table messages add constraint played_refusal check (text <> 'refuse me')`)
  onTestFinished(async () => void (await network.db.execute(sql`alter table messages drop constraint played_refusal`)))
  const lines: string[] = []
  const listener = listenTo(network, { lines })
  await expect(listener.hear(message('1', { text: 'refuse me' }))).rejects.toThrow()
  await listener.hear(message('2'))

  network.state = 'away'
  await Promise.all([listener.hear(message('3')), listener.hear(message('4', { text: 'refuse me' })), listener.hear(message('5'))])
  network.state = 'up'

  await expect.poll(() => network.stored()).toEqual(['2', '3', '5'])
  await expect.poll(() => readdirSync(folder)).toEqual(['refused.jsonl'])
  const aside = readFileSync(join(folder, 'refused.jsonl'), 'utf8').trim().split('\n')
  expect(aside.map((line) => JSON.parse(line.slice(17)).message.id)).toEqual(['1', '4'])
  expect(listener.held()).toEqual({ inMemory: 0, spooled: 0, refused: 2 })
  expect(lines.filter((line) => line === 'A message could not be stored; it is set aside')).toHaveLength(2)
})

test('without a spool messages wait in memory', async () => {
  const network = await openNetwork()
  const listener = listenTo(network, { spool: null })
  network.state = 'away'
  const taken = Promise.all(['1', '2'].map((id) => listener.hear(message(id))))
  await sleep(100)
  expect(listener.held()).toEqual({ inMemory: 2, spooled: 0, refused: 0 })
  network.state = 'up'
  await taken
  expect(await network.stored()).toEqual(['1', '2'])
})
