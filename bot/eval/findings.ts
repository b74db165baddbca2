import type { LabelledLine, MatchedProblem, MatchedTicket } from './match.ts'
import { hasCategory, hasPlace, mainTicket, type Sides } from './sides.ts'

/** A line worth looking at, and why. */
export type Finding = { id: string; words: string; note: string }

export const FINDING_KINDS = [
  'missedEmergencies',
  'inventedEmergencies',
  'falseTickets',
  'missedProblems',
  'wrongCategory',
  'wrongPlace',
  'mixedTickets',
  'scatteredProblems',
  'spokenTo',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]
export type Findings = Record<FindingKind, Finding[]>

export function findWorst({ unheard, invented, idle, missed, described, placed, mixed, scattered, spokenTo }: Sides): Findings {
  return {
    missedEmergencies: unheard.map((problem) => ofProblem(problem, problem.label.category)),
    inventedEmergencies: invented.map(ofTicket),
    falseTickets: idle.map(ofTicket),
    missedProblems: missed.map((problem) => ofProblem(problem, problem.label.category)),
    wrongCategory: unlike(described, hasCategory).map((problem) =>
      ofProblem(problem, `${problem.label.category} → ${mainTicket(problem).category}`),
    ),
    wrongPlace: unlike(placed, hasPlace).map((problem) =>
      ofProblem(problem, `${problem.label.place} → ${mainTicket(problem).place ?? '-'}`),
    ),
    mixedTickets: mixed.map(({ ticket, lines, problems }) => ofLine(lines[0]!, [ticket.number, ...problems].join(' '))),
    scatteredProblems: scattered.map((problem) => ofProblem(problem, problem.tickets.map(({ ticket }) => ticket.number).join(' '))),
    spokenTo: spokenTo.map((line) => ofLine(line, line.label.intent)),
  }
}

function unlike(problems: readonly MatchedProblem[], agrees: (problem: MatchedProblem) => boolean): MatchedProblem[] {
  return problems.filter((problem) => !agrees(problem))
}

function ofTicket({ ticket, lines }: MatchedTicket): Finding {
  return ofLine(lines[0]!, `${ticket.number} ${ticket.category}`)
}

function ofProblem({ lines, id }: MatchedProblem, note: string | null): Finding {
  return ofLine(lines[0]!, [id, note].filter(Boolean).join(' '))
}

function ofLine({ id, words }: LabelledLine, note: string): Finding {
  return { id, words, note }
}
