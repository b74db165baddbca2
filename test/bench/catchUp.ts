import { pino } from 'pino'
import { createInterpreter } from '../../bot/interpreter.ts'
import type { Reader } from '../../bot/reader.ts'
import { mainAccount } from '../../core/account.ts'
import { NOTHING_SPENT, type Reading } from '../../core/reading/reading.ts'
import * as inbox from '../../db/inbox.ts'
import { ensure, inLanes, interleave, rate } from './compare.ts'
import { type Bench, type Plot, say, settleStreet } from './ground.ts'

const ROOMS = 5
const REPORT_EVERY = 33
const BATCH = 100
const TALK = [
  '今晚吃啥',
  '周末去爬山吗',
  '哈哈哈',
  '谢谢大家',
  '有人看球吗',
  '早上好',
  '这天真好',
  '孩子考得不错',
  '快递到了吗',
  '好的收到',
]

/** The model answers at once: a report where one was said, else talk. */
const stub: Reader = {
  read: async ({ text }) => ({ ...NOTHING_SPENT, reading: readingOf(text), also: [], reader: 'offline', promptId: null, model: null }),
}

function readingOf(text: string): Reading {
  const building = /^(\d+)栋楼道灯不亮/.exec(text)?.[1]
  if (!building) return { intent: 'chatter', category: null, summary: null, place: null, urgency: 'normal', confidence: 0.9 }
  const place = { building, entrance: null, spot: null }
  return { intent: 'report', category: 'facility.lighting', summary: text, place, urgency: 'normal', confidence: 0.92 }
}

/** What waited while the bot was away, read and settled: the pipeline beside it writes the same facts, a hundred messages in a statement. */
export const catchUp: Bench = {
  name: 'catch-up',
  measures: [
    {
      metric: 'catch-up after an outage',
      unit: 'messages/s',
      limit: 'a raw pipeline of 100 messages a statement',
      judged: 'ratio',
      better: 'more',
      target: 0.35,
    },
  ],
  async prepare(ground, { load }) {
    const plot = await ground.open()
    const { rooms } = await settleStreet(plot, ROOMS)
    const count = Math.ceil(1000 * load)
    let told = 0
    const text = (index: number) => (index % REPORT_EVERY === 0 ? `${++told}栋楼道灯不亮` : `${TALK[index % TALK.length]}`)
    const backlog = () => Array.from({ length: count }, (_, index) => say(rooms[index % ROOMS]!, `s${index}`, text(index)))
    return {
      async round(index) {
        const messages = backlog()
        await inLanes(8, count, (one) => inbox.receive(plot.database.db, mainAccount('sandbox'), messages[one]!, new Date()))
        await plot.sql`insert into raw.messages select * from messages where outcome is null`
        const pair = await interleave(
          index,
          () => rate(count, () => readAll(plot)),
          () => rate(count, () => pipe(plot)),
        )
        await check(
          plot,
          'public',
          messages.map(({ id }) => id),
        )
        await check(
          plot,
          'raw',
          messages.map(({ id }) => id),
        )
        return [pair]
      },
      close: plot.close,
    }
  },
}

async function readAll({ database: { db } }: Plot): Promise<void> {
  const deps = {
    db,
    log: pino({ level: 'silent' }),
    account: mainAccount('sandbox'),
    reader: stub,
    now: () => new Date(),
    onRead: () => {},
    onActed: () => {},
  }
  const interpreter = createInterpreter(deps)
  while (await interpreter.attendEmergencies());
  while ((await interpreter.readNext()) !== null);
}

async function pipe(plot: Plot): Promise<void> {
  while ((await pipeBatch(plot)) > 0);
}

async function pipeBatch({ sql }: Plot): Promise<number> {
  const at = new Date()
  const rows = await sql`
    with batch as (select * from raw.messages where outcome is null order by id limit ${BATCH} for update skip locked),
    settled as (
      update raw.messages set outcome = case when batch.text ~ '^\\d+栋楼道灯不亮' then 'ticketOpened' else 'silent' end, reason = null, settled_at = ${at}
      from batch where messages.id = batch.id returning messages.id, messages.community_id, messages.room_id, messages.member_id, messages.alias, messages.text, messages.outcome),
    read as (
      insert into raw.readings (message_id, community_id, intent, urgency, confidence, reader, prompt_tokens, completion_tokens, read_at)
      select id, community_id, case outcome when 'silent' then 'chatter' else 'report' end, 'normal', 0.9, 'offline', 0, 0, ${at} from settled),
    ticket as (
      insert into raw.tickets (community_id, estate_id, room_id, number, status, category, summary, first_summary, urgency, tier, private, party, reopen_count, counted_from, opened_at, version)
      select community_id, 1, room_id, 'BM-' || id, 'pendingReview', 'facility.lighting', text, text, 'normal', 'green', false, 'property', 0, ${at}, ${at}, 1
      from settled where outcome = 'ticketOpened' returning id, community_id, number, summary),
    report as (
      insert into raw.reports (community_id, ticket_id, message_id, member_id, alias, reported_at)
      select settled.community_id, ticket.id, settled.id, member_id, alias, ${at} from settled join ticket on ticket.number = 'BM-' || settled.id),
    event as (
      insert into raw.events (community_id, ticket_id, action, actor, actor_name, at) select community_id, id, 'open', 'bot', '小助手', ${at} from ticket),
    words as (insert into raw.ticket_search (ticket_id, community_id, words) select id, community_id, number || summary from ticket),
    owed as (
      insert into raw.outbox (community_id, kind, room_id, text, ticket_id, about, status, not_before, created_at)
      select community_id, 'reply', 1, '已登记 ' || number, id, '{}', 'waiting', ${at}, ${at} from ticket)
    select id from settled`
  return rows.length
}

async function check({ sql }: Plot, schema: 'public' | 'raw', ids: readonly string[]): Promise<void> {
  const [row] = await sql`
    select count(*)::int as settled, count(reports.id)::int as told from ${sql(schema)}.messages
    join ${sql(schema)}.readings on readings.message_id = messages.id and readings.part = 0
    left join ${sql(schema)}.reports on reports.message_id = messages.id
    where external_id in ${sql([...ids])} and outcome is not null`
  ensure(`messages settled in ${schema}`, row!['settled'], ids.length)
  ensure(`reports filed in ${schema}`, row!['told'], Math.ceil(ids.length / REPORT_EVERY))
}
