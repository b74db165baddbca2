import type { Community, Estate } from '../community.ts'
import type { DrillTalk } from '../emergency/drill.ts'
import type { PrivateCall } from '../emergency/page.ts'
import type { EmergencyKind } from '../emergency/triggers.ts'
import type { MemberRole, MessageKind, Quote } from '../message.ts'
import { shownName } from '../name.ts'
import type { Notice, Recipient } from '../notice.ts'
import type { Kudos } from '../praise/kudos.ts'
import type { RightDeed } from '../privacy/right.ts'
import type { Place } from '../reading/place.ts'
import type { Intent, Reading, ReportReading } from '../reading/reading.ts'
import type { RoomMode } from '../room.ts'
import type { TicketLink } from '../routing/link.ts'
import type { Handed, HandlerReply } from '../routing/reply.ts'
import type { Rating } from '../satisfaction/answer.ts'
import type { Asked } from '../satisfaction/respond.ts'
import type { TicketStatus } from '../ticket/status.ts'
import type { Ticket } from '../ticket/ticket.ts'
import type { Outbursts } from './anger.ts'
import type { MessageOutcome, Silence, Wait } from './outcome.ts'

/** A stored message with what is known of its room and its speaker. */
export type Heard = {
  id: number
  communityId: number | null
  roomId: number | null
  member: { id: number; role: MemberRole; isFriend: boolean }
  alias: string
  kind: MessageKind
  text: string
  quote: Quote | null
  mentionsBot: boolean
  fromBot: boolean
  hasPhoto: boolean
  sentAt: Date
  room: { noticeSentAt: Date | null; mode: RoomMode } | null
}

/**
 * What was going on when a message came: tickets newest first. `own` are those the speaker reported, `named` the one whose number was said or whose
 * words were quoted, `open` the estate's of the last fortnight, `loose` what the room said in the last minutes that led to no ticket, oldest first;
 * `known` what answers the question; `heardAt` when the bot last spoke of one of the `own`, by ticket id: a question of the night is
 * asked in the morning. `lastTold`: what the last thing that was said to the speaker in private was about, for a short word there. `hasHelp`: the speaker has
 * just heard here what may be said to the bot. `drills` is what the room was told of drills, looked up for a cry alone.
 */
export type Situation = {
  community: Community
  estate: Estate
  own: readonly Ticket[]
  named: Ticket | null
  emergencies: readonly Ticket[]
  open: readonly OpenMatter[]
  outbursts: Outbursts
  known: Known | null
  loose: readonly LooseLine[]
  heardAt: ReadonlyMap<number, Date>
  lastTold: readonly number[]
  hasHelp: boolean
  drills: readonly DrillTalk[]
  now: Date
}

/** An open ticket of the estate with what was told of it, oldest first; never empty: what staff wrote down counts as told. */
export type OpenMatter = { ticket: Ticket; told: readonly Telling[] }

/**
 * What answers a question: an article, or what is set: where a contact point is, a number (`articleId` null). `isClose`: it asks for that and nothing
 * besides; `isFresh`: the room has heard it within the last minutes.
 */
export type Known = { text: string; articleId: number | null; isClose: boolean; isFresh: boolean }

/** One message behind a ticket; `memberId` and `roomId` null where staff wrote it down for somebody. */
export type Telling = { words: string; alias: string; memberId: number | null; roomId: number | null; at: Date }

/** A line that led to no ticket, with how it was read. */
export type LooseLine = {
  messageId: number
  member: { id: number; isFriend: boolean }
  alias: string
  words: string
  at: Date
  reading: Reading
}

/**
 * What the bot does about a message. `along` are lines of a moment ago that turn out to tell of the same, `place` what is now known of where it is,
 * `ticketId` of what waits the speaker's open ticket, whose history says so, `notice` what its speaker hears meanwhile, `ofPhoto` the words for what was only seen in a photo, `relatedTo` the closed
 * ticket whose trouble is back.
 */
export type Response =
  | { act: 'open'; reading: ReportReading; asksWhere: boolean; along?: readonly LooseLine[]; ofPhoto?: string; relatedTo?: Ticket }
  | { act: 'ask'; reading: ReportReading; intent: Intent }
  | { act: 'complete'; ticketId: number; place: Place }
  | { act: 'join'; ticketId: number; reason: Silence; tells: boolean; place?: Place | null }
  | { act: 'move'; ticketId: number; action: 'verify' | 'reopen' | 'withdraw' }
  | { act: 'answer'; notice: Notice }
  | { act: 'note'; action: 'recall' | 'callOff'; ticketId: number; reason: Silence }
  | { act: 'takeOn'; call: PrivateCall }
  | { act: 'handle'; link: TicketLink; reply: HandlerReply }
  | { act: 'askWhich'; handed: readonly Handed[] }
  | { act: 'rate'; asked: Asked; rating: Rating }
  | { act: 'right'; does: RightDeed }
  | { act: 'claim'; code: string; reason: Silence }
  | { act: 'wait'; reason: Wait; ticketId?: number; emergency?: EmergencyKind | null; notice?: Notice }
  | { act: 'credit'; reason: 'praise'; kudos: Kudos }
  | { act: 'stay'; reason: Silence }

export const OUTCOME_OF: Record<Response['act'], MessageOutcome> = {
  open: 'ticketOpened',
  ask: 'ticketOpened',
  complete: 'ticketJoined',
  join: 'ticketJoined',
  move: 'ticketMoved',
  answer: 'answered',
  note: 'silent',
  takeOn: 'answered',
  handle: 'ticketMoved',
  askWhich: 'answered',
  rate: 'answered',
  right: 'answered',
  claim: 'silent',
  wait: 'waiting',
  credit: 'silent',
  stay: 'silent',
}

export function answer(heard: Heard, text: string, { now }: Situation, ticket?: Ticket): Response {
  return { act: 'answer', notice: replyTo(heard, text, now, ticket) }
}

/** Where it was said, to whoever said it; in private that reaches a friend of the account alone. */
export function replyTo(heard: Heard, text: string, now: Date, ticket?: Ticket): Notice {
  const to: Recipient = heard.roomId === null ? { memberId: heard.member.id } : { roomId: heard.roomId }
  const mention = heard.roomId === null ? null : shownName(heard.alias)
  return {
    kind: 'reply',
    to,
    mention,
    text,
    ticketId: ticket?.id ?? null,
    announcementId: null,
    about: [heard.id],
    obstacle: heard.roomId !== null || heard.member.isFriend ? null : 'notFriend',
    notBefore: now,
    expiresAt: null,
    key: null,
    haste: isSpokenTo(heard) ? 'atNight' : 'measured',
  }
}

/** Said to the bot itself, in private or with an @. */
export function isSpokenTo({ roomId, mentionsBot }: Pick<Heard, 'roomId' | 'mentionsBot'>): boolean {
  return roomId === null || mentionsBot
}

export function stay(reason: Silence): Response {
  return { act: 'stay', reason }
}

export function isOneOf(status: TicketStatus, statuses: readonly TicketStatus[]): boolean {
  return statuses.includes(status)
}
