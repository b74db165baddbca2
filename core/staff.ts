import type { Scope } from './org.ts'

/** `overseer`: of the sub-district or the district, in one of the communities below it. */
export const ROLES = ['viewer', 'overseer', 'buildingCaptain', 'gridWorker', 'staff', 'director', 'administrator'] as const
export type Role = (typeof ROLES)[number]

/** What a community may make of its own people; nobody makes themselves somebody above it. */
export const OWN_ROLES = ROLES.filter((role) => role !== 'overseer')

/** A person who signs in to the console, with what they may see there. */
export type Staff = Scope & { id: number; name: string; role: Role }

/** Who works on matters, wherever in the community. */
export const FIELD_ROLES = ['buildingCaptain', 'gridWorker', 'staff', 'director', 'administrator'] as const satisfies readonly Role[]

/** Who decides what nobody else could settle. */
export const DIRECTORS = ['director', 'administrator'] as const satisfies readonly Role[]

/** Who decides what a community has set, and what its groups are. */
export const SETTING_ROLES = ['director', 'administrator'] as const satisfies readonly Role[]

/** Who speaks to groups in the community's name. */
export const ANNOUNCING_ROLES = ['staff', 'director', 'administrator'] as const satisfies readonly Role[]

/** Who writes what the bot answers from. */
export const KNOWLEDGE_ROLES = ['staff', 'director', 'administrator'] as const satisfies readonly Role[]

export function hasRole({ role }: Pick<Staff, 'role'>, roles: readonly Role[]): boolean {
  return roles.includes(role)
}

/** Whoever lost the phone asks a director; an administrator asks another one. Nobody does it to themselves. */
export function mayResetSecondFactor(by: Pick<Staff, 'id' | 'role'>, whom: Pick<Staff, 'id' | 'role'>): boolean {
  if (by.id === whom.id) return false
  return by.role === 'administrator' || (by.role === 'director' && whom.role !== 'administrator')
}
