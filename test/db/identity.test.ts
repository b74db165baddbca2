import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage, Sender } from '../../core/message.ts'
import { recordStatus } from '../../db/channels.ts'
import type { Db } from '../../db/client.ts'
import { adoptRoom, listLostRooms } from '../../db/identity.ts'
import { receive } from '../../db/inbox.ts'
import { claimNext } from '../../db/outbox.ts'
import { bindRoom, listUnboundRooms } from '../../db/rooms.ts'
import { ensureSample, meetEstate, SAMPLE } from '../../db/sample.ts'
import { members, messages, rooms } from '../../db/schema/index.ts'
import { openTestDatabase } from '../database.ts'

const AT = new Date('2026-11-23T10:00:00+08:00')
const TOPIC = '和风苑业主群'

let db: Db
let count = 0

beforeEach(async () => {
  db = (await openTestDatabase()).db
  await logIn('first')
})

async function logIn(session: string): Promise<void> {
  await recordStatus(db, mainAccount('wechat4u'), { state: 'online', qr: null, nickname: '小回音', problem: null, session }, AT)
}

type Words = { by: string; alias?: string; topic?: string; present?: string[]; sender?: Partial<Sender> }

/** Somebody speaks: every id carries the login it holds for, as WeChat's do. */
async function say(session: string, { by, alias, topic = TOPIC, present, sender = {} }: Words): Promise<void> {
  count += 1
  const message: IncomingMessage = {
    id: String(count),
    session,
    room: { id: `@@${topic}-${session}`, topic, ...(present && { present }) },
    sender: { id: `@${by}-${session}`, nickname: by, alias: alias ?? null, role: 'resident', isFriend: false, ...sender },
    kind: 'text',
    text: '早',
    quote: null,
    mentionsBot: false,
    recalls: null,
    fromBot: false,
    sentAt: AT,
    media: null,
  }
  await receive(db, mainAccount('wechat4u'), message, AT)
}

async function bind(topic = TOPIC): Promise<number> {
  const community = await ensureSample(db)
  const estate = await meetEstate(db, community, SAMPLE.estate.name)
  const [room] = await db.select().from(rooms).where(eq(rooms.topic, topic))
  await bindRoom(db, { community, estate, roomId: room!.id, at: AT })
  return community.id
}

const listMembers = () => db.select({ nickname: members.nickname, externalId: members.externalId }).from(members).orderBy(members.id)

describe('after a login that gave everything another id', () => {
  test('the group and the people in it are the same', async () => {
    await say('first', { by: '张阿姨', alias: '张阿姨 3-1-502' })
    await bind()
    await say('second', { by: '张阿姨', alias: '张阿姨 3-1-502' })

    expect(await db.$count(rooms)).toBe(1)
    expect(await listMembers()).toEqual([{ nickname: '张阿姨', externalId: '@张阿姨-second' }])
    const said = await db.select({ communityId: messages.communityId }).from(messages).orderBy(messages.id)
    expect(said[1]!.communityId).not.toBeNull()
  })

  test('a renamed group is heard and stored, and nothing is said in it until staff bind it', async () => {
    await say('first', { by: '张阿姨' })
    await bind()
    await logIn('second')
    await say('second', { by: '张阿姨', topic: '和风苑幸福一家人' })

    expect((await listUnboundRooms(db)).map(({ topic }) => topic)).toEqual(['和风苑幸福一家人'])
    expect(await claimNext(db, mainAccount('wechat4u'), AT)).toBeNull()
  })

  test('staff may say that a group nobody knew is the lost one: what it is owed is said there', async () => {
    await say('first', { by: '张阿姨' })
    const communityId = await bind()
    await logIn('second')
    await say('second', { by: '张阿姨', topic: '和风苑幸福一家人' })
    const [lost] = await listLostRooms(db, { communityId })
    const [stranger] = await listUnboundRooms(db)

    await adoptRoom(db, { communityId }, { newId: stranger!.id, lostId: lost!.id })

    expect(await db.select({ id: rooms.id, topic: rooms.topic }).from(rooms)).toEqual([{ id: lost!.id, topic: '和风苑幸福一家人' }])
    expect(await claimNext(db, mainAccount('wechat4u'), AT)).toMatchObject({
      kind: 'privacyNotice',
      roomExternalId: '@@和风苑幸福一家人-second',
    })
    await expect(adoptRoom(db, { communityId }, { newId: stranger!.id, lostId: lost!.id })).rejects.toThrow('not-found')
  })

  test('of two groups of one topic neither is guessed, unless its people tell which it is', async () => {
    const [ours, theirs] = [
      ['甲', '乙', '丙'],
      ['丁', '戊', '己'],
    ]
    for (const by of ours!) await say('first', { by })
    for (const by of theirs!) await say('other', { by, present: theirs! })
    expect(await db.$count(rooms)).toBe(2)

    await say('third', { by: '丁', present: ['丁', '戊', '己', '庚'] })
    expect(await db.$count(rooms)).toBe(2)
    await say('fourth', { by: '新邻居' })
    expect(await db.$count(rooms)).toBe(3)
  })

  test('whose group nickname changed is somebody new, and so is one of two namesakes', async () => {
    await say('first', { by: '老李', alias: '老李 8-2-1101' })
    await say('second', { by: '老李', alias: '老李 9-1-101' })
    await say('third', { by: '老李', alias: '老李 9-1-101', sender: { hasNamesake: true } })

    expect(await db.$count(members)).toBe(3)
  })

  test('a friend is known by the code in their remark name, whatever they call themselves now', async () => {
    await say('first', { by: '张阿姨', sender: { isFriend: true } })
    const [{ id }] = (await db.select({ id: members.id }).from(members)) as [{ id: number }]
    await say('second', { by: '幸福的张', sender: { isFriend: true, remark: `张阿姨 回音#${id}` } })
    await say('second', { by: '骗子', sender: { isFriend: false, remark: `骗子 回音#${id}` } })

    expect(await listMembers()).toEqual([
      { nickname: '幸福的张', externalId: '@幸福的张-second' },
      { nickname: '骗子', externalId: '@骗子-second' },
    ])
  })
})

test('words for a group that this login has not shown yet wait', async () => {
  await say('first', { by: '张阿姨' })
  await bind()
  await logIn('second')
  expect(await claimNext(db, mainAccount('wechat4u'), AT)).toBeNull()

  await say('second', { by: '张阿姨' })
  expect(await claimNext(db, mainAccount('wechat4u'), AT)).toMatchObject({ roomExternalId: '@@和风苑业主群-second' })
})

test('a network whose ids never change needs none of this', async () => {
  const message = {
    id: 'a',
    room: { id: 'g', topic: TOPIC },
    kind: 'text' as const,
    text: '早',
    quote: null,
    mentionsBot: false,
    recalls: null,
  }
  const sender = { id: 'p', nickname: '张阿姨', alias: null, role: 'resident' as const, isFriend: false }
  await receive(db, mainAccount('sandbox'), { ...message, sender, fromBot: false, sentAt: AT, media: null }, AT)
  await bind()

  expect(await claimNext(db, mainAccount('sandbox'), AT)).toMatchObject({ roomExternalId: 'g' })
})
