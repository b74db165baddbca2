import type { Label, LabelIntent } from '../../core/learning/label.ts'
import type { Outcome, TicketLine } from '../replay/play.ts'

/** A line of the chat with the label a person gave it. */
export type LabelledLine = { id: string; sender: string; words: string; label: Label }

/** A ticket with those of its messages that have a label. */
export type MatchedTicket = { ticket: TicketLine; lines: LabelledLine[]; problems: ReadonlySet<string> }

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
  const problems = [...new Set(lines.flatMap(({ label }) => label.problem ?? []))]
  return { tickets: matched, problems: problems.map((id) => matchProblem(id, lines, matched)) }
}

function matchTicket(ticket: TicketLine, byId: ReadonlyMap<string, LabelledLine>): MatchedTicket {
  const lines = ticket.messages.flatMap((id) => byId.get(id) ?? [])
  return { ticket, lines, problems: new Set(lines.flatMap(({ label }) => label.problem ?? [])) }
}

function matchProblem(id: string, all: readonly LabelledLine[], tickets: readonly MatchedTicket[]): MatchedProblem {
  const lines = all.filter(({ label }) => label.problem === id)
  const told = lines.filter(({ label }) => TELLING.includes(label.intent))
  const share = ({ lines: own }: MatchedTicket) => own.filter(({ label }) => label.problem === id).length
  return {
    id,
    lines,
    label: lines[0]!.label,
    tellers: new Set(told.map(({ sender }) => sender)),
    isEmergency: lines.some(({ label }) => label.intent === 'emergency'),
    tickets: tickets.filter(({ problems }) => problems.has(id)).toSorted((one, other) => share(other) - share(one)),
  }
}
