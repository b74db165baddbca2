import type { Estate } from '../community.ts'
import type { QuietHours } from '../speech/quiet.ts'
import { type Appointment, type Day, isInOffice, isInService, listExpiring, type OfficeName } from './appointment.ts'
import { type DutySlot, findGaps, type Gap } from './duty.ts'
import type { Building, Grid } from './grid.ts'
import type { Station } from './station.ts'

/** All that hangs on the tree of a community. */
export type Organisation = {
  estates: Estate[]
  buildings: Building[]
  grids: Grid[]
  stations: Station[]
  appointments: Appointment[]
  roster: DutySlot[]
  /** Accounts whose people have left. */
  outOfService: ReadonlySet<number>
}

/** What is missing, or will be soon. */
export type Flags = {
  buildingsWithoutGrid: Building[]
  gridsWithoutWorker: Grid[]
  estatesWithoutStation: Estate[]
  stationsWithoutLead: Station[]
  expiring: Appointment[]
  /** Hours without anybody on duty, where there is a roster at all. */
  gaps: Gap[]
}

export function findFlags(organisation: Organisation, on: Day, night: QuietHours['night']): Flags {
  const { estates, buildings, grids, stations, appointments, roster, outOfService } = organisation
  const isVacant = (role: OfficeName, seatId: number) => holdersOf(role, seatId, organisation, on).length === 0
  return {
    buildingsWithoutGrid: buildings.filter(({ gridId }) => gridId === null),
    gridsWithoutWorker: grids.filter(({ id }) => isVacant('gridWorker', id)),
    estatesWithoutStation: estates.filter(({ id }) => !stations.some(({ estateId }) => estateId === id)),
    stationsWithoutLead: stations.filter(({ id }) => isVacant('stationLead', id)),
    expiring: listExpiring(appointments, on),
    gaps:
      roster.length === 0
        ? []
        : findGaps(
            roster.filter((slot) => isInService(slot, outOfService)),
            night,
          ),
  }
}

/** Who holds an office there that day and has not left. */
export function holdersOf(
  role: OfficeName,
  seatId: number,
  { appointments, outOfService }: Pick<Organisation, 'appointments' | 'outOfService'>,
  on: Day,
): Appointment[] {
  return appointments.filter((one) => one.role === role && one.seatId === seatId && isInOffice(one, on) && isInService(one, outOfService))
}
