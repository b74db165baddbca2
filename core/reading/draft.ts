import { mask } from '../mask.ts'
import { type CategoryCode, categoryOf, type Urgency } from '../taxonomy/categories.ts'
import { readOffline } from './offline.ts'
import type { Place } from './place.ts'

/** What a person starts from who writes a matter down; `category` null: nobody can tell yet. */
export type MatterDraft = { summary: string; category: CategoryCode | null; place: Place | null; urgency: Urgency }

const LONGEST_SUMMARY = 40

/** What the rules see in somebody's words; where they see no matter, the words themselves, without phones and doors. */
export function draftFrom(text: string): MatterDraft {
  const { intent, category, summary, place, urgency } = readOffline({ text })
  const usual = category ? categoryOf(category).urgency : 'normal'
  return { summary: summary || shortened(text), category, place, urgency: intent === 'report' ? urgency : usual }
}

export function shortened(text: string): string {
  return [...mask(text).replace(/\s+/g, ' ').trim()].slice(0, LONGEST_SUMMARY).join('')
}

/** What somebody has typed over a proposal stays; what they left goes along with what the words say now. */
export function keepTyped<Name extends string>(
  typed: Record<Name, string>,
  proposedBefore: Partial<Record<Name, string>>,
  proposedNow: Record<Name, string>,
): Record<Name, string> {
  const names = Object.keys(proposedNow) as Name[]
  const kept = names.map((name) => [name, typed[name] === (proposedBefore[name] ?? '') ? proposedNow[name] : typed[name]])
  return Object.fromEntries(kept) as Record<Name, string>
}
