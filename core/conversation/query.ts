import { withoutMention } from '../mention.ts'
import type { Place } from '../reading/place.ts'
import type { Reading } from '../reading/reading.ts'
import { texts } from '../texts/texts.ts'
import { isElsewhere, isSaidOtherwise } from '../ticket/likeness.ts'
import { UNFINISHED_STATUSES } from '../ticket/status.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { compareWithTold, lastToldIn } from './match.ts'
import { answer, type Heard, isOneOf, isSpokenTo, type OpenMatter, type Response, type Situation, stay } from './situation.ts'

const LONGEST_SUBJECT = 12

/** Their own matter, or the one that they name; who asks after anything else is told nothing of their own (D8). */
export function respondToQuery(heard: Heard, reading: Reading, situation: Situation): Response {
  const meant = situation.open.find(({ ticket }) => ticket.id === reading.ticketId)?.ticket
  const ticket = situation.named ?? meant ?? findOwn(heard, reading, situation) ?? findAsked(heard, reading.place, situation)
  if (ticket) return tellProgress(heard, ticket, situation)
  return isSpokenTo(heard) ? answer(heard, texts.ticket.notFound(situation.community), situation) : stay('nothingToTell')
}

/** @小助手 5栋井盖 asks after what is known of it. Null: nothing is, or more is said. */
export function respondToSubject(heard: Heard, { place }: Reading, situation: Situation): Response | null {
  if (!place || [...withoutMention(heard.text)].length > LONGEST_SUBJECT) return null
  const asked = findAsked(heard, place, situation)
  return asked ? tellProgress(heard, asked, situation) : null
}

/** The newest of their own of the kind that is asked after, else the newest that it could be. */
function findOwn(heard: Heard, { category, place }: Reading, { own }: Situation): Ticket | undefined {
  const open = own.filter((ticket) => isOneOf(ticket.status, UNFINISHED_STATUSES) && !isSaidElsewhere(place, ticket))
  return (
    open.find((ticket) => ticket.category === category) ??
    open.find((ticket) => compareWithTold(heard.text, { ticket, told: [] }) !== 'different')
  )
}

/** The one open matter that is asked after by its thing and its place, or by the thing alone in the room that told of it. */
function findAsked(heard: Heard, place: Place | null, { open }: Situation): Ticket | undefined {
  const asked = open.filter((matter) => compareWithTold(heard.text, matter) === 'same' && isAbout(matter, heard, place))
  return asked.length === 1 ? asked[0]!.ticket : undefined
}

function isAbout({ ticket, told }: OpenMatter, heard: Heard, place: Place | null): boolean {
  if (place) return ticket.place !== null && !isSaidOtherwise(place, ticket.place) && !isElsewhere(place, ticket.place)
  return isSpokenTo(heard) || lastToldIn(heard.roomId, { told }) !== null
}

function isSaidElsewhere(said: Place | null, { place }: Ticket): boolean {
  return said !== null && place !== null && isElsewhere(said, place)
}

function tellProgress(heard: Heard, ticket: Ticket, situation: Situation): Response {
  const { community, now, own } = situation
  const target = followMerges(ticket, situation)
  const isTheirs = own.some(({ id }) => id === ticket.id)
  const withheld = (ticket.private || target.private) && (!isTheirs || heard.roomId !== null)
  if (withheld) return answer(heard, texts.ticket.onlyInPrivate(), situation, ticket)
  const progress = texts.ticket.progress(target, community, now)
  return answer(heard, target === ticket ? progress : texts.ticket.wentInto(ticket, progress), situation, target)
}

/** What it went into, as far as whoever asks may know of it. */
function followMerges(ticket: Ticket, { own, open }: Pick<Situation, 'own' | 'open'>): Ticket {
  const known = [...own, ...open.map((matter) => matter.ticket)]
  const next = known.find(({ id }) => id === ticket.mergedIntoId)
  return next ? followMerges(next, { own, open }) : ticket
}
