import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import { NOTHING_SPENT, type ReadingRecord } from '../../core/reading/reading.ts'
import { openTicket } from '../../core/ticket/open.ts'
import * as inbox from '../../db/inbox.ts'
import { openUnderNextNumber } from '../../db/openTicket.ts'
import { settle } from '../../db/settlements.ts'
import { ensure, inLanes, interleave, rate } from './compare.ts'
import { type Bench, type Plot, type Street, say, settleStreet } from './ground.ts'

const READING = {
  intent: 'report',
  category: 'facility.lighting',
  summary: '3栋楼道灯不亮',
  place: { building: '3', entrance: null, spot: null },
  urgency: 'normal',
  confidence: 0.92,
} as const

/** Settling a message that becomes a ticket: reading, number, ticket, report, event, search words and the words owed. */
export const report: Bench = {
  name: 'report',
  measures: [
    {
      metric: 'report transaction, one after another',
      unit: 'reports/s',
      limit: 'the same rows in one prepared statement',
      judged: 'ratio',
      better: 'more',
      target: 0.3,
    },
  ],
  async prepare(ground, { load }) {
    const plot = await ground.open()
    const street = await settleStreet(plot, 1)
    const count = Math.ceil(150 * load)
    const messages = () => Array.from({ length: count }, (_, index) => say(street.rooms[0]!, `s${index % 50}`, '3栋楼道灯不亮'))
    await file(plot, street, await hear(plot, messages()))
    await fileRaw(plot, street, await hearRaw(plot, messages()))
    return {
      async round(index) {
        const unread = await hear(plot, messages())
        const copied = await hearRaw(plot, messages())
        const pair = await interleave(
          index,
          () => rate(count, () => file(plot, street, unread)),
          () => rate(count, () => fileRaw(plot, street, copied)),
        )
        await check(
          plot,
          'public',
          unread.map(({ id }) => id),
        )
        await check(
          plot,
          'raw',
          copied.map(({ id }) => id),
        )
        return [pair]
      },
      close: plot.close,
    }
  },
}

async function hear({ database: { db } }: Plot, messages: readonly IncomingMessage[]): Promise<inbox.Unread[]> {
  const newest = (await inbox.listUnread(db, mainAccount('sandbox'), { after: 0, limit: 1_000_000 })).at(-1)?.id ?? 0
  await inLanes(8, messages.length, (index) => inbox.receive(db, mainAccount('sandbox'), messages[index]!, new Date()))
  return inbox.listUnread(db, mainAccount('sandbox'), { after: newest, limit: messages.length })
}

async function file({ database: { db } }: Plot, { community, estates }: Street, unread: readonly inbox.Unread[]): Promise<void> {
  const estate = estates[0]!
  for (const message of unread) {
    const at = new Date()
    const { member, alias, roomId, id: messageId } = message
    const reporter = { memberId: member.id, alias, isFriend: false, roomId }
    const record: ReadingRecord = { ...NOTHING_SPENT, reading: READING, also: [], reader: 'offline', promptId: null, model: null }
    const settlement = { read: [message], outcome: 'ticketOpened', reason: null, record, angry: false, at } as const
    await settle(db, settlement, (tx) =>
      openUnderNextNumber(tx, { community, estate, isEmergency: false, at }, [{ reporter, messageId, at }], (id, number) =>
        openTicket({
          id,
          number,
          community,
          estate,
          reporter,
          reading: READING,
          emergency: null,
          asksWhere: false,
          about: [messageId],
          by: { kind: 'resident', memberId: member.id, alias },
          at,
        }),
      ),
    )
  }
}

type Copied = { id: number; alias: string }

async function hearRaw({ sql }: Plot, messages: readonly IncomingMessage[]): Promise<Copied[]> {
  const rows = messages.map(({ id, sender, text, sentAt }) => ({
    ...{ channel: 'sandbox', external_id: id, community_id: 1, room_id: 1, member_id: 1, alias: sender.alias, kind: 'text', text },
    ...{ mentions_bot: false, from_bot: false, sent_at: sentAt, received_at: sentAt, ready_at: sentAt },
  }))
  return (await sql`insert into raw.messages ${sql(rows)} returning id::int, alias`) as unknown as Copied[]
}

async function fileRaw({ sql }: Plot, { community, estates }: Street, unread: readonly Copied[]): Promise<void> {
  const scope = community.id
  for (const { id, alias } of unread) {
    const at = new Date()
    await sql`
      with settled as (update raw.messages set outcome = 'ticketOpened', settled_at = ${at} where id = ${id} and outcome is null returning id),
      reading as (
        insert into raw.readings (message_id, community_id, intent, category, summary, place, urgency, confidence, reader, prompt_tokens, completion_tokens, read_at)
        select id, ${scope}, 'report', ${READING.category}, ${READING.summary}, ${sql.json(READING.place)}, 'normal', 0.92, 'offline', 0, 0, ${at} from settled),
      number as (
        insert into raw.ticket_numbers (community_id, code, day, last) values (${scope}, 'BM', ${at}::date, 1)
        on conflict (community_id, code, day) do update set last = raw.ticket_numbers.last + 1 returning last),
      ticket as (
        insert into raw.tickets (community_id, estate_id, room_id, number, status, category, summary, first_summary, place, urgency, tier, private, party, reopen_count,
          respond_by, resolve_by, counted_from, opened_at, version)
        select ${scope}, ${estates[0]!.id}, 1, 'BM-' || last, 'pendingReview', ${READING.category}, ${READING.summary}, ${READING.summary}, ${sql.json(READING.place)},
          'normal', 'green', false, 'property', 0, ${at}, ${at}, ${at}, ${at}, 1 from number, settled returning id, number),
      report as (
        insert into raw.reports (community_id, ticket_id, message_id, member_id, alias, reported_at)
        select ${scope}, ticket.id, ${id}, 1, ${alias}, ${at} from ticket),
      event as (
        insert into raw.events (community_id, ticket_id, action, actor, actor_id, actor_name, at)
        select ${scope}, id, 'open', 'resident', 1, ${alias}, ${at} from ticket),
      words as (insert into raw.ticket_search (ticket_id, community_id, words) select id, ${scope}, number || ${` ${READING.summary} ${alias}`} from ticket)
      insert into raw.outbox (community_id, kind, room_id, mention, text, ticket_id, about, status, not_before, created_at)
      select ${scope}, 'reply', 1, ${alias}, '已登记 ' || number || '，物业会在今天之内回复您。', id, array[${id}::bigint], 'waiting', ${at}, ${at} from ticket`
  }
}

async function check({ sql }: Plot, schema: 'public' | 'raw', messageIds: readonly number[]): Promise<void> {
  const [row] = await sql`
    select count(*)::int as whole from ${sql(schema)}.messages
    join ${sql(schema)}.readings on readings.message_id = messages.id
    join ${sql(schema)}.reports on reports.message_id = messages.id
    join ${sql(schema)}.tickets on tickets.id = reports.ticket_id
    join ${sql(schema)}.events on events.ticket_id = tickets.id
    join ${sql(schema)}.ticket_search on ticket_search.ticket_id = tickets.id
    join ${sql(schema)}.outbox on outbox.ticket_id = tickets.id
    where messages.id in ${sql([...messageIds])} and messages.outcome = 'ticketOpened'`
  ensure(`whole reports in ${schema}`, row!['whole'], messageIds.length)
}
