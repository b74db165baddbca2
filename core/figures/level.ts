import type { Party } from '../org.ts'
import { stepOf } from '../routing/level.ts'

/** On which level a matter is handled, from the house upwards; who is above the community is one (S06). */
export const LEVELS = ['building', 'estate', 'community', 'above'] as const
export type Level = (typeof LEVELS)[number]

export function levelOf(party: Party): Level {
  const step = stepOf(party)
  return step === 'subdistrict' || step === 'district' ? 'above' : step
}

/** How many matters that began on a level ended in a month, how many of them never left it, and how many of all ended on it. */
export type Contained = { month: string; level: Level; ended: number; kept: number; solved: number }
