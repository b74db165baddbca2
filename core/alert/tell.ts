import type { AlertKind } from './alert.ts'

/** The ways by which an alert leaves the house. */
export const ALERT_WAYS = ['mail', 'webhook'] as const
export type AlertWay = (typeof ALERT_WAYS)[number]

/** How far the telling of an alert has come. `toldWays` took the present round, in which `attempts` tries failed. */
export type Telling = {
  kind: AlertKind
  raisedAt: Date
  endedAt: Date | null
  toldAt: Date | null
  endToldAt: Date | null
  triedAt: Date | null
  attempts: number
  toldWays: readonly AlertWay[]
}

export type Round = 'raised' | 'repeated' | 'ended'
export type Try = { way: AlertWay; problem: string | null }
export type Told = Pick<Telling, 'toldAt' | 'endToldAt' | 'attempts' | 'toldWays'> & { lastError: string | null }

const REPEAT_MS = 30 * 60_000
/** As long another process may still be telling it. */
const CLAIMED_MS = 60_000
const FIRST_RETRY_MS = 30_000
const LONGEST_RETRY_MS = 15 * 60_000
/** After as many a round is over for whoever was reached, and for an end that nobody took. */
const MOST_ATTEMPTS = 6
/** What somebody forgets in a night is told again; an emergency has its own calls, and words have their list. */
const REPEATED: readonly AlertKind[] = ['mustScan', 'refused', 'noSync', 'botGone']

/** What is to be told of an alert now; null: nothing, or not yet. */
export function roundOf(telling: Telling, now: Date): Round | null {
  const round = openRound(telling, now)
  return round && isRested(telling, now) ? round : null
}

/** What nobody was told of need not be called off. */
function openRound({ kind, endedAt, toldAt, endToldAt }: Telling, now: Date): Round | null {
  if (endedAt) return endToldAt === null && toldAt !== null ? 'ended' : null
  if (toldAt === null) return 'raised'
  return REPEATED.includes(kind) && now.getTime() - toldAt.getTime() >= REPEAT_MS ? 'repeated' : null
}

/** A server that fails is left alone for longer each time. */
function isRested({ triedAt, attempts }: Telling, now: Date): boolean {
  if (!triedAt) return true
  const restMs = attempts === 0 ? CLAIMED_MS : Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS)
  return now.getTime() - triedAt.getTime() >= restMs
}

/** What is known after a round was tried. */
export function afterTrying({ toldAt, endToldAt, ...before }: Telling, round: Round, tries: readonly Try[], now: Date): Told {
  const toldWays = [...before.toldWays, ...tries.filter(({ problem }) => problem === null).map(({ way }) => way)]
  const failed = tries.filter(({ problem }) => problem !== null)
  const attempts = failed.length > 0 ? before.attempts + 1 : 0
  const isGivenUp = attempts >= MOST_ATTEMPTS && (toldWays.length > 0 || round === 'ended')
  const lastError = failed.length > 0 ? failed.map(({ problem }) => problem).join(' ') : null
  if (failed.length > 0 && !isGivenUp) return { toldAt, endToldAt, attempts, toldWays, lastError }
  return { ...(round === 'ended' ? { toldAt, endToldAt: now } : { toldAt: now, endToldAt }), attempts: 0, toldWays: [], lastError }
}
