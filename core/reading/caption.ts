import { mask } from '../mask.ts'
import { captionIn } from '../photo.ts'
import { readOffline } from './offline.ts'
import type { Reading, ReportReading } from './reading.ts'

/** What is seen in a photo, in a few words fit for a group, and what it means. `words` null: nothing to report. */
export type Sight = { words: string | null; reading: Reading }

const LONGEST = 12

/** Reads the caption of a photo as a report that still lacks its place. 翘起的井盖 is read as 井盖翘起. */
export function readCaption(caption: string): Sight {
  const spellings = [turnRound(caption), caption]
  for (const words of spellings) {
    const reading = readOffline({ text: words })
    if (reading.intent === 'report') return { words: shorten(words), reading: withoutPlace(reading, shorten(words)) }
  }
  return { words: null, reading: readOffline({ text: caption }) }
}

/** A message's words, a photo's caption among them; what a photo shows by the way is no word of anybody's. */
export function wordsWithCaption(text: string): string {
  const caption = captionIn(text)
  return caption === null ? text.trim() : (readCaption(caption).words ?? '')
}

function turnRound(caption: string): string {
  const [, state, thing] = /^(.{1,8})的([^的]{1,8})$/.exec(caption) ?? []
  return state && thing ? thing + state : caption
}

function withoutPlace(reading: ReportReading, summary: string): ReportReading {
  return { ...reading, summary, place: null }
}

function shorten(words: string): string {
  return [...mask(words)].slice(0, LONGEST).join('')
}
