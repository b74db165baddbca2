import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import { recordStatus } from '../../db/channels.ts'
import type { Db } from '../../db/client.ts'
import { adoptRoom, listLostRooms } from '../../db/identity.ts'
import { receive } from '../../db/inbox.ts'
import { claimNext, nextDueAt } from '../../db/outbox.ts'
import { bindRoom, listUnboundRooms } from '../../db/rooms.ts'
import { ensureSample, meetEstate, SAMPLE } from '../../db/sample.ts'
import { departures, members, messages, rooms } from '../../db/schema/index.ts'
import { openTestDatabase } from '../database.ts'

const AT = new Date('2026-11-23T10:00:00+08:00')
const TOPIC = '和风苑业主群'
const CROWD = ['小回音', '张阿姨', '老李', '王五']

let db: Db
let count = 0

beforeEach(async () => {
  db = (await openTestDatabase()).db
  await logIn('first')
})

async function logIn(session: string): Promise<void> {
  await recordStatus(db, mainAccount('wechat4u'), { state: 'online', qr: null, nickname: '小回音', problem: null, session }, AT)
}

const after = (seconds: number) => new Date(AT.getTime() + seconds * 1000)

type Happening = Partial<IncomingMessage> & { by: string; seconds?: number; room?: IncomingMessage['room']; session?: string }

async function happen({ by, seconds = 0, session = 'first', ...given }: Happening): Promise<void> {
  count += 1
  const message: IncomingMessage = {
    id: String(count),
    session,
    room: { id: `@@a-${session}`, topic: TOPIC },
    sender: { id: `@${by}-${session}`, nickname: by, alias: null, role: 'resident', isFriend: false, hasNamesake: false },
    kind: 'text',
    text: '早',
    quote: null,
    mentionsBot: false,
    recalls: null,
    fromBot: by === '小回音',
    sentAt: after(seconds),
    media: null,
    ...given,
  }
  await receive(db, mainAccount('wechat4u'), message, message.sentAt)
}

/** Three neighbours have spoken in a group of the community, and the bot was put out of it. */
async function bePutOut(): Promise<{ communityId: number; roomId: number }> {
  for (const by of ['张阿姨', '老李', '王五']) await happen({ by })
  const community = await ensureSample(db)
  const estate = await meetEstate(db, community, SAMPLE.estate.name)
  const [room] = await db.select().from(rooms)
  await bindRoom(db, { community, estate, roomId: room!.id, at: AT })
  await happen({ by: '小回音', kind: 'leave', seconds: 60 })
  return { communityId: community.id, roomId: room!.id }
}

const leftAt = async () => (await db.select({ leftAt: rooms.leftAt }).from(rooms).orderBy(rooms.id)).map((room) => room.leftAt)

test('a room that the bot has left is owed its words, but they are not due', async () => {
  await bePutOut()
  expect(await leftAt()).toEqual([after(60)])
  expect(await nextDueAt(db, mainAccount('wechat4u'))).toBeNull()
  expect(await claimNext(db, mainAccount('wechat4u'), after(120))).toBeNull()

  await happen({ by: '小回音', kind: 'join', seconds: 180 })
  expect(await leftAt()).toEqual([null])
  expect(await claimNext(db, mainAccount('wechat4u'), after(180))).toMatchObject({ kind: 'privacyNotice' })
})

test('what was said before and arrives after does not let the bot in again', async () => {
  await bePutOut()
  await happen({ by: '老李', seconds: 60 })
  expect(await leftAt()).toEqual([after(60)])
  expect(await db.$count(messages)).toBe(5)
})

test('let in again under another id, in the same login, it is the same room, by its topic and those who have spoken', async () => {
  const { roomId } = await bePutOut()
  const again = { id: '@@b-first', topic: TOPIC, present: CROWD }
  await happen({ by: '小回音', kind: 'join', seconds: 180, room: again })
  const all = await db.select({ id: rooms.id, externalId: rooms.externalId, leftAt: rooms.leftAt }).from(rooms)
  expect(all).toEqual([{ id: roomId, externalId: '@@b-first', leftAt: null }])
})

test('let in again after another login it is the same room', async () => {
  const { roomId } = await bePutOut()
  await logIn('second')
  const again = { id: '@@c-second', topic: TOPIC, present: CROWD }
  await happen({ by: '小回音', kind: 'join', seconds: 180, session: 'second', room: again })
  expect(await db.select({ id: rooms.id, leftAt: rooms.leftAt }).from(rooms)).toEqual([{ id: roomId, leftAt: null }])
})

test('a group of strangers under the same topic is another', async () => {
  const { roomId } = await bePutOut()
  const other = { id: '@@b-first', topic: TOPIC, present: ['小回音', '生人甲', '生人乙', '生人丙'] }
  await happen({ by: '小回音', kind: 'join', seconds: 180, room: other })
  expect(await leftAt()).toEqual([after(60), null])
  expect((await listUnboundRooms(db)).map(({ id }) => id)).not.toContain(roomId)
})

test('a room that the bot has left may be the group that nobody knows, if staff say so', async () => {
  const { communityId, roomId } = await bePutOut()
  await happen({ by: '小回音', kind: 'join', seconds: 180, room: { id: '@@b-first', topic: '和风苑幸福一家人' } })
  await happen({ by: '赵叔', kind: 'leave', seconds: 181, room: { id: '@@b-first', topic: '和风苑幸福一家人' } })
  const [stranger] = await listUnboundRooms(db)
  expect((await listLostRooms(db, { communityId })).map(({ id }) => id)).toEqual([roomId])
  await adoptRoom(db, { communityId }, { newId: stranger!.id, lostId: roomId })
  expect(await db.select({ id: rooms.id, topic: rooms.topic, leftAt: rooms.leftAt }).from(rooms)).toEqual([
    { id: roomId, topic: '和风苑幸福一家人', leftAt: null },
  ])
})

test('who leaves is marked, once, and stays the same person when they come back after another login', async () => {
  await happen({ by: '张阿姨' })
  await happen({ by: '张阿姨', kind: 'leave', seconds: 60 })
  await happen({ by: '张阿姨', kind: 'leave', seconds: 61 })
  expect(await db.select({ name: departures.name, leftAt: departures.leftAt }).from(departures)).toEqual([
    { name: '张阿姨', leftAt: after(61) },
  ])
  await logIn('second')
  await happen({ by: '张阿姨', kind: 'join', seconds: 120, session: 'second', room: { id: '@@a-second', topic: TOPIC } })
  expect(await db.$count(departures)).toBe(0)
  expect(await db.select({ externalId: members.externalId }).from(members)).toEqual([{ externalId: '@张阿姨-second' }])
})

test('who has left one group is still in the other', async () => {
  const other = { id: '@@other-first', topic: '和风苑二期群' }
  await happen({ by: '张阿姨' })
  await happen({ by: '张阿姨', room: other })
  await happen({ by: '张阿姨', kind: 'leave', seconds: 60 })
  await happen({ by: '张阿姨', room: other, seconds: 120 })
  const [gone] = await db.select({ topic: rooms.topic }).from(departures).innerJoin(rooms, eq(rooms.id, departures.roomId))
  expect(gone).toEqual({ topic: TOPIC })
})
