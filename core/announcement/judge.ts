import type { AnnouncementDraft } from './announcement.ts'

/** Why a draft cannot go out as it is. */
export type DraftFault = 'startInPast' | 'publishInPast' | 'publishAfterStart' | 'tooFarAhead' | 'noRoom'

const FURTHEST_MS = 366 * 86_400_000
/** Filling in the form takes a while: "now" may be a few minutes old. */
const LATE_MS = 10 * 60_000

/** What is wrong with the times and the groups of a draft; empty when it may go out. */
export function judgeDraft(
  { startsAt, publishAt }: Pick<AnnouncementDraft, 'startsAt' | 'publishAt'>,
  roomIds: readonly number[],
  now: Date,
): DraftFault[] {
  const faults: DraftFault[] = []
  if (startsAt <= now) faults.push('startInPast')
  if (startsAt.getTime() - now.getTime() > FURTHEST_MS) faults.push('tooFarAhead')
  if (publishAt.getTime() < now.getTime() - LATE_MS) faults.push('publishInPast')
  if (publishAt >= startsAt && startsAt > now) faults.push('publishAfterStart')
  if (roomIds.length === 0) faults.push('noRoom')
  return faults
}
