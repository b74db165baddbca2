import { PARTIES } from '../org.ts'
import type { ManagementModel } from '../organisation/management.ts'

/** Who meets: whoever can be made responsible, and two who only have a say. */
export const ATTENDEES = [...PARTIES, 'partyBranch', 'residents'] as const
export type Attendee = (typeof ATTENDEES)[number]

/** The three without whom an estate's meeting is not complete: where residents manage themselves, their committee and they take the seats of company and owners' committee (S37). */
const QUORUM: Record<ManagementModel, readonly Attendee[]> = {
  property: ['partyBranch', 'ownersCommittee', 'property'],
  self_managed: ['partyBranch', 'selfManagementCommittee', 'residents'],
  none: ['partyBranch', 'community', 'residents'],
}

export function quorumOf(model: ManagementModel): readonly Attendee[] {
  return QUORUM[model]
}

/** Whom of the three nobody has invited. */
export function missingFrom(model: ManagementModel, invited: readonly Attendee[]): Attendee[] {
  return QUORUM[model].filter((one) => !invited.includes(one))
}
