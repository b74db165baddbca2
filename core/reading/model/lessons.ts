import { CATEGORIES, type CategoryCode, isGrave } from '../../taxonomy/categories.ts'
import { INTENTS, type Intent } from '../reading.ts'
import { plainWords } from '../words.ts'
import type { Lesson } from './learn.ts'

/** What a line can be, heard alone. */
export type Matter = 'report' | 'other'

/** Whether a line is the first cry about a danger to people, here and now. */
export type Danger = 'danger' | 'other'

export type Lessons = {
  matter: Lesson<Matter>[]
  category: Lesson<CategoryCode>[]
  intent: Lesson<Intent>[]
  danger: Lesson<Danger>[]
}

type Line = { intent: Intent; category: CategoryCode | null; words: string; isCry: boolean }

/** What is said after the cry may sound like it or not: that teaches nothing. */
const AFTERWARDS: readonly Intent[] = ['supplement', 'meToo', 'progressQuery', 'confirmsFixed']
/** Whether these become tickets is not a matter of words: they teach nothing here. */
const UNCLEAR: readonly Intent[] = ['meToo', 'deniesFixed', 'consult', 'proposal', 'project', 'need']

const PHRASES = CATEGORIES.flatMap(({ code, phrases }) => phrases.map((phrase) => ({ category: code, words: plainWords(phrase) })))
const ASKS_NOBODY = /^(part|gov)\./

/** Lessons from the corpus, one line `intent, category or -, text` parted by tabs, and from the taxonomy's own phrases. */
export function lessonsFrom(corpus: string): Lessons {
  const lines = corpus.trim().split('\n').map(readLine)
  const phrases = PHRASES.filter(({ category }) => !ASKS_NOBODY.test(category))
  const reports = phrases.map(({ words, category }): Line => ({ words, category, intent: 'report', isCry: false }))
  return {
    matter: [...lines, ...reports].flatMap((line) => {
      const label = matterOf(line)
      return label ? { words: line.words, label } : []
    }),
    category: [...lines, ...PHRASES].flatMap(({ words, category }) => (category ? { words, label: category } : [])),
    intent: [...lines, ...reports].map(({ words, intent }) => ({ words, label: intent })),
    danger: lines.flatMap(({ words, intent, category, isCry }) => {
      const isAfterwards = AFTERWARDS.includes(intent) && category !== null && isGrave(category)
      return isAfterwards ? [] : [{ words, label: isCry ? ('danger' as const) : ('other' as const) }]
    }),
  }
}

function readLine(line: string): Line {
  const [intent = '', category, text = ''] = line.split('\t')
  const said = intent === 'emergency' ? 'report' : INTENTS.find((known) => known === intent)
  if (!said) throw new Error(`No such intent: ${line}`)
  const isCry = intent === 'emergency'
  return { intent: said, isCry, category: CATEGORIES.find(({ code }) => code === category)?.code ?? null, words: plainWords(text) }
}

function matterOf({ intent, category }: Line): Matter | null {
  if (intent === 'report') return 'report'
  if (UNCLEAR.includes(intent)) return null
  if (intent === 'supplement') return category ? 'report' : null
  return 'other'
}
