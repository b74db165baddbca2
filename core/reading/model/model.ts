import { remember } from '../../remember.ts'
import type { CategoryCode } from '../../taxonomy/categories.ts'
import type { Intent } from '../reading.ts'
import categoryWeights from './category.json' with { type: 'json' }
import dangerWeights from './danger.json' with { type: 'json' }
import intentWeights from './intent.json' with { type: 'json' }
import type { Danger, Matter } from './lessons.ts'
import { type Likelihood, unpack, weigh } from './linear.ts'
import matterWeights from './matter.json' with { type: 'json' }

// Unpacked by the first sentence, not by whoever imports this.
const matter = once(() => unpack<Matter>(matterWeights))
const danger = once(() => unpack<Danger>(dangerWeights))
const category = once(() => unpack<CategoryCode>(categoryWeights))
const intent = once(() => unpack<Intent>(intentWeights))

/** The rules ask the same of a sentence several times over. */
const SENTENCES = 8

/** Log-odds that a sentence reports something, where half of all sentences do. */
export const weighMatter: (words: string) => number = remember(SENTENCES, (words) => {
  const likelihood = weigh(matter(), words)
  return likelihood.get('report')! - likelihood.get('other')!
})

/** Log-odds that a sentence cries out about a danger to people, here and now. */
export function weighDanger(words: string): number {
  const likelihood = weigh(danger(), words)
  return likelihood.get('danger')! - likelihood.get('other')!
}

/** What it would be about, if it is about anything. */
export const weighCategories: (words: string) => Likelihood<CategoryCode> = remember(SENTENCES, (words) => weigh(category(), words))

export const weighIntents: (words: string) => Likelihood<Intent> = remember(SENTENCES, (words) => weigh(intent(), words))

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined
  return () => {
    made ??= make()
    return made
  }
}
