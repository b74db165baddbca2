import { type SQL, sql } from 'drizzle-orm'
import { waitsFor } from '../core/conversation/fragments.ts'
import type { ChannelName, IncomingMessage } from '../core/message.ts'
import type { Db } from './client.ts'
import { messages } from './schema/index.ts'

/** What became of an arrival: `stored` now, `known` from an earlier delivery, or its room or sender is not known as they are now. */
export type Arrival = 'stored' | 'known' | 'unmet'

type Arriving = { channel: ChannelName; message: IncomingMessage; mediaHash: string | null; receivedAt: Date }

/**
 * Stores a message whose room and sender are known, in one statement. People write in pieces: all that its speaker has said in the same talk and nobody
 * has read waits for the next piece, and what is said to the bot does not wait.
 */
export async function storeArrival(db: Db, arriving: Arriving): Promise<Arrival> {
  const met = db.$with('met', { memberId: sql<number>`member_id`.as('member_id') }).as(meet(arriving))
  const stored = db.$with('stored', { id: sql<number>`id`.as('id') }).as(store(arriving))
  const moved = db.$with('moved', { id: sql<number>`id`.as('id') }).as(MOVE_PIECES)
  const [row] = await db.with(met, stored, moved).select({ stored: sql<boolean>`exists (select from stored)` }).from(met)
  if (!row) return 'unmet'
  return row.stored ? 'stored' : 'known'
}

/** The room and the sender, if neither has changed; whoever speaks in a bound room belongs to its community. */
function meet({ channel, message: { room, sender } }: Arriving): SQL {
  const isSame = sql`members.channel = ${channel} and members.external_id = ${sender.id} and members.nickname = ${sender.nickname}
    and members.role = ${sender.role} and members.is_friend = ${sender.isFriend}`
  if (!room)
    return sql`
      select members.id as member_id, null::int as room_id,
        coalesce(members.community_id, (select min(id) from communities having count(*) = 1)) as community_id
      from members where ${isSame}`
  return sql`
    select members.id as member_id, rooms.id as room_id, rooms.community_id
    from members join rooms on rooms.channel = ${channel} and rooms.external_id = ${room.id} and ${room.topic} in (rooms.topic, '')
    where ${isSame} and (rooms.community_id is null or (members.community_id = rooms.community_id and members.estate_id = rooms.estate_id))`
}

function store({ channel, message, mediaHash, receivedAt }: Arriving): SQL {
  const { id, sender, kind, text, quote, mentionsBot, recalls, fromBot, sentAt } = message
  const at = sql.param(receivedAt, messages.receivedAt)
  const sent = Number.isNaN(sentAt.getTime()) ? at : sql.param(sentAt, messages.sentAt)
  return sql`
    insert into messages (channel, external_id, community_id, room_id, member_id, alias, kind, text, quote, mentions_bot, recalls, from_bot,
      media_hash, sent_at, received_at, ready_at)
    select ${channel}, ${id}, met.community_id, met.room_id, met.member_id, ${sender.alias || sender.nickname}, ${kind}, ${text},
      ${sql.param(quote, messages.quote)}::jsonb, ${mentionsBot}, ${recalls}, ${fromBot}, ${mediaHash}, ${sent}::timestamptz, ${at}::timestamptz,
      ${at}::timestamptz + make_interval(secs => coalesce((communities.patience ->> ${patienceFor(message)})::int, 0))
    from met left join communities on communities.id = met.community_id
    on conflict do nothing
    returning id, community_id, room_id, member_id, ready_at`
}

/** Which of the community's patiences counts. */
function patienceFor(message: IncomingMessage): SQL {
  const said = { ...message, roomId: message.room && 0 }
  const [alone, continued] = [waitsFor(said, false), waitsFor(said, true)]
  if (alone === continued) return sql`${alone}::text`
  return sql`case when exists (
    select from messages piece where piece.member_id = met.member_id and piece.room_id is not distinct from met.room_id and piece.outcome is null
  ) then ${continued} else ${alone} end`
}

const MOVE_PIECES = sql`
  update messages set ready_at = stored.ready_at from stored
  where messages.member_id = stored.member_id and messages.room_id is not distinct from stored.room_id and messages.outcome is null
    and stored.community_id is not null
  returning messages.id`
