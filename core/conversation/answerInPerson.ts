import { mask } from '../mask.ts'
import { shownName } from '../name.ts'
import type { Notice } from '../notice.ts'
import { UNDO_MS } from '../ticket/edit.ts'
import type { Reporter } from '../ticket/ticket.ts'

/** A colleague's own words to somebody whose message waited, where it was said; they can be taken back for fifteen seconds. `memberId` is never null: it came from a chat. */
export function answerInPerson({ memberId, alias, isFriend, roomId }: Reporter, messageId: number, text: string, at: Date): Notice {
  const words = { kind: 'staffAnswer' as const, text: mask(text.trim()), ticketId: null, announcementId: null, about: [messageId] }
  const when = { notBefore: new Date(at.getTime() + UNDO_MS), expiresAt: null, key: null }
  if (roomId !== null) return { ...words, ...when, to: { roomId }, mention: shownName(alias), obstacle: null }
  return { ...words, ...when, to: { memberId: memberId! }, mention: null, obstacle: isFriend ? null : 'notFriend' }
}
