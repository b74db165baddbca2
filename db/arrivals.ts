import { type SQL, sql } from 'drizzle-orm'
import { waitsFor } from '../core/conversation/fragments.ts'
import type { ChannelName, IncomingMessage } from '../core/message.ts'
import type { Db } from './client.ts'
import { prepared } from './prepared.ts'

/** What became of an arrival: `stored` now, `known` from an earlier delivery, or its room or sender is not known as they are now. */
export type Arrival = 'stored' | 'known' | 'unmet'

type Arriving = { channel: ChannelName; message: IncomingMessage; mediaHash: string | null; receivedAt: Date }

/**
 * Stores a message whose room and sender are known, in one statement. People write in pieces: all that its speaker has said in the same talk and nobody
 * has read waits for the next piece, and what is said to the bot does not wait.
 */
export async function storeArrival(db: Db, arriving: Arriving): Promise<Arrival> {
  const store = statementsOf(db)[arriving.message.room ? 'inRoom' : 'inPrivate']
  const [row] = await store.execute(valuesOf(arriving))
  if (!row) return 'unmet'
  return row.stored ? 'stored' : 'known'
}

function valuesOf({ channel, message, mediaHash, receivedAt }: Arriving): Record<string, unknown> {
  const { room, sender, sentAt, quote, media: _, ...said } = message
  const talk = { ...said, quote, roomId: room && 0 }
  return {
    ...{ ...said, channel, mediaHash, sender: sender.id, nickname: sender.nickname, role: sender.role, isFriend: sender.isFriend },
    ...{
      room: room?.id ?? null,
      topic: room?.topic ?? null,
      alias: sender.alias || sender.nickname,
      quote: quote && JSON.stringify(quote),
    },
    ...{ alone: waitsFor(talk, false), continued: waitsFor(talk, true) },
    sentAt: (Number.isNaN(sentAt.getTime()) ? receivedAt : sentAt).toISOString(),
    receivedAt: receivedAt.toISOString(),
  }
}

const statementsOf = prepared((db) => ({
  inRoom: prepare(db, 'arrival_in_room', MET_IN_ROOM),
  inPrivate: prepare(db, 'arrival_in_private', MET_IN_PRIVATE),
}))

function prepare(db: Db, name: string, meet: SQL) {
  const ids = { id: sql<number>`id`.as('id') }
  const met = db.$with('met', { memberId: sql<number>`member_id`.as('member_id') }).as(meet)
  const [stored, moved] = [db.$with('stored', ids).as(STORE), db.$with('moved', ids).as(MOVE_PIECES)]
  return db.with(met, stored, moved).select({ stored: sql<boolean>`exists (select from stored)` }).from(met).prepare(name)
}

const given = sql.placeholder

const SAME_PERSON = sql`members.channel = ${given('channel')} and members.external_id = ${given('sender')} and members.nickname = ${given('nickname')}
  and members.role = ${given('role')} and members.is_friend = ${given('isFriend')}`

/** Whoever speaks in a bound room belongs to its community; an empty topic is no new one. */
const MET_IN_ROOM = sql`
  select members.id as member_id, rooms.id as room_id, rooms.community_id
  from members join rooms on rooms.channel = ${given('channel')} and rooms.external_id = ${given('room')} and ${given('topic')} in (rooms.topic, '')
  where ${SAME_PERSON} and (rooms.community_id is null or (members.community_id = rooms.community_id and members.estate_id = rooms.estate_id))`

/** A stranger's private words are shown to the one community there is, to none among several. */
const MET_IN_PRIVATE = sql`
  select members.id as member_id, null::int as room_id,
    coalesce(members.community_id, (select min(id) from communities having count(*) = 1)) as community_id
  from members where ${SAME_PERSON}`

const HAS_PIECES = sql`exists (
  select from messages piece where piece.member_id = met.member_id and piece.room_id is not distinct from met.room_id and piece.outcome is null)`

const STORE = sql`
  insert into messages (channel, external_id, community_id, room_id, member_id, alias, kind, text, quote, mentions_bot, recalls, from_bot,
    media_hash, sent_at, received_at, ready_at)
  select ${given('channel')}, ${given('id')}, met.community_id, met.room_id, met.member_id, ${given('alias')}, ${given('kind')}, ${given('text')},
    ${given('quote')}::jsonb, ${given('mentionsBot')}, ${given('recalls')}, ${given('fromBot')}, ${given('mediaHash')}, ${given('sentAt')}::timestamptz,
    ${given('receivedAt')}::timestamptz, ${given('receivedAt')}::timestamptz + make_interval(secs => coalesce(
      (communities.patience ->> case when ${HAS_PIECES} then ${given('continued')}::text else ${given('alone')}::text end)::int, 0))
  from met left join communities on communities.id = met.community_id
  on conflict do nothing
  returning id, community_id, room_id, member_id, ready_at`

const MOVE_PIECES = sql`
  update messages set ready_at = stored.ready_at from stored
  where messages.member_id = stored.member_id and messages.room_id is not distinct from stored.room_id and messages.outcome is null
    and stored.community_id is not null
  returning messages.id`
