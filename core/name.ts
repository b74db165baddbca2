import { maskNumbers } from './mask.ts'
import { remember } from './remember.ts'

const DOOR = /[(（【[]?\s*\d{1,3}\s*[-－—#栋幢座]\s*\d{1,4}(?:\s*[-－—单元]+\s*\d{1,4})?\s*(?:室|号)?\s*[)）】\]]?/g
/** What `maskNumbers` leaves behind, and a door's number that stands alone. */
const MARK = /〔[^〕]*〕|\*{3}(?:室|户|房间?)?|(?<![\dA-Za-z])\d{3,4}(?![\dA-Za-z])/g
const EVERYBODY = /^\s*(所有人|全体成员|all(?![a-z]))\s*/i
const LONGEST = 16
/** A list shows the same people on every page. */
const NAMES = 500

/** A group nickname as the bot may repeat it: no door number, phone or plate, no @, nobody's call to everybody, one short line. What people call themselves stays. 王姐(8-2-402) is 王姐. */
export const shownName: (alias: string) => string = remember(NAMES, cleanName)

function cleanName(alias: string): string {
  const bare = maskNumbers(
    alias
      .replace(/[\p{Cc}\p{Cf}\u2005@]/gu, ' ')
      .replace(EVERYBODY, '')
      .replace(DOOR, ' '),
  )
    .replace(MARK, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return [...(bare || '邻居')].slice(0, LONGEST).join('')
}
