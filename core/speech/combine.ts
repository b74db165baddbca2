import type { WorkingCalendar } from '../calendar/calendar.ts'
import type { NoticeKind } from '../notice.ts'
import { texts } from '../texts/texts.ts'
import { sayProgress } from '../texts/ticket.ts'
import { OPEN_STATUSES, type TicketStatus } from '../ticket/status.ts'
import type { TermSettings } from '../ticket/terms.ts'
import type { Ticket } from '../ticket/ticket.ts'

/** Why words are said in one: after quiet hours, over budget, in the evening, or because they are about the same. */
export type Occasion = 'night' | 'noon' | 'busy' | 'digest' | 'together'

/** One of several words that are said in one; `people` have told of its ticket. */
export type Part = {
  kind: NoticeKind
  mention: string | null
  text: string
  owedAt: Date
  ticket: Ticket | null
  people: number
}

type Told = { ticket: Ticket; parts: Part[]; people: number }
type Clock = { now: Date; timeZone: string }
/** By what days and limits a matter is waited for. */
type Days = Clock & WorkingCalendar & TermSettings

/** What was said of these holds on another day, too. */
const TIMELESS: readonly TicketStatus[] = ['resolved', 'awaitingResident', 'rejected', 'merged', 'referred']
const MOST_LINES = 6
/** A resident who was asked where it is may take this long, and the answer still is news of a new ticket. */
const NEW_MS = 30 * 60_000

/** The one line that says all of them, from what is true of their tickets now. `inRoom`: what is private is only counted. */
export function combine(parts: readonly Part[], occasion: Occasion, { inRoom, ...clock }: Days & { inRoom: boolean }): string {
  const told = tellApart(parts)
  const open = told.filter(({ ticket }) => !(inRoom && ticket.private))
  const drafts = open.filter(({ ticket }) => ticket.status === 'draft')
  const fresh = open.filter(isNew)
  const others = open.filter((one) => !drafts.includes(one) && !fresh.includes(one))
  const hidden = told.length - open.length
  const asides = parts.filter(({ ticket }) => ticket === null).map(({ mention, text }) => texts.speech.aside(mention, text))
  return [
    ...sayFresh(fresh, occasion, clock),
    ...(drafts.length > 0 ? [texts.speech.asksWhere(ticketsOf(drafts))] : []),
    ...sayOthers(others, occasion, clock),
    ...(hidden > 0 ? [texts.speech.privately(hidden)] : []),
    ...new Set(asides),
  ].join('\n')
}

/** One entry for each ticket, in the order in which its words came to be owed. */
function tellApart(parts: readonly Part[]): Told[] {
  const byId = new Map<number, Told>()
  for (const part of parts) {
    if (!part.ticket) continue
    const known = byId.get(part.ticket.id)
    if (known) known.parts.push(part)
    else byId.set(part.ticket.id, { ticket: part.ticket, parts: [part], people: part.people })
  }
  return [...byId.values()]
}

/** Its number has not been told yet. */
function isNew({ ticket, parts: [first] }: Told): boolean {
  const isAnswer = first!.kind === 'reply' && first!.owedAt.getTime() - ticket.openedAt.getTime() <= NEW_MS
  return isAnswer && ticket.status !== 'draft' && (OPEN_STATUSES as readonly string[]).includes(ticket.status)
}

function sayFresh(fresh: readonly Told[], occasion: Occasion, clock: Clock): string[] {
  const [first] = fresh
  if (!first) return []
  if (fresh.length > 1) return [texts.speech.registered(ticketsOf(fresh), occasion, clock)]
  if (occasion === 'together') return [texts.speech.together(first.ticket, first.people, clock)]
  return [texts.speech.registeredOne(first.ticket, first.people, occasion, clock)]
}

function sayOthers(others: readonly Told[], occasion: Occasion, clock: Days): string[] {
  const lines = others.length < MOST_LINES ? others.map((one) => sayStanding(one, clock)) : sayInGroups(others, clock)
  const isNews = others.some(({ parts }) => parts.some(({ kind }) => kind === 'progress'))
  if (isNews && (lines.length > 1 || occasion === 'digest')) return [texts.speech.digest(lines, occasion)]
  return lines.length > 1 ? [texts.speech.inOneLine(lines)] : lines
}

/** Staff's own words, where they still hold on another day; else what the ticket's state says. */
function sayStanding({ ticket, parts, people }: Told, days: Days): string {
  const last = parts.findLast(({ kind }) => kind === 'progress')
  return last && TIMELESS.includes(ticket.status) ? last.text : texts.speech.standing(ticket, people, sayProgress(ticket, days, days.now))
}

/** Too many for a line each: the finished ones together, the next few by themselves, the rest by number. */
function sayInGroups(told: readonly Told[], clock: Days): string[] {
  const resolved = told.filter(({ ticket }) => ticket.status === 'resolved')
  const closed = told.filter(({ ticket }) => ticket.status === 'closed')
  const rest = told.filter((one) => !resolved.includes(one) && !closed.includes(one))
  const grouped = [
    ...(resolved.length > 0 ? [texts.speech.resolved(ticketsOf(resolved))] : []),
    ...(closed.length > 0 ? [texts.speech.closed(ticketsOf(closed))] : []),
  ]
  const room = MOST_LINES - 1 - grouped.length
  if (rest.length <= room) return [...grouped, ...rest.map((one) => sayStanding(one, clock))]
  const named = rest.slice(0, room - 1).map((one) => sayStanding(one, clock))
  return [...grouped, ...named, texts.speech.others(ticketsOf(rest.slice(room - 1)))]
}

function ticketsOf(told: readonly Told[]): Ticket[] {
  return told.map(({ ticket }) => ticket)
}
