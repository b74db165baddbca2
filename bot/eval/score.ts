import type { LabelIntent } from '../../core/learning/label.ts'
import type { HeardLine, Outcome } from '../replay/play.ts'
import { type Findings, findWorst } from './findings.ts'
import type { LabelledLine, MatchedProblem } from './match.ts'
import { hasCategory, hasEveryTeller, hasPlace, hasTopCategory, hasUrgency, takeSides } from './sides.ts'

/** So many of so many; null: of none. */
export type Share = { count: number; of: number; share: number | null }

export type Score = {
  labelled: number
  problemsCaught: Share
  falseTickets: Share
  mixedTickets: Share
  toldBySeveralInOneTicket: Share
  toldBySeveralWithEveryTeller: Share
  emergenciesCaught: Share
  emergenciesInvented: number
  categoryTop: Share
  categoryExact: Share
  place: Share
  urgency: Share
  silence: Share
  speechPerProblem: number | null
  confusion: { label: LabelIntent; read: string; count: number }[]
  findings: Findings
}

/** Holds what the bot made of a chat against the labels of its lines. */
export function scoreOutcome(lines: readonly LabelledLine[], outcome: Outcome): Score {
  const sides = takeSides(lines, outcome)
  const { tickets, problems, caught, described, placed, shared, together, hushed } = sides
  return {
    labelled: lines.length,
    problemsCaught: share(caught.length, problems.length),
    falseTickets: share(sides.idle.length, tickets.length),
    mixedTickets: share(sides.mixed.length, tickets.length),
    toldBySeveralInOneTicket: share(together.length, shared.length),
    toldBySeveralWithEveryTeller: share(together.filter(hasEveryTeller).length, shared.length),
    emergenciesCaught: share(sides.alarmed.length, sides.emergencies.length),
    emergenciesInvented: sides.invented.length,
    categoryTop: share(described.filter(hasTopCategory).length, described.length),
    categoryExact: share(described.filter(hasCategory).length, described.length),
    place: share(placed.filter(hasPlace).length, placed.length),
    urgency: share(described.filter(hasUrgency).length, described.length),
    silence: share(hushed.length - sides.spokenTo.length, hushed.length),
    speechPerProblem: speechPerProblem(caught, outcome),
    confusion: countConfusion(lines, outcome.heard),
    findings: findWorst(sides),
  }
}

function share(count: number, of: number): Share {
  return { count, of, share: of === 0 ? null : count / of }
}

/** How often the bot speaks about a problem that it caught. */
function speechPerProblem(caught: readonly MatchedProblem[], { said }: Outcome): number | null {
  if (caught.length === 0) return null
  const spoken = caught.map(({ lines }) => said.filter(({ about }) => lines.some(({ id }) => about.includes(id))).length)
  return spoken.reduce((sum, count) => sum + count, 0) / caught.length
}

function countConfusion(lines: readonly LabelledLine[], heard: readonly HeardLine[]): Score['confusion'] {
  const intentOf = new Map(heard.map(({ message, intent }) => [message, intent]))
  const cells = new Map<string, Score['confusion'][number]>()
  for (const { id, label } of lines) {
    const read = intentOf.get(id) ?? '-'
    const key = `${label.intent} ${read}`
    cells.set(key, { label: label.intent, read, count: (cells.get(key)?.count ?? 0) + 1 })
  }
  return [...cells.values()]
}
