import type { Estate } from '../community.ts'
import type { Party } from '../org.ts'
import { type Appointment, type Day, OFFICES, type OfficeName, type Person } from '../organisation/appointment.ts'
import type { DutySlot } from '../organisation/duty.ts'
import { type Home, whoFor } from '../organisation/vacancy.ts'
import type { Ticket } from '../ticket/ticket.ts'

/** Everybody who could take a matter. `loads`: how many open tickets an account has; `hasRoster`: there are turns of duty at all. */
export type Hands = {
  estate: Estate
  home: Home
  appointments: readonly Appointment[]
  onDuty: readonly DutySlot[]
  hasRoster: boolean
  loads: ReadonlyMap<number, number>
  /** Whose account is whose. */
  names: ReadonlyMap<number, string>
  on: Day
}

/** Why somebody is proposed: they have it already, hold an office here, have the turn of duty, or stand in for a vacant office. */
export type RoutingReason =
  | { kind: 'firstTaker' }
  | { kind: 'office'; office: OfficeName; load: number | null }
  | { kind: 'standIn'; office: OfficeName; vacant: OfficeName }
  | { kind: 'onDuty'; from: string; to: string }
  | { kind: 'nobody' }

/** Who should have a matter. `dutyGap`: nobody has a turn now, so the default owner takes it (S29). */
export type Route = { party: Party; person: Person | null; reason: RoutingReason; dutyGap: boolean }

/** Whose office looks after a matter of a party; a sub-district, a department and volunteers have nobody here: whoever is on duty follows it up. */
const OFFICE_OF: Partial<Record<Party, OfficeName>> = {
  property: 'propertyManager',
  selfManagementCommittee: 'selfManagementCommittee',
  ownersCommittee: 'ownersCommittee',
  buildingCaptain: 'buildingCaptain',
  gridWorker: 'gridWorker',
}

export type Routed = Pick<Ticket, 'party' | 'status' | 'assigneeId'>

/**
 * Who of those the product itself reaches follows a matter up: an account, else a friend of the bot's account. The office of its party first, then whoever
 * is on duty, then the default owner.
 */
export function routeToReachable(routed: Routed, hands: Hands): Route | null {
  const office = routeMatter(routed, hands)
  const choices = [office, routeByDuty(routed.party, hands), routeByDuty(routed.party, { ...hands, onDuty: [] })]
  return choices.find(({ person }) => person?.staffId != null) ?? choices.find(({ person }) => person?.memberId != null) ?? null
}

/** Party → person: first who has taken it up, then the party's own office, then who is on duty, then the default owner. */
export function routeMatter({ party, status, assigneeId }: Routed, hands: Hands): Route {
  if (assigneeId !== null && status === 'inProgress') {
    const person = { staffId: assigneeId, memberId: null, name: hands.names.get(assigneeId) ?? '' }
    return { party, person, reason: { kind: 'firstTaker' }, dutyGap: false }
  }
  return routeByOffice(party, hands) ?? routeByDuty(party, hands)
}

/** Null: the party has no office here, or the chain of stand-ins has reached the community. */
function routeByOffice(party: Party, hands: Hands): Route | null {
  const office = OFFICE_OF[party]
  if (!office) return null
  const { role, people } = whoFor(hands.home, office, hands.appointments, hands.on)
  const person = leastLoaded(people, hands.loads)
  if (!person || role === 'director') return null
  const load = person.staffId === null || people.length < 2 ? null : (hands.loads.get(person.staffId) ?? 0)
  const reason: RoutingReason = role === office ? { kind: 'office', office, load } : { kind: 'standIn', office: role, vacant: office }
  return { party: isOwnOffice(party) ? (OFFICES[role].party ?? party) : party, person, reason, dutyGap: false }
}

/** What belongs to no office goes to whoever sits there now; in a gap to the place's grid worker, then to the head of the community. */
function routeByDuty(party: Party, hands: Hands): Route {
  const owner = isOwnOffice(party) ? 'community' : party
  const [turn] = hands.onDuty
  if (turn) return { party: owner, person: turn, reason: { kind: 'onDuty', from: turn.from, to: turn.to }, dutyGap: false }
  const { role, people } = whoFor(hands.home, 'gridWorker', hands.appointments, hands.on)
  const person = leastLoaded(people, hands.loads)
  const reason: RoutingReason = person ? { kind: 'office', office: role, load: null } : { kind: 'nobody' }
  return { party: owner, person, reason, dutyGap: hands.hasRoster }
}

/** Captains and grid workers stand in for each other; a company's or a committee's matter stays theirs, whoever follows it up. */
function isOwnOffice(party: Party): boolean {
  return party === 'buildingCaptain' || party === 'gridWorker'
}

/** Who has an account before who has none, then who has least open; of equals whoever was appointed first. */
function leastLoaded<P extends Person>(people: readonly P[], loads: ReadonlyMap<number, number>): P | null {
  const weight = ({ staffId }: P) => (staffId === null ? Number.POSITIVE_INFINITY : (loads.get(staffId) ?? 0))
  return people.toSorted((one, other) => weight(one) - weight(other))[0] ?? null
}
