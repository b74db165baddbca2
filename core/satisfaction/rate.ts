import type { Notice } from '../notice.ts'
import { texts } from '../texts/texts.ts'
import { isTooLateToReopen, moveTicket } from '../ticket/move.ts'
import type { Actor, Decision, Matter } from '../ticket/ticket.ts'
import type { Rating } from './answer.ts'

type Given = {
  by: Extract<Actor, { kind: 'resident' }>
  isFriend: boolean
  words: string
  about: readonly number[]
  isFirst: boolean
  at: Date
}

/**
 * Keeps what somebody says of a closed ticket, and thanks once, in private. What is not solved is opened again while it can be; what has been opened since
 * stays as it is.
 */
export function rateTicket(matter: Matter, rating: Rating, given: Given): Decision {
  const { ticket } = matter
  const { by, at, words, about, isFirst } = given
  const isReporter = matter.reporters.some(({ memberId }) => memberId === by.memberId)
  if (rating.isSolved === false && isReporter && ticket.status === 'closed' && !isTooLateToReopen(ticket, at)) {
    const reopened = moveTicket(matter, { action: 'reopen', by, at, note: words, about })
    return { ...reopened, notices: reopened.notices.map((notice) => inPrivate(notice.text, given, ticket.id)) }
  }
  const event = { action: 'rate' as const, by, at, note: texts.ticket.ratingGiven(rating) }
  return { ticket, event, notices: isFirst ? [inPrivate(texts.ticket.rated(matter.community), given, ticket.id)] : [] }
}

function inPrivate(text: string, { by, isFriend, about, at }: Given, ticketId: number): Notice {
  return {
    kind: 'reply',
    to: { memberId: by.memberId },
    mention: null,
    text,
    ticketId,
    announcementId: null,
    about,
    obstacle: isFriend ? null : 'notFriend',
    notBefore: at,
    expiresAt: null,
    key: null,
    haste: 'atNight',
  }
}
