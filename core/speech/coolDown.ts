import { NOTICE_KINDS, type NoticeKind } from '../notice.ts'

/** The account says nothing but what is urgent until a moment; `urgentRefusedAt` is when the network last turned that away too. */
export type Limit = { until: Date; urgentRefusedAt: Date | null }

/** How long the whole account is silent after the network turned words away, longer each time in a row. */
const STEPS_MINUTES = [5, 15, 30] as const
/** Up to a fifth longer, so that nothing comes back on the minute. */
const JITTER = 0.2

/** What is still tried now and then while the account is silent, and said while staff have muted it: somebody may be in danger. */
export const URGENT: readonly NoticeKind[] = ['emergency', 'page']
const URGENT_EVERY_MS = 60_000

/** What may be tried now. */
export function kindsToTry(limit: Limit | null, now: Date): readonly NoticeKind[] {
  if (!limit || limit.until <= now) return NOTICE_KINDS
  const next = nextUrgentAt(limit)
  return !next || next <= now ? URGENT : []
}

/** When what is urgent may be tried again; null: at once, for only ordinary words were turned away. */
export function nextUrgentAt({ urgentRefusedAt }: Limit): Date | null {
  return urgentRefusedAt && new Date(urgentRefusedAt.getTime() + URGENT_EVERY_MS)
}

/** `chance` is a number from 0 up to 1. */
export function coolDownMs(timesBefore: number, chance: number): number {
  const minutes = STEPS_MINUTES[Math.min(timesBefore, STEPS_MINUTES.length - 1)]!
  return Math.round(minutes * 60_000 * (1 + JITTER * chance))
}
