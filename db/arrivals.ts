import { sql } from 'drizzle-orm'
import type { Account } from '../core/account.ts'
import { waitsFor } from '../core/conversation/fragments.ts'
import type { IncomingMessage } from '../core/message.ts'
import type { Db } from './client.ts'
import { prepared } from './prepared.ts'

/** What became of an arrival: `stored` now, or `known` from an earlier delivery. */
export type Arrival = 'stored' | 'known'

/** `isPresent`: whether anybody, or the bot, had left the room is looked after already. */
export type Arriving = Account & { message: IncomingMessage; mediaHash?: string | null; receivedAt: Date; isPresent?: boolean }

/**
 * Stores messages in one statement, in their order, up to the first whose room or sender nobody has met; returns what became of those. A known person who
 * changed is known as they are now. People write in pieces: all that a speaker has said in the same talk and nobody has read waits for the next piece, and
 * what is said to the bot does not wait. A speaker may come once among them.
 */
export async function storeArrivals(db: Db, arriving: readonly Arriving[]): Promise<Arrival[]> {
  const rows = await storing(db).execute({ arriving: JSON.stringify(arriving.map(toGiven)) })
  return rows.map(({ stored }) => (stored ? 'stored' : 'known'))
}

function toGiven({ channel, account, message, mediaHash = null, receivedAt, isPresent = false }: Arriving, place: number) {
  const { room, sender, sentAt, id, kind, text, quote, mentionsBot, recalls, fromBot } = message
  const talk = { kind, text, quote, mentionsBot, roomId: room && 0 }
  return {
    ...{
      place,
      channel,
      account,
      id,
      kind,
      text,
      quote,
      recalls,
      room: room?.id ?? null,
      topic: room?.topic ?? null,
      is_present: isPresent,
    },
    ...{
      sender: sender.id,
      nickname: sender.nickname,
      role: sender.role,
      is_friend: sender.isFriend,
      alias: sender.alias || sender.nickname,
    },
    ...{
      mentions_bot: mentionsBot,
      from_bot: fromBot,
      media_hash: mediaHash,
      alone: waitsFor(talk, false),
      continued: waitsFor(talk, true),
    },
    sent_at: Number.isNaN(sentAt.getTime()) ? receivedAt : sentAt,
    received_at: receivedAt,
  }
}

/** Every message of every group takes this way. */
const storing = prepared((db) => {
  const ids = { id: sql<number>`id`.as('id') }
  const given = db.$with('given', ids).as(GIVEN)
  const known = db.$with('known', ids).as(KNOWN)
  const met = db.$with('met', { place: sql<number>`place`.as('place') }).as(MET)
  const [seen, stored, moved] = [db.$with('seen', ids).as(SEE), db.$with('stored', ids).as(STORE), db.$with('moved', ids).as(MOVE_PIECES)]
  const isStored = sql<boolean>`exists (select from stored where stored.channel = met.channel and stored.account = met.account and stored.external_id = met.id)`
  return db.with(given, known, met, seen, stored, moved).select({ stored: isStored }).from(met).orderBy(met.place).prepare('store_arrivals')
})

const GIVEN = sql`
  select * from jsonb_to_recordset(${sql.placeholder('arriving')}::jsonb) as given(
    place int, channel text, account text, id text, room text, topic text, is_present boolean, sender text, nickname text, role text, is_friend boolean, alias text, kind text, text text,
    quote jsonb, mentions_bot boolean, recalls text, from_bot boolean, media_hash text, alone text, continued text, sent_at timestamptz, received_at timestamptz)`

/** A stranger's private words are shown to the one community there is, among several to none, unless they cry for help; an empty topic is no new one. Where the bot or the speaker has left, somebody has to look first. */
const KNOWN = sql`
  select given.*, members.id as member_id, rooms.id as room_id, rooms.community_id as home_id, rooms.estate_id,
    case when given.room is not null then rooms.community_id
      else coalesce(members.community_id, (select min(id) from communities having count(*) = 1)) end as community_id
  from given
  join members on members.channel = given.channel and members.account = given.account and members.external_id = given.sender
  left join rooms on rooms.channel = given.channel and rooms.account = given.account and rooms.external_id = given.room
  where given.room is null or (given.topic in (rooms.topic, '') and (given.is_present or (rooms.left_at is null
    and not exists (select from departures where departures.room_id = rooms.id and departures.member_id = members.id))))`

/** What comes after somebody whom nobody has met waits, so that the order is kept. */
const MET = sql`
  select * from known
  where place < coalesce((select min(place) from given where not exists (select from known where known.place = given.place)), ${2 ** 31 - 1}::int)`

/** Whoever speaks in a bound room belongs to its community. */
const SEE = sql`
  update members set nickname = met.nickname, role = met.role, is_friend = met.is_friend,
    community_id = coalesce(met.home_id, members.community_id), estate_id = case when met.home_id is null then members.estate_id else met.estate_id end
  from met where members.id = met.member_id
    and ((members.nickname, members.role, members.is_friend) is distinct from (met.nickname, met.role, met.is_friend)
      or (met.home_id is not null and (members.community_id, members.estate_id) is distinct from (met.home_id, met.estate_id)))
  returning members.id`

const HAS_PIECES = sql`exists (
  select from messages piece where piece.member_id = met.member_id and piece.room_id is not distinct from met.room_id and piece.outcome is null)`

const STORE = sql`
  insert into messages (channel, account, external_id, community_id, room_id, member_id, alias, kind, text, quote, mentions_bot, recalls, from_bot,
    media_hash, sent_at, received_at, ready_at)
  select met.channel, met.account, met.id, met.community_id, met.room_id, met.member_id, met.alias, met.kind, met.text, met.quote, met.mentions_bot, met.recalls,
    met.from_bot, met.media_hash, met.sent_at, met.received_at, met.received_at + make_interval(secs => coalesce(
      (communities.patience ->> case when ${HAS_PIECES} then met.continued else met.alone end)::int, 0))
  from met left join communities on communities.id = met.community_id
  order by met.place
  on conflict do nothing
  returning id, channel, account, external_id, community_id, room_id, member_id, ready_at`

/** Written so that each speaker's are looked up: a planner that knows no figures yet reads all that waits, and a backlog makes that long. */
const MOVE_PIECES = sql`
  update messages set ready_at = earlier.until
  from (
    select piece.id, stored.ready_at as until from stored cross join lateral (
      select id from messages where member_id = stored.member_id and room_id is not distinct from stored.room_id and outcome is null offset 0) piece
    where stored.community_id is not null
  ) earlier
  where messages.id = earlier.id
  returning messages.id`
