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

/** What a function may see and touch. Every function that reads or writes residents' matters asks for one. */
export type Scope = { communityId: number }
