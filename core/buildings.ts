/** What a pasted list was understood to name. `odd`: what could not be understood and is left out. */
export type BuildingList = { names: string[]; odd: string[] }

const MOST_IN_RANGE = 200
const LONGEST_NAME = 12
const SUFFIX = '栋|幢|座|号楼|楼|#'
const RANGE = new RegExp(`^(\\d{1,3})(${SUFFIX})?(?:[-~～—–]|至|到)(\\d{1,3})(${SUFFIX})?$`)
const LETTERS = new RegExp(`^([A-Z])(${SUFFIX})?(?:[-~～—–]|至|到)([A-Z])(${SUFFIX})?$`)
const SPACED_SUFFIX = new RegExp(`(?<=\\d|[A-Za-z])[ \\t]+(${SUFFIX})(?=[\\s、,;；。/|]|$)`, 'g')
const NUMBER = /^\d{1,3}$/
const LETTER = /^[A-Z]\d{0,2}$/
const NAME = /^[\p{Script=Han}A-Za-z0-9#·-]+$/u

/** Reads a list pasted from anywhere: one a line or set off by 、，, and so on; 1-12栋 stands for twelve, a bare 3 for 3栋, a bare A for A座. */
export function readBuildings(text: string): BuildingList {
  const list: BuildingList = { names: [], odd: [] }
  for (const word of wordsOf(text)) {
    const names = expand(word.toUpperCase())
    if (names.length === 0) list.odd.push(word)
    else list.names.push(...names)
  }
  return { names: [...new Set(list.names)], odd: [...new Set(list.odd)] }
}

function wordsOf(text: string): string[] {
  return text
    .normalize('NFKC')
    .replace(/\s*([-~—–]|至|到)\s*/g, '$1')
    .replace(SPACED_SUFFIX, '$1')
    .split(/[\s、,;；。/|]+/)
    .filter((word) => word !== '')
}

function expand(word: string): string[] {
  const range = RANGE.exec(word)
  if (range) return namesBetween(Number(range[1]), Number(range[3]), (number) => `${number}${suffixOf(range) ?? '栋'}`)
  const letters = LETTERS.exec(word)
  if (letters)
    return namesBetween(codeOf(letters[1]!), codeOf(letters[3]!), (code) => `${String.fromCharCode(code)}${suffixOf(letters) ?? '座'}`)
  if (NUMBER.test(word)) return Number(word) === 0 ? [] : [`${Number(word)}栋`]
  if (LETTER.test(word)) return [`${word}座`]
  return NAME.test(word) && [...word].length <= LONGEST_NAME && !/^[-#·]+$/.test(word) ? [word] : []
}

function namesBetween(from: number, to: number, nameOf: (number: number) => string): string[] {
  if (from < 1 || to < from || to - from >= MOST_IN_RANGE) return []
  return Array.from({ length: to - from + 1 }, (_, index) => nameOf(from + index))
}

function suffixOf([, , before, , after]: RegExpExecArray): string | undefined {
  return after ?? before
}

function codeOf(letter: string): number {
  return letter.charCodeAt(0)
}

/** Whether what was said, 8 or 8幢, is the building that staff entered as 8栋. */
export function isBuilding(name: string, said: string): boolean {
  return bareName(name) === bareName(said)
}

/** 8 of 8栋 and 8幢; the database does the same in `bare_building`. */
export function bareName(name: string): string {
  return name.normalize('NFKC').trim().toUpperCase().replace(BARE, '')
}

const BARE = new RegExp(`(${SUFFIX})$`)
