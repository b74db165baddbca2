import type { ChannelState } from '../channel.ts'

/** What staff are told of by another way than WeChat. */
export const ALERT_KINDS = ['mustScan', 'refused', 'noSync', 'botGone', 'untaken', 'stuck', 'roomLeft'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** At most one alert with the same `key` is open. `about` is what people must know of it, without anybody's data. */
export type Alert = { kind: AlertKind; key: string; communityId: number | null; about: string }
export type OpenAlert = Pick<Alert, 'kind' | 'key'> & { id: number; raisedAt: Date }

/** How everything stands, as far as it can be wrong; `channel` is null before a bot was ever started. */
export type Snapshot = {
  channel: {
    name: string
    state: ChannelState
    changedAt: Date
    syncedAt: Date | null
    aliveAt: Date | null
    startedAt: Date | null
  } | null
  /** Emergencies that ring though the head, or whoever sits at the console, was called; `calledAt` is when. */
  untaken: readonly { communityId: number; incident: string; headline: string; calledAt: Date }[]
  /** Words that a limited account cannot say, by community. */
  stuck: readonly { communityId: number; since: Date }[]
  /** Groups of a community that the bot is not in any more. */
  left: readonly { communityId: number; roomId: number; topic: string }[]
}

export type Verdict = { raise: Alert[]; end: number[] }

const ALIVE_WITHIN_MS = 2 * 60_000
const SYNCED_WITHIN_MS = 2 * 60_000
const TAKEN_WITHIN_MS = 2 * 60_000
const SAID_WITHIN_MS = 10 * 60_000

/** What is wrong now and not yet known, and what is wrong no longer. */
export function judge(snapshot: Snapshot, open: readonly OpenAlert[], now: Date): Verdict {
  const wrong = [...judgeChannel(snapshot, now), ...judgeUntaken(snapshot, now), ...judgeStuck(snapshot, now), ...judgeLeft(snapshot)]
  const known = new Set(open.map(({ key }) => key))
  const keys = new Set(wrong.map(({ key }) => key))
  return {
    raise: wrong.filter(({ key }) => !known.has(key)),
    end: open.filter((alert) => !keys.has(alert.key) && !isUnclear(alert, snapshot, now)).map(({ id }) => id),
  }
}

/** Whether the bot's process has told nothing for too long; one that never told is not missed. */
export function isBotGone({ aliveAt }: { aliveAt: Date | null }, now: Date): boolean {
  return aliveAt !== null && isLongAgo(aliveAt, ALIVE_WITHIN_MS, now)
}

/** A process that is gone leaves its last words behind: what they say is no longer known to be true. */
function judgeChannel({ channel }: Snapshot, now: Date): Alert[] {
  if (!channel) return []
  const alert = (kind: AlertKind): Alert[] => [{ kind, key: `${kind} ${channel.name}`, communityId: null, about: '' }]
  if (isBotGone(channel, now)) return alert('botGone')
  switch (channel.state) {
    case 'needsScan':
    case 'loggedOut':
      return alert('mustScan')
    case 'refused':
      return alert('refused')
    case 'online':
    case 'reconnecting':
      return channel.syncedAt && isLongAgo(latest(channel.syncedAt, quietSince(channel)), SYNCED_WITHIN_MS, now) ? alert('noSync') : []
    case 'starting':
      return []
  }
}

/** Who has just logged in, or just started, has had no time to sync. */
function quietSince({ state, changedAt, startedAt }: NonNullable<Snapshot['channel']>): Date {
  const startedOr = startedAt ?? new Date(0)
  return state === 'online' ? latest(changedAt, startedOr) : startedOr
}

/** Other trouble does not end the trouble before it: only who is logged in has scanned, and only a sync shows that words come through. */
function isUnclear({ kind, raisedAt }: OpenAlert, { channel }: Snapshot, now: Date): boolean {
  if (!channel || kind === 'botGone') return false
  switch (kind) {
    case 'mustScan':
    case 'refused':
      return isBotGone(channel, now) || !isLoggedIn(channel.state)
    case 'noSync':
      return !(channel.syncedAt && channel.syncedAt > raisedAt)
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
