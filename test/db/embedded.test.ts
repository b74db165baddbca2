import { sql } from 'drizzle-orm'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import type { Db } from '../../db/client.ts'
import { openSpareDatabase } from '../database.ts'

let db: Db

beforeEach(async () => {
  const database = await openSpareDatabase()
  onTestFinished(database.close)
  db = database.db
})

async function count(query = sql`select count(*)::int as count from communities where id > ${0}`): Promise<number> {
  const [row] = await db.select({ count: sql<number>`count` }).from(sql`(${query}) counted`)
  return row!.count
}

test('a statement is prepared once, however often it is asked, and answers with what is given each time', async () => {
  const asked = (number: number, word: string) =>
    db.select({ number: sql`${number}::int`, word: sql`${word}::text` }).from(sql`(select 1) once`)
  const before = await count(sql`select count(*)::int as count from pg_prepared_statements`)

  expect(await asked(1, '一')).toEqual([{ number: 1, word: '一' }])
  expect(await asked(2, '电梯坏了')).toEqual([{ number: 2, word: '电梯坏了' }])
  expect(await count(sql`select count(*)::int as count from pg_prepared_statements`)).toBe(before + 1)
})

test('what fails, fails alone: in a transaction, by its words, and by its values', async () => {
  const wrong = () => db.execute(sql`select no_such_column from communities`)
  const divided = (by: number) => db.execute(sql`select 1 / ${by}::int as share`)

  for (let times = 0; times < 2; times++) {
    await expect(wrong()).rejects.toThrow()
    await expect(divided(0)).rejects.toThrow()
    await expect(db.transaction((tx) => tx.execute(sql`select 1 / ${0}::int as share`))).rejects.toThrow()
    await expect(divided(1)).resolves.toMatchObject({ rows: [{ share: 1 }] })
    expect(await count()).toBe(0)
  }
})

test('a table that changes is asked as it is then', async () => {
  onTestFinished(async () => void (await db.execute(sql`drop table changing`)))
  await db.execute(sql`create table changing (id int)`)
  await db.execute(sql`insert into changing values (${1}::int)`)
  expect(await count(sql`select count(*)::int as count from changing`)).toBe(1)
  await db.execute(sql`alter table changing add column word text not null default '新'`)
  await db.execute(sql`create index on changing (word)`)
  expect(await count(sql`select count(*)::int as count from changing`)).toBe(1)
})
