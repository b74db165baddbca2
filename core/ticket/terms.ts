import * as z from 'zod'
import type { Party } from '../org.ts'
import { type CategoryCode, categoryOf, TIERS, type Tier } from '../taxonomy/categories.ts'

export const LONGEST_HOURS = 500
export const LONGEST_DAYS = 30

/** What a community has decided for a category instead of what is usual, in working hours; null: no limit. */
export type OwnTerms = { responseHours: number | null; resolveHours: number | null; party: Party }

/** By category; what is not named is as usual. */
export type TermsByCategory = { readonly [code in CategoryCode]?: OwnTerms }

/** What a level asks for: residents hear of a matter at least every `updateDays` working days; `resolveHours` is for what was raised or lowered to it. */
const TierTerms = z.object({
  updateDays: z.number().int().min(1).max(LONGEST_DAYS),
  resolveHours: z.number().min(1).max(LONGEST_HOURS),
})

export const TermsByTier = z.record(z.enum(TIERS), TierTerms)
export type TermsByTier = z.infer<typeof TermsByTier>

export const DEFAULT_TIER_TERMS: TermsByTier = {
  green: { updateDays: 2, resolveHours: 72 },
  yellow: { updateDays: 3, resolveHours: 168 },
  red: { updateDays: 7, resolveHours: 360 },
}

/** Who leads a matter on a level that is not its category's own. */
const LEADERS: Record<Tier, Party> = { green: 'community', yellow: 'subdistrict', red: 'department' }

/** The three clocks of a matter, in working hours and working days, and who owns it. */
export type Terms = OwnTerms & { updateDays: number }

export type TermSettings = { tierTerms: TermsByTier; categoryTerms: TermsByCategory }

/** What holds for a category on a level: the category's own terms on its own level, else the level's. */
export function termsOf({ category, tier }: { category: CategoryCode; tier: Tier }, settings: TermSettings): Terms {
  const own = settings.categoryTerms[category] ?? usualTerms(category)
  const { updateDays, resolveHours } = settings.tierTerms[tier]
  if (tier === categoryOf(category).tier) return { ...own, updateDays }
  return { ...own, resolveHours: own.resolveHours && resolveHours, updateDays, party: LEADERS[tier] }
}

export function usualTerms(code: CategoryCode): OwnTerms {
  const { responseHours, resolveHours, owners } = categoryOf(code)
  return { responseHours, resolveHours, party: owners[0] ?? 'community' }
}
