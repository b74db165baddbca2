import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { createListener, type Listener } from '../../bot/listen.ts'
import { mainAccount } from '../../core/account.ts'
import type { IncomingMessage } from '../../core/message.ts'
import * as inbox from '../../db/inbox.ts'
import { ensure, inLanes, interleave, rate } from './compare.ts'
import { type Bench, type Plot, say, settleStreet } from './ground.ts'

const LANES = 8
const ROOMS = 5

/** A message from the listener that hears it until it is in the inbox, beside one insert of the same row. */
export const ingest: Bench = {
  name: 'ingest',
  measures: [
    {
      metric: 'ingest, 8 at once',
      unit: 'messages/s',
      limit: 'one prepared insert each',
      judged: 'ratio',
      better: 'more',
      target: 0.7,
    },
  ],
  async prepare(ground, { load }) {
    const plot = await ground.open()
    const { rooms } = await settleStreet(plot, ROOMS)
    const count = Math.ceil(800 * load)
    const messages = () => Array.from({ length: count }, (_, index) => say(rooms[index % ROOMS]!, `s${index}`, `今晚吃啥${index}`))
    const listener = listenTo(plot)
    await hear(listener, messages())
    await insert(plot, messages())
    return {
      async round(index) {
        const [heard, copied] = [messages(), messages()]
        const pair = await interleave(
          index,
          () => rate(count, () => hear(listener, heard)),
          () => rate(count, () => insert(plot, copied)),
        )
        await check(plot, 'public', heard)
        await check(plot, 'raw', copied)
        ensure('a redelivery is stored', await inbox.receive(plot.database.db, mainAccount('sandbox'), heard[0]!, new Date()), false)
        await plot.sql`update messages set outcome = 'silent', reason = 'chatter', settled_at = now() where outcome is null`
        return [pair]
      },
      async close() {
        await listener.close()
        await plot.close()
      },
    }
  },
}

function listenTo({ database: { db } }: Plot): Listener {
  const log = pino({ level: 'silent' })
  const account = mainAccount('sandbox')
  return createListener({ db, account, now: () => new Date(), log, wait: sleep, spool: null, onStored: () => {} })
}

function hear(listener: Listener, messages: readonly IncomingMessage[]): Promise<void> {
  return inLanes(LANES, messages.length, (index) => listener.hear(messages[index]!))
}

function insert({ sql }: Plot, messages: readonly IncomingMessage[]): Promise<void> {
  return inLanes(LANES, messages.length, (index) => {
    const { id, sender, text, sentAt } = messages[index]!
    return sql`
      insert into raw.messages (channel, external_id, community_id, room_id, member_id, alias, kind, text, mentions_bot, from_bot, sent_at, received_at, ready_at)
      values ('sandbox', ${id}, 1, 1, ${index}, ${sender.alias}, 'text', ${text}, false, false, ${sentAt}, ${sentAt}, ${sentAt})
      on conflict do nothing returning id`
  })
}

async function check({ sql }: Plot, schema: 'public' | 'raw', messages: readonly IncomingMessage[]): Promise<void> {
  const [row] = await sql`
    select count(*)::int as stored from ${sql(schema)}.messages
    where external_id in ${sql(messages.map(({ id }) => id))} and outcome is null and text like '今晚吃啥%'`
  ensure(`messages in ${schema}`, row!['stored'], messages.length)
}
