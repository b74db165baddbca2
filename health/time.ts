import { setTimeout as wait } from 'node:timers/promises'

export const PATIENCE_MS = 2000

/** The database did not answer in time. */
export class TooSlow extends Error {
  override readonly name = 'TooSlow'
}

/** Whoever watches a process would rather hear nothing than wait. The work itself goes on. */
export async function withinTime<Answer>(work: Promise<Answer>): Promise<Answer> {
  const clock = new AbortController()
  const late = wait(PATIENCE_MS, null, { signal: clock.signal }).then(() => {
    throw new TooSlow(`No answer within ${PATIENCE_MS / 1000} s`)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clock.abort()
    for (const loser of [work, late]) loser.catch(() => undefined)
  }
}
