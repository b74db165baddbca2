import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Db } from '../../db/client.ts'
import { openDatabase } from '../../db/open.ts'
import { createCommunity, createEstate, listEstates } from '../../db/orgUnits.ts'
import { grids } from '../../db/schema/index.ts'
import { createServerDatabase } from '../database.ts'

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
