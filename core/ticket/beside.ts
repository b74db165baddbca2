/** A page that has not been heard of for so long is closed; open ones say that they are there every 20 seconds. */
const PRESENT_MS = 45_000

/** A colleague who has the same ticket open; `editing`: they are writing something there. */
export type Beside = { name: string; editing: boolean; seenAt: Date }

export function isStillThere({ seenAt }: Pick<Beside, 'seenAt'>, now: Date): boolean {
  return now.getTime() - seenAt.getTime() <= PRESENT_MS
}
