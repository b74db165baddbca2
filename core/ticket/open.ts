import type { Community, Estate } from '../community.ts'
import type { EmergencyKind } from '../emergency/triggers.ts'
import type { Notice } from '../notice.ts'
import { describePlace, type Place } from '../reading/place.ts'
import type { ReportReading } from '../reading/reading.ts'
import { categoryOf } from '../taxonomy/categories.ts'
import { texts } from '../texts/texts.ts'
import { promiseFor } from './promise.ts'
import { hintInGroup, tellReporter } from './tell.ts'
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
  /** The place is missing and is asked for: until it is known the ticket is a draft. */
  asksWhere: boolean
  /** The words for what was only seen in a photo. */
  ofPhoto?: string | undefined
  /** The reporter hears of it together with other matters of the same message. */
  isToldTogether?: boolean
  about: readonly number[]
  by: Actor
  at: Date
}

/** A report becomes a ticket in pending review, and the reporter hears its number, who acts and by when. */
export function openTicket(opening: Opening): Decision {
  const { id, number, community, estate, reporter, reading, at } = opening
  const category = categoryOf(reading.category)
  const ticket: Ticket = {
    id,
    number,
    communityId: community.id,
    estateId: estate.id,
    roomId: reporter.roomId,
    status: opening.asksWhere ? 'draft' : 'pendingReview',
    category: reading.category,
    summary: reading.summary,
    firstSummary: reading.summary,
    place: reading.place,
    urgency: opening.emergency ? 'emergency' : reading.urgency,
    tier: category.tier,
    private: category.private,
    party: category.owners[0] ?? 'community',
    assigneeId: null,
    resolvedById: null,
    outcome: null,
    reopenCount: 0,
    mergedIntoId: null,
    reviewAt: null,
    ...promiseFor(reading.category, at, community),
    openedAt: at,
    filedAt: null,
    resolvedAt: null,
    closedAt: null,
    version: 1,
  }
  return { ticket, event: { action: 'open', by: opening.by, at, note: null }, notices: openingWords(ticket, opening) }
}

function openingWords(ticket: Ticket, opening: Opening): Notice[] {
  if (opening.emergency) return emergencyWords(ticket, opening.emergency, opening)

  if (opening.isToldTogether) return []

  const { community, reporter, about, at } = opening
  const text = opening.asksWhere ? asksWhere(opening) : texts.ticket.opened(ticket, community, at)
  const told = tellReporter(ticket, reporter, { kind: 'reply', text, at, about })
  return ticket.private ? [...hintInGroup(ticket, reporter, { kind: 'reply', at, about }), ...told] : told
}

function asksWhere({ ofPhoto }: Opening): string {
  return ofPhoto === undefined ? texts.ticket.asksWhere() : texts.ticket.asksWhereOfPhoto(ofPhoto)
}

/** Fixed words, to everybody in the group; where a group must not hear of it, to the reporter alone. */
function emergencyWords(ticket: Ticket, kind: EmergencyKind, { community, reporter, about, at }: Opening): Notice[] {
  const line = texts.ticket.emergency(kind, ticket, community)
  const text = line ?? texts.ticket.emergencyInPrivate(kind)
  if (text === null) return []
  const told = { ...ticket, private: ticket.private || line === null }
  return tellReporter(told, reporter, { kind: 'emergency', text, at, about }).map((notice) => ({ ...notice, mention: null }))
}

/** The reporter says where it is: the draft becomes a ticket in pending review, and its number is told. */
export function completeDraft(
  matter: Matter,
  place: Place,
  { by, at, about }: { by: Actor; at: Date; about: readonly number[] },
): Decision {
  const { community, reporters } = matter
  const summary = `${describePlace(place)}${matter.ticket.summary}`.slice(0, LONGEST_SUMMARY)
  const promised = promiseFor(matter.ticket.category, at, community)
  const ticket: Ticket = { ...matter.ticket, ...promised, place, summary, status: 'pendingReview', version: matter.ticket.version + 1 }
  const words = { kind: 'reply' as const, text: texts.ticket.opened(ticket, community, at), at, about }
  return { ticket, event: { action: 'accept', by, at, note: describePlace(place) }, notices: tellReporter(ticket, reporters[0]!, words) }
}
