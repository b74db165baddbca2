import { SURE_ENOUGH } from '../reading/certainty.ts'
import type { Reading, ReportReading } from '../reading/reading.ts'
import { isTooLateToReopen } from '../ticket/move.ts'
import type { TicketStatus } from '../ticket/status.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { type Heard, isOneOf, type Response, type Situation, stay } from './situation.ts'

const BARE_YES_MS = 30 * 60_000
const SHORT_VERDICT_MS = 24 * 3_600_000
const VERDICT_MS = 7 * SHORT_VERDICT_MS
const SHORT_WORDS = 3

const BACK_AGAIN_MS = 60 * SHORT_VERDICT_MS

/**
 * What is said more than a week after the close is a new matter, linked to the old one. 电梯还没修好 without a ticket that could be reopened may be a
 * report: a person looks.
 */
export function respondToDenial(heard: Heard, reading: Reading, situation: Situation): Response {
  const response = respondToVerdict(heard, reading, situation, 'reopen')
  const before = response.act === 'stay' ? findBackAgain(reading, situation) : null
  if (before) return { act: 'open', reading: readingOf(before, reading), asksWhere: false, relatedTo: before }
  const isAboutSomething = reading.category !== null || situation.own.some(({ id }) => id === situation.named?.id)
  return response.act === 'stay' && isAboutSomething ? { act: 'wait', reason: 'unsure' } : response
}

/** Only a reporter's word about their own ticket counts. */
export function respondToVerdict(heard: Heard, reading: Reading, { named, own, now }: Situation, action: 'verify' | 'reopen'): Response {
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

/** Their own ticket that was closed too long ago to be reopened: the one they name, else the last of its kind. */
function findBackAgain({ category }: Reading, { named, own, now }: Situation): Ticket | null {
  const late = own.filter(
    (ticket) => ticket.status === 'closed' && isTooLateToReopen(ticket, now) && now.getTime() - ticket.closedAt!.getTime() <= BACK_AGAIN_MS,
  )
  if (named) return late.find(({ id }) => id === named.id) ?? null
  return late.find((ticket) => ticket.category === category) ?? null
}

function readingOf({ category, firstSummary: summary, place, urgency }: Ticket, { confidence }: Reading): ReportReading {
  return { intent: 'report', category, summary, place, urgency, confidence }
}
