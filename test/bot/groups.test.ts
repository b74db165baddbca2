import { beforeEach, expect, test } from 'vitest'
import { bindGroup } from '../../bot/groups/bind.ts'
import { printGroups } from '../../bot/groups/print.ts'
import { mainAccount } from '../../core/account.ts'
import { recordStatus } from '../../db/channels.ts'
import type { Db } from '../../db/client.ts'
import { findCommunity, firstCommunity, listEstates } from '../../db/orgUnits.ts'
import { claimNext } from '../../db/outbox.ts'
import { meetRoom } from '../../db/rooms.ts'
import { communities, deeds, outbox } from '../../db/schema/index.ts'
import { openTestDatabase } from '../database.ts'

const AT = new Date('2026-11-23T10:00:00+08:00')
const HEFENG = { topic: '和风苑业主群', estate: '和风苑', gas: '0757-00000000', speak: true }

let db: Db

beforeEach(async () => {
  db = (await openTestDatabase()).db
})

test('a group is given to an estate of a community, both made, informed and spoken in', async () => {
  const { id } = await meetRoom(db, mainAccount('wechat4u'), { id: '@@a', topic: '和风苑业主群' }, 'first')

  expect(await bindGroup(db, mainAccount('wechat4u'), HEFENG, AT)).toBe('和风苑业主群 → 和风苑社区 和风苑, speaking.')

  const community = await firstCommunity(db)
  expect(community).toMatchObject({ name: '和风苑社区', hotlines: { gas: '0757-00000000' } })
  expect((await listEstates(db, { communityId: community!.id })).map(({ name }) => name)).toEqual(['和风苑'])
  expect(await db.select({ kind: outbox.kind, status: outbox.status, roomId: outbox.roomId }).from(outbox)).toEqual([
    { kind: 'privacyNotice', status: 'waiting', roomId: id },
  ])
  expect(await printGroups(db, 'wechat4u')).toBe('和风苑业主群\t和风苑\tspeaking\tnever heard\tmain\n')
  const written = await db.select().from(deeds).orderBy(deeds.id)
  expect(written.map(({ name, staffId, action, subject }) => [name, staffId, action, subject])).toEqual([
    ['服务器命令', null, 'setHotlines', '和风苑社区'],
    ['服务器命令', null, 'setEstates', '和风苑'],
    ['服务器命令', null, 'setRooms', '和风苑业主群'],
  ])
})

test('a second group of the estate finds both, and keeps the gas number', async () => {
  await bindGroup(db, mainAccount('wechat4u'), HEFENG, AT)
  await meetRoom(db, mainAccount('wechat4u'), { id: '@@b', topic: '和风苑2群' }, 'first')
  await bindGroup(db, mainAccount('wechat4u'), { topic: '和风苑2群', estate: '和风苑', gas: null, speak: false }, AT)

  expect(await db.$count(communities)).toBe(1)
  const { hotlines } = await findCommunity(db, { communityId: (await firstCommunity(db))!.id })
  expect(hotlines.gas).toBe('0757-00000000')
  expect(await printGroups(db, 'wechat4u')).toContain('和风苑2群\t和风苑\trecord only')
})

test('a group that nobody has heard yet is taken in when it turns up', async () => {
  expect(await bindGroup(db, mainAccount('wechat4u'), HEFENG, AT)).toContain('No login has shown this group yet')

  const met = await meetRoom(db, mainAccount('wechat4u'), { id: '@@a', topic: '和风苑业主群' }, 'first')
  expect(met).toMatchObject({ externalId: '@@a', voice: 'speaking' })
  expect(met.communityId).not.toBeNull()
})

test('what cannot be is refused and leaves nothing behind', async () => {
  await meetRoom(db, mainAccount('wechat4u'), { id: '@@a', topic: '业主群' }, 'first')
  await meetRoom(db, mainAccount('wechat4u'), { id: '@@b', topic: '业主群' }, 'first')

  await expect(bindGroup(db, mainAccount('wechat4u'), { ...HEFENG, topic: '业主群' }, AT)).rejects.toThrow('2 groups are called 业主群')
  await expect(bindGroup(db, mainAccount('wechat4u'), { ...HEFENG, gas: null }, AT)).rejects.toThrow('has no gas hotline')
  await expect(bindGroup(db, mainAccount('wechat4u'), { ...HEFENG, gas: '<b>' }, AT)).rejects.toThrow('digits and hyphens')
  expect(await db.$count(communities)).toBe(0)
  expect(await printGroups(db, 'script')).toContain('No groups yet')
})

test('its notice waits until a login is known and has shown the group', async () => {
  await bindGroup(db, mainAccount('wechat4u'), HEFENG, AT)
  expect(await claimNext(db, mainAccount('wechat4u'), AT)).toBeNull()

  await recordStatus(db, mainAccount('wechat4u'), { state: 'online', qr: null, nickname: '小回音', problem: null, session: 'first' }, AT)
  expect(await claimNext(db, mainAccount('wechat4u'), AT)).toBeNull()

  await meetRoom(db, mainAccount('wechat4u'), { id: '@@a', topic: '和风苑业主群' }, 'first')
  expect(await claimNext(db, mainAccount('wechat4u'), AT)).toMatchObject({ kind: 'privacyNotice', roomExternalId: '@@a' })
  expect(await printGroups(db, 'wechat4u')).toContain('\tspeaking\t')
  await recordStatus(db, mainAccount('wechat4u'), { state: 'online', qr: null, nickname: '小回音', problem: null, session: 'second' }, AT)
  expect(await printGroups(db, 'wechat4u')).toContain('\tnot found\t')
})
