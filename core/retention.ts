/**
 * Until when what is older goes: talk that joined no ticket, photos of tickets that have ended, and the words of tickets themselves. The privacy notice
 * promises all three (PIPL art. 6 and 17).
 */
export type Limits = { talk: Date; photos: Date; tickets: Date }

const TALK_HOURS = 24
const PHOTO_DAYS = 183
const TICKET_DAYS = 2 * 365

export function limitsAt(now: Date): Limits {
  const before = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  return { talk: before(TALK_HOURS), photos: before(PHOTO_DAYS * 24), tickets: before(TICKET_DAYS * 24) }
}
