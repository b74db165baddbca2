import type { Community } from '../community.ts'
import { addWorkingHours } from '../hours.ts'
import { type CategoryCode, categoryOf } from '../taxonomy/categories.ts'

const ROUND_MS = 5 * 60_000

/**
 * By when somebody answers and by when it is done, on the community's working hours; null where the category sets no limit.
 * An emergency is answered at once, at any hour.
 */
export function promiseFor(category: CategoryCode, from: Date, community: Community): { respondBy: Date | null; resolveBy: Date | null } {
  const { responseHours, resolveHours } = categoryOf(category)
  if (responseHours === 0) return { respondBy: from, resolveBy: null }
  return { respondBy: deadline(responseHours, from, community), resolveBy: deadline(resolveHours, from, community) }
}

function deadline(hours: number | null, from: Date, { week, timeZone }: Community): Date | null {
  if (hours === null) return null
  const due = addWorkingHours(from, hours, week, timeZone)
  return new Date(Math.round(due.getTime() / ROUND_MS) * ROUND_MS)
}
