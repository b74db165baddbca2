import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../db/open.ts'
import { createServerDatabase } from '../database.ts'

test('processes that start together migrate one after the other', async () => {
  const url = await createServerDatabase()

  const opened = await Promise.all([1, 2, 3, 4].map(() => openDatabase({ databaseUrl: url, dataDir: '' })))
  onTestFinished(() => Promise.all(opened.map((database) => database.close())).then(() => {}))

  const applied = (await opened[0]!.db.execute(sql`select count(*)::int as times from drizzle.__drizzle_migrations`)) as unknown as {
    times: number
  }[]
  const written = (await opened[0]!.db.execute(
    sql`select count(distinct hash)::int as times from drizzle.__drizzle_migrations`,
  )) as unknown as { times: number }[]
  expect(applied[0]!.times).toBeGreaterThan(0)
  expect(applied).toEqual(written)
})
