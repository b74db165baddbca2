/** What people do at the console that is no ticket's own history. */
export const DEEDS = [
  'reveal',
  'changeRole',
  'leaveService',
  'returnToService',
  'resetPassword',
  'changePassword',
  'turnOnTwoFactor',
  'turnOffTwoFactor',
  'signOutOthers',
  'forgetResident',
] as const
export type DeedAction = (typeof DEEDS)[number]

/** Who did what to whom or what, from what to what, and why. */
export type Deed = {
  action: DeedAction
  subject: string
  ticketId?: number | null
  before?: string | null
  after?: string | null
  reason?: string | null
}
