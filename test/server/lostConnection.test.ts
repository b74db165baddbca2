import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../db/client.ts'
import { openDatabase } from '../../db/open.ts'
import { createServerDatabase } from '../database.ts'

const ROUNDS = 10

let database: Database
let other: postgres.Sql

beforeAll(async () => {
  const url = await createServerDatabase()
  database = await openDatabase({ databaseUrl: url, dataDir: '' })
  other = postgres(url, { max: 1 })
})
afterAll(async () => {
  await database.close()
  await other.end()
})

test('a transaction whose connection is lost fails, whatever it asks afterwards fails too, and the process goes on', async () => {
  const later: unknown[] = []
  const work = database.db.transaction(async (tx) => {
    await tx.execute(sql`select 1`)
    await cutAll()
    for (let index = 0; index < 3; index++) later.push(await tx.execute(sql`select 1`).catch((error: unknown) => error))
  })
  await expect(work).rejects.toThrow()
  await expect.poll(() => later.length).toBe(3)
  expect(later.every((answer) => answer instanceof Error)).toBe(true)
  await expect(one()).resolves.toEqual([{ one: 1 }])
})

test('a hundred that ask while every connection is cut, and ask again at once, are answered or refused: none waits for ever', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const asked = Array.from({ length: 100 }, () => slowly().then(one, one))
    await cutAll()
    expect(await Promise.allSettled(asked)).toHaveLength(100)
  }
  await expect(one()).resolves.toEqual([{ one: 1 }])
})

function one(): Promise<unknown> {
  return Promise.resolve(database.db.execute(sql`select 1 as one`))
}

function slowly(): Promise<unknown> {
  return database.db.transaction((tx) => Promise.resolve(tx.execute(sql`select pg_sleep(0.01)`)))
}

async function cutAll(): Promise<void> {
  await other`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
}
