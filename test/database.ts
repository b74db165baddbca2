import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { inject } from 'vitest'
import type { Database } from '../db/client.ts'
import { openInMemory } from '../db/embedded.ts'
import { openDatabase } from '../db/open.ts'

let opened: Promise<Database> | null = null

/** The engine of this test file, emptied: embedded, or the real server where the project says `TEST_ENGINE=postgres`. */
export async function openTestDatabase(): Promise<Database> {
  opened ??= process.env['TEST_ENGINE'] === 'postgres' ? openOnServer() : openFromSnapshot()
  const database = await opened
  await empty(database)
  return { ...database, close: () => Promise.resolve() }
}

/** A database of its own on the real server; `url` lets other processes open it too. */
export async function createServerDatabase(): Promise<string> {
  const serverUrl = inject('serverUrl')
  if (!serverUrl) throw new Error('This project has no PostgreSQL: add test/setup/server.ts to its globalSetup')
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  await admin.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function openOnServer(): Promise<Database> {
  return openDatabase({ databaseUrl: await createServerDatabase(), dataDir: '' })
}

function openFromSnapshot(): Promise<Database> {
  return openInMemory(new Blob([new Uint8Array(readFileSync(inject('snapshot')))]))
}

async function empty({ db }: Database): Promise<void> {
  await db.execute(sql`
    do $$ declare names text; begin
      select string_agg(format('%I', tablename), ', ') into names from pg_tables where schemaname = 'public';
      execute 'truncate ' || names || ' restart identity cascade';
    end $$`)
}
