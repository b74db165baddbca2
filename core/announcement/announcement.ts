export const ANNOUNCEMENT_KINDS = ['activity', 'meeting'] as const
export type AnnouncementKind = (typeof ANNOUNCEMENT_KINDS)[number]

export type AnnouncementStatus = 'scheduled' | 'published' | 'cancelled'

/** What staff write; the words for the groups are made from it. */
export type AnnouncementDraft = {
  kind: AnnouncementKind
  title: string
  startsAt: Date
  place: string
  purpose: string
  publishAt: Date
}

export type Announcement = AnnouncementDraft & { id: number; communityId: number; cancelledAt: Date | null; version: number }

/** A group an announcement is for; `heard`: something of it was said there, so it has to hear of a change too. */
export type Audience = { roomId: number; heard: boolean }

/** Published is what a group has heard, not what was planned. */
export function statusOf({ cancelledAt }: Pick<Announcement, 'cancelledAt'>, audience: readonly Audience[]): AnnouncementStatus {
  if (cancelledAt) return 'cancelled'
  return audience.some(({ heard }) => heard) ? 'published' : 'scheduled'
}

/** What a group that has heard of it must be told: its words name a time and a place. */
export function needsCorrection(before: AnnouncementDraft, after: AnnouncementDraft): boolean {
  return before.startsAt.getTime() !== after.startsAt.getTime() || before.place !== after.place
}
