import { weighCategories, weighDanger, weighMatter } from '../reading/model/model.ts'
import { logLength } from '../reading/words.ts'
import { type CategoryCode, isGrave } from '../taxonomy/categories.ts'

/**
 * How a cry about a danger here and now is told from talk that borrows its words, in log-odds: what it sounds like, how much of what it could be
 * about is grave, whether it tells of something at all, and whether a rule knows a word of it. Fitted by logistic regression on labelled chats,
 * each heard by models that had not learnt it: docs/decisions/008-linear-model.md.
 */
const SILENCE = -1.49
const SOUND = 0.57
const GRAVE = 1.23
const MATTER = 0.43
const SAID = 1.07
const LENGTH = -0.16
const LEAST = 1e-4

/** Log-odds of a cry; `said` the category whose words are in it, or null. `words` come from plainWords. */
export function weighCry(words: string, said: CategoryCode | null): number {
  const likely = weighCategories(words)
  const grave = [...likely].reduce((sum, [code, logged]) => (isGrave(code) || code === said ? sum + Math.exp(logged) : sum), 0)
  const tone = SOUND * weighDanger(words) + MATTER * weighMatter(words) + LENGTH * logLength(words)
  return SILENCE + tone + GRAVE * Math.log((grave + LEAST) / (1 - grave + LEAST)) + (said ? SAID : 0)
}

/** The gravest that it could be about. */
export function likeliestGrave(words: string): CategoryCode {
  const grave = [...weighCategories(words)].filter(([code]) => isGrave(code))
  return grave.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
