import { weighCategories, weighDanger, weighMatter } from '../reading/model/model.ts'
import { type CategoryCode, isGrave } from '../taxonomy/categories.ts'

/**
 * How a cry about a danger here and now is told from talk that borrows its words, in log-odds: what it sounds like, whether it tells of something at
 * all, and how much of what it could be about is grave, which says less where a rule knows a word of it. Fitted by logistic regression on labelled
 * chats, each heard by models that had not learnt it: docs/decisions/008-linear-model.md.
 */
type Ear = { silence: number; grave: number }
const UNSAID: Ear = { silence: -7.7, grave: 1.37 }
const SAID: Ear = { silence: -2.6, grave: 1.15 }
const SOUND = 0.69
const MATTER = 0.34
const LEAST = 1e-4

/** Log-odds of a cry; `said` the category whose words are in it, or null. `words` come from plainWords. */
export function weighCry(words: string, said: CategoryCode | null): number {
  const likely = weighCategories(words)
  const grave = [...likely].reduce((sum, [code, logged]) => (isGrave(code) || code === said ? sum + Math.exp(logged) : sum), 0)
  const ear = said ? SAID : UNSAID
  return (
    ear.silence + SOUND * weighDanger(words) + MATTER * weighMatter(words) + ear.grave * Math.log((grave + LEAST) / (1 - grave + LEAST))
  )
}

/** The gravest that it could be about. */
export function likeliestGrave(words: string): CategoryCode {
  const grave = [...weighCategories(words)].filter(([code]) => isGrave(code))
  return grave.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
