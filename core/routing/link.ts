import { Refusal } from '../errors.ts'
import type { Notice } from '../notice.ts'
import type { Party } from '../org.ts'
import { texts } from '../texts/texts.ts'
import { OPEN_STATUSES, type TicketStatus } from '../ticket/status.ts'
import type { Actor, Decision, Handler, Matter, Ticket } from '../ticket/ticket.ts'

/**
 * One ticket in the hands of somebody without an account. `department`: one that was called by a whistle; else it holds for as long as the assignment of
 * `assignedAt` does. `memberId`: a friend of the bot's account, who gets it in private.
 */
export type TicketLink = {
  id: number
  communityId: number
  ticketId: number
  name: string
  party: Party
  department: string | null
  memberId: number | null
  assignedAt: Date
  givenAt: Date
  expiresAt: Date
  revokedAt: Date | null
}

/** To whom a link went in private. */
export type Holder = { memberId: number; isFriend: boolean }

const ALIVE: readonly TicketStatus[] = [...OPEN_STATUSES, 'resolved']

/** Why a link no longer opens; null: it does. */
export type LinkEnd = 'revoked' | 'expired' | 'over'

/** What was given to somebody else, went back to the queue, or has ended is no longer theirs, whoever remembers to take the link back. */
export function whyLinkEnded(
  link: Pick<TicketLink, 'department' | 'assignedAt' | 'expiresAt' | 'revokedAt'>,
  ticket: Pick<Ticket, 'status' | 'assignedAt' | 'whistle'>,
  now: Date,
): LinkEnd | null {
  if (link.revokedAt) return 'revoked'
  if (link.expiresAt <= now) return 'expired'
  const isTheirs = link.department
    ? (ticket.whistle?.departments.some(({ name }) => name === link.department) ?? false)
    : ticket.assignedAt?.getTime() === link.assignedAt.getTime()
  return isTheirs && ALIVE.includes(ticket.status) ? null : 'over'
}

/** Who acts by a link; of several departments only the lead says that it is done. */
export function handlerOf({ id: linkId, name, department }: TicketLink, { whistle }: Pick<Ticket, 'whistle'>): Handler {
  return { kind: 'handler', linkId, name, department, leads: department === null || department === whistle?.lead }
}

/** History keeps who was handed the ticket; `address` is the link they get in private. */
export function handOut(
  { ticket }: Matter,
  { link, address, by, at, isFriend }: { link: TicketLink; address: string; by: Actor; at: Date; isFriend: boolean },
): Decision {
  const { memberId } = link
  const notices = memberId === null ? [] : [privateLine(ticket, { memberId, isFriend }, texts.routing.privateLine(ticket, address), at)]
  return { ticket, event: { action: 'handOut', by, at, note: texts.routing.handedOut(link, ticket) }, notices }
}

/** Whoever holds a link hears that what they have in hand is open again. */
export function tellReopened(ticket: Ticket, holders: readonly Holder[], at: Date): Notice[] {
  return holders.map((holder) => privateLine(ticket, holder, texts.routing.reopened(ticket), at))
}

function privateLine(ticket: Ticket, { memberId, isFriend }: Holder, text: string, at: Date): Notice {
  return {
    kind: 'dispatch',
    to: { memberId },
    mention: null,
    text,
    ticketId: ticket.id,
    announcementId: null,
    about: [],
    obstacle: isFriend ? null : 'notFriend',
    notBefore: at,
    expiresAt: null,
    key: null,
  }
}

/** A word on how it goes, for colleagues; residents hear from them. @throws Refusal `incomplete` without words and photos */
export function noteProgress(
  { ticket }: Matter,
  { by, at, note, photos }: { by: Actor; at: Date; note: string; photos: number },
): Decision {
  if (!(OPEN_STATUSES as readonly TicketStatus[]).includes(ticket.status)) throw new Refusal('illegal-move', { action: 'progress' })
  if (note.trim() === '' && photos === 0) throw new Refusal('incomplete', { missing: 'note' })
  return { ticket, event: { action: 'progress', by, at, note: texts.routing.progressed(note.trim(), photos) }, notices: [] }
}
