/** Until when what is older goes: talk that joined no ticket, and photos of tickets that have ended. The privacy notice promises both (PIPL art. 6 and 17). */
export type Limits = { talk: Date; photos: Date }

const TALK_HOURS = 24
const PHOTO_DAYS = 183

export function limitsAt(now: Date): Limits {
  return { talk: new Date(now.getTime() - TALK_HOURS * 3_600_000), photos: new Date(now.getTime() - PHOTO_DAYS * 24 * 3_600_000) }
}
