import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import { Refusal } from '../core/errors.ts'
import type { Party, Scope } from '../core/org.ts'
import { type Appointment, type Day, OFFICES, type Person, partiesOf, type SeatKind } from '../core/organisation/appointment.ts'
import type { Db } from './client.ts'
import { appointments, dutySlots, grids, members, orgUnits, staff, stations } from './schema/index.ts'

type AppointmentDraft = Omit<Appointment, 'id' | 'communityId'>

const { id, communityId, role, staffId, memberId, name, from, to, electedBy } = appointments
const seatId = sql<number>`coalesce(${appointments.unitId}, ${appointments.gridId}, ${appointments.stationId})`.mapWith(Number)
const APPOINTMENT = { id, communityId, role, staffId, memberId, name, seatId, from, to, electedBy }

const SEAT_COLUMNS: Record<SeatKind, 'unitId' | 'gridId' | 'stationId'> = {
  community: 'unitId',
  estate: 'unitId',
  building: 'unitId',
  grid: 'gridId',
  station: 'stationId',
}

/** All there were and are, the first entered first. */
export function listAppointments(db: Db, scope: Scope): Promise<Appointment[]> {
  return db.select(APPOINTMENT).from(appointments).where(eq(appointments.communityId, scope.communityId)).orderBy(asc(appointments.id))
}

/** The sides that somebody is on by office that day. */
export async function listPartiesOf(db: Db, scope: Scope, person: Person, on: Day): Promise<Party[]> {
  return partiesOf(person, await listAppointments(db, scope), on)
}

export async function findAppointment(db: Db, scope: Scope, appointmentId: number): Promise<Appointment> {
  const [found] = await db.select(APPOINTMENT).from(appointments).where(ownOf(scope, appointmentId))
  if (!found) throw new Refusal('not-found', { appointment: appointmentId })
  return found
}

/** @throws Refusal `not-found` for another community's person or seat, or one where this office is not held. */
export function appoint(db: Db, scope: Scope, { seatId: seat, ...draft }: AppointmentDraft): Promise<Appointment> {
  return db.transaction(async (tx) => {
    await assertOwnPerson(tx, scope, draft)
    const { seat: kind } = OFFICES[draft.role]
    await assertOwnSeat(tx, scope, kind, seat)
    const at = { unitId: null, gridId: null, stationId: null, [SEAT_COLUMNS[kind]]: seat }
    const [made] = await tx
      .insert(appointments)
      .values({ ...draft, ...at, communityId: scope.communityId })
      .returning({ id })
    return findAppointment(tx, scope, made!.id)
  })
}

/** Ends an office, or carries it on, on another day. @throws Refusal `incomplete` when that day lies before its first. */
export async function changeTerm(db: Db, scope: Scope, appointmentId: number, last: string | null): Promise<Appointment> {
  const before = await findAppointment(db, scope, appointmentId)
  if (last !== null && last < before.from) throw new Refusal('incomplete', { to: last })
  await db.update(appointments).set({ to: last }).where(ownOf(scope, appointmentId))
  return { ...before, to: last }
}

/** For what was entered by mistake; what has ended is ended by its last day. */
export async function removeAppointment(db: Db, scope: Scope, appointmentId: number): Promise<void> {
  await findAppointment(db, scope, appointmentId)
  await db.delete(appointments).where(ownOf(scope, appointmentId))
}

/** An account and a resident must be the community's own; a resident heard in no group yet may be, and whoever serves here, wherever else they speak. @throws Refusal `not-found` */
export async function assertOwnPerson(db: Db, scope: Scope, person: Person): Promise<void> {
  if (person.staffId !== null) {
    const own = and(eq(staff.id, person.staffId), eq(staff.communityId, scope.communityId))
    if ((await db.$count(staff, own)) === 0) throw new Refusal('not-found', { staff: person.staffId })
  }
  if (person.memberId !== null && !(await isOwnMember(db, scope, person.memberId)))
    throw new Refusal('not-found', { member: person.memberId })
}

async function isOwnMember(db: Db, { communityId: ours }: Scope, member: number): Promise<boolean> {
  const isHere = and(eq(members.id, member), or(eq(members.communityId, ours), isNull(members.communityId)))
  const holdsOffice = and(eq(appointments.memberId, member), eq(appointments.communityId, ours))
  const hasTurn = and(eq(dutySlots.memberId, member), eq(dutySlots.communityId, ours))
  return (
    (await db.$count(members, isHere)) > 0 || (await db.$count(appointments, holdsOffice)) > 0 || (await db.$count(dutySlots, hasTurn)) > 0
  )
}

async function assertOwnSeat(tx: Db, scope: Scope, kind: SeatKind, seat: number): Promise<void> {
  if ((await countSeats(tx, scope, kind, seat)) === 0) throw new Refusal('not-found', { [kind]: seat })
}

function countSeats(tx: Db, scope: Scope, kind: SeatKind, seat: number): Promise<number> {
  if (kind === 'grid') return tx.$count(grids, and(eq(grids.id, seat), eq(grids.communityId, scope.communityId)))
  if (kind === 'station') return tx.$count(stations, and(eq(stations.id, seat), eq(stations.communityId, scope.communityId)))
  if (kind === 'community') return Promise.resolve(seat === scope.communityId ? 1 : 0)
  return tx.$count(orgUnits, and(eq(orgUnits.id, seat), eq(orgUnits.kind, kind), eq(orgUnits.communityId, scope.communityId)))
}

function ownOf(scope: Scope, appointmentId: number) {
  return and(eq(appointments.id, appointmentId), eq(appointments.communityId, scope.communityId))
}
