import { INTAKE_CHANNELS, type IntakeChannel } from '../intake.ts'
import { TIERS, type Tier } from '../taxonomy/categories.ts'
import type { Outcome, TicketStatus } from '../ticket/status.ts'

/**
 * The pair that every community reports: collected and solved. Collected is what was filed, and what was turned down for a reason; what was merged counts
 * with the ticket it is part of, what its reporters took back does not count. Solved is what somebody other than the handler has found done.
 */
export const NEVER_COLLECTED = ['merged', 'withdrawn', 'draft', 'pendingReview'] as const satisfies readonly TicketStatus[]
export const SOLVED_OUTCOMES = ['confirmed', 'verified'] as const satisfies readonly Outcome[]

export type Pair = { collected: number; solved: number }

/** 89.5 of 57 and 51, one decimal; null of nothing. */
export function rateOf({ collected, solved }: Pair): number | null {
  return collected === 0 ? null : Math.round((solved * 1000) / collected) / 10
}

/** What the pair is told apart by. */
export const DIMENSIONS = ['estate', 'channel', 'tier', 'category'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** Which matters are meant: taken in from one moment up to another; `group` is what stands before the dot of a category. */
export type FigureFilter = {
  from: Date
  to: Date
  estateId: number | null
  channel: IntakeChannel | null
  tier: Tier | null
  group: string | null
}

/** Keys in the order in which a page names them; estates and categories are as they come. */
const KEY_ORDER: Partial<Record<Dimension, readonly string[]>> = { channel: INTAKE_CHANNELS, tier: TIERS }

export type PairByKey = Pair & { key: string }

export function inOrder(dimension: Dimension, rows: readonly PairByKey[]): PairByKey[] {
  const order = KEY_ORDER[dimension]
  if (order) return rows.toSorted((a, b) => order.indexOf(a.key) - order.indexOf(b.key))
  return rows.toSorted((a, b) => b.collected - a.collected || a.key.localeCompare(b.key))
}
