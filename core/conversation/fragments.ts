import type { Patience } from '../community.ts'
import type { MessageKind, Quote } from '../message.ts'
import { captionIn, isPhotoAlone } from '../photo.ts'
import { wordsWithCaption } from '../reading/caption.ts'
import { SURE_ENOUGH } from '../reading/certainty.ts'
import { readOffline } from '../reading/offline.ts'
import { findPlace } from '../reading/place.ts'
import { plainWords } from '../reading/words.ts'
import type { Told } from '../ticket/likeness.ts'
import { asksAside } from './echoSigns.ts'
import { goesOn } from './match.ts'

type Said = { roomId: number | null; kind: MessageKind; text: string; quote: Quote | null; mentionsBot: boolean }

/** Which patience the speaker's next words are waited for with. Null: nothing said to the bot itself waits; a photo waits longer for its words. */
export function waitsFor(said: Said, isContinued: boolean): keyof Patience | null {
  if (said.roomId === null || said.mentionsBot || said.quote) return null
  if (isPhotoAlone(said)) return isContinued ? 'textSeconds' : 'photoSeconds'
  return said.kind === 'text' ? 'textSeconds' : null
}

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
  return reading.intent === 'chatter' && reading.place !== null && [...text].length <= 12 ? 'addition' : 'talk'
}

/** 那个灯 and 又不亮了: neither tells anything alone. */
function makesReportTogether(pieces: readonly Piece[]): boolean {
  const reading = readOffline({ text: pieces.map(({ text }) => wordsWithCaption(text)).join('') })
  return reading.intent === 'report' && reading.confidence >= SURE_ENOUGH
}
