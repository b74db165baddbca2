import * as z from 'zod'

export const SIGNAL_KINDS = ['burst', 'anger'] as const
/** What staff should know before it is a case: many speak of the same, or somebody shouts. */
export type SignalKind = (typeof SIGNAL_KINDS)[number]

/** How many different residents within how many hours make a burst. */
export const BurstRule = z.object({ people: z.number().int().min(2).max(50), hours: z.number().int().min(1).max(168) })
export type BurstRule = z.infer<typeof BurstRule>

export const DEFAULT_BURST: BurstRule = { people: 3, hours: 24 }
