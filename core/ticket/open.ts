import type { Community, Estate } from '../community.ts'
import type { EmergencyKind } from '../emergency/triggers.ts'
import { Refusal } from '../errors.ts'
import { type Intake, intakeFrom } from '../intake.ts'
import type { Notice } from '../notice.ts'
import { defaultOwnerOf } from '../organisation/management.ts'
import { describePlace, type Place } from '../reading/place.ts'
import type { Intent, ReportReading } from '../reading/reading.ts'
import { isNight } from '../speech/quiet.ts'
import { type CategoryCode, categoryOf } from '../taxonomy/categories.ts'
import { isPointedTo } from '../texts/emergency.ts'
import { texts } from '../texts/texts.ts'
import { asksWhen, findPersonal } from './handOver.ts'
import { promiseFor } from './promise.ts'
import { hintInGroup, tellReporter } from './tell.ts'
import { termsOf } from './terms.ts'
import type { Actor, Decision, Matter, Reporter, Ticket } from './ticket.ts'

const LONGEST_SUMMARY = 40

/** Where a ticket comes from: its first reporter, the reading of the words, and the inbox ids of the messages they came in. */
export type Opening = {
  id: number
  number: string
  community: Community
  estate: Estate
  reporter: Reporter
  reading: Pick<ReportReading, 'category' | 'summary' | 'place' | 'urgency'>
  emergency: EmergencyKind | null
  /** Somebody on duty is called in the same breath, so that residents may be told. */
  dutyPaged?: boolean
  /** The place is missing and is asked for: until it is known the ticket is a draft. */
  asksWhere: boolean
  /** The reporter shouts: what they feel is said before the fact. */
  angry?: boolean
  /** Their words, while they can still be taken back from the group; else empty. */
  words?: string
  /** What was wanted when words were asked rather than reported: they are answered as a question. */
  asked?: Intent | undefined
  /** The words for what was only seen in a photo. */
  ofPhoto?: string | undefined
  /** The reporter hears of it together with other matters of the same message. */
  isToldTogether?: boolean
  /** The closed ticket whose trouble is back. */
  relatedTo?: Pick<Ticket, 'id' | 'number'> | undefined
  /** Where staff took it in; without it, it came through the bot. */
  intake?: Intake
  about: readonly number[]
  by: Actor
  at: Date
}

/** A report becomes a ticket in pending review, and the reporter hears its number, who acts and by when. */
export function openTicket(opening: Opening): Decision {
  const { id, number, community, estate, reporter, reading, at, intake = intakeFrom(reporter.roomId) } = opening
  const category = categoryOf(reading.category)
  const matter = { category: reading.category, tier: category.tier }
  const ticket: Ticket = {
    id,
    number,
    communityId: community.id,
    estateId: estate.id,
    roomId: reporter.roomId,
    intakeChannel: intake.channel,
    intakeRef: intake.ref,
    status: opening.asksWhere ? 'draft' : 'pendingReview',
    ...matter,
    summary: reading.summary,
    firstSummary: reading.summary,
    isQuestion: opening.asked !== undefined,
    place: reading.place,
    urgency: opening.emergency ? 'emergency' : reading.urgency,
    private: category.private,
    party: defaultOwnerOf(estate.managementModel, [termsOf(matter, community).party]),
    assigneeId: null,
    assignedAt: null,
    resolvedById: null,
    outcome: null,
    reopenCount: 0,
    bounceCount: 0,
    escalation: null,
    mergedIntoId: null,
    relatedToId: opening.relatedTo?.id ?? null,
    plan: null,
    whistle: null,
    mediation: null,
    referral: null,
    reviewAt: null,
    ...promiseFor(matter, at, community),
    pausedAt: null,
    resumedAt: null,
    escalatedAt: null,
    openedAt: at,
    filedAt: null,
    resolvedAt: null,
    closedAt: null,
    endedAt: null,
    quoteAgreedAt: null,
    toldByPhoneAt: null,
    version: 1,
  }
  return {
    ticket,
    event: { action: 'open', by: opening.by, at, note: opening.intake ? texts.ticket.takenIn(intake, reporter.alias) : null },
    notices: openingWords(ticket, opening),
  }
}

/** Whether people on duty are called for a new ticket: for an emergency at any hour, at night for whatever is urgent, too. */
export function callsDuty({ urgency }: Pick<Ticket, 'urgency'>, at: Date, community: Community): boolean {
  return urgency === 'emergency' || (urgency === 'high' && isNight(at, community))
}

function openingWords(ticket: Ticket, opening: Opening): Notice[] {
  if (opening.emergency) return emergencyWords(ticket, opening.emergency, opening)

  if (opening.isToldTogether) return []

  const { reporter, about, at } = opening
  const text = firstWords(ticket, opening)
  const told = tellReporter(ticket, reporter, { kind: 'reply', text, at, about })
  return ticket.private ? [...hintInGroup(ticket, reporter, { kind: 'reply', at, about }), ...told] : told
}

function firstWords(
  ticket: Ticket,
  { community, reporter, asksWhere, asked, ofPhoto, relatedTo, angry = false, words: said = '', at }: Opening,
): string {
  if (asked) return texts.article.unknown({ intent: asked, category: ticket.category, words: ticket.summary })
  if (relatedTo) return texts.ticket.openedAnew(ticket, relatedTo.number, community, at)
  if (angry && !asksWhere && !ticket.private) return texts.ticket.openedToAngry(ticket, community, at)
  const personal = reporter.roomId === null ? [] : findPersonal(said)
  const after = ticket.private ? texts.ticket.afterPrivate(personal, asksWhen(ticket.category)) : ''
  const words = asksWhere ? sayWhere(ticket.category, ofPhoto, community) : `${texts.ticket.opened(ticket, community, at)}${after}`
  return angry ? texts.ticket.withFeeling(words) : words
}

/** What lies in a road belongs to no building. */
const OUTDOORS: readonly CategoryCode[] = ['facility.manhole']

function sayWhere(category: CategoryCode, ofPhoto: string | undefined, community: Community): string {
  if (ofPhoto !== undefined) return texts.ticket.asksWhereOfPhoto(ofPhoto)
  return OUTDOORS.includes(category) ? texts.ticket.asksSpot() : texts.ticket.asksWhere(community)
}

/** Fixed words, to everybody in the group; where a group must not hear of it, to the reporter alone, who learns there how to hear them. */
function emergencyWords(ticket: Ticket, kind: EmergencyKind, { community, dutyPaged = false, reporter, about, at }: Opening): Notice[] {
  const line = texts.ticket.emergency(kind, ticket, { community, dutyPaged })
  const text = line ?? texts.ticket.emergencyInPrivate(kind, { dutyPaged })
  if (text === null) return []
  const told = { ...ticket, private: ticket.private || line === null }
  const hint = line === null && isPointedTo(kind) && !reporter.isFriend ? hintInGroup(told, reporter, { kind: 'emergency', at, about }) : []
  return [...hint, ...tellReporter(told, reporter, { kind: 'emergency', text, at, about }).map((notice) => ({ ...notice, mention: null }))]
}

/** The reporter says where it is: the draft becomes a ticket in pending review, and its number is told. @throws Refusal `illegal-move` when it is no draft any more */
export function completeDraft(
  matter: Matter,
  place: Place,
  { by, at, about }: { by: Actor; at: Date; about: readonly number[] },
): Decision {
  const { community, reporters } = matter
  const { status } = matter.ticket
  if (status !== 'draft') throw new Refusal('illegal-move', { action: 'accept', status })
  const summary = `${describePlace(place)}${matter.ticket.summary}`.slice(0, LONGEST_SUMMARY)
  const promised = promiseFor(matter.ticket, at, community)
  const ticket: Ticket = { ...matter.ticket, ...promised, place, summary, status: 'pendingReview', version: matter.ticket.version + 1 }
  const words = { kind: 'reply' as const, text: texts.ticket.opened(ticket, community, at), at, about }
  return { ticket, event: { action: 'accept', by, at, note: describePlace(place) }, notices: tellReporter(ticket, reporters[0]!, words) }
}
