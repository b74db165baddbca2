import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import type { Db } from '../../db/client.ts'
import { findHeight, listCommunitiesBelow } from '../../db/communitiesBelow.ts'
import { openDatabase } from '../../db/open.ts'
import { placeCommunity } from '../../db/orgTree.ts'
import { createCommunity, createEstate, listEstates } from '../../db/orgUnits.ts'
import { grids, tickets } from '../../db/schema/index.ts'
import { createServerDatabase } from '../database.ts'

const AT = new Date('2026-11-21T08:00:00+08:00')

test('on a server the database keeps communities apart: read, changed, added, and inside a transaction', async () => {
  const database = await openDatabase({ databaseUrl: await createServerDatabase(), dataDir: '' })
  const [ours, theirs] = [await createCommunity(database.db, '锦宁社区'), await createCommunity(database.db, '清河社区')]
  for (const { id } of [ours, theirs]) await createEstate(database.db, { communityId: id }, { name: `小区${id}`, code: `Q${id}` })
  const scope = { communityId: theirs.id }
  await database.db.insert(grids).values({ ...scope, name: '第一网格' })
  const within = database.within({ communityId: ours.id })

  const read = async (db: Db) => [(await listEstates(db, scope)).length, (await listEstates(db, { communityId: ours.id })).length]
  expect(await read(database.db)).toEqual([1, 1])
  expect(await read(within)).toEqual([0, 1])
  expect(await within.transaction((tx) => read(tx))).toEqual([0, 1])
  expect(await within.update(grids).set({ name: '别的' }).returning()).toEqual([])
  expect(await within.delete(grids).returning()).toEqual([])
  await expect(within.insert(grids).values({ ...scope, name: '第二网格' })).rejects.toThrow()
  const [one] = (await within.execute(sql`select current_user::text as name`)) as unknown as { name: string }[]
  expect(one!.name).toBe('huiyin_console')
  expect(await read(database.db)).toEqual([1, 1])
  await database.close()
})

test('S05 on a server the database opens to a street exactly the communities below it, and gives it no words', async () => {
  const database = await openDatabase({ databaseUrl: await createServerDatabase(), dataDir: '' })
  const [ours, theirs] = [await createCommunity(database.db, '锦宁社区'), await createCommunity(database.db, '清河社区')]
  await placeCommunity(database.db, { communityId: ours.id }, { district: '东区', subdistrict: '府街街道' })
  await placeCommunity(database.db, { communityId: theirs.id }, { district: '东区', subdistrict: '河东街道' })
  for (const { id } of [ours, theirs]) await database.db.insert(grids).values({ communityId: id, name: '第一网格' })
  const height = (await findHeight(database.db, '府街街道'))!
  const gridsIn = (communityId: number) => database.within({ communityId, from: height.unitId }).$count(grids)
  expect([await gridsIn(ours.id), await gridsIn(theirs.id)]).toEqual([1, 0])

  const above = database.above(height)
  const span = { now: AT, quietSince: AT, from: AT, to: AT }
  const district = (await findHeight(database.db, '东区'))!
  expect((await listCommunitiesBelow(above, district, span)).map(({ name }) => name)).toEqual(['锦宁社区'])
  await expect(above.select({ words: tickets.summary }).from(tickets)).rejects.toThrow()
  await expect(above.delete(tickets)).rejects.toThrow()
  await database.close()
})

test('a statement that fails says why, changes nothing, and leaves the connection to the next', async () => {
  const database = await openDatabase({ databaseUrl: await createServerDatabase(), dataDir: '' })
  const { id } = await createCommunity(database.db, '锦宁社区')
  const within = database.within({ communityId: id })
  const failing = within.execute(sql`select no_such_thing`)
  await expect(failing).rejects.toMatchObject({ cause: { code: '42703' } })
  const half = within.transaction(async (tx) => {
    await tx.insert(grids).values({ communityId: id, name: '第一网格' })
    throw new Error('half way')
  })
  await expect(half).rejects.toThrow('half way')
  expect(await within.$count(grids)).toBe(0)
  const all = await Promise.all(
    Array.from({ length: 60 }, (_, index) => within.execute(sql`select current_user::text as name, ${index}::int as index`)),
  )
  const rows = all.map((result) => (result as unknown as { name: string; index: number }[])[0]!)
  expect(rows.every(({ name, index }, at) => name === 'huiyin_console' && index === at)).toBe(true)
  const [outside] = (await database.db.execute(sql`select current_user::text as name`)) as unknown as { name: string }[]
  expect(outside!.name).not.toBe('huiyin_console')
  await database.close()
})

test('what a page reads in one moment is read in one transaction; what it changes stands alone', async () => {
  const database = await openDatabase({ databaseUrl: await createServerDatabase(), dataDir: '' })
  const { id } = await createCommunity(database.db, '锦宁社区')
  const within = database.within({ communityId: id })
  const moment = sql<string>`now()::text`
  const [one, other, [added]] = await Promise.all([
    within.select({ moment }).from(sql`(select 1) once`),
    within.select({ moment }).from(sql`(select 1) once`),
    within.insert(grids).values({ communityId: id, name: '第一网格' }).returning({ moment }),
  ])
  expect(one).toEqual(other)
  expect(added).not.toEqual(one[0])

  const failing = within.execute(sql`select no_such_thing`)
  const beside = within.select({ moment }).from(sql`(select 1) once`)
  const change = within.insert(grids).values({ communityId: id, name: '第二网格' })
  const ends = await Promise.allSettled([failing, beside, change])
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  expect(ends.slice(0, 2)).toMatchObject([{ reason: { cause: { code: '42703' } } }, { reason: { cause: { code: '42703' } } }])
  expect(await within.$count(grids)).toBe(2)
  await database.close()
})

test('a page’s statement whose connection is cut is refused, and the next is answered', async () => {
  const url = await createServerDatabase()
  const database = await openDatabase({ databaseUrl: url, dataDir: '' })
  const { id } = await createCommunity(database.db, '锦宁社区')
  const within = database.within({ communityId: id })
  const other = postgres(url, { max: 1 })
  const cut = () =>
    other`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  const ask = () => Promise.allSettled(Array.from({ length: 40 }, () => Promise.resolve(within.execute(sql`select pg_sleep(0.05)`))))
  expect((await ask()).every(({ status }) => status === 'fulfilled')).toBe(true)
  const asked = ask()
  await cut()
  expect((await asked).some(({ status }) => status === 'rejected')).toBe(true)
  await expect(Promise.resolve(within.execute(sql`select 1 as one`))).resolves.toEqual([{ one: 1 }])
  await other.end()
  await database.close()
})
