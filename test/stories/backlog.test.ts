import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { createInterpreter } from '../../bot/interpreter.ts'
import type { Reader } from '../../bot/reader.ts'
import { offlineReader, readByRules } from '../../bot/readers/offline.ts'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import type { Reading } from '../../core/reading/reading.ts'
import type { Db } from '../../db/client.ts'
import * as inbox from '../../db/inbox.ts'
import { ensureSample, meetEstate, SAMPLE, seatRoom } from '../../db/sample.ts'
import { messages, tickets } from '../../db/schema/index.ts'
import { openTestDatabase } from '../database.ts'

const HERE = mainAccount('sandbox')
const SILENT = pino({ level: 'silent' })
const NINE = new Date('2026-11-23T09:00:00+08:00')
const TEN = new Date('2026-11-23T10:00:00+08:00')
const ROOMS = ['和风苑业主群', '和风苑二期群', '晨光里业主群']
const SPEAKERS = ['王姐', '李叔', '张姨', '5-1-502 赵', '8-2-301 钱', '孙师傅', '周奶奶', '吴先生']
const SENTENCES = [
  '3栋电梯坏了',
  '3栋电梯又停了，老人下不来',
  '电梯坏了',
  '5栋',
  '我家也是',
  '+1',
  '楼道灯不亮',
  '8栋2单元楼道灯不亮',
  '8栋2单元楼道灯不亮好几天了',
  '南门垃圾三天没收，臭死了',
  '垃圾也没人收',
  '什么破物业，收钱的时候比谁都快，垃圾三天没收你们都死哪去了！',
  '居住证在哪办',
  '那个灯修了没',
  '刚才说的不用了',
  '修好了，谢谢',
  '还是没好',
  '师傅辛苦了',
  '早上好',
  '晚上吃啥',
  '哈哈哈',
  '停水了吗',
  '我们这边也停水了',
  '停水了，什么时候来水',
  '楼上半夜装修吵死了',
  '建议小区加个充电桩',
  '救命，3栋电梯里困人了',
  'HF-261123-001怎么样了',
]

type Line = { by: string; room: string | null; text: string; mentionsBot: boolean; afterS: number }

const line: fc.Arbitrary<Line> = fc.record({
  by: fc.constantFrom(...SPEAKERS),
  room: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...ROOMS) }, { weight: 1, arbitrary: fc.constant(null) }),
  text: fc.constantFrom(...SENTENCES),
  mentionsBot: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  afterS: fc.integer({ min: 1, max: 240 }),
})

function incoming({ by, room, text, mentionsBot }: Line, id: number, sentAt: Date): IncomingMessage {
  const sender = { id: by, nickname: by, alias: by, role: 'resident' as const, isFriend: room === null }
  const plain = { kind: 'text' as const, quote: null, recalls: null, fromBot: false, media: null }
  return { id: `m${id}`, room: room === null ? null : { id: room, topic: room }, sender, sentAt, text, mentionsBot, ...plain }
}

async function openWithBacklog(lines: readonly Line[]): Promise<Db> {
  const { db } = await openTestDatabase()
  const community = await ensureSample(db)
  for (const topic of ROOMS) {
    const estate = await meetEstate(db, community, topic.startsWith('晨光里') ? '晨光里' : SAMPLE.estate.name)
    await seatRoom(db, { ...HERE, topic, estate }, NINE)
  }
  let at = NINE.getTime()
  for (const [id, one] of lines.entries()) {
    at += one.afterS * 1000
    await inbox.receive(db, HERE, incoming(one, id, new Date(at)), new Date(at))
  }
  return db
}

function interpreterOf(db: Db, reader: Reader, mostTogether: number) {
  return createInterpreter({ db, log: SILENT, account: HERE, reader, now: () => TEN, onRead: () => {}, onActed: () => {}, mostTogether })
}

async function readAll(db: Db, reader: Reader, mostTogether: number): Promise<void> {
  const interpreter = interpreterOf(db, reader, mostTogether)
  while (await interpreter.attendEmergencies());
  while ((await interpreter.readNext()) !== null);
}

/** What stands in the database: rows in the order they were written, without the numbers of rows that nobody sees. */
async function look(db: Db): Promise<Record<string, unknown>> {
  const row = await db
    .select({
      messages: list('messages', 'id'),
      readings: list('readings', 'message_id, part', 'id'),
      tickets: list('tickets', 'id'),
      numbers: list('ticket_numbers', 'code, day'),
      reports: list('reports', 'ticket_id, id', 'id'),
      events: list('events', 'ticket_id, id', 'id'),
      outbox: list('outbox', 'id', 'id'),
      signals: list('signals', 'id'),
      pages: list('pages', 'id'),
      search: list('ticket_search', 'ticket_id'),
    })
    .from(sql`(select 1) as once`)
  return row[0]!
}

function list(table: string, order: string, without = '') {
  return sql`(select coalesce(jsonb_agg((to_jsonb(t) - ${without}::text) order by ${sql.raw(order)}), '[]') from ${sql.raw(table)} t)`
}

test('whatever waits is decided together as it is one by one: tickets, reports, history, words and reasons', async () => {
  let opened = 0
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 2, maxLength: 40 }), async (lines) => {
      const alone = await openWithBacklog(lines)
      await readAll(alone, offlineReader(), 1)
      const expected = await look(alone)
      const together = await openWithBacklog(lines)
      await readAll(together, offlineReader(), 100)
      expect(await look(together)).toEqual(expected)
      opened += (expected['tickets'] as unknown[]).length
    }),
    { numRuns: Number(process.env['BACKLOG_RUNS'] ?? 5), seed: 20261123, endOnFailure: true },
  )
  expect(opened).toBeGreaterThan(10)
}, 180_000)

const TALK: readonly Line[] = ['早上好', '8栋2单元楼道灯不亮', '晚上吃啥', '南门垃圾三天没收，臭死了', '哈哈哈'].map((text, index) => {
  return { by: SPEAKERS[index]!, room: ROOMS[0]!, text, mentionsBot: false, afterS: 60 }
})

test('what was only talk is known to whoever tells the same plainly a moment later', async () => {
  const texts = ['早上好', '这边也是', '3栋停水了，一滴都没有']
  const lines = texts.map((text, index) => ({ by: SPEAKERS[index]!, room: ROOMS[0]!, text, mentionsBot: false, afterS: 20 }))
  const db = await openWithBacklog(lines)
  const said: Record<string, Reading> = {
    早上好: { intent: 'chatter', category: null, summary: null, place: null, urgency: 'normal', confidence: 0.9 },
    这边也是: { intent: 'meToo', category: null, summary: null, place: null, urgency: 'normal', confidence: 0.9 },
  }
  const told: Reading = { intent: 'report', category: 'utility.water', summary: '停水', place: null, urgency: 'normal', confidence: 0.92 }
  const read: Reader['read'] = async ({ text }) => ({ ...readByRules({ text }), reading: said[text] ?? told })
  await readAll(db, { read }, 100)

  const found = await db.select({ text: messages.text, outcome: messages.outcome }).from(messages).orderBy(messages.id)
  expect(found.map(({ outcome }) => outcome)).toEqual(['silent', 'ticketJoined', 'ticketOpened'])
})

async function readOn(db: Db): Promise<void> {
  const interpreter = interpreterOf(db, offlineReader(), 100)
  for (let tries = 0; tries < 4; tries++) {
    const isRead = await interpreter.readNext().then(
      (id) => id === null,
      () => false,
    )
    if (isRead) return
  }
}

test('what waits together is settled together', async () => {
  const db = await openWithBacklog(TALK)
  await readAll(db, offlineReader(), 100)

  const [row] = await db
    .select({ writers: sql<number>`count(distinct xmin::text)::int`, read: sql<number>`count(outcome)::int` })
    .from(messages)
  expect(row!.read).toBe(5)
  expect(row!.writers).toBeLessThan(5)
})

test('one that cannot be settled stops none of the others, and nothing is done twice', async () => {
  const db = await openWithBacklog(TALK)
  onTestFinished(async () => void (await db.execute(sql`alter table messages drop constraint poisoned`)))
  await db.execute(sql`alter table messages add constraint poisoned check (outcome is null or reason = 'failed' or text <> '晚上吃啥')`)
  await readOn(db)

  const read = await db.select({ text: messages.text, reason: messages.reason }).from(messages).orderBy(messages.id)
  expect(read).toEqual([
    { text: '早上好', reason: 'chatter' },
    { text: '8栋2单元楼道灯不亮', reason: null },
    { text: '晚上吃啥', reason: 'failed' },
    { text: '南门垃圾三天没收，臭死了', reason: null },
    { text: '哈哈哈', reason: 'chatter' },
  ])
  expect(await db.$count(tickets)).toBe(2)
})

test('a cry that comes while many are read goes before them', async () => {
  const db = await openWithBacklog(TALK)
  const cry = { by: '孙师傅', room: ROOMS[1]!, text: '救命，3栋电梯里困人了', mentionsBot: false, afterS: 0 }
  const interpreter = interpreterOf(db, { read: hear }, 100)
  const offline = offlineReader()
  let attending: Promise<unknown> | null = null

  async function hear(question: Parameters<Reader['read']>[0]) {
    if (!attending) {
      await inbox.receive(db, HERE, incoming(cry, 99, TEN), TEN)
      attending = interpreter.attendEmergencies()
      await attending
    }
    return offline.read(question)
  }

  while ((await interpreter.readNext()) !== null);
  await attending
  const opened = await db.select({ summary: tickets.summary }).from(tickets).orderBy(tickets.id)
  expect(opened[0]!.summary).toContain('困')
  expect(opened).toHaveLength(3)
})
