import { Refusal } from '../errors.ts'
import type { Party } from '../org.ts'
import { defaultOwnerOf } from '../organisation/management.ts'
import { categoryOf } from '../taxonomy/categories.ts'
import { isParty, sayAttendee, sayParty } from '../texts/party.ts'
import { sayDate } from '../texts/time.ts'
import { assertFresh } from '../ticket/move.ts'
import { OPEN_STATUSES } from '../ticket/status.ts'
import type { Actor, Decision, Matter, Ticket } from '../ticket/ticket.ts'
import { type Attendee, missingFrom } from './quorum.ts'

/** A special meeting about one matter that the community cannot settle alone (S03). */
export type ConsultationDraft = { title: string; startsAt: Date; place: string; parties: readonly Attendee[] }

export function mayConsult({ tier, status }: Pick<Ticket, 'tier' | 'status'>): boolean {
  return tier !== 'green' && (OPEN_STATUSES as readonly string[]).includes(status)
}

/** Who looks after the estate, the community, the street that leads, and whose matter it is. */
export function suggestedParties({ ticket, estate }: Pick<Matter, 'ticket' | 'estate'>): Party[] {
  const steward = defaultOwnerOf(estate.managementModel, ['property'])
  const seats = [...categoryOf(ticket.category).owners, ticket.party].map((party) => (party === 'property' ? steward : party))
  return [...new Set<Party>([steward, 'community', 'subdistrict', ...seats])]
}

type Calling = { by: Actor; at: Date; seenVersion: number }

/** @throws Refusal `stale`; `illegal-move` for what the community settles itself or what has ended; `incomplete` without anybody to meet. */
export function callConsultation(
  { ticket, community, estate }: Matter,
  draft: ConsultationDraft,
  { by, at, seenVersion }: Calling,
): Decision {
  assertFresh(ticket, seenVersion)
  if (!mayConsult(ticket)) throw new Refusal('illegal-move', { action: 'meet', status: ticket.status })
  if (draft.parties.length < 2) throw new Refusal('incomplete', { missing: 'parties' })
  const missing = missingFrom(estate.managementModel, draft.parties).map(sayAttendee)
  const note = [sayConsultation(draft, ticket, community.timeZone), missing.length > 0 && `三方还缺${missing.join('、')}`]
    .filter(Boolean)
    .join('；')
  return { ticket: { ...ticket, version: ticket.version + 1 }, event: { action: 'meet', by, at, note }, notices: [] }
}

export function sayConsultation(
  { title, startsAt, place, parties }: ConsultationDraft,
  { category }: Pick<Ticket, 'category'>,
  timeZone: string,
): string {
  const who = parties.map((party) => (isParty(party) ? sayParty(party, category) : sayAttendee(party))).join('、')
  return `${title}：${sayDate(startsAt, timeZone)}，${place}，请${who}参加`
}
