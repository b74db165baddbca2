import type { Party } from '../org.ts'

/** On which level a matter is handled, from the house upwards (S06). */
export const LEVELS = ['building', 'estate', 'community', 'above'] as const
export type Level = (typeof LEVELS)[number]

const LEVEL_OF: Record<Party, Level> = {
  buildingCaptain: 'building',
  property: 'estate',
  selfManagementCommittee: 'estate',
  ownersCommittee: 'estate',
  gridWorker: 'community',
  community: 'community',
  volunteers: 'community',
  duty: 'community',
  subdistrict: 'above',
  department: 'above',
}

export function levelOf(party: Party): Level {
  return LEVEL_OF[party]
}

/** The higher, the greater: a matter that goes to a party of a greater rank has left its level. */
export function rankOf(party: Party): number {
  return LEVELS.indexOf(levelOf(party))
}

/** How many matters that began on a level ended in a month, and how many of them never left it. */
export type Contained = { month: string; level: Level; ended: number; kept: number }
