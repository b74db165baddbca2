import type { Patience } from '../community.ts'
import type { MessageKind, Quote } from '../message.ts'
import { captionIn, isPhotoAlone } from '../photo.ts'
import { wordsWithCaption } from '../reading/caption.ts'
import { SURE_ENOUGH } from '../reading/certainty.ts'
import { readOffline } from '../reading/offline.ts'
import { findPlace } from '../reading/place.ts'
import type { ReportReading } from '../reading/reading.ts'
import { plainWords } from '../reading/words.ts'
import type { Told } from '../ticket/likeness.ts'
import { asksAside, FAILS } from './echoSigns.ts'
import { BREATH_MINUTES, goesOn } from './match.ts'
import type { Heard, LooseLine, Situation } from './situation.ts'
import { isWithin } from './windows.ts'

type Said = { roomId: number | null; kind: MessageKind; text: string; quote: Quote | null; mentionsBot: boolean }

/** Which patience the speaker's next words are waited for with. Null: nothing said to the bot itself waits; a photo waits longer for its words. */
export function waitsFor(said: Said, isContinued: boolean): keyof Patience | null {
  if (said.roomId === null || said.mentionsBot || said.quote) return null
  if (isPhotoAlone(said)) return isContinued ? 'textSeconds' : 'photoSeconds'
  return said.kind === 'text' ? 'textSeconds' : null
}

/** A longer line tells something by itself. */
const LONGEST_PIECE = 12

type Piece = { text: string }
type Sort = 'report' | 'addition' | 'talk'

/**
 * What a speaker said in one breath, sorted into what belongs together: a report with the photos, places and details around it; each thing
 * that stands alone by itself. Returns lists of pieces, in the order of their first.
 */
export function groupFragments<P extends Piece>(pieces: readonly P[]): P[][] {
  if (pieces.length < 2) return pieces.map((piece) => [piece])
  const sorts = pieces.map(sortOf)
  if (!sorts.includes('report')) return makesReportTogether(pieces) ? [[...pieces]] : pieces.map((piece) => [piece])

  const groups: { pieces: P[]; told: Told | null }[] = []
  const early: P[] = []
  for (const [index, piece] of pieces.entries()) {
    const last = groups.findLast(({ told }) => told !== null)
    if (sorts[index] === 'talk') groups.push({ pieces: [piece], told: null })
    else if (sorts[index] === 'addition' && last) last.pieces.push(piece)
    else if (sorts[index] === 'addition') early.push(piece)
    else {
      const told = toldIn(piece)
      const same = groups.findLast((group) => group.told && goesOn(group.told, told))
      if (same) same.pieces.push(piece)
      else groups.push({ pieces: [...early.splice(0), piece], told })
    }
  }
  return groups.map((group) => group.pieces)
}

function toldIn({ text }: Piece): Told {
  const { category } = readOffline({ text })
  return { words: text, category, place: findPlace(text) }
}

function sortOf({ text }: Piece): Sort {
  if (text.trim() === '' || captionIn(text) !== null) return 'addition'
  const reading = readOffline({ text })
  if (reading.intent === 'report' && reading.confidence >= SURE_ENOUGH) return 'report'
  if (asksAside(plainWords(text))) return 'talk'
  if (reading.intent === 'supplement') return 'addition'
  return reading.intent === 'chatter' && reading.place !== null && [...text].length <= LONGEST_PIECE ? 'addition' : 'talk'
}

/** 那个灯 and 又不亮了: neither tells anything alone. */
function makesReportTogether(pieces: readonly Piece[]): boolean {
  return readTogether(pieces.map(({ text }) => wordsWithCaption(text))) !== null
}

/** The report that pieces make together, in the order they were said. Null: they are no sure report. */
function readTogether(pieces: readonly string[]): ReportReading | null {
  const reading = readOffline({ text: pieces.join('') })
  return reading.intent === 'report' && reading.confidence >= SURE_ENOUGH ? reading : null
}

/** Whether a line may end what its speaker began a moment ago: cheap to ask of any line. */
export function mayGoOn(text: string): boolean {
  return [...text].length <= LONGEST_PIECE && FAILS.test(plainWords(text))
}

/** The report that a line makes with the pieces that its speaker said a moment ago, when each was read by itself. Null: it makes none with them. */
export function completeReport(
  heard: Heard,
  { loose }: Pick<Situation, 'loose'>,
): { reading: ReportReading; words: string; pieces: LooseLine[] } | null {
  const isShort = (words: string) => [...words].length <= LONGEST_PIECE && !asksAside(plainWords(words))
  const pieces = loose.filter(
    ({ member, words, at }) => member.id === heard.member.id && isShort(words) && isWithin(BREATH_MINUTES, at, heard.sentAt),
  )
  if (pieces.length === 0 || !isShort(heard.text)) return null
  const words = [...pieces.map((piece) => piece.words), heard.text]
  const reading = readTogether(words)
  return reading && { reading, words: words.join(''), pieces }
}
