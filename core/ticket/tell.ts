import { shownName } from '../name.ts'
import type { Haste, Notice, NoticeKind } from '../notice.ts'
import { texts } from '../texts/texts.ts'
import type { Reporter, Ticket } from './ticket.ts'

type Words = { kind: NoticeKind; text: string; at: Date; about?: readonly number[] }

/** Words about a ticket for the people who reported it: one line in each of their groups, or in private when the matter is private. */
export function tellReporters(ticket: Ticket, reporters: readonly Reporter[], words: Words): Notice[] {
  const places = new Set<string>()
  return reporters.flatMap((reporter) => {
    const place = ticket.private || reporter.roomId === null ? `member ${reporter.memberId}` : `room ${reporter.roomId}`
    if (places.has(place)) return []
    places.add(place)
    return tellReporter(ticket, reporter, words)
  })
}

export function tellReporter(ticket: Ticket, reporter: Reporter, words: Words): Notice[] {
  if (ticket.private || reporter.roomId === null) return tellPrivately(ticket, reporter, words)
  return [{ ...blank(ticket, words), to: { roomId: reporter.roomId }, mention: mentionOf(reporter) }]
}

/** Whoever had their data deleted is not called any more; the group hears of it all the same. */
function mentionOf({ memberId, alias }: Reporter): string | null {
  return memberId === null ? null : shownName(alias)
}

/** The group only learns that the matter goes on in private; somebody the account may not write to is told how to reach it. */
export function hintInGroup(ticket: Ticket, reporter: Reporter, words: Omit<Words, 'text'>): Notice[] {
  if (reporter.roomId === null || reporter.memberId === null) return []
  const text = reporter.isFriend ? texts.ticket.goesPrivate(ticket.category) : texts.ticket.befriend()
  return [{ ...blank(ticket, { ...words, text }), to: { roomId: reporter.roomId }, mention: shownName(reporter.alias) }]
}

function tellPrivately(ticket: Ticket, reporter: Reporter, words: Words): Notice[] {
  if (reporter.memberId === null) return []
  const notice = blank(ticket, words)
  // Who has just spoken is awake, and nobody else hears it.
  const haste = words.kind === 'reply' && notice.haste === 'measured' ? 'atNight' : notice.haste
  return [{ ...notice, haste, to: { memberId: reporter.memberId }, mention: null, obstacle: reporter.isFriend ? null : 'notFriend' }]
}

function blank(ticket: Ticket, { kind, text, at, about = [] }: Words): Omit<Notice, 'to' | 'mention'> & { haste: Haste } {
  return {
    kind,
    text,
    ticketId: ticket.id,
    announcementId: null,
    about,
    obstacle: null,
    notBefore: at,
    expiresAt: null,
    key: null,
    haste: hasteOf(ticket, kind),
  }
}

/** That a danger is over is heard at once; who reports something urgent at night is answered at night. */
function hasteOf({ urgency }: Ticket, kind: NoticeKind): Haste {
  if (urgency === 'emergency') return 'atOnce'
  return urgency === 'high' && kind === 'reply' ? 'atNight' : 'measured'
}
