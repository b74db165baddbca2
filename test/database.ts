import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { inject } from 'vitest'
import type { Database } from '../db/client.ts'
import { openInMemory } from '../db/embedded.ts'
import { openDatabase } from '../db/open.ts'

let opened: Promise<Database> | null = null
const spare: Database[] = []

/** The engine of this worker, emptied: embedded, or the real server where the project says `TEST_ENGINE=postgres`. */
export async function openTestDatabase(): Promise<Database> {
  opened ??= process.env['TEST_ENGINE'] === 'postgres' ? openOnServer() : openFromSnapshot()
  return emptied(await opened, () => {})
}

/** One that nobody else has until it is closed: a test that holds two at once asks for the second here. */
export async function openSpareDatabase(): Promise<Database> {
  const database = spare.pop() ?? (await openFromSnapshot())
  return emptied(database, () => void spare.push(database))
}

async function emptied(database: Database, onClose: () => void): Promise<Database> {
  await empty(database)
  return { ...database, close: async () => onClose() }
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

/** Deletes in one statement, so that no foreign key is in the way, and past the guard of history: truncating all takes five times as long. */
async function empty({ db }: Database): Promise<void> {
  await db.execute(sql`
    do $$ declare deletions text; guarded regclass[]; kept regclass; begin
      select string_agg(format('%1$I as (delete from %1$I)', tablename), ', ') into deletions from pg_tables where schemaname = 'public';
      select array_agg(distinct tgrelid::regclass) into guarded from pg_trigger where not tgisinternal;
      foreach kept in array guarded loop execute format('alter table %s disable trigger user', kept); end loop;
      execute 'with ' || deletions || ' select';
      foreach kept in array guarded loop execute format('alter table %s enable trigger user', kept); end loop;
      perform setval(format('%I', sequencename)::regclass, start_value, false)
        from pg_sequences where schemaname = 'public' and last_value is not null;
    end $$`)
}
