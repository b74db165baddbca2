import type { Paging } from '../community.ts'
import { texts } from '../texts/texts.ts'

/** Whose turn it is by: the community's duty list, its head, or whoever sits at the console. */
export const PAGE_RANKS = ['duty', 'head', 'console'] as const
export type PageRank = (typeof PAGE_RANKS)[number]

/** `calling`: no answer yet. `acked`: somebody took it on. `passed`: it went on to the next person, or ended otherwise. */
export const PAGE_STATUSES = ['calling', 'acked', 'passed'] as const

/** Why a call is over though nobody took it on. */
export const PAGE_ENDS = ['notAnswered', 'unreachable', 'settled'] as const
export type PageEnd = (typeof PAGE_ENDS)[number]

/** What people are called for: an emergency ticket, its words that could not be said, a stranger's cry in private, a cry that may be of a drill, the console's own drill. */
export const ALARM_REASONS = ['emergency', 'unsaid', 'stranger', 'duringDrill', 'drill'] as const
export type AlarmReason = (typeof ALARM_REASONS)[number]

/** Somebody who can be called. `staffId`: an account in service, whose console rings; `memberId`: a friend of the bot's account. */
export type Contact = { name: string; phone: string; staffId: number | null; memberId: number | null }

/** Everybody who may be called, first to last. */
export type Roster = { duty: readonly Contact[]; heads: readonly Contact[]; paging: Paging }

/** One person called once. */
export type Call = Contact & { position: number; rank: PageRank; isRinging: boolean; pagedAt: Date }

/** What must be known of the calls that were made to tell whose turn it is. */
export type Made = Pick<Call, 'rank' | 'pagedAt'>

/** A call that somebody got in private and may answer there; `takenBy` is who was faster. */
export type PrivateCall = { communityId: number; incident: string; reason: AlarmReason; name: string; takenBy: string | null }

/** Whoever sits there, when nobody else can be called. */
export const AT_THE_CONSOLE: Contact = { name: texts.page.whoeverIsAtTheConsole(), phone: '', staffId: null, memberId: null }

/**
 * Whom to call now, in order. At most the last one rings: those whom neither a console nor a private chat reaches are only noted, so that
 * nobody waits for them. The head's turn comes `headMinutes` after the alarm and again after as many; with nobody else to reach, at once.
 */
export function callNext(roster: Roster, made: readonly Made[], since: Date, now: Date): Call[] {
  const headAt = headsTurnAt(roster, made, since)
  if (headAt && headAt <= now) return number([{ contact: headToCall(roster, made)!, rank: 'head' }], made, now)

  const left = roster.duty.slice(countOf('duty', made))
  const reachable = left.findIndex(isReachable)
  const turns: Turn[] = left.slice(0, reachable < 0 ? left.length : reachable + 1).map((contact) => ({ contact, rank: 'duty' }))
  if (reachable < 0 && made.length === 0) {
    const head = headToCall(roster, made)
    turns.push(head ? { contact: head, rank: 'head' } : { contact: AT_THE_CONSOLE, rank: 'console' })
  }
  return number(turns, made, now)
}

/** When the last call goes on to somebody else if it is not answered; null when nobody is left. */
export function goesOnAt(roster: Roster, made: readonly Made[], since: Date): Date | null {
  const last = made.at(-1)
  const hasNext = roster.duty.slice(countOf('duty', made)).some(isReachable)
  const next = last && hasNext ? addMinutes(last.pagedAt, roster.paging.ackMinutes) : null
  const head = headsTurnAt(roster, made, since)
  return next && head ? (next < head ? next : head) : (next ?? head)
}

/** Residents may be told that somebody on duty was notified only if somebody on the list can be. */
export function isDutyReachable({ duty }: Roster): boolean {
  return duty.some(isReachable)
}

function isReachable({ staffId, memberId }: Contact): boolean {
  return staffId !== null || memberId !== null
}

type Turn = { contact: Contact; rank: PageRank }

function number(turns: readonly Turn[], made: readonly Made[], now: Date): Call[] {
  return turns.map(({ contact, rank }, index) => ({
    ...contact,
    rank,
    position: made.length + index + 1,
    isRinging: rank === 'console' || isReachable(contact),
    pagedAt: now,
  }))
}

/** Several heads take turns. */
function headToCall({ heads }: Roster, made: readonly Made[]): Contact | null {
  return heads[countOf('head', made) % heads.length] ?? null
}

function headsTurnAt({ heads, paging }: Roster, made: readonly Made[], since: Date): Date | null {
  if (heads.length === 0) return null
  const last = made.findLast(({ rank }) => rank === 'head')
  return addMinutes(last?.pagedAt ?? since, paging.headMinutes)
}

function countOf(rank: PageRank, made: readonly Made[]): number {
  return made.filter((call) => call.rank === rank).length
}

function addMinutes(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000)
}

const YES =
  /^(收到了?|1|好的?|好嘞|好了|行|嗯+|可以|明白|知道了|ok|\[ok\]|\[强\]|👍.?|我来(处理)?|我(马上|这就)(去|到|来|处理)|(马上|这就)(去|到|来|过去|处理)|(已经?)?在路上|到了|来了)$/i
const LONGEST_YES = 16

/** Whether somebody who was called takes it on: 收到, 1, 好，马上到. */
export function isTakenOn(text: string): boolean {
  const words = text.normalize('NFKC').trim()
  const [first = ''] = words.split(/[\s,，。.!！~、]+/)
  return [...words].length <= LONGEST_YES && YES.test(first)
}

/** Half of the alarms were answered within this many seconds; null when none was. */
export function medianSeconds(waits: readonly number[]): number | null {
  if (waits.length === 0) return null
  const sorted = waits.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2)
}
