import type { Community, Estate } from '../community.ts'
import type { MemberRole, MessageKind, Quote } from '../message.ts'
import { shownName } from '../name.ts'
import type { Notice, Recipient } from '../notice.ts'
import type { Reading, ReportReading } from '../reading/reading.ts'
import { texts } from '../texts/texts.ts'
import { isTooLateToReopen } from '../ticket/move.ts'
import type { TicketStatus } from '../ticket/status.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
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

/** What was going on when a message came: tickets newest first. `own` are those the speaker reported, `named` the one whose number was said. */
export type Situation = {
  community: Community
  estate: Estate
  own: readonly Ticket[]
  named: Ticket | null
  emergencies: readonly Ticket[]
  now: Date
}

/** What the bot does about a message. */
export type Response =
  | { act: 'open'; reading: ReportReading }
  | { act: 'join'; ticketId: number; reason: Silence }
  | { act: 'move'; ticketId: number; action: 'verify' | 'reopen' }
  | { act: 'answer'; notice: Notice }
  | { act: 'wait'; reason: Wait }
  | { act: 'stay'; reason: Silence }

export const OUTCOME_OF: Record<Response['act'], MessageOutcome> = {
  open: 'ticketOpened',
  join: 'ticketJoined',
  move: 'ticketMoved',
  answer: 'answered',
  wait: 'waiting',
  stay: 'silent',
}

const SURE_ENOUGH = 0.6
const WORTH_A_LOOK = 0.35
const SAME_INCIDENT_MS = 2 * 3_600_000
const PHOTO_FOLLOWS_MS = 3 * 60_000
const BARE_YES_MS = 30 * 60_000
const SHORT_VERDICT_MS = 24 * 3_600_000
const VERDICT_MS = 7 * SHORT_VERDICT_MS
const SHORT_WORDS = 3

/** What needs no reading: who spoke and what kind of message it is decide. Null: look further. */
export function respondUnread(heard: Heard): Response | null {
  if (heard.fromBot) return stay('ownWords')
  if (heard.kind === 'system') return stay('systemLine')
  if (heard.kind === 'recall') return stay('recalled')
  if (heard.communityId === null) return heard.roomId === null ? { act: 'wait', reason: 'strangerInPrivate' } : stay('unboundRoom')
  if (heard.room && !heard.room.noticeSentAt) return stay('noticeNotPosted')
  if (heard.member.role !== 'resident') return stay('spokenByStaff')
  if (heard.text.trim() !== '' || heard.hasPhoto) return null
  return heard.kind === 'voice' ? { act: 'wait', reason: 'voice' } : stay('emptyMessage')
}

/** What needs no look at anybody's tickets: most of a group's talk ends here. Null: look further. */
export function respondAtOnce(heard: Heard, reading: Reading): Response | null {
  if (reading.intent === 'chatter' && !heard.mentionsBot) return stay('chatter')
  if (reading.intent !== 'report' || reading.confidence >= SURE_ENOUGH) return null
  return reading.confidence >= WORTH_A_LOOK ? { act: 'wait', reason: 'unsure' } : stay('chatter')
}

/** A photo without words belongs to what its sender has just reported. */
export function respondToPhoto({ own, now }: Pick<Situation, 'own' | 'now'>): Response {
  const fresh = own.find((ticket) => now.getTime() - ticket.openedAt.getTime() <= PHOTO_FOLLOWS_MS)
  return fresh ? { act: 'join', ticketId: fresh.id, reason: 'photoOfReport' } : stay('photoAlone')
}

/** What is left after `respondAtOnce`. */
export function respond(heard: Heard, reading: Reading, situation: Situation): Response {
  switch (reading.intent) {
    case 'report':
      return respondToReport(reading, situation)
    case 'progressQuery':
      return respondToQuery(heard, reading, situation)
    case 'confirmsFixed':
      return respondToVerdict(heard, reading, situation, 'verify')
    case 'deniesFixed':
      return respondToDenial(heard, reading, situation)
    case 'chatter':
      return answer(heard, texts.room.help(), situation)
  }
}

function respondToReport(reading: ReportReading, { emergencies, now }: Situation): Response {
  const incident = emergencies.find((ticket) => isSameIncident(ticket, reading, now))
  return incident ? { act: 'join', ticketId: incident.id, reason: 'sameEmergency' } : { act: 'open', reading }
}

/** One incident is answered once: same kind, no other building named, within two hours, and nobody has said that it is over. */
function isSameIncident(ticket: Ticket, reading: ReportReading, now: Date): boolean {
  if (reading.urgency !== 'emergency' || ticket.category !== reading.category) return false
  if (!isOneOf(ticket.status, [...OPEN_STATUSES, 'merged'])) return false
  if (now.getTime() - ticket.openedAt.getTime() > SAME_INCIDENT_MS) return false
  const [here, there] = [reading.place?.building ?? null, ticket.place?.building ?? null]
  return here === null || there === null || here === there
}

function respondToQuery(heard: Heard, reading: Reading, situation: Situation): Response {
  const open = situation.own.filter((ticket) => isOneOf(ticket.status, [...OPEN_STATUSES, 'resolved']))
  const alike = open.find((ticket) => ticket.category === reading.category)
  const ticket = situation.named ?? alike ?? open[0]
  if (!ticket) return heard.mentionsBot || heard.roomId === null ? answer(heard, texts.ticket.notFound(), situation) : stay('nothingToTell')

  const { community, now, own } = situation
  const isTheirs = own.some(({ id }) => id === ticket.id)
  const withheld = ticket.private && (!isTheirs || heard.roomId !== null)
  return answer(heard, withheld ? texts.ticket.onlyInPrivate() : texts.ticket.progress(ticket, community, now), situation, ticket)
}

/** 电梯还没修好 without a ticket that could be reopened may be a report, a number said too late is one: a person looks. */
function respondToDenial(heard: Heard, reading: Reading, situation: Situation): Response {
  const response = respondToVerdict(heard, reading, situation, 'reopen')
  const isAboutSomething = reading.category !== null || situation.own.some(({ id }) => id === situation.named?.id)
  return response.act === 'stay' && isAboutSomething ? { act: 'wait', reason: 'unsure' } : response
}

/** Only a reporter's word about their own ticket counts. */
function respondToVerdict(heard: Heard, reading: Reading, { named, own, now }: Situation, action: 'verify' | 'reopen'): Response {
  const from: readonly TicketStatus[] = action === 'verify' ? ['resolved'] : ['resolved', 'closed']
  const windowMs = windowFor(heard, reading.confidence)
  const isTheirs = (ticket: Ticket) => own.some(({ id }) => id === ticket.id)
  const asked = (ticket: Ticket) =>
    isOneOf(ticket.status, from) && isTheirs(ticket) && !(action === 'reopen' && isTooLateToReopen(ticket, now))
  if (named) return asked(named) ? { act: 'move', ticketId: named.id, action } : stay('nothingToConfirm')

  const recent = own.filter((ticket) => asked(ticket) && ticket.resolvedAt && now.getTime() - ticket.resolvedAt.getTime() <= windowMs)
  const [latest] = recent.toSorted((a, b) => b.resolvedAt!.getTime() - a.resolvedAt!.getTime())
  return latest ? { act: 'move', ticketId: latest.id, action } : stay('nothingToConfirm')
}

/** A bare 好的 or 1 may be meant for somebody else, so it counts only soon after the question, or when it is said to the bot or to one's own report. */
function windowFor(heard: Heard, confidence: number): number {
  if (heard.roomId === null || heard.mentionsBot || heard.quote?.sender === heard.alias) return VERDICT_MS
  if (confidence < SURE_ENOUGH) return BARE_YES_MS
  return [...heard.text.trim()].length <= SHORT_WORDS ? SHORT_VERDICT_MS : VERDICT_MS
}

function answer(heard: Heard, text: string, { now }: Situation, ticket?: Ticket): Response {
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

function stay(reason: Silence): Response {
  return { act: 'stay', reason }
}

function isOneOf(status: TicketStatus, statuses: readonly TicketStatus[]): boolean {
  return statuses.includes(status)
}
