import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import type { Estate } from '../core/community.ts'
import { Refusal } from '../core/errors.ts'
import { localTime } from '../core/localTime.ts'
import type { Scope } from '../core/org.ts'
import { isInService } from '../core/organisation/appointment.ts'
import { isStewards, type ManagementModel, rerouteTicket, stewardOf } from '../core/organisation/management.ts'
import { stationFor } from '../core/organisation/station.ts'
import { type Home, whoFor } from '../core/organisation/vacancy.ts'
import { routeToReachable } from '../core/routing/route.ts'
import type { Staff } from '../core/staff.ts'
import { OPEN_STATUSES } from '../core/ticket/status.ts'
import type { Ticket } from '../core/ticket/ticket.ts'
import { listAppointments } from './appointments.ts'
import type { Db } from './client.ts'
import { findCommunity, findEstate } from './orgUnits.ts'
import { listOutOfService } from './people.ts'
import { handsFor } from './routing.ts'
import { managementChanges, orgUnits, staff, tickets } from './schema/index.ts'
import { listStations } from './stations.ts'
import * as ticketsDb from './tickets.ts'

export type ManagementChange = typeof managementChanges.$inferSelect & { changedBy: string }

export async function listManagementChanges(db: Db, scope: Scope, estateId: number): Promise<ManagementChange[]> {
  await findEstate(db, scope, estateId)
  const rows = await db
    .select({ change: managementChanges, changedBy: staff.name })
    .from(managementChanges)
    .innerJoin(staff, eq(staff.id, managementChanges.changedById))
    .where(and(eq(managementChanges.estateId, estateId), eq(managementChanges.communityId, scope.communityId)))
    .orderBy(desc(managementChanges.id))
  return rows.map(({ change, changedBy }) => ({ ...change, changedBy }))
}

/** The open tickets of an estate that its present steward holds: those that would go to the next one. */
export async function listStewards(db: Db, scope: Scope, estateId: number): Promise<Ticket[]> {
  const { managementModel } = await findEstate(db, scope, estateId)
  const open = await db
    .select()
    .from(tickets)
    .where(and(eq(tickets.communityId, scope.communityId), eq(tickets.estateId, estateId), inArray(tickets.status, [...OPEN_STATUSES])))
    .orderBy(asc(tickets.id))
  return open.filter((ticket) => isStewards(ticket, managementModel))
}

type Switch = { estateId: number; to: ManagementModel; reason: string; by: Staff; at: Date }

/**
 * From now on somebody else looks after an estate: what the former steward had open goes with it, each ticket with an event of its own (S88).
 * @throws Refusal `illegal-move` when it is managed so already, `incomplete` without a reason.
 */
export function switchManagement(db: Db, scope: Scope, { estateId, to, reason, by, at }: Switch): Promise<{ rerouted: number }> {
  if (reason.trim() === '') return Promise.reject(new Refusal('incomplete', { missing: 'reason' }))
  return db.transaction(async (tx) => {
    const estate = await lockEstate(tx, scope, estateId)
    if (estate.managementModel === to) throw new Refusal('illegal-move', { estate: estateId, model: to })
    const held = await listStewards(tx, scope, estateId)
    await tx.update(orgUnits).set({ managementModel: to }).where(eq(orgUnits.id, estateId))
    const lead = to === 'property' ? null : await findLead(tx, scope, estateId, at)
    for (const ticket of held) {
      const assigneeId = lead ?? (await findDue(tx, scope, ticket, { to, at }))
      await ticketsDb.change(tx, scope, ticket.id, (matter) => rerouteTicket(matter, { to, assigneeId, by: actorOf(by), at }))
    }
    const change = { estateId, before: estate.managementModel, model: to, reason, rerouted: held.length, changedById: by.id, changedAt: at }
    await tx.insert(managementChanges).values({ ...change, communityId: scope.communityId })
    return { rerouted: held.length }
  })
}

async function lockEstate(tx: Db, scope: Scope, id: number): Promise<Estate> {
  await tx
    .select({ id: orgUnits.id })
    .from(orgUnits)
    .where(and(eq(orgUnits.id, id), eq(orgUnits.communityId, scope.communityId)))
    .for('update')
  return findEstate(tx, scope, id)
}

/** The account of whoever heads the estate's station that day; null: nobody does, or somebody without an account. */
async function findLead(tx: Db, scope: Scope, estateId: number, at: Date): Promise<number | null> {
  const { timeZone } = await findCommunity(tx, scope)
  const station = stationFor(estateId, await listStations(tx, scope))
  if (!station) return null
  const home: Home = { community: scope.communityId, estate: estateId, building: null, grid: null, station: station.id }
  const { role, people } = whoFor(home, 'stationLead', await listAppointments(tx, scope), localTime(at, timeZone).toPlainDate().toString())
  if (role !== 'stationLead') return null
  const outOfService = await listOutOfService(tx, scope)
  return people.find((one) => one.staffId !== null && isInService(one, outOfService))?.staffId ?? null
}

/** Without a head of the station: the account that the rule picks for whoever looks after the estate now. */
async function findDue(tx: Db, scope: Scope, ticket: Ticket, { to, at }: { to: ManagementModel; at: Date }): Promise<number | null> {
  const hands = await handsFor(tx, scope, ticket, at)
  return routeToReachable({ party: stewardOf(to), status: 'assigned', assigneeId: null }, hands)?.person?.staffId ?? null
}

function actorOf(staff: Staff) {
  return { kind: 'staff' as const, staff }
}
