import { isBuilding } from '../core/buildings.ts'
import type { Estate } from '../core/community.ts'
import { localTime } from '../core/localTime.ts'
import type { Scope } from '../core/org.ts'
import { type Appointment, type Day, isInService } from '../core/organisation/appointment.ts'
import type { DutySlot } from '../core/organisation/duty.ts'
import { stationFor } from '../core/organisation/station.ts'
import type { Home } from '../core/organisation/vacancy.ts'
import { listAppointments } from './appointments.ts'
import type { Db } from './client.ts'
import { whoIsOnDuty } from './dutySlots.ts'
import { listAllBuildings } from './orgTree.ts'
import { findCommunity, findEstate } from './orgUnits.ts'
import { listOutOfService } from './people.ts'
import { listStations } from './stations.ts'

/**
 * Everybody who could take a ticket, as a rule that picks one needs to know them: `whoFor(home, role, appointments, on)` for offices with their
 * stand-ins (who has left holds none), `defaultOwnerOf(estate.managementModel, owners)` for the side, `onDuty` for the hour, the nearest first; empty: a gap.
 */
export type Hands = { estate: Estate; home: Home; appointments: Appointment[]; onDuty: DutySlot[]; on: Day }

/** `building` is what was said, 8 or 8栋; null or unknown: the estate as a whole. */
export async function findHands(
  db: Db,
  scope: Scope,
  { estateId, building }: { estateId: number; building: string | null },
  at: Date,
): Promise<Hands> {
  const [estate, { timeZone }, buildings, stations, appointments, onDuty, outOfService] = await Promise.all([
    findEstate(db, scope, estateId),
    findCommunity(db, scope),
    listAllBuildings(db, scope),
    listStations(db, scope),
    listAppointments(db, scope),
    whoIsOnDuty(db, scope, estateId, at),
    listOutOfService(db, scope),
  ])
  const meant = building === null ? undefined : buildings.find((one) => one.estateId === estateId && isBuilding(one.name, building))
  const home: Home = {
    community: scope.communityId,
    estate: estateId,
    building: meant?.id ?? null,
    grid: meant?.gridId ?? null,
    station: stationFor(estateId, stations)?.id ?? null,
  }
  const inService = appointments.filter((one) => isInService(one, outOfService))
  return { estate, home, appointments: inService, onDuty, on: localTime(at, timeZone).toPlainDate().toString() }
}
