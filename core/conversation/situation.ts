import type { Community, Estate } from '../community.ts'
import type { MemberRole, MessageKind, Quote } from '../message.ts'
import { shownName } from '../name.ts'
import type { Notice, Recipient } from '../notice.ts'
import type { Place } from '../reading/place.ts'
import type { ReportReading } from '../reading/reading.ts'
import type { TicketStatus } from '../ticket/status.ts'
import type { Ticket } from '../ticket/ticket.ts'
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
  room: { noticeSentAt: Date | null } | null
}

/** What was going on when a message came: tickets newest first. `own` are those the speaker reported, `named` the one whose number was said, `open` the estate's of the last fortnight. */
export type Situation = {
  community: Community
  estate: Estate
  own: readonly Ticket[]
  named: Ticket | null
  emergencies: readonly Ticket[]
  open: readonly OpenMatter[]
  now: Date
}

/** An open ticket of the estate with its reporters and their words, the rooms they spoke in, and when the last of them did. */
export type OpenMatter = { ticket: Ticket; words: string; roomIds: readonly number[]; memberIds: readonly number[]; lastReportAt: Date }

/** What the bot does about a message. `ofPhoto`: the words for what was only seen in a photo. */
export type Response =
  | { act: 'open'; reading: ReportReading; asksWhere: boolean; ofPhoto?: string }
  | { act: 'complete'; ticketId: number; place: Place }
  | { act: 'join'; ticketId: number; reason: Silence; tells: boolean }
  | { act: 'move'; ticketId: number; action: 'verify' | 'reopen' | 'withdraw' }
  | { act: 'answer'; notice: Notice }
  | { act: 'wait'; reason: Wait }
  | { act: 'stay'; reason: Silence }

export const OUTCOME_OF: Record<Response['act'], MessageOutcome> = {
  open: 'ticketOpened',
  complete: 'ticketJoined',
  join: 'ticketJoined',
  move: 'ticketMoved',
  answer: 'answered',
  wait: 'waiting',
  stay: 'silent',
}

export function answer(heard: Heard, text: string, { now }: Situation, ticket?: Ticket): Response {
  const to: Recipient = heard.roomId === null ? { memberId: heard.member.id } : { roomId: heard.roomId }
  const mention = heard.roomId === null ? null : shownName(heard.alias)
  const notice: Notice = {
    kind: 'reply',
    to,
    mention,
    text,
    ticketId: ticket?.id ?? null,
    announcementId: null,
    about: [heard.id],
    obstacle: null,
    notBefore: now,
    expiresAt: null,
    key: null,
  }
  return { act: 'answer', notice }
}

export function stay(reason: Silence): Response {
  return { act: 'stay', reason }
}

export function isOneOf(status: TicketStatus, statuses: readonly TicketStatus[]): boolean {
  return statuses.includes(status)
}
