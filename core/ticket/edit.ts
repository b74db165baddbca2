import { Refusal } from '../errors.ts'
import { correctionsIn } from '../learning/correction.ts'
import { mask } from '../mask.ts'
import type { Notice } from '../notice.ts'
import type { Party } from '../org.ts'
import { defaultOwnerOf } from '../organisation/management.ts'
import { describePlace, type Place } from '../reading/place.ts'
import { leapsStep } from '../routing/mediation.ts'
import { type CategoryCode, categoryOf, type Tier, type Urgency } from '../taxonomy/categories.ts'
import { texts } from '../texts/texts.ts'
import { assertFresh } from './move.ts'
import { promiseFor } from './promise.ts'
import { hasEnded, OPEN_STATUSES, type TicketStatus } from './status.ts'
import { tellReporter, tellReporters } from './tell.ts'
import { termsOf } from './terms.ts'
import type { Actor, Decision, Matter, Plan, Reporter, Ticket, TicketEvent } from './ticket.ts'

/** For how long a colleague's words can be taken back. */
export const UNDO_MS = 15_000
const LONGEST_SUMMARY = 40

/** What staff may correct. The first summary and the residents' words stay as they were. */
export type Correction = { summary: string; category: CategoryCode; place: Place | null; urgency: Urgency; tier: Tier; private: boolean }

/**
 * Corrects what the reader understood; another category or level brings its own party, person and deadlines, counted from when they were first counted.
 * @throws Refusal `stale`; `incomplete` when the tier changes without a reason (S01); `step-open` when it would leave a mediation upwards (S15).
 */
export function correctTicket(matter: Matter, correction: Correction, order: CorrectionOrder): Decision {
  const { by, at, note, seenVersion } = order
  const { ticket, community } = matter
  assertFresh(ticket, seenVersion)
  if (correction.tier !== ticket.tier && !note?.trim()) throw new Refusal('incomplete', { missing: 'note' })

  const matters = { category: correction.category, tier: tierAfter(ticket, correction) }
  const isRerouted = matters.category !== ticket.category || matters.tier !== ticket.tier
  const routing: Partial<Ticket> = isRerouted
    ? {
        ...handedTo(defaultOwnerOf(matter.estate.managementModel, [termsOf(matters, community).party]), order),
        ...promiseFor(matters, ticket.countedFrom, community, ticket.pausedHours),
      }
    : {}
  if (routing.party && leapsStep(matter, routing.party)) throw new Refusal('step-open', { step: ticket.mediation?.step })
  const isPrivate = correction.private || ticket.mediation !== null
  const changed: Ticket = { ...ticket, ...correction, private: isPrivate, ...matters, ...routing, version: ticket.version + 1 }
  const event = { action: 'edit' as const, by, at, note: texts.ticket.edited(ticket, changed, note ?? null) }
  return { ticket: changed, event, notices: tellOwner(matter, changed, at), corrects: correctionsIn(ticket, changed) }
}

/** Whoever was told who has it hears who has it now. */
function tellOwner({ ticket: before, reporters, community }: Matter, ticket: Ticket, at: Date): Notice[] {
  const isTold = ticket.status !== 'draft' && (OPEN_STATUSES as readonly TicketStatus[]).includes(ticket.status)
  if (ticket.tier === before.tier || !isTold) return []
  return tellReporters(ticket, reporters, { kind: 'progress', text: texts.routing.owned(ticket, community, at), at })
}

/** Another category brings its own level, unless somebody has already chosen one. */
function tierAfter(ticket: Ticket, { category, tier }: Correction): Tier {
  const isUsual = ticket.tier === categoryOf(ticket.category).tier
  return category !== ticket.category && tier === ticket.tier && isUsual ? categoryOf(category).tier : tier
}

/** Another owner is another assignment: who had it before has it no longer. */
function handedTo(party: Party, { assigneeIdOf, at }: CorrectionOrder): Partial<Ticket> {
  const assigneeId = assigneeIdOf?.(party) ?? null
  return { party, assigneeId, assignedAt: assigneeId === null ? null : at }
}

/** `assigneeIdOf`: whose account is picked for another owner; null: nobody's. */
type CorrectionOrder = EditOrder & { assigneeIdOf?: (party: Party) => number | null }

type EditOrder = { by: Actor; at: Date; note?: string | null; seenVersion?: number }

/**
 * What joins a ticket: `reporter` with the messages of theirs, whether they hear of it or the next public word tells, whether they shouted. `place`
 * is what they add about where it is, `estateId` the estate they spoke in, where that is still to be compared.
 */
export type Joining = {
  reporter: Reporter
  tells: boolean
  angry?: boolean
  about: readonly number[]
  place?: Place | null
  estateId?: number | null
}

/** One more person, or one more message of the same person, behind a ticket. @throws Refusal `ended`, `other-estate` */
export function joinTicket(
  matter: Matter,
  { reporter, tells, angry = false, about, place = null, estateId = null }: Joining,
  by: Actor,
  at: Date,
): Decision {
  const { reporters, community } = matter
  const { number, status } = matter.ticket
  if (hasEnded(status)) throw new Refusal('ended', { ticket: number, status })
  if (estateId !== null && estateId !== matter.ticket.estateId) throw new Refusal('other-estate', { ticket: number, estateId })
  const ticket = place ? placeTicket(matter.ticket, place) : matter.ticket
  const people = new Set([...reporters, reporter].map(({ memberId, alias }) => memberId ?? alias)).size
  const isOwn = reporters.some(({ memberId }) => memberId === reporter.memberId)
  const answers = isOwn && (reporter.roomId === null || ticket.status === 'awaitingResident')
  const words = answers ? texts.ticket.noted(ticket) : texts.ticket.joined(ticket, people, community, at)
  const text = angry ? texts.ticket.withFeeling(words) : words
  const notices = tells ? tellReporter(ticket, reporter, { kind: 'reply', text, at, about }) : []
  return { ticket, event: { action: 'join', by, at, note: reporter.alias }, notices }
}

/** Something that belongs to the history of a ticket and changes nothing about it. */
export function noteOnTicket({ ticket }: Matter, event: TicketEvent): Decision {
  return { ticket, event, notices: [] }
}

function placeTicket(ticket: Ticket, place: Place): Ticket {
  const before = ticket.place ? describePlace(ticket.place) : ''
  const problem = ticket.summary.startsWith(before) ? ticket.summary.slice(before.length) : ticket.summary
  return { ...ticket, place, summary: `${describePlace(place)}${problem}`.slice(0, LONGEST_SUMMARY), version: ticket.version + 1 }
}

/** Staff's own words, to the group or to the reporters alone; they can be taken back for fifteen seconds. Of what was referred they are the last word. */
export function answerReporters(matter: Matter, answer: { text: string; privately: boolean }, by: Actor, at: Date): Decision {
  const ticket = answer.privately ? { ...matter.ticket, private: true } : matter.ticket
  const text = texts.ticket.staffAnswer(matter.ticket, mask(answer.text))
  const notices = tellReporters(ticket, matter.reporters, { kind: 'staffAnswer', text, at: new Date(at.getTime() + UNDO_MS) })
  if (notices.length === 0) throw new Refusal('incomplete', { missing: 'reporter' })
  const supersedes = matter.ticket.status === 'referred'
  return { ticket: matter.ticket, event: { action: 'answer', by, at, note: answer.text }, notices, supersedes }
}

/** Whether a word to the reporters would reach anybody: who came to the desk or rang up has no WeChat here. */
export function canBeTold({ ticket, reporters }: Pick<Matter, 'ticket' | 'reporters'>): boolean {
  return reporters.some(({ roomId, memberId }) => memberId !== null || (roomId !== null && !ticket.private))
}

/** What was told those who cannot be told in WeChat, by telephone or face to face: written down, so that it counts as an answer. */
export function answerByPhone(matter: Matter, text: string, by: Actor, at: Date): Decision {
  if (canBeTold(matter)) throw new Refusal('illegal-move', { action: 'answerByPhone', ticket: matter.ticket.number })
  const ticket = { ...matter.ticket, toldByPhoneAt: at, version: matter.ticket.version + 1 }
  return { ticket, event: { action: 'answerByPhone', by, at, note: text }, notices: [] }
}

/** Asks for a plan, writes it down, or asks for it no longer (null). Only while there is something to be done. @throws Refusal `stale`, `illegal-move` */
export function planTicket({ ticket }: Matter, plan: Plan | null, { by, at, seenVersion }: EditOrder): Decision {
  assertFresh(ticket, seenVersion)
  if (!(OPEN_STATUSES as readonly TicketStatus[]).includes(ticket.status))
    throw new Refusal('illegal-move', { action: 'plan', status: ticket.status })
  return {
    ticket: { ...ticket, plan, version: ticket.version + 1 },
    event: { action: 'plan', by, at, note: texts.ticket.planned(plan) },
    notices: [],
  }
}
