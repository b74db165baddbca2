import { Temporal } from 'temporal-polyfill'
import type { Party } from '../org.ts'

/** The day an office is looked at, as an ISO date of the community's calendar. */
export type Day = string

export type SeatKind = 'community' | 'estate' | 'building' | 'grid' | 'station'

type Office = { seat: SeatKind; party: Party | null; next: string | null }

/** Offices of a community: where each is held, whose side its holder is on, and who stands in while nobody holds it; null: the community. */
// biome-ignore format: a table
export const OFFICES = {
  director:                { seat: 'community', party: 'community',               next: null },
  socialWorker:            { seat: 'community', party: 'community',               next: null },
  gridWorker:              { seat: 'grid',      party: 'gridWorker',              next: null },
  buildingCaptain:         { seat: 'building',  party: 'buildingCaptain',         next: 'gridWorker' },
  stationLead:             { seat: 'station',   party: 'community',               next: null },
  propertyManager:         { seat: 'estate',    party: 'property',                next: null },
  ownersCommittee:         { seat: 'estate',    party: 'ownersCommittee',         next: null },
  selfManagementCommittee: { seat: 'estate',    party: 'selfManagementCommittee', next: 'stationLead' },
  partyBranch:             { seat: 'estate',    party: null,                      next: null },
  partyGroup:              { seat: 'building',  party: null,                      next: null },
} as const satisfies Record<string, Office>

export type OfficeName = keyof typeof OFFICES
export const OFFICE_NAMES = Object.keys(OFFICES) as [OfficeName, ...OfficeName[]]

/** An account of the console, a resident of the groups, or somebody known by name alone. */
export type Person = { staffId: number | null; memberId: number | null; name: string }

/** Who has an account that was taken out of service has left: neither office nor turn is theirs any more. */
export function isInService({ staffId }: Pick<Person, 'staffId'>, outOfService: ReadonlySet<number>): boolean {
  return staffId === null || !outOfService.has(staffId)
}

/** `seatId` is the node, grid or station that the office is held at; `from` and `to` are the first and the last day, `to` null: without end. */
export type Appointment = Person & {
  id: number
  communityId: number
  role: OfficeName
  seatId: number
  from: Day
  to: Day | null
  electedBy: string
}

export function isInOffice({ from, to }: Pick<Appointment, 'from' | 'to'>, on: Day): boolean {
  return from <= on && (to === null || on <= to)
}

const NOTICE_DAYS = 30

/** What ends within thirty days and has not ended yet, the next first (S69). */
export function listExpiring<T extends Pick<Appointment, 'from' | 'to'>>(appointments: readonly T[], on: Day): T[] {
  const last = Temporal.PlainDate.from(on).add({ days: NOTICE_DAYS }).toString()
  const ends = ({ to }: T) => to ?? ''
  return appointments
    .filter((one) => isInOffice(one, on) && one.to !== null && one.to <= last)
    .toSorted((a, b) => ends(a).localeCompare(ends(b)))
}

/** The sides somebody is on by the offices they hold that day; who is on a ticket's side does not check it (S85). */
export function partiesOf(person: Person, appointments: readonly Appointment[], on: Day): Party[] {
  const held = appointments.filter((one) => isSamePerson(one, person) && isInOffice(one, on))
  const parties = held.map(({ role }) => OFFICES[role].party).filter((party) => party !== null)
  return [...new Set(parties)]
}

function isSamePerson(one: Person, other: Person): boolean {
  if (one.staffId !== null || other.staffId !== null) return one.staffId === other.staffId
  if (one.memberId !== null || other.memberId !== null) return one.memberId === other.memberId
  return one.name === other.name
}
