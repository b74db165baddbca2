import type { LabelIntent } from '../../core/learning/label.ts'
import type { Outcome, TicketLine } from '../replay/play.ts'
import { type LabelledLine, type MatchedProblem, type MatchedTicket, matchTickets } from './match.ts'
import { isSamePlace } from './place.ts'

/** After these the bot has nothing to say. */
const SILENT: readonly LabelIntent[] = ['chatter', 'notice', 'praise', 'need', 'vote', 'volunteer', 'signUp']
/** A ticket for one of these is right, though no problem stands behind it. */
const MATTERS: readonly LabelIntent[] = ['consult', 'proposal', 'project', 'need']

export type Sides = ReturnType<typeof takeSides>

/** Who is on which side of every question that the score asks. */
export function takeSides(lines: readonly LabelledLine[], outcome: Outcome) {
  const { tickets, problems } = matchTickets(lines, outcome)
  const caught = problems.filter((problem) => problem.tickets.length > 0)
  const shared = problems.filter(({ tellers }) => tellers.size > 1)
  const emergencies = problems.filter(({ isEmergency }) => isEmergency)
  const hushed = lines.filter(({ label }) => SILENT.includes(label.intent))
  return {
    tickets,
    problems,
    caught,
    missed: problems.filter((problem) => problem.tickets.length === 0),
    described: caught.filter(({ label }) => label.category !== null),
    placed: caught.filter(({ label }) => label.place !== null),
    idle: tickets.filter((ticket) => !isAboutSomething(ticket)),
    mixed: tickets.filter(({ isMixed }) => isMixed),
    shared,
    together: shared.filter((problem) => problem.tickets.length === 1),
    scattered: shared.filter((problem) => problem.tickets.length > 1),
    emergencies,
    alarmed: emergencies.filter((problem) => problem.tickets.some(({ ticket }) => isAlarm(ticket))),
    unheard: emergencies.filter((problem) => !problem.tickets.some(({ ticket }) => isAlarm(ticket))),
    invented: tickets.filter((ticket) => isAlarm(ticket.ticket) && !emergencies.some(({ id }) => ticket.problems.has(id))),
    hushed,
    spokenTo: hushed.filter(({ id }) => outcome.said.some(({ about }) => about.includes(id))),
  }
}

/** The ticket with most of a caught problem's messages. */
export function mainTicket({ tickets }: MatchedProblem): TicketLine {
  return tickets[0]!.ticket
}

export function hasEveryTeller({ tellers, tickets }: MatchedProblem): boolean {
  return [...tellers].every((teller) => tickets[0]?.lines.some(({ sender }) => sender === teller))
}

export function hasCategory(problem: MatchedProblem): boolean {
  return mainTicket(problem).category === problem.label.category
}

export function hasTopCategory(problem: MatchedProblem): boolean {
  return topOf(mainTicket(problem).category) === topOf(problem.label.category ?? '')
}

export function hasPlace(problem: MatchedProblem): boolean {
  return isSamePlace(problem.label.place!, mainTicket(problem).place)
}

export function hasUrgency(problem: MatchedProblem): boolean {
  return mainTicket(problem).urgency === problem.label.urgency
}

function topOf(category: string): string {
  return category.split('.')[0]!
}

function isAboutSomething({ lines, problems }: MatchedTicket): boolean {
  return problems.size > 0 || lines.some(({ label }) => MATTERS.includes(label.intent))
}

function isAlarm({ urgency }: TicketLine): boolean {
  return urgency === 'emergency'
}
