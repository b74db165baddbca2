import { SURE_ENOUGH, WORTH_A_LOOK } from '../reading/certainty.ts'
import type { Reading, ReportReading } from '../reading/reading.ts'
import { readSeveral } from '../reading/several.ts'
import { likeness, SAME_MATTER } from '../ticket/likeness.ts'
import type { CopiedLine } from './chat.ts'

/** What somebody said in a copied chat that belongs to a proposal. */
export type Teller = { alias: string; words: string; at: Date }

/** A ticket that a copied chat may make; `isSure`: the reader would have opened it by itself. */
export type Proposal = { key: string; reading: ReportReading; tellers: Teller[]; isSure: boolean }

const FRAGMENT_MS = 60_000
const ECHO_MS = 10 * 60_000

/** Reads a copied chat as it would be read in the group: fragments together, the same problem once, +1 to the matter told last. */
export function proposeTickets(lines: readonly CopiedLine[]): Proposal[] {
  const proposals: Proposal[] = []
  for (const said of joinFragments(lines.filter(({ kind }) => kind === 'text' || kind === 'quote' || kind === 'image'))) {
    const readings: Reading[] = readSeveral({ text: said.text })
    for (const [part, reading] of readings.entries()) takeIn(proposals, { said, reading, part })
  }
  return proposals
}

type Said = { key: string; alias: string; text: string; at: Date; lastAt: Date }

function joinFragments(lines: readonly CopiedLine[]): Said[] {
  const joined: Said[] = []
  for (const { id, sender, text, at } of lines) {
    const before = joined.at(-1)
    const goesOn = before?.alias === sender && at.getTime() - before.lastAt.getTime() <= FRAGMENT_MS
    if (goesOn) joined[joined.length - 1] = { ...before, text: `${before.text}，${text}`, lastAt: at }
    else joined.push({ key: id, alias: sender, text, at, lastAt: at })
  }
  return joined
}

function takeIn(proposals: Proposal[], { said, reading, part }: { said: Said; reading: Reading; part: number }): void {
  const teller: Teller = { alias: said.alias, words: said.text, at: said.at }
  const known = findKnown(proposals, reading, said.at)
  if (known) addTeller(known, teller)
  else if (reading.intent === 'report' && reading.confidence >= WORTH_A_LOOK)
    proposals.push({ key: `${said.key}-${part}`, reading, tellers: [teller], isSure: reading.confidence >= SURE_ENOUGH })
}

function findKnown(proposals: readonly Proposal[], reading: Reading, at: Date): Proposal | undefined {
  const last = proposals.at(-1)
  if (reading.intent === 'meToo') return last && at.getTime() - last.tellers.at(-1)!.at.getTime() <= ECHO_MS ? last : undefined
  return reading.intent === 'report' ? proposals.find((proposal) => isSame(proposal, reading)) : undefined
}

function isSame({ reading: known }: Proposal, { summary, category, place }: ReportReading): boolean {
  const told = (one: Pick<ReportReading, 'summary' | 'category' | 'place'>) => ({
    words: one.summary,
    category: one.category,
    place: one.place,
  })
  return likeness(told(known), told({ summary, category, place })) >= SAME_MATTER
}

function addTeller(proposal: Proposal, teller: Teller): void {
  const isKnown = proposal.tellers.some(({ alias, at }) => alias === teller.alias && at.getTime() === teller.at.getTime())
  if (!isKnown) proposal.tellers.push(teller)
}
