import { and, asc, eq } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Scope } from '../core/org.ts'
import { isInService } from '../core/organisation/appointment.ts'
import { type DutySlot, nearestFirst, onDutyAt } from '../core/organisation/duty.ts'
import { stationFor } from '../core/organisation/station.ts'
import { assertOwnPerson } from './appointments.ts'
import type { Db } from './client.ts'
import { findCommunity, findEstate } from './orgUnits.ts'
import { listOutOfService } from './people.ts'
import { dutySlots } from './schema/index.ts'
import { findStation, listStations } from './stations.ts'

type DutyDraft = Omit<DutySlot, 'id' | 'communityId'>

/** The whole week, Monday morning first. */
export function listDuty(db: Db, { communityId }: Scope): Promise<DutySlot[]> {
  return db
    .select()
    .from(dutySlots)
    .where(eq(dutySlots.communityId, communityId))
    .orderBy(asc(dutySlots.weekday), asc(dutySlots.from), asc(dutySlots.id))
}

/** One turn a week for each of the weekdays. @throws Refusal `not-found` for another community's person or station. */
export function addDuty(db: Db, scope: Scope, weekdays: readonly number[], draft: Omit<DutyDraft, 'weekday'>): Promise<DutySlot[]> {
  return db.transaction(async (tx) => {
    await assertOwnPerson(tx, scope, draft)
    if (draft.stationId !== null) await findStation(tx, scope, draft.stationId)
    const turns = weekdays.map((weekday) => ({ ...draft, weekday, communityId: scope.communityId }))
    return tx.insert(dutySlots).values(turns).returning()
  })
}

export async function removeDuty(db: Db, { communityId }: Scope, id: number): Promise<DutySlot> {
  const [removed] = await db
    .delete(dutySlots)
    .where(and(eq(dutySlots.id, id), eq(dutySlots.communityId, communityId)))
    .returning()
  if (!removed) throw new Refusal('not-found', { duty: id })
  return removed
}

/** Who has a turn at a moment and has not left, those of the estate's own station first; empty: a gap, the default owner takes it (S29). */
export async function whoIsOnDuty(db: Db, scope: Scope, estateId: number, at: Date): Promise<DutySlot[]> {
  await findEstate(db, scope, estateId)
  const [{ timeZone }, roster, stations, outOfService] = await Promise.all([
    findCommunity(db, scope),
    listDuty(db, scope),
    listStations(db, scope),
    listOutOfService(db, scope),
  ])
  const inService = roster.filter((slot) => isInService(slot, outOfService))
  return nearestFirst(onDutyAt(inService, at, timeZone), stationFor(estateId, stations)?.id ?? null)
}
