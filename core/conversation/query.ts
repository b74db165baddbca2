import type { Reading } from '../reading/reading.ts'
import { texts } from '../texts/texts.ts'
import { UNFINISHED_STATUSES } from '../ticket/status.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { answer, type Heard, isOneOf, type Response, type Situation, stay } from './situation.ts'

export function respondToQuery(heard: Heard, reading: Reading, situation: Situation): Response {
  const open = situation.own.filter((ticket) => isOneOf(ticket.status, UNFINISHED_STATUSES))
  const alike = open.find((ticket) => ticket.category === reading.category)
  const meant = situation.open.find(({ ticket }) => ticket.id === reading.ticketId)?.ticket
  const ticket = situation.named ?? meant ?? alike ?? open[0]
  if (!ticket)
    return heard.mentionsBot || heard.roomId === null
      ? answer(heard, texts.ticket.notFound(situation.community), situation)
      : stay('nothingToTell')

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
