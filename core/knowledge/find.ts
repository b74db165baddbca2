import { withoutMention } from '../mention.ts'
import { type Article, type Asker, type Unfit, unfitFor, waysOf } from './article.ts'
import { isThing, withThings } from './fieldWords.ts'
import { aspectsTold, type Question, readQuestion } from './question.ts'

/**
 * How much speaks for an article: its share of what the question is about, of what is asked about it, and how near one of its own sentences is.
 * What is about something else by a third, and what asks for what the article does not tell, stay unanswered: fitted on questions of both kinds.
 */
const ABOUT_IT = 0.6
const ASKED_OF_IT = 0.3
const NEAR_IT = 0.1
/** Rather not found than wrong. */
const ENOUGH = 0.8
/** Nearly the words that staff wrote down. */
const CLOSE = 0.8
/** By how much the estate's own article may fit less than the community's. */
const OWN_FIRST = 0.1
/** What stands in the answer alone belongs to the matter less than what people ask with. */
const SAID_IN_ANSWER = 0.8
/** What no article speaks of tells more than what one does. */
const NOWHERE = 0.5
/** A run of strange words counts as one for every two characters, and as two at most. */
const WORD = 2
const MOST_STRANGE = 2

/** `isClose`: it asks for what the article tells and for nothing else, or stands nearly in the words of staff, whatever the reader made of it. */
export type Found = { article: Article; isClose: boolean }

/** An article beside a question: `unfit` says why it may not answer whatever its score. */
export type Weighed = { article: Article; score: number; isClose: boolean; unfit: Unfit | null }

/** The article that answers a question; the estate's own goes before the community's. Null: none is sure enough. */
export function findArticle(text: string, articles: readonly Article[], asker: Asker): Found | null {
  const likely = weighArticles(text, articles, asker).filter(({ score, unfit }) => unfit === null && score >= ENOUGH)
  const [first] = likely
  if (!first) return null
  const { article, isClose } = likely.find((one) => one.article.estateId !== null && one.score >= first.score - OWN_FIRST) ?? first
  return { article, isClose }
}

/** What comes nearest, sure enough or not, for a person to look over; null when nothing is about it at all. */
export function findNearest(text: string, articles: readonly Article[], asker: Asker): Article | null {
  const near = weighArticles(text, articles, asker).find(({ score, unfit }) => unfit === null && score >= ENOUGH / 2)
  return near?.article ?? null
}

/** Every article with its score, best first: by all that was said, or where that tells too little by the part that asks. */
export function weighArticles(text: string, articles: readonly Article[], asker: Asker): Weighed[] {
  const shelf = articles.map(readArticle)
  const words = withThings(withoutMention(text))
  const pairs = pairsOf(readQuestion(text).whole)
  const inAll = weighAll(words, shelf)
  const tries = inAll.some(({ score }) => score >= ENOUGH) ? [] : partsThatAsk(words).map((part) => weighAll(part, shelf))
  return articles
    .map((article, index) => ({
      article,
      score: Math.max(...[inAll, ...tries].map((weights) => weights[index]!.score)),
      isClose: inAll[index]!.isAll || shelf[index]!.ways.some((way) => dice(pairs, way.pairs) >= CLOSE),
      unfit: unfitFor(article, asker),
    }))
    .toSorted((a, b) => b.score - a.score || a.article.id - b.article.id)
}

/** Whether a score is enough to answer. */
export function isEnough(score: number): boolean {
  return score >= ENOUGH
}

/** How alike two sentences are, 0 to 1, by the pairs of characters they share. */
export function closeness(one: string, other: string): number {
  return dice(pairsOf(readQuestion(one).whole), pairsOf(readQuestion(other).whole))
}

/** One of the ways people ask: the signs of what it is about, and its own words as pairs of characters. */
type Way = { signs: readonly string[]; pairs: readonly string[] }
/** An article as questions are held against it: `asked` and `answer` with one sign a thing, `heads` the things that every way of asking names. */
type Shelved = { ways: readonly Way[]; asked: string; answer: string; heads: readonly string[]; tells: ReadonlySet<string> }

const READ = new Map<string, Shelved>()
const MOST_READ = 5000

/** An article is the same for every sentence that is looked up: it is taken apart once. */
function readArticle(article: Article): Shelved {
  const key = [article.kind, article.title, article.questions, article.answer].join('\n')
  const known = READ.get(key)
  if (known) return known
  if (READ.size >= MOST_READ) READ.clear()
  const shelved = takeApart(article)
  READ.set(key, shelved)
  return shelved
}

function takeApart(article: Article): Shelved {
  const questions = waysOf(article).map((way) => ({ ...readQuestion(withThings(way)), pairs: pairsOf(readQuestion(way).whole) }))
  const subjects = questions.map(({ subject }) => subject)
  const told = [...questions.flatMap(({ aspects }) => aspects), ...aspectsTold(article.answer)]
  return {
    ways: questions.map(({ subject, pairs }) => ({ signs: signsOf(subject), pairs })),
    asked: subjects.join('|'),
    answer: withThings(article.answer),
    heads: signsOf(subjects[0] ?? '').filter((sign) => isThing(sign) && subjects.every((subject) => subject.includes(sign))),
    tells: withImplied(told, article),
  }
}

/** Where and with what tells how, and a rule tells what may be done. */
function withImplied(told: readonly string[], { kind }: Article): Set<string> {
  const all = new Set(told)
  if (kind === 'rule' || kind === 'covenant') all.add('may').add('rule')
  if (all.has('where') || all.has('bring')) all.add('how')
  if (all.has('how') || all.has('what')) all.add('may')
  return all
}

/** The parts of a sentence that ask, each with the things that the rest names: 同学来玩 says whose car it is. */
function partsThatAsk(words: string): string[] {
  const clauses = readQuestion(words).whole.split('|')
  const things = [...words].filter(isThing).join('|')
  return clauses.filter((clause) => readQuestion(clause).aspects.length > 0).map((clause) => `${clause}|${things}`)
}

/** `isAll`: it asks for what the article tells and names nothing else. */
type Weight = { score: number; isAll: boolean }
type Piece = { words: string; weight: number }

function weighAll(words: string, shelf: readonly Shelved[]): Weight[] {
  const question = readQuestion(words)
  const pieces = piecesOf(question, shelf)
  return shelf.map((one) => weigh(question, pieces, one))
}

/** What a question is about, in pieces: things, and the longest words that any article has. What few articles speak of weighs more. */
function piecesOf({ subject }: Question, shelf: readonly Shelved[]): Piece[] {
  const pieces = new Set(subject.split('|').flatMap((run) => cut(run, shelf)))
  return [...pieces].map((words) => {
    const times = shelf.filter(({ asked }) => asked.includes(words)).length
    const count = times === 0 ? Math.min(Math.max(words.length / WORD, 1), MOST_STRANGE) : 1
    return { words, weight: count * Math.log(1 + shelf.length / (times || NOWHERE)) }
  })
}

function cut(run: string, shelf: readonly Shelved[]): string[] {
  const pieces: string[] = []
  let unknown = ''
  for (let at = 0; at < run.length; ) {
    const known = longestKnown(run.slice(at), shelf)
    if (known === '') unknown += run[at]
    else pieces.push(unknown, known)
    if (known !== '') unknown = ''
    at += known.length || 1
  }
  return [...pieces, unknown].filter((piece) => piece !== '')
}

function longestKnown(rest: string, shelf: readonly Shelved[]): string {
  if (isThing(rest[0]!)) return rest[0]!
  const end = [...rest].findIndex(isThing)
  const words = end === -1 ? rest : rest.slice(0, end)
  for (let length = words.length; length > 0; length--) {
    const piece = words.slice(0, length)
    if (shelf.some(({ asked, answer }) => asked.includes(piece) || (length > 1 && answer.includes(piece)))) return piece
  }
  return ''
}

/** What every question may ask, and tells least: 怎么 beside 在哪. */
const IN_GENERAL = ['may', 'how', 'rule']

function weigh({ subject, aspects }: Question, pieces: readonly Piece[], { ways, asked, answer, heads, tells }: Shelved): Weight {
  const own = pieces.filter(({ words }) => asked.includes(words))
  if (!own.some(({ words }) => isThing(words) || words.length > 1) || !heads.every((sign) => subject.includes(sign)))
    return { score: 0, isAll: false }
  const alongside = pieces.filter(({ words }) => !asked.includes(words) && answer.includes(words))
  const about = (sumOf(own) + SAID_IN_ANSWER * sumOf(alongside)) / sumOf(pieces)
  const special = aspects.filter((name) => !IN_GENERAL.includes(name))
  const counted = special.length > 0 ? special : aspects
  const wanted = counted.length === 0 ? 1 : counted.filter((name) => tells.has(name)).length / counted.length
  const signs = signsOf(subject)
  const near = Math.max(...ways.map((way) => dice(signs, way.signs)))
  return {
    score: ABOUT_IT * about + ASKED_OF_IT * wanted + NEAR_IT * near,
    isAll: wanted === 1 && own.length + alongside.length === pieces.length,
  }
}

function sumOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { weight }) => sum + weight, 0)
}

/** What a subject is made of, in whatever order it is said. */
function signsOf(subject: string): string[] {
  return [...new Set(subject.replaceAll('|', ''))]
}

function pairsOf(words: string): string[] {
  const pairs = words.split('|').flatMap((run) => {
    const characters = [...run]
    return characters.slice(1).map((character, index) => characters[index]! + character)
  })
  return [...new Set(pairs)]
}

function dice(one: readonly string[], other: readonly string[]): number {
  const shared = one.filter((part) => other.includes(part)).length
  return one.length + other.length === 0 ? 0 : (2 * shared) / (one.length + other.length)
}
