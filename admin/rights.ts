import type { Role, Staff } from '../core/staff.ts'

/** Everybody's own, and what a page asks for by itself. */
const OWN = ['', 'account', 'live', 'sign-out', 'tickets', 'today', 'media']

/** Whose pages are few: a captain's, about their building, and those of who looks down from above, who reads and acts on what was raised. */
const FEW: Partial<Record<Role, readonly string[]>> = {
  buildingCaptain: OWN,
  overseer: [...OWN, 'communities', 'figures'],
}

/** Whether a page, named by the first part of its address, is for somebody of this role. */
export function mayOpen({ role }: Pick<Staff, 'role'>, path: string): boolean {
  const part = path.split('/')[1] ?? ''
  return (FEW[role]?.includes(part) ?? true) && (part !== 'communities' || role === 'overseer')
}

/** Whether somebody may take in what residents told them. */
export function mayTakeIn(staff: Pick<Staff, 'role'>): boolean {
  return staff.role !== 'viewer' && mayOpen(staff, '/intake')
}
