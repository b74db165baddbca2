import { is, sql } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { limitsAt } from '../../core/retention.ts'
import type { Db } from '../../db/client.ts'
import { eraseMember } from '../../db/erasure.ts'
import { NOT_BY_RESIDENTS, PERSONAL } from '../../db/personal.ts'
import { forget } from '../../db/retention.ts'
import { rowsOf } from '../../db/rows.ts'
import * as schema from '../../db/schema/index.ts'
import { addAccount } from '../../db/signIn.ts'
import { fillCommunity } from '../admin/world.ts'
import { openTestDatabase } from '../database.ts'

const AT = new Date('2026-11-23T12:00:00+08:00')
const [NICKNAME, ALIAS, PHONE] = ['王小玲', '8-2-402小玲姐', '13800001111']
const WORDS = '我家水管爆了快来人'
/** As she writes, and as somebody writes about her. */
const SAID = `${WORDS}，电话${PHONE}，${NICKNAME}`
const SOUGHT = [NICKNAME, ALIAS, PHONE, WORDS]

test('every column that can hold words is known: whether it may tell of a resident, and what becomes of it', () => {
  const tables = Object.values(schema).filter((one) => is(one, PgTable))
  const columns = tables.flatMap((table) => {
    const { name, columns: all } = getTableConfig(table)
    const free = all.filter((column) => /text|json|bytea|tsvector/i.test(column.getSQLType()) && !column.enumValues?.length)
    return free.map((column) => `${name}.${column.name}`)
  })
  expect(columns.length).toBeGreaterThan(120)
  const known = (column: string) =>
    [column in PERSONAL, column in NOT_BY_RESIDENTS, column.split('.')[0]! in NOT_BY_RESIDENTS].filter(Boolean).length
  expect(columns.filter((column) => known(column) !== 1)).toEqual([])
  const gone = [...Object.keys(PERSONAL), ...Object.keys(NOT_BY_RESIDENTS)].filter(
    (name) => !columns.some((column) => column === name || column.startsWith(`${name}.`)),
  )
  expect(gone).toEqual([])
})

/** A community in which one resident's name, number and words stand wherever they may. */
async function openFilled() {
  const { db } = await openTestDatabase()
  const account = { name: '小李', username: 'xiaoli', role: 'staff', passwordHash: '-', mustChangePassword: false } as const
  const filled = await fillCommunity(
    db,
    { name: '锦宁社区', words: '平常的话', nickname: NICKNAME },
    async (communityId) => (await addAccount(db, { ...account, communityId }, AT)).id,
  )
  const { ids, communityId } = filled
  const neighbour = await db
    .insert(schema.members)
    .values({ channel: 'sandbox', externalId: 'neighbour', nickname: '老李', role: 'resident', isFriend: false, communityId })
    .returning()
  const said = { channel: 'sandbox' as const, communityId, roomId: ids.room, memberId: neighbour[0]!.id, alias: '老李', mentionsBot: false }
  const moments = { sentAt: AT, receivedAt: AT, readyAt: AT, settledAt: AT, fromBot: false, outcome: 'silent' as const }
  await db.insert(schema.messages).values([
    {
      ...{ ...said, ...moments, externalId: 'n1', kind: 'quote', text: `@${NICKNAME} 我来帮您` },
      quote: { sender: NICKNAME, text: WORDS, id: null },
    },
    { ...said, ...moments, externalId: 'n2', kind: 'system', text: `“${ALIAS}”邀请“小陈”加入了群聊` },
  ])
  await db.insert(schema.departures).values({ roomId: ids.room, memberId: ids.member, name: ALIAS, leftAt: AT })
  await writeEverywhere(db, filled)
  return { db, ...filled }
}

type Filled = Awaited<ReturnType<typeof fillCommunity>>

async function writeEverywhere(db: Db, { ids, communityId }: Filled): Promise<void> {
  const ticket = sql`(select id from tickets where number = ${ids.ticket})`
  const taken = sql`(select min(id) from messages where member_id = ${ids.member})`
  const statements = [
    sql`update messages set alias = ${ALIAS}, text = ${SAID}, caption = ${SAID}, quote = jsonb_build_object('sender', '老李', 'text', ${SAID}::text, 'id', null)
      where member_id = ${ids.member}`,
    sql`insert into readings (message_id, community_id, intent, summary, place, urgency, confidence, reader, prompt_tokens, completion_tokens, read_at)
      values (${taken}, ${communityId}, 'report', ${SAID}, ${JSON.stringify({ building: '8', entrance: '2', spot: SAID })}, 'normal', 1, 'rule', 0, 0, ${AT.toISOString()})`,
    sql`insert into corrections (community_id, message_id, kind, label, by_id, at)
      values (${communityId}, ${taken}, 'category', ${JSON.stringify({ intent: 'report', place: SAID })}, ${ids.staff}, ${AT.toISOString()})`,
    sql`update reports set alias = ${ALIAS}, words = ${SAID}`,
    sql`update tickets set summary = ${SAID}, first_summary = ${SAID}, intake_ref = ${SAID}, plan = jsonb_build_object('text', ${SAID}::text, 'owner', '', 'due', null),
      place = jsonb_build_object('building', '8', 'entrance', '2', 'spot', ${SAID}::text)`,
    sql`insert into ticket_search (ticket_id, community_id, words) select id, community_id, ${SAID} from tickets where number = ${ids.finished}`,
    sql`update ticket_search set words = ${SAID}`,
    sql`insert into events (community_id, ticket_id, action, actor, actor_id, actor_name, at, note, changes)
      select ${communityId}, tickets.id, 'edit', actor, ${ids.member}, case when actor = 'resident' then ${ALIAS} else '小李' end, ${AT.toISOString()}, ${SAID},
        jsonb_build_object('summary', jsonb_build_array('', ${SAID}::text)) from tickets cross join (values ('resident'), ('staff')) acted(actor)`,
    sql`update outbox set text = ${SAID}, mention = ${NICKNAME}, ticket_id = ${ticket}, about = array[${taken}]`,
    sql`insert into outbox (community_id, kind, member_id, text, about, status, not_before, created_at)
      values (${communityId}, 'reply', ${ids.member}, ${SAID}, '{}', 'waiting', ${AT.toISOString()}, ${AT.toISOString()})`,
    sql`update saved_filters set query = jsonb_build_object('q', ${NICKNAME}::text)`,
    sql`update ticket_notes set words = ${SAID}`,
    sql`update ratings set call_note = ${SAID} where call_note is not null`,
    sql`insert into consultations (community_id, ticket_id, title, starts_at, place, parties, called_by_id, at)
      values (${communityId}, ${ticket}, ${SAID}, ${AT.toISOString()}, '议事厅', '{property}', ${ids.staff}, ${AT.toISOString()})`,
    sql`update visit_answers set text = ${SAID}, became = 'ticket', ticket_id = ${ticket}`,
    sql`update pages set headline = ${SAID}`,
  ]
  for (const statement of statements) await db.execute(statement)
}

/** Every text of every row of every table in which one of these stands. */
async function findEverywhere(db: Db, sought: readonly string[]): Promise<string[]> {
  const columns = rowsOf(
    await db.execute(sql`select table_name, column_name from information_schema.columns
      where table_schema = 'public' and (data_type in ('text', 'jsonb', 'tsvector', 'ARRAY', 'bytea') or data_type like 'character%') order by 1, 2`),
  ) as { table_name: string; column_name: string }[]
  const found: string[] = []
  for (const { table_name: table, column_name: column } of columns) {
    const stands = sql.join(
      sought.map((word) => sql`position(${word} in ${sql.identifier(column)}::text) > 0`),
      sql` or `,
    )
    const rows = rowsOf(await db.execute(sql`select 1 from ${sql.identifier(table)} where ${stands} limit 1`))
    if (rows.length > 0) found.push(`${table}.${column}`)
  }
  return found
}

/** Until the end of what is still open: what it is about and what was written of it, without her names. */
const UNTIL_THE_END = [
  'consultations.title',
  'events.changes',
  'events.note',
  'outbox.text',
  'pages.headline',
  'ticket_notes.words',
  'ticket_search.words',
  'tickets.first_summary',
  'tickets.intake_ref',
  'tickets.place',
  'tickets.plan',
  'tickets.summary',
  'visit_answers.text',
]

test('deleted, nobody finds the name, number or words of a resident anywhere, but for what an open matter is about; and at its end not even that', async () => {
  const { db, ids, communityId } = await openFilled()
  const personal = Object.keys(PERSONAL).filter((name) => !/external_id|media|photo_covers|characters/.test(name))
  expect(await findEverywhere(db, SOUGHT)).toEqual(
    [...personal, 'departures.name'].filter((name, at, all) => all.indexOf(name) === at).toSorted(),
  )
  const count = async () => [await db.$count(schema.reports), await db.$count(schema.tickets), await db.$count(schema.messages)]
  const before = await count()

  const successor = await db.transaction((tx) => eraseMember(tx, { communityId }, ids.member, AT))
  expect(successor).not.toBe(ids.member)
  expect(await findEverywhere(db, [NICKNAME, ALIAS])).toEqual([])
  expect(await findEverywhere(db, SOUGHT)).toEqual(UNTIL_THE_END)
  expect(await db.$count(schema.media)).toBe(0)
  expect(await count()).toEqual(before)
  expect(await db.transaction((tx) => eraseMember(tx, { communityId }, ids.member, AT))).toBe(ids.member)
  expect(await db.$count(schema.members)).toBe(3)

  await db.execute(
    sql`update tickets set status = 'closed', outcome = 'verified', closed_at = ${AT.toISOString()} where number = ${ids.ticket}`,
  )
  await forget(db, limitsAt(AT))
  expect(await findEverywhere(db, SOUGHT)).toEqual([])
  expect(await count()).toEqual(before)
  expect(rowsOf(await db.execute(sql`select distinct place from tickets`))).toEqual([
    { place: { building: '8', entrance: null, spot: null } },
  ])
})

test('an office is the community’s own list: it stays, and goes over to whom the person is now', async () => {
  const { db, ids, communityId } = await openFilled()
  await db.execute(sql`update appointments set name = '王小玲', member_id = ${ids.member}`)
  await db.execute(
    sql`update communities set duty = ${JSON.stringify([{ name: '王小玲', phone: PHONE, post: '值班', memberId: ids.member }])}::jsonb`,
  )
  const successor = await db.transaction((tx) => eraseMember(tx, { communityId }, ids.member, AT))
  const [held] = await db.select({ memberId: schema.appointments.memberId, name: schema.appointments.name }).from(schema.appointments)
  expect(held).toEqual({ memberId: successor, name: '王小玲' })
  const [{ duty }] = (await db.select({ duty: schema.communities.duty }).from(schema.communities)) as [{ duty: unknown }]
  expect(duty).toEqual([{ name: '王小玲', phone: PHONE, post: '值班', memberId: successor }])
})

test('the console may not rewrite history, whatever it says of itself', async () => {
  const { db, within } = await openWithin()
  const rewrite = (by: Db) =>
    by.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.forgetting', 'on', true)`)
      await tx.execute(sql`update events set note = '改过的'`)
    })
  await expect(rewrite(within)).rejects.toMatchObject({ cause: { message: 'history is only ever added to' } })
  await rewrite(db)
  const others = db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.forgetting', 'on', true)`)
    await tx.execute(sql`update events set at = now()`)
  })
  await expect(others).rejects.toMatchObject({ cause: { message: 'history is only ever added to' } })
})

async function openWithin() {
  const database = await openTestDatabase()
  const account = { name: '小李', username: 'xiaoli', role: 'staff', passwordHash: '-', mustChangePassword: false } as const
  const { communityId } = await fillCommunity(
    database.db,
    { name: '锦宁社区', words: '平常的话' },
    async (id) => (await addAccount(database.db, { ...account, communityId: id }, AT)).id,
  )
  return { db: database.db, within: database.within({ communityId }) }
}
