import type { IncomingMessage } from '../message.ts'
import { weighMatter } from './model/model.ts'
import { weighReport } from './weigh.ts'
import { plainWords } from './words.ts'

/** From which log-odds on a line is worth a call: `doubt` of the rules with the trained model's own say taken off, `matter` of that model alone. */
type Gate = { doubt: number; matter: number }

/** Set on real chat, where one line in thirty is a report: docs/decisions/009-gate.md. */
const DEFAULT_GATE: Gate = { doubt: -6, matter: 0 }

const LONGEST = 1000
const LEAST = 1e-12

/**
 * Whether a line that nobody has asked for is worth showing to a language model. Either ear suffices, the rules or the trained model;
 * what neither finds is read on this machine and never leaves it.
 */
export function isWorthACall({ text }: Pick<IncomingMessage, 'text'>, gate = DEFAULT_GATE): boolean {
  const words = plainWords(text).slice(0, LONGEST)
  const matter = weighMatter(words)
  return matter >= gate.matter || logOdds(weighReport(words).confidence) - matter >= gate.doubt
}

function logOdds(likelihood: number): number {
  const bounded = Math.min(Math.max(likelihood, LEAST), 1 - LEAST)
  return Math.log(bounded / (1 - bounded))
}
