export const ROOM_MODES = ['governance', 'social', 'staff', 'owners'] as const
/** What a group is for: neighbourhood matters, company, colleagues, or the owners among themselves. */
export type RoomMode = (typeof ROOM_MODES)[number]
