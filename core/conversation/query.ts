import type { Reading } from '../reading/reading.ts'
import { texts } from '../texts/texts.ts'
import { UNFINISHED_STATUSES } from '../ticket/status.ts'
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
  const isTheirs = own.some(({ id }) => id === ticket.id)
  const withheld = ticket.private && (!isTheirs || heard.roomId !== null)
  return answer(heard, withheld ? texts.ticket.onlyInPrivate() : texts.ticket.progress(ticket, community, now), situation, ticket)
}
