import type { Label, LabelIntent } from '../../core/learning/label.ts'
import type { Outcome, TicketLine } from '../replay/play.ts'
import { problemsOf } from './label.ts'

/** A line of the chat with the label a person gave it. */
export type LabelledLine = { id: string; sender: string; words: string; label: Label }

/** A ticket with those of its messages that have a label. It is mixed when no one problem is told by all that tell of any. */
export type MatchedTicket = { ticket: TicketLine; lines: LabelledLine[]; problems: ReadonlySet<string>; isMixed: boolean }

/** A labelled problem and the tickets that came of it, the one with most of its messages first. */
export type MatchedProblem = {
  id: string
  lines: LabelledLine[]
  label: Label
  tellers: ReadonlySet<string>
  isEmergency: boolean
  tickets: MatchedTicket[]
}

/** Who says one of these tells of the problem, and does not only ask after it. */
const TELLING: readonly LabelIntent[] = ['report', 'meToo', 'emergency']

/** Puts tickets and labelled problems side by side. Tickets without any labelled message are left out. */
export function matchTickets(lines: readonly LabelledLine[], { tickets }: Pick<Outcome, 'tickets'>) {
  const byId = new Map(lines.map((line) => [line.id, line]))
  const matched = tickets.map((ticket) => matchTicket(ticket, byId)).filter((ticket) => ticket.lines.length > 0)
  const problems = [...new Set(lines.flatMap(({ label }) => problemsOf(label)))]
  return { tickets: matched, problems: problems.map((id) => matchProblem(id, lines, matched)) }
}

function matchTicket(ticket: TicketLine, byId: ReadonlyMap<string, LabelledLine>): MatchedTicket {
  const lines = ticket.messages.flatMap((id) => byId.get(id) ?? [])
  const told = lines.map(({ label }) => problemsOf(label)).filter((problems) => problems.length > 0)
  const problems = [...new Set(told.flat())]
  const isMixed = problems.length > 0 && !problems.some((id) => told.every((one) => one.includes(id)))
  return { ticket, lines, problems: new Set(problems), isMixed }
}

function matchProblem(id: string, all: readonly LabelledLine[], tickets: readonly MatchedTicket[]): MatchedProblem {
  const lines = all.filter(({ label }) => problemsOf(label).includes(id))
  const told = lines.filter(({ label }) => TELLING.includes(label.intent))
  const own = lines.find(({ label }) => label.problem === id)
  return {
    id,
    lines,
    label: own?.label ?? { ...lines[0]!.label, category: null, place: null, urgency: null },
    tellers: new Set(told.map(({ sender }) => sender)),
    isEmergency: own ? lines.some(({ label }) => label.problem === id && label.intent === 'emergency') : false,
    tickets: ticketsOf(id, lines, tickets),
  }
}

/** Those with most of its lines first. What tells of two things may stand on two tickets: for each of them one is enough. */
function ticketsOf(id: string, all: readonly LabelledLine[], tickets: readonly MatchedTicket[]): MatchedTicket[] {
  const linesOn = ({ lines }: MatchedTicket) => lines.filter((line) => all.includes(line))
  const rank = (ticket: MatchedTicket) => linesOn(ticket).length + (isOfOtherKind(id, ticket) ? -0.5 : 0)
  const seen = new Set<LabelledLine>()
  return tickets
    .filter(({ problems }) => problems.has(id))
    .toSorted((one, other) => rank(other) - rank(one))
    .filter((ticket) => {
      const fresh = linesOn(ticket).filter((line) => !seen.has(line))
      for (const line of fresh) seen.add(line)
      return fresh.length > 0
    })
}

/** Whether a line of several problems stands here for another one of them. */
function isOfOtherKind(id: string, { ticket, lines }: MatchedTicket): boolean {
  const shared = lines.filter(({ label }) => label.also?.length && problemsOf(label).includes(id))
  return shared.some(({ label }) => (label.category === ticket.category) !== (label.problem === id))
}
