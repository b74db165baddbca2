import { mayBeDanger } from '../emergency/emergency.ts'
import { CATEGORY_CODES, type CategoryCode } from '../taxonomy/categories.ts'
import { SURE_ENOUGH, WORTH_A_LOOK } from './certainty.ts'
import { CUES } from './cues.ts'
import { LEXICON } from './lexicon.ts'
import type { Likelihood } from './model/linear.ts'
import { weighCategories, weighIntents, weighMatter } from './model/model.ts'
import { phrases } from './phrase.ts'

/** How likely a sentence is a report, and of what. */
export type Verdict = { category: CategoryCode | null; confidence: number }

/**
 * Log-odds of a report before a word is read, and what the rules and the trained model add. Fitted by logistic regression on the corpus,
 * each line heard by a model that had not learnt it: docs/decisions/008-linear-model.md.
 */
const SILENCE = -1.7
const SAYS = 1.5
/** A complaint about this estate with nothing that speaks against it, however formal: the model has learnt from plain talk. */
const PLAIN_COMPLAINT = 2.6
const MATTER = 0.25
const INTENT = 0.75
/** Whose category is plain has said what it is about. */
const DISTINCT = 0.8
/** Who complains takes more words than who remarks. */
const LENGTH = 0.7

/** Where between yes and no a ticket is worth more than the silence it breaks, and how narrow that is. */
const TIPPING = 1.2
const STEEPNESS = 1.3
const SURE_ENOUGH_LOG_ODDS = Math.log(SURE_ENOUGH / (1 - SURE_ENOUGH))

/** Who is scolded matters less than what is broken: these give way to a particular complaint. */
const GENERAL: readonly CategoryCode[] = ['property.service', 'gov.policy', 'facility.retrofit', 'dispute.other']
const GIVING_WAY = 0.4
/** What the lexicon adds to the model's log-likelihood of a category. */
const SAID = 1.5
const SAID_AT_LENGTH = 0.1
const NAMED = 0.3

/** Where the rules know no word for it the model may find an emergency, if that is a good part of what it could be and it surely is something. */
const GRAVE = 0.4
const SURELY_SOMETHING = 1

const VOCABULARY = CATEGORY_CODES.map((code) => {
  const { says = [], names = [] } = LEXICON[code] ?? {}
  return { code, says: says.length ? phrases(says, 'g') : null, names: names.length ? phrases(names, 'g') : null }
})

const SIGNS = CUES.map(({ weight, phrases: rows }) => ({ weight, pattern: phrases(rows) }))
const OF_THIS_ESTATE = SIGNS[0]!

/** What an angry resident threatens to do is not what is broken. */
const THREAT = /(?<=再(?:不|装).{0,8})(?:老子|我)(?:们|就|要|都|得|直接)*[把抱将].*$/

const LONGEST_SUBJECT = 10
/** 承重墙？ wonders at what a neighbour has said. */
const ASKS_BACK = /^[^,，。!?没停坏漏断了]{1,5}[?？]+$/
const LEAST = 1e-4

type Mention = { code: CategoryCode; said: number; named: number }

/** `category` is null where nothing of a category is spoken of. */
export function weighReport(words: string): Verdict {
  const mentions = findMentions(words)
  const likely = weighCategories(words.replace(THREAT, ''))
  const confidence = likelihood(weighRules(words, mentions) + weighModels(words, likely))
  const category = rank(words, mentions, likely)
  if (isBareSubject(words, mentions) || ASKS_BACK.test(words)) return { category, confidence: 0 }
  const spokenOf = mentions.some(({ said, named }) => said || named)
  return { category: spokenOf || confidence >= WORTH_A_LOOK ? category : null, confidence }
}

/** Whether the words of a category's own complaint stand in it, whatever else the sentence may be. */
export function saysPlainly(words: string, category: CategoryCode): boolean {
  return findMentions(words).some(({ code, said }) => code === category && said > 0)
}

/** Whether a category is spoken of at all, by complaint or by name. */
export function speaksOf(words: string, category: CategoryCode): boolean {
  return findMentions(words).some(({ code, said, named }) => code === category && (said > 0 || named > 0))
}

/** 门口那个井盖: what is the matter with it is still to be said. */
function isBareSubject(words: string, mentions: readonly Mention[]): boolean {
  if (words.length > LONGEST_SUBJECT || mentions.some(({ said }) => said > 0)) return false
  const subject = words.replace(/[\p{P}\p{S}\s]+$/u, '')
  return VOCABULARY.some(({ names }) => names && [...subject.matchAll(names)].some((found) => subject.endsWith(found[0])))
}

function findMentions(words: string): Mention[] {
  return VOCABULARY.map(({ code, says, names }) => ({ code, said: lengthOf(words, says), named: lengthOf(words, names) }))
}

function weighRules(words: string, mentions: readonly Mention[]): number {
  const said = mentions.some((mention) => mention.said > 0)
  const signs = SIGNS.filter(({ pattern }) => pattern.test(words))
  const plain = said && signs.includes(OF_THIS_ESTATE) && signs.every(({ weight }) => weight > 0)
  const cues = signs.reduce((sum, { weight }) => sum + weight, 0)
  return SILENCE + (said ? SAYS : 0) + (plain ? PLAIN_COMPLAINT : 0) + cues
}

function weighModels(words: string, likely: Likelihood<CategoryCode>): number {
  const plainest = Math.max(...likely.values())
  const report = Math.exp(weighIntents(words).get('report')!)
  const intent = Math.log((report + LEAST) / (1 - report + LEAST))
  return MATTER * weighMatter(words) + INTENT * intent + DISTINCT * plainest + LENGTH * Math.log(words.length + 1)
}

/** Who asks whether anybody cares at all has named nothing that is broken. */
const BLAME = /管不管|没人管|谁管|受够|不作为|装死|死哪/

function rank(words: string, mentions: readonly Mention[], likely: Likelihood<CategoryCode>): CategoryCode {
  if (BLAME.test(words) && mentions.every(({ said, named }) => said === 0 && named === 0)) return 'property.service'
  const least = Math.min(...likely.values())
  const scored = mentions.map(({ code, said, named }) => {
    const subject = said ? SAID + SAID_AT_LENGTH * said : named ? NAMED : 0
    return { code, score: (likely.get(code) ?? least) + subject * (GENERAL.includes(code) ? GIVING_WAY : 1) }
  })
  const grave = [...likely].reduce((sum, [code, logged]) => (isGrave(code) ? sum + Math.exp(logged) : sum), 0)
  const emergency =
    mayBeDanger(words) && grave >= GRAVE && weighMatter(words) >= SURELY_SOMETHING && mentions.every(({ said }) => said === 0)
  const fitting = scored.filter(({ code }) => isGrave(code) === emergency)
  return fitting.reduce((best, one) => (one.score > best.score ? one : best)).code
}

function isGrave(code: CategoryCode): boolean {
  return code.startsWith('emergency.')
}

function lengthOf(words: string, pattern: RegExp | null): number {
  return (pattern && words.match(pattern)?.join('').length) || 0
}

function likelihood(logOdds: number): number {
  return 1 / (1 + Math.exp(-(STEEPNESS * (logOdds - TIPPING) + SURE_ENOUGH_LOG_ODDS)))
}
