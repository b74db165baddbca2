import { Refusal } from '../errors.ts'
import type { CorrectionKind } from '../learning/correction.ts'
import type { Notice } from '../notice.ts'
import type { Party } from '../org.ts'
import { isAboveCommunity, type Level, leaderOf, levelAbove, levelToRaise, tierOn } from '../routing/level.ts'
import { leapsStep } from '../routing/mediation.ts'
import { blowWhistle, type Called } from '../routing/whistle.ts'
import { DIRECTORS, hasRole } from '../staff.ts'
import { texts } from '../texts/texts.ts'
import { isPublicEmergency } from '../texts/ticket.ts'
import { clocksAfter } from './clock.ts'
import { assertNoGap, gapBeforeClosing, gapBeforeResolving, mayQuote, type Quote } from './closing.ts'
import { moveOf, type TicketAction } from './moves.ts'
import { promiseFor } from './promise.ts'
import { type Outsider, referTo } from './referral.ts'
import { type Escalation, hasEnded, type TicketStatus } from './status.ts'
import { tellReporter, tellReporters } from './tell.ts'
import type { Actor, Decision, Matter, Ticket } from './ticket.ts'

const REOPEN_DAYS = 7
const MOST_BOUNCES = 2
const MOST_REOPENINGS = 1
const GONE: readonly TicketStatus[] = ['merged', 'rejected', 'withdrawn', 'referred']

/**
 * What an action brings along; each action asks for its own part (`needs` in the table). `seenVersion` is the version on the page;
 * `misread`: it is rejected because nobody had asked for anything.
 */
export type MoveOrder = {
  action: TicketAction
  by: Actor
  at: Date
  note?: string | null
  party?: Party
  assigneeId?: number | null
  reviewAt?: Date
  target?: Ticket
  seenVersion?: number
  misread?: boolean
  /** What it takes back was never told. */
  isUnheard?: boolean
  /** Staff have confirmed that people may go back to where the danger was. */
  isSafe?: boolean | undefined
  /** How many photos of the finished work come with it, or why there is none. */
  photos?: number
  waiver?: string
  about?: readonly number[]
  /** How high it is raised; without it one level up. */
  level?: Level | undefined
  departments?: Called
  outsider?: Outsider | undefined
  /** What a reporter said of the work, as evidence of its end. */
  quote?: Quote | undefined
}

/**
 * Moves a ticket along the table and says what its reporters hear.
 * @throws Refusal `stale`, `not-allowed`, `illegal-move`, `incomplete` or `past`, in this order.
 */
export function moveTicket(matter: Matter, order: MoveOrder): Decision {
  const { ticket } = matter
  assertFresh(ticket, order.seenVersion)
  assertAllowed(matter, order)
  assertComplete(matter, order)
  if (order.action === 'bounce' && ticket.bounceCount >= MOST_BOUNCES) return keepFromBouncing(ticket, order)

  const status = moveOf(order.action).to
  const clocks = clocksAfter(ticket, status, order.at, matter.community)
  const moved: Ticket = { ...ticket, ...clocks, ...changesOf(matter, order), status, version: ticket.version + 1 }
  return {
    ticket: moved,
    event: { action: order.action, by: order.by, at: order.at, note: noteOf(order) },
    notices: wordsFor({ ...matter, ticket: moved }, order),
    corrects: correctionsBy(order),
  }
}

function noteOf({ action, note, waiver, quote }: MoveOrder): string | null {
  const reason = waiver?.trim()
  const quoted = action === 'verify' && mayQuote(quote) ? texts.ticket.quoted(quote.words.trim()) : null
  const besides = [reason && texts.ticket.unshown(reason), quoted].filter(Boolean)
  return besides.length > 0 ? [note, ...besides].filter(Boolean).join('；') : (note ?? null)
}

/** The actions that a member of staff may take on a ticket now. */
export function actionsFor(
  matter: Pick<Matter, 'ticket' | 'reporters'>,
  by: Actor,
  actions: readonly TicketAction[],
  at: Date,
): TicketAction[] {
  return actions.filter((action) => whyNot(matter, { action, by, at }) === null)
}

export function assertFresh(ticket: Ticket, seenVersion: number | undefined): void {
  if (seenVersion !== undefined && seenVersion !== ticket.version) throw new Refusal('stale', { ticket: ticket.number, seenVersion })
}

function assertAllowed(matter: Matter, order: MoveOrder): void {
  const reason = whyNot(matter, order)
  if (reason) throw new Refusal(reason, { action: order.action, status: matter.ticket.status })
}

function whyNot({ ticket, reporters }: Pick<Matter, 'ticket' | 'reporters'>, { action, by, at }: Pick<MoveOrder, 'action' | 'by' | 'at'>) {
  const move = moveOf(action)
  if (!move.by.includes(moverOf(by, reporters))) return 'not-allowed' as const
  if (!isTheirs(ticket, by)) return 'not-allowed' as const
  if (!move.from.includes(ticket.status)) return 'illegal-move' as const
  if (action === 'verify' && isHandler(ticket, by)) return 'not-allowed' as const
  if (action === 'resolve' && by.kind === 'handler' && !by.leads) return 'not-allowed' as const
  if (action === 'raise' && (!levelAbove(ticket.party) || ticket.mediation)) return 'illegal-move' as const
  if (action === 'withdraw' && !isOnlyReporter(by, reporters)) return 'not-allowed' as const
  if (action === 'reopen' && isTooLateToReopen(ticket, at)) return 'illegal-move' as const
  return null
}

function moverOf(by: Actor, reporters: Matter['reporters']) {
  if (by.kind === 'staff') return by.staff.role
  if (by.kind !== 'resident') return by.kind
  return reporters.some((reporter) => reporter.memberId === by.memberId) ? 'reporter' : 'viewer'
}

/** Who is above the community has what was raised, and leaves the rest to it (S05). */
function isTheirs({ party }: Ticket, by: Actor): boolean {
  return by.kind !== 'staff' || by.staff.role !== 'overseer' || isAboveCommunity(party)
}

/** Whoever did the work does not check it, nor does anybody who also sits in the party that did it (S85). */
export function isHandler(ticket: Pick<Ticket, 'assigneeId' | 'resolvedById' | 'party'>, by: Actor): boolean {
  const isWorker = by.kind === 'staff' && (by.staff.id === ticket.assigneeId || by.staff.id === ticket.resolvedById)
  return isWorker || isOfItsParty(ticket, by)
}

/** Whether somebody sits, by office, in the party that has the matter. */
export function isOfItsParty({ party }: Pick<Ticket, 'party'>, by: Actor): boolean {
  return (by.kind === 'staff' || by.kind === 'resident') && (by.parties ?? []).includes(party)
}

/** Nobody takes back what somebody else has reported too. */
function isOnlyReporter(by: Actor, reporters: Matter['reporters']): boolean {
  return by.kind === 'resident' && reporters.every(({ memberId }) => memberId === by.memberId)
}

/** What breaks again later is a new matter. */
export function isTooLateToReopen(ticket: Pick<Ticket, 'closedAt'>, at: Date): boolean {
  return ticket.closedAt !== null && at.getTime() - ticket.closedAt.getTime() > REOPEN_DAYS * 86_400_000
}

function assertComplete(matter: Matter, order: MoveOrder): void {
  const { ticket } = matter
  const given = {
    note: order.note?.trim(),
    party: order.party,
    reviewAt: order.reviewAt,
    target: order.target,
    departments: order.departments,
    outsider: order.outsider,
  }
  const missing = moveOf(order.action).needs.find((need) => !given[need])
  if (missing) throw new Refusal('incomplete', { missing })
  if (order.reviewAt && order.reviewAt <= order.at) throw new Refusal('past', { reviewAt: order.reviewAt })
  if (order.target && order.target.estateId !== ticket.estateId)
    throw new Refusal('other-estate', { ticket: ticket.number, target: order.target.number })
  if (order.target?.id === ticket.id) throw new Refusal('illegal-move', { action: order.action, target: ticket.number })
  if (order.target && hasEnded(order.target.status)) throw new Refusal('ended', { target: order.target.number })
  assertStepsTaken(matter, order)
  if (order.action === 'resolve') assertNoGap(gapBeforeResolving(matter, order))
  if (order.action === 'verify') {
    if (order.quote?.words.trim() && !mayQuote(order.quote)) throw new Refusal('unagreed', { ticket: ticket.number })
    assertNoGap(gapBeforeClosing(ticket, order.by, order))
  }
}

function assertStepsTaken(matter: Matter, { action, by, party }: MoveOrder): void {
  const isGiven = action === 'assign' && by.kind === 'staff'
  const to = action === 'whistle' ? 'subdistrict' : isGiven ? party : undefined
  if (to && leapsStep(matter, to)) throw new Refusal('step-open', { action, step: matter.ticket.mediation?.step })
}

/** Two parties have sent it back already: it stays, and the director decides whose it is. */
function keepFromBouncing(ticket: Ticket, { by, at, note }: MoveOrder): Decision {
  const kept: Ticket = { ...ticket, ...escalatedFor('bounced', ticket, at), version: ticket.version + 1 }
  return { ticket: kept, event: { action: 'escalate', by, at, note: note ?? null }, notices: [] }
}

/** Onto the director's list, with the latest reason. */
function escalatedFor(escalation: Escalation, ticket: Ticket, at: Date): Partial<Ticket> {
  return { escalation, escalatedAt: ticket.escalatedAt ?? at }
}

/** What the director has decided about is off the list. */
function changesOf(matter: Matter, order: MoveOrder): Partial<Ticket> {
  const { to } = moveOf(order.action)
  return {
    ...(isDirector(order.by) && { escalation: null, escalatedAt: null }),
    ...(GONE.includes(to) && { assignedAt: null, endedAt: order.at }),
    ...changesBy(matter, order),
  }
}

function isDirector(by: Actor): boolean {
  return by.kind === 'staff' && hasRole(by.staff, DIRECTORS)
}

function changesBy(matter: Matter, { action, by, at, ...order }: MoveOrder): Partial<Ticket> {
  const { ticket, community } = matter
  const leaving: Partial<Ticket> = { reviewAt: null }
  const raisedTo = (level: Level) => ({ ...colourOn(matter, level), ...given(leaderOf(level)) })
  const given = (party: Party) => ({ party, assigneeId: order.assigneeId ?? null, assignedAt: at })
  switch (action) {
    case 'file':
      return { ...leaving, filedAt: at }
    case 'assign':
      return { ...leaving, ...given(order.party ?? ticket.party), ...keptWhistle(order.party ?? ticket.party, ticket) }
    case 'raise':
      return { ...leaving, ...raisedTo(levelToRaise(ticket.party, order.level)) }
    case 'whistle':
      return { ...leaving, ...raisedTo('subdistrict'), whistle: blowWhistle(matter, order.departments!, { by, at }) }
    case 'takeUp':
      return { ...leaving, assignedAt: ticket.assignedAt ?? at, ...(by.kind === 'staff' && { assigneeId: by.staff.id }) }
    case 'timeOut':
      return { ...leaving, assigneeId: null, assignedAt: null }
    case 'bounce':
      return { ...leaving, assigneeId: null, assignedAt: null, bounceCount: ticket.bounceCount + 1 }
    case 'hold':
      return { reviewAt: order.reviewAt ?? null }
    case 'resolve':
      return { ...leaving, resolvedAt: at, resolvedById: by.kind === 'staff' ? by.staff.id : null }
    case 'verify':
      return {
        ...leaving,
        closedAt: at,
        outcome: by.kind === 'resident' ? 'confirmed' : 'verified',
        quoteAgreedAt: mayQuote(order.quote) ? at : null,
      }
    case 'lapse':
      return { ...leaving, closedAt: at, outcome: 'unconfirmed' }
    case 'reopen':
      return {
        ...(ticket.reopenCount >= MOST_REOPENINGS && escalatedFor('denied', ticket, at)),
        ...promiseFor(ticket, at, community),
        assignedAt: ticket.assignedAt ?? at,
        closedAt: null,
        quoteAgreedAt: null,
        outcome: null,
        resolvedAt: null,
        reopenCount: ticket.reopenCount + 1,
      }
    case 'merge':
      return { ...leaving, mergedIntoId: order.target!.id }
    case 'split':
      return { mergedIntoId: null, endedAt: null, filedAt: ticket.filedAt ?? at }
    case 'refer':
      return { ...leaving, referral: referTo(order.outsider!, ticket, at, community) }
    default:
      return leaving
  }
}

/** Below the street nobody is called any more; history keeps who was. */
function keptWhistle(party: Party, { whistle }: Ticket): Partial<Ticket> {
  return { whistle: isAboveCommunity(party) ? whistle : null }
}

/** What goes above the community changes its colour, and with it the hours (S01). */
function colourOn({ ticket, community }: Matter, level: Level): Partial<Ticket> {
  const tier = tierOn(level, ticket.tier)
  if (tier === ticket.tier) return {}
  return { tier, ...promiseFor({ ...ticket, tier }, ticket.countedFrom, community, ticket.pausedHours) }
}

function wordsFor({ ticket, reporters, community }: Matter, order: MoveOrder): Notice[] {
  const text = texts.ticket.moved(ticket, order, community)
  if (text === null) return []
  if (order.action === 'resolve' && isPublicEmergency(ticket)) return tellEverybody(ticket, reporters, text, order.at)
  const words = {
    kind: order.by.kind === 'resident' ? ('reply' as const) : ('progress' as const),
    text,
    at: order.at,
    about: order.about ?? [],
  }

  const { by } = order
  const speaker = by.kind === 'resident' ? reporters.find((reporter) => reporter.memberId === by.memberId) : undefined
  const told = speaker ? tellReporter(ticket, speaker, words) : tellReporters(ticket, reporters, words)
  return order.action === 'refer' ? [...told, ...lastWords({ ticket, reporters, community })] : told
}

/** What the community says last of a matter that others have now; until then staff may write what came of it instead. */
function lastWords({ ticket, reporters, community }: Pick<Matter, 'ticket' | 'reporters' | 'community'>): Notice[] {
  return tellReporters(ticket, reporters, {
    kind: 'progress',
    text: texts.ticket.referralOver(ticket, community),
    at: new Date(ticket.referral!.lastWordAt),
  })
}

function correctionsBy({ action, by, misread }: MoveOrder): CorrectionKind[] {
  if (by.kind !== 'staff') return []
  if (action === 'merge') return [action]
  return action === 'reject' && misread ? ['notReport'] : []
}

/** Those who left their homes wait for this at any hour: nobody in particular is meant, and no quiet hour holds it back. */
function tellEverybody(ticket: Ticket, reporters: Matter['reporters'], text: string, at: Date): Notice[] {
  return tellReporters(ticket, reporters, { kind: 'emergency', text, at }).map((notice) => ({ ...notice, mention: null }))
}
