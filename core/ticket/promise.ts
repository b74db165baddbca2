import { addWorkingHours } from '../calendar/workingTime.ts'
import type { Community } from '../community.ts'
import { termsOf } from './terms.ts'
import type { Ticket } from './ticket.ts'

const ROUND_MS = 5 * 60_000

type Promised = Pick<Ticket, 'respondBy' | 'resolveBy' | 'countedFrom' | 'pausedHours'>

/**
 * By when somebody answers and by when it is done, counted in the community's working hours from a moment, without those in which the clocks stood;
 * null where no limit is set. An emergency is answered at once, at any hour.
 */
export function promiseFor(matter: Pick<Ticket, 'category' | 'tier'>, countedFrom: Date, community: Community, pausedHours = 0): Promised {
  const { responseHours, resolveHours } = termsOf(matter, community)
  if (responseHours === 0) return { respondBy: countedFrom, resolveBy: null, countedFrom, pausedHours }
  const due = (hours: number | null) => (hours === null ? null : roundToClock(addWorkingHours(countedFrom, hours + pausedHours, community)))
  return { respondBy: due(responseHours), resolveBy: due(resolveHours), countedFrom, pausedHours }
}

/** People are told a time that a clock shows at a glance. */
export function roundToClock(at: Date): Date {
  return new Date(Math.round(at.getTime() / ROUND_MS) * ROUND_MS)
}
