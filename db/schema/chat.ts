import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core'
import { MAIN_ACCOUNT } from '../../core/account.ts'
import { CHANNEL_STATES } from '../../core/channel.ts'
import { LOOSE_REASONS, MESSAGE_OUTCOMES, SILENCES, WAITS } from '../../core/conversation/outcome.ts'
import { DRILL_WORDS } from '../../core/emergency/drill.ts'
import { CHANNELS, MEMBER_ROLES, MESSAGE_KINDS, type Quote } from '../../core/message.ts'
import { VOICES } from '../../core/notice.ts'
import { ROOM_MODES } from '../../core/room.ts'
import { isAmong, namesAny, oneOf } from './oneOf.ts'
import { communities, orgUnits } from './org.ts'

export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/** The operator's name of the bot's account. */
const accountColumn = () => text().notNull().default(MAIN_ACCOUNT)

/** How the bot is doing on its channel, an account a row: told by the bot's process, read by the console's. */
export const channels = pgTable(
  'channels',
  {
    name: text({ enum: CHANNELS }).notNull(),
    account: accountColumn(),
    state: text({ enum: CHANNEL_STATES }).notNull(),
    qr: text(),
    nickname: text(),
    problem: text(),
    session: text(),
    /** When the network last answered; null where nobody asks. */
    syncedAt: timestamp('synced_at', { withTimezone: true }),
    changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
    /** When the bot's process last told that it runs, since when it does, and how much memory it takes. */
    aliveAt: timestamp('alive_at', { withTimezone: true }),
    startedAt: timestamp('started_at', { withTimezone: true }),
    memoryMb: integer('memory_mb'),
    /** Until when the whole account says nothing but what is urgent; null since the network last took a word. */
    limitedUntil: timestamp('limited_until', { withTimezone: true }),
    /** How often in a row the network began to turn words away. */
    limitedTimes: integer('limited_times').notNull().default(0),
    /** When the network last turned away what is urgent, since it last took a word. */
    urgentRefusedAt: timestamp('urgent_refused_at', { withTimezone: true }),
  },
  (table) => [
    primaryKey({ name: 'channels_account', columns: [table.name, table.account] }),
    check('channels_urgent', sql`${table.urgentRefusedAt} is null or ${table.limitedUntil} is not null`),
    oneOf('channels_name', table.name, CHANNELS),
    oneOf('channels_state', table.state, CHANNEL_STATES),
  ],
)

/** Chat groups. Without an estate a room is heard and stored, never answered. */
export const rooms = pgTable(
  'rooms',
  {
    id: serial().primaryKey(),
    channel: text({ enum: CHANNELS }).notNull(),
    account: accountColumn(),
    externalId: text('external_id').notNull(),
    /** The login for which the external id holds; null where it never changes. */
    session: text(),
    topic: text().notNull(),
    estateId: integer('estate_id').references(() => orgUnits.id),
    communityId: integer('community_id').references(() => communities.id),
    voice: text({ enum: VOICES }).notNull().default('recordOnly'),
    mode: text({ enum: ROOM_MODES }).notNull().default('governance'),
    noticeSentAt: timestamp('notice_sent_at', { withTimezone: true }),
    /** Since when the bot is not in it any more; null while it is. */
    leftAt: timestamp('left_at', { withTimezone: true }),
    /** Up to when a group of staff has heard what is new. */
    briefedAt: timestamp('briefed_at', { withTimezone: true }),
  },
  (table) => [
    unique('rooms_external').on(table.channel, table.account, table.externalId),
    index('rooms_topic').on(table.channel, table.topic),
    check('rooms_bound', sql`(${table.estateId} is null) = (${table.communityId} is null)`),
    oneOf('rooms_voice', table.voice, VOICES),
    oneOf('rooms_mode', table.mode, ROOM_MODES),
  ],
)

/** Codes that staff may type in a group that belongs to no estate: it becomes the estate's, or goes on as the lost room. */
export const roomClaims = pgTable('room_claims', {
  code: text().primaryKey(),
  communityId: integer('community_id')
    .notNull()
    .references(() => communities.id),
  estateId: integer('estate_id')
    .notNull()
    .references(() => orgUnits.id),
  lostId: integer('lost_id').references(() => rooms.id),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  usedAt: timestamp('used_at', { withTimezone: true }),
})

/** People on a channel. A private word is filed under the community where the person was last heard in a group. */
export const members = pgTable(
  'members',
  {
    id: serial().primaryKey(),
    channel: text({ enum: CHANNELS }).notNull(),
    account: accountColumn(),
    externalId: text('external_id').notNull(),
    /** The login for which the external id holds; null where it never changes. */
    session: text(),
    nickname: text().notNull(),
    role: text({ enum: MEMBER_ROLES }).notNull(),
    isFriend: boolean('is_friend').notNull(),
    communityId: integer('community_id').references(() => communities.id),
    estateId: integer('estate_id').references(() => orgUnits.id),
    /** When they last asked for all about them to be deleted, and were asked whether they mean it. */
    eraseAskedAt: timestamp('erase_asked_at', { withTimezone: true }),
    /** Since when nothing says who it was; the person goes on as another member. */
    erasedAt: timestamp('erased_at', { withTimezone: true }),
  },
  (table) => [
    unique('members_external').on(table.channel, table.account, table.externalId),
    oneOf('members_role', table.role, MEMBER_ROLES),
  ],
)

/** Who is not in a room any more, under the name that the room was told: gone again when they come back. */
export const departures = pgTable(
  'departures',
  {
    roomId: integer('room_id')
      .notNull()
      .references(() => rooms.id),
    memberId: integer('member_id')
      .notNull()
      .references(() => members.id),
    name: text().notNull(),
    leftAt: timestamp('left_at', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.roomId, table.memberId] })],
)

/** The bytes of photos and voices, once each; the thumbnail of a picture is made when it is first looked at. */
export const media = pgTable('media', {
  hash: text().primaryKey(),
  contentType: text('content_type').notNull(),
  bytes: bytea().notNull(),
  thumbnail: bytea(),
  storedAt: timestamp('stored_at', { withTimezone: true }).notNull(),
})

/** The inbox: every message that arrives, once, before anything else happens to it. `outcome` null: not yet read. */
export const messages = pgTable(
  'messages',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    channel: text({ enum: CHANNELS }).notNull(),
    account: accountColumn(),
    externalId: text('external_id').notNull(),
    communityId: integer('community_id').references(() => communities.id),
    roomId: integer('room_id').references(() => rooms.id),
    memberId: integer('member_id')
      .notNull()
      .references(() => members.id),
    alias: text().notNull(),
    kind: text({ enum: MESSAGE_KINDS }).notNull(),
    text: text().notNull(),
    quote: jsonb().$type<Quote>(),
    mentionsBot: boolean('mentions_bot').notNull(),
    recalls: text(),
    fromBot: boolean('from_bot').notNull(),
    mediaHash: text('media_hash').references(() => media.hash),
    /** What a model sees in a photo that came without words. */
    caption: text(),
    sentAt: timestamp('sent_at', { withTimezone: true }).notNull(),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
    /** Not to be read before: its sender may still be typing. */
    readyAt: timestamp('ready_at', { withTimezone: true }).notNull(),
    attempts: integer().notNull().default(0),
    outcome: text({ enum: MESSAGE_OUTCOMES }),
    reason: text({ enum: [...SILENCES, ...WAITS] }),
    settledAt: timestamp('settled_at', { withTimezone: true }),
    /** Whether its sender was shouting: who shouts twice is answered by a person. */
    angry: boolean().notNull().default(false),
  },
  (table) => [
    unique('messages_external').on(table.channel, table.account, table.externalId),
    oneOf('messages_channel', table.channel, CHANNELS),
    oneOf('messages_kind', table.kind, MESSAGE_KINDS),
    oneOf('messages_outcome', table.outcome, MESSAGE_OUTCOMES),
    oneOf('messages_reason', table.reason, [...SILENCES, ...WAITS]),
    check('messages_settled', sql`(${table.outcome} is null) = (${table.settledAt} is null)`),
    // Only for who asks about an account: a planner without figures would take it for one speaker's pieces as well, and read all that waits.
    index('messages_unread').on(table.channel, table.account, table.id).where(sql`outcome is null and channel is not null`),
    index('messages_fragments').on(table.memberId, table.id).where(sql`outcome is null`),
    index('messages_waiting').on(table.communityId, table.id).where(sql`outcome = 'waiting'`),
    index('messages_room').on(table.roomId, table.id),
    index('messages_loose').on(table.roomId, table.receivedAt, table.id).where(isAmong(table.reason, LOOSE_REASONS)),
    index('messages_quiet').on(table.communityId, table.id).where(sql`reason is not null`),
    index('messages_noted').on(table.communityId, table.id).where(sql`outcome = 'noted'`),
    index('messages_media').on(table.mediaHash).where(sql`media_hash is not null`),
    index('messages_drill').on(table.roomId, table.sentAt).where(namesAny(table.text, DRILL_WORDS)),
    index('messages_angry').on(table.memberId, table.sentAt).where(sql`angry`),
  ],
)
