export const ORG_KINDS = ['district', 'subdistrict', 'community', 'estate', 'building'] as const
export type OrgKind = (typeof ORG_KINDS)[number]

/** Who can be made responsible for a matter (S60). */
export const PARTIES = [
  'property',
  'selfManagementCommittee',
  'ownersCommittee',
  'buildingCaptain',
  'gridWorker',
  'community',
  'subdistrict',
  'department',
  'volunteers',
  'duty',
] as const
export type Party = (typeof PARTIES)[number]

/** Part of a community: the matters of some places, each as `placeKey` writes it, and what is in somebody's own hands. */
export type Reach = { staffId: number; places: readonly string[] }

/**
 * What a function may see and touch. Every function that reads or writes residents' matters asks for one. `reach`: no more than this part of the community;
 * `from`: somebody looks down from this node, and the community has to lie below it.
 */
export type Scope = { communityId: number; reach?: Reach; from?: number }

/** A node above communities that somebody looks down from. */
export type Height = { unitId: number }
