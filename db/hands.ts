import { and, count, eq, isNotNull } from 'drizzle-orm'
import { isBuilding } from '../core/buildings.ts'
import { localTime } from '../core/localTime.ts'
import type { Scope } from '../core/org.ts'
import { isInService } from '../core/organisation/appointment.ts'
import { stationFor } from '../core/organisation/station.ts'
import type { Home } from '../core/organisation/vacancy.ts'
import type { Hands } from '../core/routing/route.ts'
import { OPEN_STATUSES } from '../core/ticket/status.ts'
import { listAppointments } from './appointments.ts'
import type { Db } from './client.ts'
import { listDuty, whoIsOnDuty } from './dutySlots.ts'
import { listAllBuildings } from './orgTree.ts'
import { findCommunity, findEstate } from './orgUnits.ts'
import { listColleagueNames, listOutOfService } from './people.ts'
import { tickets } from './schema/index.ts'
import { isAmong } from './schema/oneOf.ts'
import { listStations } from './stations.ts'

/** Everybody who could take a matter at a place, as the rule that picks one needs to know them. `building` is what was said, 8 or 8栋; null or unknown: the estate as a whole. */
export async function findHands(
  db: Db,
  scope: Scope,
  { estateId, building }: { estateId: number; building: string | null },
  at: Date,
): Promise<Hands> {
  const [estate, { timeZone }, buildings, stations, appointments, onDuty, roster, outOfService, names, loads] = await Promise.all([
    findEstate(db, scope, estateId),
    findCommunity(db, scope),
    listAllBuildings(db, scope),
    listStations(db, scope),
    listAppointments(db, scope),
    whoIsOnDuty(db, scope, estateId, at),
    listDuty(db, scope),
    listOutOfService(db, scope),
    listColleagueNames(db, scope),
    countLoads(db, scope),
  ])
  const meant = building === null ? undefined : buildings.find((one) => one.estateId === estateId && isBuilding(one.name, building))
  const home: Home = {
    community: scope.communityId,
    estate: estateId,
    building: meant?.id ?? null,
    grid: meant?.gridId ?? null,
    station: stationFor(estateId, stations)?.id ?? null,
  }
  return {
    estate,
    home,
    appointments: appointments.filter((one) => isInService(one, outOfService)),
    onDuty,
    hasRoster: roster.length > 0,
    loads,
    names,
    on: localTime(at, timeZone).toPlainDate().toString(),
  }
}

/** How many open tickets each account has. */
async function countLoads(db: Db, { communityId }: Scope): Promise<Map<number, number>> {
  const rows = await db
    .select({ staffId: tickets.assigneeId, open: count() })
    .from(tickets)
    .where(and(eq(tickets.communityId, communityId), isNotNull(tickets.assigneeId), isAmong(tickets.status, OPEN_STATUSES)))
    .groupBy(tickets.assigneeId)
  return new Map(rows.map(({ staffId, open }) => [staffId!, open]))
}
