import { weighCategories } from '../reading/model/model.ts'
import { plainWords } from '../reading/words.ts'
import { remember } from '../remember.ts'

const LEAST = 0.02
/** The words of open matters are compared again and again. */
const TELLINGS = 2000

/** Whether two texts could be about the same kinds of thing, whatever words they use: 0 where they surely are, towards -4 where they surely are not. */
export function weighSubject(one: string, other: string): number {
  const [here, there] = [subjectOf(one), subjectOf(other)]
  return Math.log(here.reduce((sum, share, kind) => sum + share * there[kind]!, 0) + LEAST)
}

/** The square roots of how likely each category is, so that the sum of their products is one for the same. */
const subjectOf = remember(TELLINGS, (text) => [...weighCategories(plainWords(text)).values()].map((logged) => Math.exp(logged / 2)))
