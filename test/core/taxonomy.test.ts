import { expect, test } from 'vitest'
import { weighReport } from '../../core/reading/weigh.ts'
import { plainWords } from '../../core/reading/words.ts'
import { CATEGORIES } from '../../core/taxonomy/categories.ts'

const PHRASES = CATEGORIES.flatMap(({ code, phrases }) => phrases.map((phrase) => [phrase, code] as const))

test('sixty-two kinds of request and fourteen emergencies', () => {
  const emergencies = CATEGORIES.filter(({ code }) => code.startsWith('emergency.'))
  expect(CATEGORIES.length - emergencies.length).toBe(62)
  expect(emergencies).toHaveLength(14)
})

test.each(PHRASES)('%s is heard as %s', (phrase, code) => {
  expect(weighReport(plainWords(phrase)).category).toBe(code)
})

test('every category has short words for a reply', () => {
  expect(CATEGORIES.filter(({ spoken }) => spoken.length < 2 || spoken.length > 9)).toEqual([])
})
