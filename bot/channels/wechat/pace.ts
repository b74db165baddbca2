/** How patient the channel is with the network. */
export type Pace = {
  /** After a failure, doubled with every further one. */
  firstPauseMs: number
  longestPauseMs: number
  /** After this long without an answer nothing comes through. */
  silentAfterMs: number
  /** After the network turned the account away, doubled with every further time. */
  refusedPauseMs: number
  longestRefusedPauseMs: number
  /** How long somebody unknown is looked up. */
  contactTimeoutMs: number
  /** How long a stop waits until everything that was heard is stored. */
  restMs: number
}

export const PACE: Pace = {
  firstPauseMs: 1000,
  longestPauseMs: 15_000,
  silentAfterMs: 35_000,
  refusedPauseMs: 60_000,
  longestRefusedPauseMs: 30 * 60_000,
  contactTimeoutMs: 4000,
  restMs: 4000,
}

export function pauseAfter(failures: number, { firstPauseMs, longestPauseMs }: Pace): number {
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1))
  return pauseMs * (0.6 + 0.4 * Math.random())
}

export function pauseAfterRefusal(refusals: number, { refusedPauseMs, longestRefusedPauseMs }: Pace): number {
  return Math.min(longestRefusedPauseMs, refusedPauseMs * 2 ** (refusals - 1))
}
