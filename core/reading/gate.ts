import type { IncomingMessage } from '../message.ts'
import { weighReport } from './weigh.ts'
import { plainWords } from './words.ts'

/** From which log-odds of a report on a line is worth a call: `spoken` where it speaks of something that can be complained of, else `doubt`. */
type Gate = { spoken: number; doubt: number }

/** Set on real chat, where one line in thirty is a report: docs/decisions/009-gate.md. */
const DEFAULT_GATE: Gate = { spoken: -9.5, doubt: -4 }

const LONGEST = 1000
const LEAST = 1e-12

/**
 * Whether a line that nobody has asked for is worth showing to a language model: what the offline reader would not even take for a doubtful
 * report is read on this machine and never leaves it.
 */
export function isWorthACall({ text }: Pick<IncomingMessage, 'text'>, gate = DEFAULT_GATE): boolean {
  const { category, confidence } = weighReport(plainWords(text).slice(0, LONGEST))
  return logOdds(confidence) >= (category ? gate.spoken : gate.doubt)
}

function logOdds(likelihood: number): number {
  const bounded = Math.min(Math.max(likelihood, LEAST), 1 - LEAST)
  return Math.log(bounded / (1 - bounded))
}
