import { CATEGORY_CODES, type CategoryCode } from '../taxonomy/categories.ts'
import { CUES } from './cues.ts'
import { LEXICON } from './lexicon.ts'
import { phrases } from './phrase.ts'

/** How likely a sentence is a report, and of what. Whatever replaces these rules, say a trained model, answers in this shape. */
export type Verdict = { category: CategoryCode | null; confidence: number }

/** Log-odds of a report before a word is read, and what a complaint or a mere subject adds. */
const SILENCE = -3.4
const SAYS = 3.9
const NAMES = 1.5

/** Below it is chatter; what lies between that and sure enough waits for a person. */
export const WORTH_A_LOOK = 0.35
/** A complaint about nothing in the lexicon goes to the community, which knows whom to ask. */
const UNNAMED: CategoryCode = 'property.service'

/** Who is scolded matters less than what is broken: these give way to a particular complaint. */
const GENERAL: readonly CategoryCode[] = ['property.service', 'gov.policy', 'facility.retrofit', 'dispute.other']
const GIVING_WAY = 0.4

const VOCABULARY = CATEGORY_CODES.flatMap((code) => {
  const words = LEXICON[code]
  return words ? [{ code, says: phrases(words.says, 'g'), names: phrases(words.names, 'g') }] : []
})

const SIGNS = CUES.map(({ weight, phrases: rows }) => ({ weight, pattern: phrases(rows) }))

export function weighReport(words: string): Verdict {
  const ranked = VOCABULARY.map(({ code, says, names }) => {
    const said = lengthOf(words.match(says))
    const named = lengthOf(words.match(names))
    return { code, subject: said ? SAYS : named ? NAMES : 0, detail: (said + named / 2) * (GENERAL.includes(code) ? GIVING_WAY : 1) }
  }).sort((a, b) => b.subject - a.subject || b.detail - a.detail)

  const { code, subject } = ranked[0]!
  const confidence = likelihood(SILENCE + subject + weighCues(words))
  if (subject > 0) return { category: code, confidence }
  return confidence >= WORTH_A_LOOK ? { category: UNNAMED, confidence } : { category: null, confidence: 0 }
}

function weighCues(words: string): number {
  return SIGNS.reduce((sum, { weight, pattern }) => (pattern.test(words) ? sum + weight : sum), 0)
}

function lengthOf(found: RegExpMatchArray | null): number {
  return found?.join('').length ?? 0
}

function likelihood(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds))
}
