import type { Intent, Reading } from '../reading/reading.ts'
import { type CategoryCode, categoryOf } from '../taxonomy/categories.ts'
import { findThings } from '../ticket/things.ts'
import { compareWeights } from '../ticket/traces.ts'
import type { BurstRule } from './signal.ts'

/** Somebody's words about something, said in a group. */
export type Told = { messageId: number; memberId: number; category: CategoryCode; words: string; at: Date }

/** Answers, thanks and sign-ups tell of no trouble. */
const TROUBLES: readonly Intent[] = ['report', 'meToo', 'supplement', 'deniesFixed', 'consult', 'proposal', 'project', 'need', 'chatter']
const SAME_THINGS = 0.5
const HOUR_MS = 3_600_000

/**
 * The topic that counts towards a burst, or null. Small talk counts where it names a thing, or where a company is said to leave. What is
 * private to somebody, and dangers that are paged at once, do not count.
 */
export function topicOf({ intent, category }: Pick<Reading, 'intent' | 'category'>, words: string): CategoryCode | null {
  if (!category || !TROUBLES.includes(intent) || /^(part|emergency)\./.test(category)) return null
  if (intent === 'chatter' && category !== 'property.exit' && findThings(words).size === 0) return null
  return categoryOf(category).private ? null : category
}

/** All that was told of the newest words' topic, oldest first, when enough different people did; else null. All words are one estate's. */
export function findBurst(newest: Told, earlier: readonly Told[], { people, hours }: BurstRule): Told[] | null {
  const alike = [...earlier, newest].filter(
    (told) => newest.at.getTime() - told.at.getTime() < hours * HOUR_MS && isSameTopic(told, newest),
  )
  const speakers = new Set(alike.map(({ memberId }) => memberId))
  return speakers.size >= people ? alike.toSorted((a, b) => a.messageId - b.messageId) : null
}

function isSameTopic(a: Told, b: Told): boolean {
  return a.category === b.category || compareWeights(findThings(a.words), findThings(b.words)) >= SAME_THINGS
}
