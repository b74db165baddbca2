/** What people do at the console that is no ticket's own history. */
export const DEEDS = [
  'changeRole',
  'leaveService',
  'returnToService',
  'resetPassword',
  'changePassword',
  'signOutOthers',
  'addColleague',
  'turnOnSecondFactor',
  'turnOffSecondFactor',
  'resetSecondFactor',
  'spendRecoveryCode',
  'setCommunity',
  'setHours',
  'setCalendar',
  'setTerms',
  'setRouting',
  'setHotlines',
  'setDuty',
  'setPace',
  'setListening',
  'setManners',
  'setWordings',
  'setModel',
  'setMute',
  'setEstates',
  'setOrganisation',
  'setGrids',
  'setAppointments',
  'setStations',
  'setRoster',
  'setRooms',
  'offerClaim',
  'setArticles',
  'exportTickets',
  'exportFigures',
  'exportCorrections',
  'reveal',
  'coverPhoto',
  'eraseResident',
] as const
export type DeedAction = (typeof DEEDS)[number]

/** What was done to whom, from what to what. */
export type Deed = { action: DeedAction; subject: string; before?: string; after?: string; changes?: Difference }

/** What is different afterwards, by its name on the console: as it was and as it is; null: not there. */
export type Difference = Record<string, [string | null, string | null]>
