import { MAIN_ACCOUNT } from '../account.ts'
import type { ChannelState } from '../channel.ts'
import { channelTexts } from '../texts/channel.ts'

/** What staff are told of by another way than WeChat. */
export const ALERT_KINDS = ['mustScan', 'refused', 'noSync', 'botGone', 'untaken', 'stuck', 'roomLeft'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** What is wrong with one account. */
const ACCOUNT_KINDS: readonly AlertKind[] = ['mustScan', 'refused', 'noSync', 'botGone']

/** At most one alert with the same `key` is open. `about` is what people must know of it, without anybody's data. */
export type Alert = { kind: AlertKind; key: string; communityId: number | null; about: string }
export type OpenAlert = Pick<Alert, 'kind' | 'key'> & { id: number; raisedAt: Date }

/** How everything stands, as far as it can be wrong; without `accounts` before a bot was ever started. */
export type Snapshot = {
  accounts: readonly SeenAccount[]
  /** Emergencies that ring though the head, or whoever sits at the console, was called; `calledAt` is when. */
  untaken: readonly { communityId: number; incident: string; headline: string; calledAt: Date }[]
  /** Words that a limited account cannot say, by community. */
  stuck: readonly { communityId: number; since: Date }[]
  /** Groups of a community that the bot is not in any more. */
  left: readonly { communityId: number; roomId: number; topic: string }[]
}

type SeenAccount = {
  name: string
  account: string
  state: ChannelState
  changedAt: Date
  syncedAt: Date | null
  aliveAt: Date | null
  startedAt: Date | null
}

/** `drop`: what is about an account that nobody looks at any more; it is not over, and nobody is told that it is. */
export type Verdict = { raise: Alert[]; end: number[]; drop: number[] }

const ALIVE_WITHIN_MS = 2 * 60_000
const SYNCED_WITHIN_MS = 2 * 60_000
const TAKEN_WITHIN_MS = 2 * 60_000
const SAID_WITHIN_MS = 10 * 60_000

/** What is wrong now and not yet known, and what is wrong no longer. */
export function judge(snapshot: Snapshot, open: readonly OpenAlert[], now: Date): Verdict {
  const wrong = [
    ...snapshot.accounts.flatMap((seen) => judgeAccount(seen, snapshot, now)),
    ...judgeUntaken(snapshot, now),
    ...judgeStuck(snapshot, now),
    ...judgeLeft(snapshot),
  ]
  const known = new Set(open.map(({ key }) => key))
  const keys = new Set(wrong.map(({ key }) => key))
  return {
    raise: wrong.filter(({ key }) => !known.has(key)),
    end: open
      .filter((alert) => !keys.has(alert.key) && !isOrphaned(alert, snapshot) && !isUnclear(alert, snapshot, now))
      .map(({ id }) => id),
    drop: open.filter((alert) => isOrphaned(alert, snapshot)).map(({ id }) => id),
  }
}

/** Whether the bot's process has told nothing for too long; one that never told is not missed. */
export function isBotGone({ aliveAt }: { aliveAt: Date | null }, now: Date): boolean {
  return aliveAt !== null && isLongAgo(aliveAt, ALIVE_WITHIN_MS, now)
}

/** A process that is gone leaves its last words behind: what they say is no longer known to be true. */
function judgeAccount(seen: SeenAccount, { accounts }: Snapshot, now: Date): Alert[] {
  const about = accounts.length > 1 ? channelTexts.account(seen.account) : ''
  const alert = (kind: AlertKind): Alert[] => [{ kind, key: keyOf(kind, seen), communityId: null, about }]
  if (isBotGone(seen, now)) return alert('botGone')
  switch (seen.state) {
    case 'needsScan':
    case 'loggedOut':
      return alert('mustScan')
    case 'refused':
      return alert('refused')
    case 'online':
    case 'reconnecting':
      return seen.syncedAt && isLongAgo(latest(seen.syncedAt, quietSince(seen)), SYNCED_WITHIN_MS, now) ? alert('noSync') : []
    case 'starting':
      return []
  }
}

function keyOf(kind: AlertKind, { name, account }: Pick<SeenAccount, 'name' | 'account'>): string {
  return account === MAIN_ACCOUNT ? `${kind} ${name}` : `${kind} ${name} ${account}`
}

/** Who has just logged in, or just started, has had no time to sync. */
function quietSince({ state, changedAt, startedAt }: SeenAccount): Date {
  const startedOr = startedAt ?? new Date(0)
  return state === 'online' ? latest(changedAt, startedOr) : startedOr
}

function isOrphaned({ kind, key }: OpenAlert, { accounts }: Snapshot): boolean {
  return ACCOUNT_KINDS.includes(kind) && !accounts.some((seen) => keyOf(kind, seen) === key)
}

/** Other trouble does not end the trouble before it: only who is logged in has scanned, and only a sync shows that words come through. */
function isUnclear({ kind, key, raisedAt }: OpenAlert, { accounts }: Snapshot, now: Date): boolean {
  const seen = accounts.find((account) => keyOf(kind, account) === key)
  if (!seen || kind === 'botGone') return false
  switch (kind) {
    case 'mustScan':
    case 'refused':
      return isBotGone(seen, now) || !isLoggedIn(seen.state)
    case 'noSync':
      return !(seen.syncedAt && seen.syncedAt > raisedAt)
    case 'untaken':
    case 'stuck':
    case 'roomLeft':
      return false
  }
}

function isLoggedIn(state: ChannelState): boolean {
  return state === 'online' || state === 'reconnecting'
}

function judgeUntaken({ untaken }: Snapshot, now: Date): Alert[] {
  return untaken
    .filter(({ calledAt }) => isLongAgo(calledAt, TAKEN_WITHIN_MS, now))
    .map(({ communityId, incident, headline }) => ({
      kind: 'untaken',
      key: `untaken ${communityId} ${incident}`,
      communityId,
      about: headline,
    }))
}

function judgeStuck({ stuck }: Snapshot, now: Date): Alert[] {
  return stuck
    .filter(({ since }) => isLongAgo(since, SAID_WITHIN_MS, now))
    .map(({ communityId }) => ({ kind: 'stuck', key: `stuck ${communityId}`, communityId, about: '' }))
}

function judgeLeft({ left }: Snapshot): Alert[] {
  return left.map(({ communityId, roomId, topic }) => ({ kind: 'roomLeft', key: `roomLeft ${roomId}`, communityId, about: topic }))
}

function isLongAgo(at: Date, withinMs: number, now: Date): boolean {
  return now.getTime() - at.getTime() > withinMs
}

function latest(...moments: Date[]): Date {
  return new Date(Math.max(...moments.map((at) => at.getTime())))
}
