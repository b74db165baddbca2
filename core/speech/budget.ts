import { Temporal } from 'temporal-polyfill'
import * as z from 'zod'
import { ClockTime } from '../hours.ts'
import { localTime, momentOf } from '../localTime.ts'
import type { NoticeKind } from '../notice.ts'

/** How much the bot may say in one group. Beyond it replies are combined every `combineMinutes`, and progress waits until `digestAt`. */
export const Budget = z.object({
  perHour: z.number().int().min(1).max(1000),
  perDay: z.number().int().min(1).max(10_000),
  combineMinutes: z.number().int().min(1).max(60),
  digestAt: ClockTime,
})
export type Budget = z.infer<typeof Budget>

export const DEFAULT_BUDGET: Budget = { perHour: 6, perDay: 30, combineMinutes: 10, digestAt: '18:00' }

/** What must be said however much was said before, so it is not counted either. */
export const UNCOUNTED: readonly NoticeKind[] = ['emergency', 'privacyNotice']

/** How often the bot itself has spoken in a group, in the last hour and since midnight. */
export type Spoken = { lastHour: number; today: number }

export function isSpent({ lastHour, today }: Spoken, { perHour, perDay }: Budget): boolean {
  return lastHour >= perHour || today >= perDay
}

/** This day's hour of the digest; null when it is over. */
export function nextDigest(now: Date, { digestAt }: Budget, timeZone: string): Date | null {
  const at = momentOf(localTime(now, timeZone).toPlainDate(), Temporal.PlainTime.from(digestAt), timeZone)
  return at > now ? at : null
}
