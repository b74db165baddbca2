import { bareName } from '../buildings.ts'
import type { Reach, Scope } from '../org.ts'
import { isAboveCommunity } from '../routing/level.ts'
import type { Staff } from '../staff.ts'
import type { Ticket } from '../ticket/ticket.ts'

/** A building that somebody answers for, by which office. */
export type Held = { office: 'buildingCaptain' | 'gridWorker'; estateId: number; building: string }

/** Of which building a matter is, or of the estate alone. The database writes the same in `place_key`. */
export function placeKey(estateId: number, building: string | null): string {
  return `${estateId}:${bareName(building ?? '')}`
}

/**
 * How far somebody sees (S05): a captain their building, a grid worker their grid and what names no building in its estates. Null: the whole community, which
 * is a grid worker's too while no grid is drawn.
 */
export function reachOf({ id, role }: Pick<Staff, 'id' | 'role'>, held: readonly Held[], hasGrids: boolean): Reach | null {
  const isInField = role === 'buildingCaptain' || role === 'gridWorker'
  if (!isInField || (role === 'gridWorker' && !hasGrids)) return null
  const buildings = held.map(({ estateId, building }) => placeKey(estateId, building))
  const open = held.filter(({ office }) => office === 'gridWorker').map(({ estateId }) => placeKey(estateId, null))
  return { staffId: id, places: [...new Set([...open, ...buildings])].toSorted() }
}

type Whereabouts = Pick<Ticket, 'estateId' | 'place' | 'assigneeId' | 'private' | 'party'>

/** Whether somebody sees a matter: from above a private one only once it was raised to them. */
export function isInReach(
  { reach, from }: Pick<Scope, 'reach' | 'from'>,
  { estateId, place, assigneeId, ...ticket }: Whereabouts,
): boolean {
  if (from !== undefined) return !ticket.private || isAboveCommunity(ticket.party)
  return !reach || assigneeId === reach.staffId || reach.places.includes(placeKey(estateId, place?.building ?? null))
}
