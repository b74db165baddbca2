import { completePlace } from '../reading/place.ts'
import type { Intent, Reading } from '../reading/reading.ts'
import { isElsewhere } from '../ticket/likeness.ts'
import type { Ticket } from '../ticket/ticket.ts'
import { findOwnLatest, lastOwn } from './match.ts'
import { type Heard, isSpokenTo, type Response, type Situation } from './situation.ts'
import { isWithin } from './windows.ts'

const DAY_MINUTES = 24 * 60
/** What an answer may be read as: whoever asks, proposes, thanks or takes something back does not answer. */
const ANSWERS: readonly Intent[] = ['report', 'supplement', 'chatter', 'confirmsFixed', 'deniesFixed', 'vote']

/** What a reporter is to add; `at`: when they heard that they are asked, null while they have not. */
type Asked = { ticket: Ticket; at: Date | null; hasAnswered: boolean }

/**
 * Staff have asked for more, and what the reporter says next answers: in private all that may be an answer; in a group what adds to a report, what is said to
 * the bot, and the first other words while a question waits. Null: nobody asked, or they speak of something else.
 */
export function respondToAsked(heard: Heard, reading: Reading, situation: Situation): Response | null {
  const asked = findAsked(heard, situation)
  if (!asked || !mayAnswer(heard, reading, asked, situation)) return null
  const { ticket, hasAnswered } = asked
  const tells = isSpokenTo(heard) || !hasAnswered
  return { act: 'join', ticketId: ticket.id, reason: 'sameMatter', tells, place: completePlace(ticket.place, reading.place) }
}

/** A photo takes longer than a word. Null: nobody asked. */
export function respondToAskedByPhoto(heard: Heard, situation: Situation): Response | null {
  const asked = findAsked(heard, situation)
  const isMeant = asked && (isSpokenTo(heard) || (asked.at && isWithin(DAY_MINUTES, asked.at, situation.now)))
  return isMeant ? { act: 'join', ticketId: asked.ticket.id, reason: 'photoOfReport', tells: false } : null
}

/** What was asked in private is answered there; who has told of something else since then speaks of that. */
function findAsked(heard: Heard, { own, open, named, heardAt, now, community }: Situation): Asked | null {
  const [ticket] = own
    .filter(({ status, private: isPrivate }) => status === 'awaitingResident' && (heard.roomId === null || !isPrivate))
    .filter(({ id }) => !named || named.id === id)
    .toSorted((a, b) => b.pausedAt!.getTime() - a.pausedAt!.getTime())
  if (!ticket) return null
  const since = ticket.pausedAt!
  const last = findOwnLatest(heard, { open }, now, community.windows.topicMinutes)
  if (last && !named && last.ticket.id !== ticket.id && lastOwn(heard, last)! > since) return null
  const at = heardAt.get(ticket.id)
  const matter = open.find((one) => one.ticket.id === ticket.id)
  const answeredAt = matter ? lastOwn(heard, matter) : null
  return { ticket, at: at && at >= since ? at : null, hasAnswered: answeredAt !== null && answeredAt > since }
}

function mayAnswer(heard: Heard, reading: Reading, { ticket, at, hasAnswered }: Asked, situation: Situation): boolean {
  const { community, named, now } = situation
  const { intent, urgency, confidence } = reading
  if (urgency === 'emergency' || !ANSWERS.includes(intent)) return false
  if (intent === 'report' && confidence >= community.certainty) return tellsOfSame(reading, ticket)
  if ((intent === 'confirmsFixed' || intent === 'deniesFixed') && isAnotherDone(at, situation)) return false
  if (isSpokenTo(heard) || named || intent === 'supplement') return true
  return !hasAnswered && at !== null && isWithin(community.windows.answerMinutes, at, now)
}

function tellsOfSame({ category, place }: Reading, ticket: Ticket): boolean {
  return category === ticket.category && !(place && ticket.place && isElsewhere(place, ticket.place))
}

/** Whether they have been asked since then if something else is fixed: 好了 is about that. */
function isAnotherDone(since: Date | null, { own, heardAt }: Situation): boolean {
  return own.some(({ id, status }) => status === 'resolved' && (!since || (heardAt.get(id) ?? since) > since))
}
