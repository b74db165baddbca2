import { type Article, type Asker, type Unfit, unfitFor, waysOf } from './article.ts'
import { readQuestion } from './question.ts'

/**
 * How much speaks for an article: its share of what the question is about, of what is asked about it, and how near one of its own
 * sentences is. Set so that the same thing with another question (停车怎么收费 before a rule about where to park) and the same question
 * about another thing (身份证 before 居住证) both stay unanswered.
 */
const ABOUT_IT = 0.55
const ASKED_OF_IT = 0.35
const NEAR_IT = 0.1
/** Rather not found than wrong. */
const ENOUGH = 0.69
const CLOSE = 0.8

/** `isClose`: nearly the words that staff wrote down, whatever the reader made of them. */
export type Found = { article: Article; isClose: boolean }

/** An article beside a question: `unfit` says why it may not answer whatever its score. */
export type Weighed = { article: Article; score: number; closeness: number; unfit: Unfit | null }

/** The article that answers a question; the estate's own goes before the community's. Null: none is sure enough. */
export function findArticle(text: string, articles: readonly Article[], asker: Asker): Found | null {
  const likely = weighArticles(text, articles, asker).filter(({ score, unfit }) => unfit === null && score >= ENOUGH)
  const best = likely.find(({ article }) => article.estateId !== null) ?? likely[0]
  return best ? { article: best.article, isClose: best.closeness >= CLOSE } : null
}

/** What comes nearest, sure enough or not, for a person to look over; null when nothing is about it at all. */
export function findNearest(text: string, articles: readonly Article[], asker: Asker): Article | null {
  const near = weighArticles(text, articles, asker).find(({ score, unfit }) => unfit === null && score >= ENOUGH / 2)
  return near?.article ?? null
}

/** Every article with its score, best first. */
export function weighArticles(text: string, articles: readonly Article[], asker: Asker): Weighed[] {
  const asked = takeApart(text)
  const known = articles.map((article) => ({ article, ways: waysOf(article).map(readWay) }))
  const rarity = rarityIn(known.map(({ ways }) => new Set(ways.flatMap(({ about }) => about))))
  return known
    .map(({ article, ways }) => ({ article, ...weigh(asked, ways, rarity), unfit: unfitFor(article, asker) }))
    .toSorted((a, b) => b.score - a.score || a.article.id - b.article.id)
}

/** Whether a score is enough to answer. */
export function isEnough(score: number): boolean {
  return score >= ENOUGH
}

/** How alike two sentences are, 0 to 1, by the pairs of characters they share. */
export function closeness(one: string, other: string): number {
  return dice(takeApart(one).whole, takeApart(other).whole)
}

/** A sentence as pairs of characters: those of what it is about, and all of them. */
type Pairs = { about: readonly string[]; whole: readonly string[]; aspects: readonly string[] }

function takeApart(text: string): Pairs {
  const { subject, whole, aspects } = readQuestion(text)
  return { about: pairsOf(subject), whole: pairsOf(whole), aspects }
}

const READ = new Map<string, Pairs>()
const MOST_READ = 10_000

/** The ways people ask are the same for every sentence that is looked up: they are taken apart once. */
function readWay(way: string): Pairs {
  const known = READ.get(way)
  if (known) return known
  if (READ.size >= MOST_READ) READ.clear()
  const pairs = takeApart(way)
  READ.set(way, pairs)
  return pairs
}

type Rarity = (pair: string) => number

function weigh(asked: Pairs, ways: readonly Pairs[], rarity: Rarity): { score: number; closeness: number } {
  const near = Math.max(...ways.map(({ whole }) => dice(asked.whole, whole)))
  const about = shareOf(asked.about, new Set(ways.flatMap((way) => way.about)), rarity)
  if (about === 0) return { score: 0, closeness: near }
  const answered = new Set(ways.flatMap(({ aspects }) => aspects))
  const { aspects } = asked
  const wanted = aspects.length === 0 ? 1 : aspects.filter((aspect) => answered.has(aspect)).length / aspects.length
  return { score: ABOUT_IT * about + ASKED_OF_IT * wanted + NEAR_IT * near, closeness: near }
}

function shareOf(pairs: readonly string[], known: ReadonlySet<string>, rarity: Rarity): number {
  const total = pairs.reduce((sum, pair) => sum + rarity(pair), 0)
  const shared = pairs.filter((pair) => known.has(pair)).reduce((sum, pair) => sum + rarity(pair), 0)
  return total === 0 ? 0 : shared / total
}

/** What few articles speak of tells more; what none speaks of tells as much as what one does. */
function rarityIn(vocabularies: readonly ReadonlySet<string>[]): Rarity {
  const times = new Map<string, number>()
  for (const vocabulary of vocabularies) for (const pair of vocabulary) times.set(pair, (times.get(pair) ?? 0) + 1)
  return (pair) => Math.log(1 + vocabularies.length / (times.get(pair) ?? 1))
}

function pairsOf(words: string): string[] {
  const pairs = words.split('|').flatMap((run) => {
    const characters = [...run]
    return characters.slice(1).map((character, index) => characters[index]! + character)
  })
  return [...new Set(pairs)]
}

function dice(one: readonly string[], other: readonly string[]): number {
  const shared = one.filter((pair) => other.includes(pair)).length
  return one.length + other.length === 0 ? 0 : (2 * shared) / (one.length + other.length)
}
