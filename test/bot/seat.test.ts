import { expect, test } from 'vitest'
import { seatSandbox } from '../../bot/seat.ts'
import { changeCommunity, changeEstate, createCommunity, firstCommunity, listEstates } from '../../db/orgUnits.ts'
import { listRooms } from '../../db/rooms.ts'
import { openTestDatabase } from '../database.ts'

const now = new Date('2026-11-21T09:00:00+08:00')

test('a restart leaves the sandbox as staff have set it: its estate renamed, its group silent', async () => {
  const { db } = await openTestDatabase()
  await seatSandbox(db, now)
  const community = (await firstCommunity(db))!
  const scope = { communityId: community.id }
  const [estate] = await listEstates(db, scope)
  await changeEstate(db, scope, { id: estate!.id, name: '锦宁苑', code: 'JN' })
  await changeCommunity(db, scope, { hotlines: { ...community.hotlines, gas: null } })

  await seatSandbox(db, now)

  expect(await listEstates(db, scope)).toMatchObject([{ name: '锦宁苑', code: 'JN' }])
  expect(await listRooms(db, scope)).toMatchObject([{ estateId: estate!.id, voice: 'recordOnly' }])
})

test('in a community without a gas number the sandbox only records', async () => {
  const { db } = await openTestDatabase()
  const { id } = await createCommunity(db, '锦宁社区')

  await seatSandbox(db, now)

  expect(await listRooms(db, { communityId: id })).toMatchObject([{ voice: 'recordOnly' }])
})
