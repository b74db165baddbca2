import type { OpenMatter } from '../conversation/situation.ts'
import { shownName } from '../name.ts'
import { describePlace, findPlace } from '../reading/place.ts'
import { likeness } from '../ticket/likeness.ts'
import type { TicketStatus } from '../ticket/status.ts'
import type { Ticket } from '../ticket/ticket.ts'

/** What surrounds a message, as a model may see it: marks for people and tickets, never a name or a number. */
export type Context = { speaker: string; names: Named[]; before: Line[]; tickets: GivenTicket[] }

/** Somebody who spoke a moment ago, by the name that others use. */
type Named = { name: string; mark: string }

type Line = { speaker: string; text: string }

/** An open ticket that a model may name by its mark: T1, T2 … */
export type GivenTicket = { id: number; mark: string; text: string; progress: string }

/** Somebody's words in a room. */
export type Spoken = { memberId: number; alias: string; text: string }

export const LINES_BEFORE = 6
export const TALK_MS = 10 * 60_000
const MOST_TICKETS = 8
/** Whose ticket it is counts for more than any likeness. */
const OWN = 1

const ROLE = /物业|管家|客服|居委|社区|网格|保洁|保安|维修|电工/

export function noContext(alias: string): Context {
  return { speaker: markOf(0, alias), names: [], before: [], tickets: [] }
}

/** The lines before a message and the estate's open tickets that it may speak of, the likeliest first. */
export function gatherContext(said: Spoken, before: readonly Spoken[], open: readonly OpenMatter[]): Context {
  const people = new Map<number, Spoken>()
  for (const one of [...before, said]) if (!people.has(one.memberId)) people.set(one.memberId, one)
  const marks = new Map([...people.values()].map(({ memberId, alias }, index) => [memberId, markOf(index, alias)]))
  return {
    speaker: marks.get(said.memberId)!,
    names: [...people.values()].map(({ memberId, alias }) => ({ name: shownName(alias), mark: marks.get(memberId)![0]! })),
    before: before.map(({ memberId, text }) => ({ speaker: marks.get(memberId)!, text })),
    tickets: chooseTickets(said, open),
  }
}

/** A, B, C … and, where a nickname tells it, the work its owner does here. */
function markOf(index: number, alias: string): string {
  return String.fromCharCode(65 + (index % 26)) + (ROLE.exec(alias)?.[0] ?? '')
}

/** 王姐说得对 is B说得对 where 王姐 has just spoken; an @ to anybody is nobody's name. */
export function withMarks(text: string, names: readonly Named[]): string {
  const unaddressed = text.replace(/@[^\s@]{1,20}(?=\s|$)/g, '@')
  return names.filter(({ name }) => name.length > 1).reduce((words, { name, mark }) => words.replaceAll(name, mark), unaddressed)
}

function chooseTickets({ memberId, text }: Spoken, open: readonly OpenMatter[]): GivenTicket[] {
  const told = { words: text, category: null, place: findPlace(text) }
  return open
    .filter(({ ticket }) => isShareable(ticket))
    .map((matter) => {
      const { category, place } = matter.ticket
      const own = matter.told.some((telling) => telling.memberId === memberId) ? OWN : 0
      return { ticket: matter.ticket, score: own + likeness(told, { words: matter.told[0]!.words, category, place }) }
    })
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST_TICKETS)
    .map(({ ticket }, index) => ({
      id: ticket.id,
      mark: `T${index + 1}`,
      text: sayTicket(ticket),
      progress: PROGRESS[ticket.status] ?? '在办',
    }))
}

/** What is private to somebody stays on this machine, and what is dangerous is nobody's to join by a model's word. */
function isShareable({ private: isPrivate, urgency }: Pick<Ticket, 'private' | 'urgency'>): boolean {
  return !isPrivate && urgency !== 'emergency'
}

function sayTicket({ place, summary }: Ticket): string {
  const where = place ? describePlace(place) : ''
  return summary.startsWith(where) ? summary : where + summary
}

const PROGRESS: Partial<Record<TicketStatus, string>> = {
  draft: '待补充',
  pendingReview: '已登记',
  inProgress: '处理中',
  awaitingResident: '待补充',
  onHold: '暂缓',
}
