import { remember } from '../../remember.ts'

const LONGEST = 3
/** Past it a text is an article; what a resident wants stands at the top. */
const READ = 160

const NUMBERS = /[A-Za-z]?\d+(?:[-—–_#.:/]\d+)*|[一二三四五六七八九十两]+(?=栋|幢|座|单元|号|楼|层|门)/g
const QUIET = /[\p{P}\p{S}\p{C}\s]+/gu

/** Several models hear the same sentence, one after another. */
const SENTENCES = 8

/** Each run of one to three characters once, the sentence's ends counting as characters. Which number it is tells nothing. */
export const ngrams: (words: string) => readonly string[] = remember(SENTENCES, (words) => {
  const plain = words.slice(0, READ).toLowerCase().replace(NUMBERS, '0').replace(QUIET, '|')
  const characters = ['^', ...plain, '$']
  const found = new Set<string>()
  for (let start = 0; start < characters.length; start++) {
    let run = ''
    for (let at = start; at < Math.min(start + LONGEST, characters.length); at++) {
      run += characters[at]!
      found.add(run)
    }
  }
  return [...found]
})
