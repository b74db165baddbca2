const LONGEST = 3
/** Past it a text is an article; what a resident wants stands at the top. */
const READ = 160

const NUMBERS = /[A-Za-z]?\d+(?:[-—–_#.:/]\d+)*|[一二三四五六七八九十两]+(?=栋|幢|座|单元|号|楼|层|门)/g
const QUIET = /[\p{P}\p{S}\p{C}\s]+/gu

/** Each run of one to three characters once, the sentence's ends counting as characters. Which number it is tells nothing. */
export function ngrams(words: string): string[] {
  const plain = words.slice(0, READ).toLowerCase().replace(NUMBERS, '0').replace(QUIET, '|')
  const characters = ['^', ...plain, '$']
  const found = new Set<string>()
  for (let start = 0; start < characters.length; start++) {
    let run = ''
    for (const character of characters.slice(start, start + LONGEST)) {
      run += character
      found.add(run)
    }
  }
  return [...found]
}
