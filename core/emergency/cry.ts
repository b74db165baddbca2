import { weighCategories, weighDanger, weighMatter } from '../reading/model/model.ts'
import { logLength } from '../reading/words.ts'
import { type CategoryCode, isGrave } from '../taxonomy/categories.ts'

/**
 * How a cry about a danger here and now is told from talk that borrows its words, in log-odds: what it sounds like, whether it tells of something at
 * all, how much of what it could be about is grave, and how long it is. Where a rule knows a word of it, everything else says less. Fitted by logistic
 * regression on labelled lines, each heard by models that had not learnt it; how far a known word alone carries (`SAID.silence`) was set afterwards, on
 * the plain cries of the tests: docs/decisions/008-linear-model.md.
 */
type Ear = { silence: number; sound: number; matter: number; grave: number; length: number }
const UNSAID: Ear = { silence: -5.1, sound: 0.745, matter: 0.144, grave: 0.925, length: 1.14 }
const SAID: Ear = { silence: 6, sound: 0.7, matter: 0.33, grave: 0.516, length: -1.66 }
const LEAST = 1e-4

/** Log-odds of a cry; `said` the category whose words are in it, or null. `words` come from plainWords. */
export function weighCry(words: string, said: CategoryCode | null): number {
  const likely = weighCategories(words)
  const grave = [...likely].reduce((sum, [code, logged]) => (isGrave(code) || code === said ? sum + Math.exp(logged) : sum), 0)
  const ear = said ? SAID : UNSAID
  return (
    ear.silence +
    ear.sound * weighDanger(words) +
    ear.matter * weighMatter(words) +
    ear.grave * Math.log((grave + LEAST) / (1 - grave + LEAST)) +
    ear.length * logLength(words)
  )
}

/** The gravest that it could be about. */
export function likeliestGrave(words: string): CategoryCode {
  const grave = [...weighCategories(words)].filter(([code]) => isGrave(code))
  return grave.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
}
