import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import type { Db } from '../../db/client.ts'
import { fillDemo, whyNotHere } from '../../db/demo/demo.ts'
import { ensureSample } from '../../db/sample.ts'
import { openTestDatabase } from '../database.ts'

const NOW = new Date('2026-11-21T17:00:00+08:00')
const TINY = { estates: 4, buildings: 3, people: 500, households: 180, members: 120, matters: 160, days: 90, gridWorkers: 2 }

async function fillTiny(seed: number, matters = TINY.matters): Promise<Db> {
  const { db } = await openTestDatabase()
  await fillDemo(db, { shape: { ...TINY, matters }, seed, now: NOW, onProgress: () => {} })
  return db
}

async function rowsOf(db: Db, query: string): Promise<unknown[][]> {
  const found = (await db.execute(sql.raw(query))) as unknown as { rows?: Record<string, unknown>[] } & Record<string, unknown>[]
  return (found.rows ?? found).map((row) => Object.values(row))
}

/** What may be found in no database, whoever filled it. */
const NOWHERE: Record<string, string> = {
  'a matter that nobody reported': 'select number from tickets where not exists (select from reports where ticket_id = tickets.id)',
  'a matter that does not begin with its opening': `select number from tickets where (select action from events where ticket_id = tickets.id order by id limit 1) is distinct from 'open'`,
  'history that ends elsewhere than the matter': `select number from tickets, lateral (
    select changes->'status'->>1 as last from events where ticket_id = tickets.id and changes ? 'status' order by id desc limit 1) told where last <> status`,
  'a handler who checked their own work': `select number from tickets join events on ticket_id = tickets.id
    where action = 'verify' and actor = 'staff' and actor_id in (assignee_id, resolved_by_id)`,
  'a word about a message that was never heard':
    'select outbox.id from outbox, unnest(about) said where not exists (select from messages where id = said)',
  'something that has not happened yet': `select id from events where at > '${NOW.toISOString()}' union all select id from messages where sent_at > '${NOW.toISOString()}'`,
  'a matter that nobody can find':
    "select number from tickets where not exists (select from ticket_search where ticket_id = tickets.id and words like number || E'\\n%')",
  'numbers with a gap': `select code, day from ticket_numbers where last <> (
    select count(*) from tickets where number like code || '-' || to_char(day, 'YYMMDD') || '-%')`,
  'words for a room that were said in private':
    "select outbox.id from outbox join tickets on tickets.id = ticket_id where private and mediation is null and outbox.room_id is not null and text like '%' || summary || '%'",
}

test('an invented community keeps every rule of the true ones, and stands in many states', async () => {
  const db = await fillTiny(1)
  for (const [what, query] of Object.entries(NOWHERE)) expect(await rowsOf(db, query), what).toEqual([])
  const states = (await rowsOf(db, 'select distinct status from tickets')).flat()
  expect(states).toEqual(expect.arrayContaining(['pendingReview', 'filed', 'inProgress', 'resolved', 'closed', 'withdrawn', 'merged']))
  const [[tickets, estates, members]] = (await rowsOf(
    db,
    `select (select count(*)::int from tickets) tickets, (select count(*)::int from org_units where kind = 'estate') estates, (select count(*)::int from members) members`,
  )) as [number[]]
  expect([tickets, estates, members]).toEqual([160, 4, 120])
})

test('the same seed tells the same, another one something else', async () => {
  const told = async (seed: number) =>
    rowsOf(await fillTiny(seed, 30), 'select number, summary, status, resolved_at from tickets order by id')
  const [first, again, other] = [await told(7), await told(7), await told(8)]
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
})

test('invented people do not come beside real ones', async () => {
  const { db } = await openTestDatabase()
  expect(await whyNotHere(db)).toBe(null)
  await ensureSample(db)
  expect(await whyNotHere(db)).toBe(null)
  await db.execute(sql`insert into org_units (kind, parent_id, community_id, name, code, management_model)
    select 'estate', id, id, '真实小区', 'ZS', 'property' from communities`)
  expect(await whyNotHere(db)).toBe('estates')
  expect(await whyNotHere(await fillTiny(3, 5))).toBe('tickets')
})
