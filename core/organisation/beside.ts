import type { Hands } from '../routing/route.ts'
import { isInOffice, OFFICES, type OfficeName, type Person } from './appointment.ts'

/** Somebody who answers for a place, with everything they are there. */
export type Neighbour = Person & { offices: OfficeName[]; isOnDuty: boolean }

/** The nearer first: the house, the grid, the contact point, the estate. */
const NEAREST: readonly OfficeName[] = [
  'buildingCaptain',
  'partyGroup',
  'gridWorker',
  'stationLead',
  'propertyManager',
  'selfManagementCommittee',
  'ownersCommittee',
  'partyBranch',
]

/** Whom to ask or to tell about a place, whoever has the matter: office holders there, and who is on duty now. */
export function whoIsBeside({ appointments, home, onDuty, on }: Hands): Neighbour[] {
  const found = new Map<string, Neighbour>()
  const meet = (person: Person): Neighbour => {
    const key = `${person.staffId} ${person.memberId} ${person.staffId ?? person.memberId ?? person.name}`
    const { staffId, memberId, name } = person
    const known = found.get(key) ?? { staffId, memberId, name, offices: [], isOnDuty: false }
    found.set(key, known)
    return known
  }
  for (const office of NEAREST) {
    const { seat } = OFFICES[office]
    for (const one of appointments) {
      if (one.role === office && one.seatId === home[seat] && isInOffice(one, on)) meet(one).offices.push(office)
    }
  }
  for (const turn of onDuty) meet(turn).isOnDuty = true
  return [...found.values()]
}
