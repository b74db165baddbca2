import type { Party } from '../org.ts'
import { type Appointment, type Day, isInOffice, OFFICES, type OfficeName, type SeatKind } from './appointment.ts'

/** Where a matter is, in the terms offices are held in; null where there is no such thing: no building named, no grid drawn. */
export type Home = Record<Exclude<SeatKind, 'community' | 'estate'>, number | null> & { community: number; estate: number }

/** Who answers for a place: the office, the side it stands for, and everybody who holds it. */
export type Answerable = { role: OfficeName; party: Party; people: Appointment[] }

/** Who holds an office for a place; while nobody does, who stands in, at last the community, whose people may be none. */
export function whoFor(home: Home, role: OfficeName, appointments: readonly Appointment[], on: Day): Answerable {
  const { seat, party, next } = OFFICES[role]
  const people = appointments.filter((one) => one.role === role && one.seatId === home[seat] && isInOffice(one, on))
  if (people.length > 0 || role === 'director') return { role, party: party ?? 'community', people }
  return whoFor(home, next ?? 'director', appointments, on)
}
