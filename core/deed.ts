/** What people do at the console that is no ticket's own history. */
export const DEEDS = [
  'changeRole',
  'leaveService',
  'returnToService',
  'resetPassword',
  'changePassword',
  'signOutOthers',
  'reveal',
  'eraseResident',
] as const
export type DeedAction = (typeof DEEDS)[number]

/** What was done to whom, from what to what. */
export type Deed = { action: DeedAction; subject: string; before?: string; after?: string }
