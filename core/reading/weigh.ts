import { CATEGORY_CODES, type CategoryCode, isGrave } from '../taxonomy/categories.ts'
import { SURE_ENOUGH, WORTH_A_LOOK } from './certainty.ts'
import { CUES } from './cues.ts'
import { LEXICON } from './lexicon.ts'
import type { Likelihood } from './model/linear.ts'
import { weighCategories, weighIntents, weighMatter } from './model/model.ts'
import { phrases } from './phrase.ts'
import { logLength } from './words.ts'

/** How likely a sentence is a report, and of what. */
export type Verdict = { category: CategoryCode | null; confidence: number }

/**
 * What the rules and the trained model add up to, in log-odds of a report: before a word is read, where the words of a complaint are said (and nothing
 * speaks against it), per unit of the cues for and against, of each model, of how plain the category is, and of length (who complains takes more words
 * than who remarks). `enough`: where a ticket is worth more than the silence it breaks. Fitted by logistic regression on labelled chats, each heard by
 * models that had not learnt it: docs/decisions/008-linear-model.md.
 */
type Scale = {
  silence: number
  says: number
  plain: number
  cuesFor: number
  cuesAgainst: number
  matter: number
  intent: number
  distinct: number
  length: number
  enough: number
  steepness: number
}

/** As people talk: the models have heard it, the rules only help. */
const TALK: Scale = {
  silence: -7.91,
  says: 0.29,
  plain: 0.03,
  cuesFor: 0.27,
  cuesAgainst: 0.84,
  matter: 0.55,
  intent: 0.28,
  distinct: 1.51,
  length: 2.8,
  enough: 2.5,
  steepness: 1,
}

/** As people write to an office: the rules know that better. */
const LETTER: Scale = {
  silence: -1.7,
  says: 1.5,
  plain: 2.6,
  cuesFor: 1,
  cuesAgainst: 1,
  matter: 0.25,
  intent: 0.75,
  distinct: 0.8,
  length: 0.7,
  enough: 0.6,
  steepness: 1.3,
}
/** 冇电啊, 3栋电梯坏咯: so short that only the rules can tell. */
const SHOUT: Scale = { ...LETTER, enough: 1.5 }
const LONGEST_SHOUT = 14
/** Where it is makes no shout longer. */
const ADDRESS = /[\da-z]+(?:[-#—]\d+)+|[\da-z一二三四五六七八九十]+(?:栋|幢|座|号楼|单元|门洞|室)|\s/gi

/** Nobody writes these to an office; 了 only where the estate is named first, as a title does. */
const TALKED = /[啊呀吧呢吗嘛哦哈咯嘞哟我咱俺你您呗啦诶哎嗯唉]/
const NAMES_ESTATE = /^[^我咱俺你您他她这那本全哪整,，。!?\s]{2,8}(小区|花园|家园|公寓|名城|新城|[苑城])/

const SURE_ENOUGH_LOG_ODDS = Math.log(SURE_ENOUGH / (1 - SURE_ENOUGH))

/** Who is scolded matters less than what is broken: these give way to a particular complaint. */
const GENERAL: readonly CategoryCode[] = ['property.service', 'gov.policy', 'facility.retrofit', 'dispute.other']
const GIVING_WAY = 0.4
/** What the lexicon adds to the model's log-likelihood of a category. */
const SAID = 1.5
const SAID_AT_LENGTH = 0.1
const NAMED = 0.3

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
/** 捡到一串钥匙 放岗亭了: what waits for its owner needs nobody. */
const FOUND = phrases([
  '^(?!.*(管管|来管|快来|咬|砸|危险|(有没|有冇|有无|哪个|边个|啥人|谁)‥(捡|拾|执))).*(捡|(?<!收)拾|执)(到|着|倒|得|了|咗).*(放|挂|摆|交|存|在|拿|领|认)',
  '(捡|(?<!收)拾|执)(到|着|倒|得|了|咗)…(是)?(谁|哪个|边个|啥人)(的|丢|掉|嘅|个)',
  '^(谁|哪个|边个|啥人)……(丢|掉|落)(了|咗|哒|咧).*我(先|给|帮)?(放|在|摆|挂|交)',
])
const LEAST = 1e-4

type Mention = { code: CategoryCode; said: number; named: number }
/** What a scale gives its weights to. */
type Measures = Record<Exclude<keyof Scale, 'silence' | 'enough' | 'steepness'>, number>

/** `category` is null where nothing of a category is spoken of. */
export function weighReport(words: string): Verdict {
  const mentions = findMentions(words)
  const likely = weighCategories(words.replace(THREAT, ''))
  const category = rank(words, mentions, likely)
  if (isBareSubject(words, mentions) || ASKS_BACK.test(words) || (category === 'part.lost_found' && FOUND.test(words)))
    return { category, confidence: 0 }
  const measures = measure(words, mentions, likely)
  const confidence = Math.max(...scalesFor(words, mentions).map((scale) => likelihood(weigh(measures, scale), scale)))
  const spokenOf = mentions.some(({ said, named }) => said || named)
  return { category: spokenOf || confidence >= WORTH_A_LOOK ? category : null, confidence }
}

function scalesFor(words: string, mentions: readonly Mention[]): Scale[] {
  const isShout = words.replace(ADDRESS, '').length <= LONGEST_SHOUT && mentions.some(({ said }) => said > 0)
  return [TALK, ...(isWritten(words) ? [LETTER] : []), ...(isShout ? [SHOUT] : [])]
}

function isWritten(words: string): boolean {
  return !TALKED.test(words) && (!words.includes('了') || NAMES_ESTATE.test(words))
}

/** Whether the words of a category's own complaint stand in it, whatever else the sentence may be. */
export function saysPlainly(words: string, category: CategoryCode): boolean {
  return findMentions(words).some(({ code, said }) => code === category && said > 0)
}

/** The likeliest category that is spoken of at all, by complaint or by name; null where none is. */
export function likeliestSpokenOf(words: string): CategoryCode | null {
  const likely = weighCategories(words)
  const spoken = findMentions(words).filter(({ said, named }) => said > 0 || named > 0)
  const [first] = spoken.toSorted((a, b) => (likely.get(b.code) ?? -Infinity) - (likely.get(a.code) ?? -Infinity))
  return first?.code ?? null
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

function measure(words: string, mentions: readonly Mention[], likely: Likelihood<CategoryCode>): Measures {
  const said = mentions.some((mention) => mention.said > 0)
  const signs = SIGNS.filter(({ pattern }) => pattern.test(words))
  const [cuesFor, against] = [signs.filter(({ weight }) => weight > 0), signs.filter(({ weight }) => weight < 0)]
  const report = Math.exp(weighIntents(words).get('report')!)
  return {
    says: Number(said),
    plain: Number(said && signs.includes(OF_THIS_ESTATE) && against.length === 0),
    cuesFor: sumOf(cuesFor),
    cuesAgainst: sumOf(against),
    matter: weighMatter(words),
    intent: Math.log((report + LEAST) / (1 - report + LEAST)),
    distinct: Math.max(...likely.values()),
    length: logLength(words),
  }
}

function sumOf(signs: readonly { weight: number }[]): number {
  return signs.reduce((sum, { weight }) => sum + weight, 0)
}

function weigh(measures: Measures, scale: Scale): number {
  return Object.entries(measures).reduce((sum, [name, value]) => sum + scale[name as keyof Measures] * value, scale.silence)
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
  const fitting = scored.filter(({ code }) => !isGrave(code))
  return fitting.reduce((best, one) => (one.score > best.score ? one : best)).code
}

function lengthOf(words: string, pattern: RegExp | null): number {
  return (pattern && words.match(pattern)?.join('').length) || 0
}

function likelihood(logOdds: number, { enough, steepness }: Scale): number {
  return 1 / (1 + Math.exp(-(steepness * (logOdds - enough) + SURE_ENOUGH_LOG_ODDS)))
}
