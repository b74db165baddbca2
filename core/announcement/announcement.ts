export const ANNOUNCEMENT_KINDS = ['activity', 'meeting'] as const
export type AnnouncementKind = (typeof ANNOUNCEMENT_KINDS)[number]

export const ANNOUNCEMENT_STATUSES = ['scheduled', 'published', 'cancelled'] as const
export type AnnouncementStatus = (typeof ANNOUNCEMENT_STATUSES)[number]

/** `place` and `purpose` are staff's own words; the words for the groups are made from them. */
export type Announcement = {
  id: number
  communityId: number
  kind: AnnouncementKind
  title: string
  startsAt: Date
  place: string
  purpose: string
  status: AnnouncementStatus
  publishAt: Date
}
