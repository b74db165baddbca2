import { asc, eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import type { Db } from '../../db/client.ts'
import { listUnread, receive, receiveFirst } from '../../db/inbox.ts'
import { ensureSample, meetEstate, SAMPLE, seatRoom } from '../../db/sample.ts'
import { members, messages, outbox } from '../../db/schema/index.ts'
import { settle } from '../../db/settlements.ts'
import { openTestDatabase } from '../database.ts'

const HERE = mainAccount('sandbox')
const AT = new Date('2026-11-23T10:00:00+08:00')

let db: Db

beforeEach(async () => {
  db = (await openTestDatabase()).db
  const estate = await meetEstate(db, await ensureSample(db), SAMPLE.estate.name)
  await seatRoom(db, { ...HERE, topic: '和风苑业主群', estate }, AT)
})

function said(id: string, by: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
  const sender = { id: by, nickname: by, alias: null, role: 'resident' as const, isFriend: false }
  const plain = { kind: 'text' as const, text: id, quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
  return { id, room: { id: '和风苑业主群', topic: '和风苑业主群' }, sender, sentAt: AT, ...plain, ...more }
}

function arriving(...all: [IncomingMessage, ...IncomingMessage[]]) {
  const [first, ...rest] = all.map((message) => ({ ...HERE, message, receivedAt: AT }))
  return [first!, ...rest] as const
}

async function stored(): Promise<string[]> {
  const rows = await db.select({ text: messages.text }).from(messages).orderBy(asc(messages.id))
  return rows.map(({ text }) => text)
}

test('what comes together is stored together and in its order, up to the first whose speaker nobody has met', async () => {
  for (const by of ['王姐', '李叔', '张姨']) await receive(db, HERE, said(`${by}来了`, by), AT)
  const line = arriving(said('一', '张姨'), said('二', '王姐'), said('三', '陌生人'), said('四', '李叔'))

  expect(await receiveFirst(db, line)).toBe(2)
  expect((await stored()).slice(3)).toEqual(['一', '二'])
  expect(await receiveFirst(db, arriving(line[2]!.message, line[3]!.message))).toBe(1)
  expect((await stored()).slice(3)).toEqual(['一', '二', '三'])
})

test('two pieces of one speaker are two steps, and the first waits for the second', async () => {
  await receive(db, HERE, said('早', '王姐'), AT)
  const later = new Date(AT.getTime() + 1000)
  const [first, second] = arriving(said('3栋电梯', '王姐'), said('坏了', '王姐'))

  expect(await receiveFirst(db, [first, { ...second!, receivedAt: later }])).toBe(1)
  await receiveFirst(db, [{ ...second!, receivedAt: later }])
  const waits = await db.select({ readyAt: messages.readyAt }).from(messages)
  expect(new Set(waits.map(({ readyAt }) => readyAt.getTime())).size).toBe(1)
})

test('a redelivery among others is stored once, and counts as taken', async () => {
  for (const by of ['王姐', '李叔']) await receive(db, HERE, said(`${by}来了`, by), AT)
  expect(await receiveFirst(db, arriving(said('王姐来了', '王姐'), said('早', '李叔')))).toBe(2)
  expect(await stored()).toEqual(['王姐来了', '李叔来了', '早'])
})

test('a known person who changed is known as they are now', async () => {
  await receive(db, HERE, said('早', '王姐'), AT)
  const sender = { ...said('', '王姐').sender, nickname: '王姐姐', isFriend: true }
  await receive(db, HERE, said('晚', '王姐', { sender }), AT)
  expect(await db.select().from(members).where(eq(members.externalId, '王姐'))).toMatchObject([{ nickname: '王姐姐', isFriend: true }])
})

test('what follows from a message that was settled before is taken back', async () => {
  await receive(db, HERE, said('早', '王姐'), AT)
  const read = await listUnread(db, HERE, { after: 0, limit: 1 })
  const settlement = { read, outcome: 'answered', reason: null, record: null, angry: false, at: AT } as const
  const owed = { communityId: read[0]!.communityId!, roomId: read[0]!.roomId, about: [], notBefore: AT, createdAt: AT }
  const answer = (text: string) =>
    settle(db, settlement, (tx) => tx.insert(outbox).values({ ...owed, kind: 'reply', status: 'waiting', text }))

  await answer('您好')
  await answer('又一次')
  expect((await db.select().from(outbox).where(eq(outbox.kind, 'reply'))).map(({ text }) => text)).toEqual(['您好'])
})
