import postgres from 'postgres'
import { mainAccount } from '../../core/account.ts'
import type { Community, Estate } from '../../core/community.ts'
import type { IncomingMessage } from '../../core/message.ts'
import type { Database } from '../../db/client.ts'
import { openDatabase } from '../../db/open.ts'
import { changeCommunity, createEstate } from '../../db/orgUnits.ts'
import { ensureSample, seatRoom } from '../../db/sample.ts'
import type { Measure, Pair } from './compare.ts'

export type Trial = { round(index: number): Promise<Pair[]>; close(): Promise<void> }
/** Some measures that are taken together; `load` 1 is the full load, less is for a quick look. */
export type Bench = { name: string; measures: Measure[]; prepare(ground: Ground, extent: { load: number; rounds: number }): Promise<Trial> }

/** A PostgreSQL server where every bench has databases of its own. */
export type Ground = { open(): Promise<Plot> }
/** One database: `database` as the product opens it, `sql` for what the product is compared with. */
export type Plot = { url: string; database: Database; sql: postgres.Sql; close(): Promise<void> }

export function openGround(serverUrl: string): Ground {
  return {
    async open() {
      const url = await createDatabase(serverUrl)
      const database = await openDatabase({ databaseUrl: url, dataDir: '' })
      const sql = postgres(url, { max: 16, onnotice: () => {} })
      await copyTables(sql)
      return {
        url,
        database,
        sql,
        async close() {
          await sql.end()
          await database.close()
        },
      }
    },
  }
}

async function createDatabase(serverUrl: string): Promise<string> {
  const name = `bench_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  await admin.end()
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** What the limits write to: the same columns, keys, checks and indexes, without foreign keys and triggers. */
async function copyTables(sql: postgres.Sql): Promise<void> {
  const tables = ['messages', 'readings', 'tickets', 'ticket_numbers', 'ticket_search', 'reports', 'events', 'outbox']
  await sql.unsafe(`create schema raw; ${tables.map((name) => `create table raw.${name} (like public.${name} including all)`).join(';')}`)
}

export type Street = { community: Community; estates: Estate[]; rooms: string[] }

/** A community that speaks at once and as often as it likes, with a room for each of its estates. */
export async function settleStreet({ database: { db } }: Plot, estates: number): Promise<Street> {
  const { id: communityId } = await ensureSample(db)
  const community = await changeCommunity(
    db,
    { communityId },
    {
      pace: { minMs: 0, maxMs: 0 },
      patience: { textSeconds: 0, photoSeconds: 0 },
      quietHours: { night: null, noon: null },
      budget: { perHour: 1_000_000, perDay: 1_000_000, combineMinutes: 10, digestAt: '18:00' },
    },
  )
  const street: Street = { community, estates: [], rooms: [] }
  for (let index = 0; index < estates; index++) {
    const estate = await createEstate(db, { communityId }, { name: `${index}号苑`, code: 'BM' })
    const topic = `${index}号苑业主群`
    await seatRoom(db, { ...mainAccount('sandbox'), topic, estate }, new Date())
    street.estates.push(estate)
    street.rooms.push(topic)
  }
  return street
}

export function say(room: string, sender: string, text: string, more: Partial<IncomingMessage> = {}): IncomingMessage {
  return {
    id: crypto.randomUUID(),
    room: { id: room, topic: room },
    sender: { id: sender, nickname: sender, alias: `3-2-${sender}`, role: 'resident', isFriend: false },
    kind: 'text',
    text,
    quote: null,
    mentionsBot: false,
    recalls: null,
    fromBot: false,
    sentAt: new Date(),
    media: null,
    ...more,
  }
}
