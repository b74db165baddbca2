import type { Scope } from '../core/org.ts'
import type { Organisation } from '../core/organisation/flags.ts'
import { listAppointments } from './appointments.ts'
import type { Db } from './client.ts'
import { listDuty } from './dutySlots.ts'
import { listGrids } from './grids.ts'
import { listAllBuildings } from './orgTree.ts'
import { listEstates } from './orgUnits.ts'
import { listOutOfService } from './people.ts'
import { listStations } from './stations.ts'

export async function readOrganisation(db: Db, scope: Scope): Promise<Organisation> {
  const [estates, buildings, grids, stations, appointments, roster, outOfService] = await Promise.all([
    listEstates(db, scope),
    listAllBuildings(db, scope),
    listGrids(db, scope),
    listStations(db, scope),
    listAppointments(db, scope),
    listDuty(db, scope),
    listOutOfService(db, scope),
  ])
  return { estates, buildings, grids, stations, appointments, roster, outOfService }
}
