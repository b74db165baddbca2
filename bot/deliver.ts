import { setTimeout as wait } from 'node:timers/promises'
import type { Account } from '../core/account.ts'
import type { NoticeKind } from '../core/notice.ts'
import { URGENT } from '../core/speech/coolDown.ts'
import * as channels from '../db/channels.ts'
import type { Db } from '../db/client.ts'
import * as outbox from '../db/outbox.ts'
import { type Channel, type Speech, SpeechFailure } from './channel.ts'

const MOST_ATTEMPTS = 5
const FIRST_RETRY_MS = 10_000
const URGENT_RETRY_MS = 60_000
/** WeChat says of a limited account, too, that those it speaks to are gone. */
const MOST_GONE = 3
const GONE_WITHIN_MS = 10 * 60_000

/** Chance enters here: a number from 0 up to 1, as `Math.random` gives. A network that does not answer for `sayTimeoutMs` is given up on. */
type Deliverer = { db: Db; account: Account; channel: Channel; now: () => Date; chance: () => number; sayTimeoutMs: number }

/** Says the next thing owed, or `only` of one kind. Returns how long the account should pause before the one after it, or null when nothing is due. */
export async function deliverNext(
  { db, account, channel, now, chance, sayTimeoutMs }: Deliverer,
  only?: NoticeKind,
): Promise<{ pauseMs: number } | null> {
  const owed = await outbox.claimNext(db, account, now(), only)
  if (!owed) return null

  const { pace } = owed.community
  const pause = { pauseMs: pace.minMs + chance() * (pace.maxMs - pace.minMs) }
  try {
    const isTaken = await sayWithin(sayTimeoutMs, channel, { to: addressOf(owed), mention: owed.mention, text: owed.text })
    if (!isTaken) {
      await outbox.markUnsent(db, owed.id, { obstacle: 'interrupted', at: now() })
      return pause
    }
  } catch (error) {
    if (!(error instanceof SpeechFailure)) throw error
    await outbox.markUnsent(db, owed.id, nextStep(owed, error.code, now()))
    if (await isLimited(db, account, error.code, now()))
      await channels.coolDown(db, account, { kind: owed.kind, now: now(), chance: chance() })
    return pause
  }
  await outbox.markSent(db, owed, now())
  await channels.warmUp(db, account)
  return pause
}

async function isLimited(db: Db, account: Account, code: SpeechFailure['code'], at: Date): Promise<boolean> {
  if (code === 'limited') return true
  return code === 'gone' && (await outbox.countGoneInRow(db, account, new Date(at.getTime() - GONE_WITHIN_MS))) >= MOST_GONE
}

/** Whether the network answered in time. When it did not, nobody knows whether the words were heard: they are not said again. */
async function sayWithin(timeoutMs: number, channel: Channel, speech: Speech): Promise<boolean> {
  const clock = new AbortController()
  const late = wait(timeoutMs, false, { signal: clock.signal })
  const said = channel.say(speech).then(() => true)
  try {
    return await Promise.race([said, late])
  } finally {
    clock.abort()
    // Whichever loses the race is no longer waited for.
    for (const loser of [late, said]) loser.catch(() => undefined)
  }
}

function addressOf({ roomExternalId, memberExternalId }: outbox.Owed) {
  return roomExternalId === null ? { memberId: memberExternalId! } : { roomId: roomExternalId }
}

/** A limited account is no fault of the words: they wait until it may speak, what is urgent for a minute. */
function nextStep(
  { kind, notBefore, attempts }: outbox.Owed,
  code: SpeechFailure['code'],
  at: Date,
): Parameters<typeof outbox.markUnsent>[2] {
  if (code === 'gone') return { obstacle: 'gone', at }
  if (code === 'unsure') return { obstacle: 'interrupted', at }
  if (code === 'limited') {
    return { notBefore: URGENT.includes(kind) ? new Date(at.getTime() + URGENT_RETRY_MS) : notBefore, attempts: attempts - 1 }
  }
  if (code === 'offline') return { notBefore: new Date(at.getTime() + FIRST_RETRY_MS), attempts: attempts - 1 }
  if (attempts >= MOST_ATTEMPTS) return { obstacle: 'attempts', at }
  return { notBefore: new Date(at.getTime() + FIRST_RETRY_MS * 2 ** (attempts - 1)), attempts }
}
