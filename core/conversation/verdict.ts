import { SURE_ENOUGH } from '../reading/certainty.ts'
import type { Reading, ReportReading } from '../reading/reading.ts'
import { isTooLateToReopen } from '../ticket/move.ts'
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

/** Only a reporter's word about their own ticket counts. One that is about several waits for a person. */
export function respondToVerdict(heard: Heard, reading: Reading, situation: Situation, action: 'verify' | 'reopen'): Response {
  const { named, own, now } = situation
  const asked = own.filter((ticket) => isAsked(ticket, action, now))
  if (named) return asked.some(({ id }) => id === named.id) ? { act: 'move', ticketId: named.id, action } : stay('nothingToConfirm')

  const isBare = reading.confidence < SURE_ENOUGH
  const windowMs = windowFor(heard, isBare)
  const spokenOf = asked.map((ticket) => ({ ticket, at: spokenOfAt(ticket, situation) })).toSorted((a, b) => b.at - a.at)
  const isMeant = ({ id }: Ticket) => !isBare || heard.roomId !== null || situation.lastTold.includes(id)
  const recent = spokenOf.find(({ ticket, at }) => now.getTime() - at <= windowMs && isMeant(ticket))
  if (recent) return { act: 'move', ticketId: recent.ticket.id, action }
  const isPromised = action === 'reopen' && !isBare
  const [only, ...others] = isPromised ? asked : []
  if (!only) return stay('nothingToConfirm')
  return others.length === 0 ? { act: 'move', ticketId: only.id, action } : { act: 'wait', reason: 'unsure' }
}

/** Whether the reporter is asked about it: is it done, and, for a week after the close, is it still. */
function isAsked(ticket: Ticket, action: 'verify' | 'reopen', now: Date): boolean {
  if (action === 'verify') return ticket.status === 'resolved'
  return isOneOf(ticket.status, ['resolved', 'closed']) && !isTooLateToReopen(ticket, now)
}

/** When it was spoken of last: a word that was held for the night is heard in the morning. */
function spokenOfAt({ id, resolvedAt }: Ticket, { heardAt }: Situation): number {
  return Math.max(...[resolvedAt, heardAt.get(id)].map((at) => at?.getTime() ?? 0))
}

/**
 * A bare 好的 or 1 may be meant for somebody else, so it counts only soon after the question, or when it is said to the bot or to one's own report; in private
 * it answers what the bot said last.
 */
function windowFor(heard: Heard, isBare: boolean): number {
  if (heard.roomId === null || heard.mentionsBot || heard.quote?.sender === heard.alias) return VERDICT_MS
  if (isBare) return BARE_YES_MS
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
