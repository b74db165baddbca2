import { and, asc, eq, sql } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import type { Day } from '../core/organisation/appointment.ts'
import { holdersOf } from '../core/organisation/flags.ts'
import { findStation as findStationAsked, type Station } from '../core/organisation/station.ts'
import { texts } from '../core/texts/texts.ts'
import { listAppointments } from './appointments.ts'
import type { Db } from './client.ts'
import { isStillReferenced, refuseTwin } from './conflict.ts'
import { findEstate } from './orgUnits.ts'
import { listOutOfService } from './people.ts'
import { prepared } from './prepared.ts'
import { stations } from './schema/index.ts'

export type StationDraft = Omit<Station, 'id' | 'communityId'>

export function listStations(db: Db, { communityId }: Scope): Promise<Station[]> {
  return stationsOf(db).execute({ communityId })
}

const stationsOf = prepared((db) =>
  db
    .select()
    .from(stations)
    .where(eq(stations.communityId, sql.placeholder('communityId')))
    .orderBy(asc(stations.id))
    .prepare('stations_of'),
)

export async function findStation(db: Db, scope: Scope, id: number): Promise<Station> {
  const [station] = await db.select().from(stations).where(ownOf(scope, id))
  if (!station) throw new Refusal('not-found', { station: id })
  return station
}

/** @throws Refusal `duplicate` when the name is taken, `not-found` for another community's estate or hub. */
export function openStation(db: Db, scope: Scope, draft: StationDraft): Promise<Station> {
  return refuseTwin(
    db.transaction(async (tx) => {
      await assertOwnPlace(tx, scope, draft)
      const [station] = await tx
        .insert(stations)
        .values({ ...draft, communityId: scope.communityId })
        .returning()
      return station!
    }),
    { name: draft.name },
  )
}

/** @throws Refusal like `openStation`; `in-use` when others hang on a hub that would be one no longer. */
export function changeStation(db: Db, scope: Scope, id: number, draft: StationDraft): Promise<Station> {
  return refuseTwin(
    db.transaction(async (tx) => {
      await findStation(tx, scope, id)
      await assertOwnPlace(tx, scope, draft)
      const hangsOnIt = and(eq(stations.parentId, id), eq(stations.communityId, scope.communityId))
      if (draft.kind !== 'hub' && (await tx.$count(stations, hangsOnIt)) > 0) throw new Refusal('in-use', { station: id })
      const [station] = await tx.update(stations).set(draft).where(ownOf(scope, id)).returning()
      return station!
    }),
    { name: draft.name },
  )
}

/** @throws Refusal `in-use` when a station, an office, a turn of duty or an article belongs to it. */
export async function closeStation(db: Db, scope: Scope, id: number): Promise<void> {
  await findStation(db, scope, id)
  try {
    await db.delete(stations).where(ownOf(scope, id))
  } catch (error) {
    throw isStillReferenced(error) ? new Refusal('in-use', { station: id }) : error
  }
}

/** What residents of an estate hear who ask where the contact point is, or when it is open. Null: they ask something else. */
export async function findStationWords(
  db: Db,
  { communityId }: Scope,
  { text, estateId, on }: { text: string; estateId: number; on: Day },
): Promise<string | null> {
  const station = findStationAsked(text, await listStations(db, { communityId }), estateId)
  return station && sayStation(db, { communityId }, station, on)
}

/** Where a station is and when it is open, as residents hear it that day. */
export async function sayStation(db: Db, scope: Scope, station: Station, on: Day): Promise<string> {
  const [appointments, outOfService] = await Promise.all([listAppointments(db, scope), listOutOfService(db, scope)])
  const leads = holdersOf('stationLead', station.id, { appointments, outOfService }, on)
  return texts.organisation.station(station, leads.length > 0)
}

async function assertOwnPlace(tx: Db, scope: Scope, { kind, parentId, estateId }: StationDraft): Promise<void> {
  if (estateId !== null) await findEstate(tx, scope, estateId)
  if (kind === 'hub' || parentId === null) return
  const parent = await findStation(tx, scope, parentId)
  if (parent.kind !== 'hub') throw new Refusal('not-found', { hub: parentId })
}

function ownOf({ communityId }: Scope, id: number) {
  return and(eq(stations.id, id), eq(stations.communityId, communityId))
}
