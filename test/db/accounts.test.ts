import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import type { Account } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import { coolDown, findLimit, listAccounts, recordAlive, recordStatus } from '../../db/channels.ts'
import { offerClaim, redeemClaim } from '../../db/claims.ts'
import type { Db } from '../../db/client.ts'
import { listLostRooms } from '../../db/identity.ts'
import { listReady, listUnread, nextReadyAt, receive } from '../../db/inbox.ts'
import { claimNext, nextDueAt, setAsideInterrupted } from '../../db/outbox.ts'
import { bindRoom, meetRoom, unbindRoom } from '../../db/rooms.ts'
import { ensureSample, meetEstate, SAMPLE } from '../../db/sample.ts'
import { members, messages, outbox, rooms } from '../../db/schema/index.ts'
import { openTestDatabase } from '../database.ts'

const AT = new Date('2026-11-23T10:00:00+08:00')
const ONE: Account = { channel: 'wechat4u', account: 'one' }
const TWO: Account = { channel: 'wechat4u', account: 'two' }
const CODE = 'ABCD2345'

let db: Db

beforeEach(async () => {
  db = (await openTestDatabase()).db
  for (const account of [ONE, TWO]) await logIn(account, 'first')
})

async function logIn(account: Account, session: string, at = AT): Promise<void> {
  await recordStatus(db, account, { state: 'online', qr: null, nickname: '小回音', problem: null, session }, at)
}

/** Both accounts are given the same ids by the network: they mean nothing to each other. */
async function say(account: Account, { topic = '和风苑业主群', session = 'first', id = 'm1' } = {}): Promise<void> {
  const sender = { id: '@zhang', nickname: '张阿姨', alias: null, role: 'resident' as const, isFriend: false }
  const rest = { kind: 'text' as const, quote: null, mentionsBot: false, recalls: null, fromBot: false, media: null }
  const message: IncomingMessage = { id, session, room: { id: `@@${topic}`, topic }, sender, text: account.account, sentAt: AT, ...rest }
  await receive(db, account, message, AT)
}

async function roomOf({ account }: Account): Promise<number> {
  const [room] = await db.select().from(rooms).where(eq(rooms.account, account))
  return room!.id
}

async function home() {
  const community = await ensureSample(db)
  return { community, estate: await meetEstate(db, community, SAMPLE.estate.name) }
}

async function bind(roomId: number): Promise<void> {
  await bindRoom(db, { ...(await home()), roomId, at: AT })
}

test('what two accounts hear under the same ids are two rooms, two people and two messages, each read by its own bot', async () => {
  await say(ONE)
  await say(TWO)
  await say(TWO)

  expect([await db.$count(rooms), await db.$count(members), await db.$count(messages)]).toEqual([2, 2, 2])
  for (const account of [ONE, TWO]) {
    expect((await listReady(db, account, AT, 10)).map(({ text }) => text)).toEqual([account.account])
    expect((await listUnread(db, account, { after: 0, limit: 10 })).map(({ text }) => text)).toEqual([account.account])
  }
  await db.update(messages).set({ outcome: 'silent', settledAt: AT }).where(eq(messages.account, 'one'))
  expect(await nextReadyAt(db, ONE)).toBeNull()
  expect(await nextReadyAt(db, TWO)).toEqual(AT)
})

test('a word is owed by the account of its group, and by no other', async () => {
  await say(ONE)
  await bind(await roomOf(ONE))

  expect([await nextDueAt(db, ONE), await nextDueAt(db, TWO)]).toEqual([AT, null])
  expect(await claimNext(db, TWO, AT)).toBeNull()
  expect(await claimNext(db, ONE, AT)).toMatchObject({ kind: 'privacyNotice', roomExternalId: '@@和风苑业主群' })
  expect(await setAsideInterrupted(db, TWO, AT)).toBe(0)
  expect(await setAsideInterrupted(db, ONE, AT)).toBe(1)
})

test('an account that the network limits does not silence the other, nor does a login of one lose the rooms of the other', async () => {
  const { community } = await home()
  await say(ONE)
  await say(TWO, { topic: '和风苑2群' })
  for (const account of [ONE, TWO]) await bind(await roomOf(account))
  await coolDown(db, ONE, { kind: 'announcement', now: AT, chance: 0 })
  await logIn(ONE, 'second')

  expect(await findLimit(db, TWO)).toBeNull()
  expect((await listLostRooms(db, { communityId: community.id })).map(({ account }) => account)).toEqual(['one'])
  expect(await claimNext(db, TWO, AT)).toMatchObject({ roomExternalId: '@@和风苑2群' })
})

test('a group that one account serves is refused to another by its name, until it is given up', async () => {
  const { community } = await home()
  await say(ONE)
  await say(TWO)
  await bind(await roomOf(ONE))

  await expect(bind(await roomOf(TWO))).rejects.toThrow('other-account')
  expect(await db.$count(outbox)).toBe(1)
  await unbindRoom(db, { communityId: community.id }, await roomOf(ONE), AT)
  await bind(await roomOf(TWO))
  await expect(bind(await roomOf(ONE))).rejects.toThrow('other-account')
})

test('two people who bind the two rooms of one group at once bind one of them', async () => {
  await say(ONE)
  await say(TWO)
  const ids = [await roomOf(ONE), await roomOf(TWO)]
  await home()
  const results = await Promise.allSettled(ids.map(bind))
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('a code for a lost group is taken only from the ears of the account that lost it', async () => {
  const { community, estate } = await home()
  await say(ONE)
  const lostId = await roomOf(ONE)
  await bind(lostId)
  await logIn(ONE, 'second')
  const group = { id: '@@new', topic: '和风苑幸福一家人' }
  const heard = [await meetRoom(db, TWO, group, 'first'), await meetRoom(db, ONE, group, 'second')]
  await offerClaim(db, { communityId: community.id }, { code: CODE, estateId: estate.id, lostId, at: AT })

  for (const { id } of heard) await redeemClaim(db, { code: CODE, roomId: id, at: AT })

  expect(
    await db.select({ id: rooms.id, account: rooms.account, topic: rooms.topic, estateId: rooms.estateId }).from(rooms).orderBy(rooms.id),
  ).toEqual([
    { id: lostId, account: 'one', topic: '和风苑幸福一家人', estateId: estate.id },
    { id: heard[0]!.id, account: 'two', topic: '和风苑幸福一家人', estateId: null },
  ])
})

test('a code typed in a group that another account serves does nothing', async () => {
  const { community, estate } = await home()
  await say(ONE)
  await say(TWO)
  await bind(await roomOf(ONE))
  await offerClaim(db, { communityId: community.id }, { code: CODE, estateId: estate.id, lostId: null, at: AT })
  await redeemClaim(db, { code: CODE, roomId: await roomOf(TWO), at: AT })
  expect(await db.$count(rooms, eq(rooms.estateId, estate.id))).toBe(1)
})

test('every account is listed by its name, without one that was given up a month ago', async () => {
  const later = new Date(AT.getTime() + 31 * 86_400_000)
  const names = async () => (await listAccounts(db)).map(({ account }) => account)
  for (const account of [ONE, TWO]) await recordAlive(db, account, { aliveAt: AT, startedAt: AT, memoryMb: 1 })
  expect(await names()).toEqual(['one', 'two'])
  await recordAlive(db, TWO, { aliveAt: new Date(AT.getTime() + 29 * 86_400_000), startedAt: AT, memoryMb: 1 })
  expect(await names()).toEqual(['one', 'two'])
  await recordAlive(db, TWO, { aliveAt: later, startedAt: AT, memoryMb: 1 })
  expect(await names()).toEqual(['two'])
})
