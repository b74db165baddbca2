import { Refusal } from '../errors.ts'
import { type OrgKind, PARTIES, type Party } from '../org.ts'
import { TIERS, type Tier } from '../taxonomy/categories.ts'

/** From the building to the district: how high a matter may go, each level with who leads it there. */
export const LEVELS = ['building', 'estate', 'community', 'subdistrict', 'district'] as const satisfies readonly OrgKind[]
export type Level = (typeof LEVELS)[number]

const LEADERS: Record<Level, Party> = {
  building: 'buildingCaptain',
  estate: 'gridWorker',
  community: 'community',
  subdistrict: 'subdistrict',
  district: 'department',
}

const LEVEL_OF: Record<Party, Level> = {
  buildingCaptain: 'building',
  property: 'estate',
  selfManagementCommittee: 'estate',
  ownersCommittee: 'estate',
  gridWorker: 'estate',
  community: 'community',
  volunteers: 'community',
  duty: 'community',
  subdistrict: 'subdistrict',
  department: 'district',
}

export function stepOf(party: Party): Level {
  return LEVEL_OF[party]
}

/** The higher, the greater: a matter that goes to a party of a greater rank has left its level. */
export function rankOf(party: Party): number {
  return LEVELS.indexOf(stepOf(party))
}

export function leaderOf(level: Level): Party {
  return LEADERS[level]
}

/** Exactly one level up (S05). Null: there is nobody above. */
export function levelAbove(party: Party): Level | null {
  return LEVELS[rankOf(party) + 1] ?? null
}

/** The levels a matter can be raised to, the next one first. */
export function levelsAbove(party: Party): readonly Level[] {
  return LEVELS.slice(rankOf(party) + 1)
}

export function isAboveCommunity(party: Party): boolean {
  return rankOf(party) > LEVELS.indexOf('community')
}

/** Whose a matter is once it has been raised above the community. */
export const RAISED_PARTIES = PARTIES.filter(isAboveCommunity)

/** What goes above the community is yellow or red; going up never lowers a colour. */
export function tierOn(level: Level, tier: Tier): Tier {
  const least: Tier = level === 'district' ? 'red' : level === 'subdistrict' ? 'yellow' : 'green'
  return TIERS.indexOf(least) > TIERS.indexOf(tier) ? least : tier
}

/** @throws Refusal `illegal-move` where nobody is above, or the picked level is not higher. */
export function levelToRaise(party: Party, picked: Level | undefined): Level {
  const level = picked ?? levelAbove(party)
  if (!level || !levelsAbove(party).includes(level)) throw new Refusal('illegal-move', { action: 'raise', party })
  return level
}
