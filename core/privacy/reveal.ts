import { Refusal } from '../errors.ts'
import { maskNumbers } from '../mask.ts'
import { hasRole, type Staff } from '../staff.ts'
import type { Ticket } from '../ticket/ticket.ts'

/** For how long a colleague sees what is covered, once they have said why. */
export const REVEAL_MINUTES = 10

export const REVEAL_REASONS = ['call', 'visit', 'emergency', 'claim', 'other'] as const
/** Why somebody's numbers and door must be seen: to call, to go there, because of a danger, since the person asks for their own data, or in words. */
export type RevealReason = (typeof REVEAL_REASONS)[number]

const WORDS: Record<RevealReason, string> = {
  call: '打电话核实',
  visit: '上门处理',
  emergency: '紧急情况要找到人',
  claim: '本人来查自己的信息',
  other: '其他',
}
const ANY_TICKET = ['staff', 'director', 'administrator'] as const

export function sayRevealReason(reason: RevealReason): string {
  return WORDS[reason]
}

/** Community staff, and the grid worker who has the ticket in hand. */
export function mayReveal(staff: Staff, { assigneeId }: Pick<Ticket, 'assigneeId'>): boolean {
  return hasRole(staff, ANY_TICKET) || (staff.role === 'gridWorker' && assigneeId === staff.id)
}

/** What the log keeps of why: never the data itself. @throws Refusal `not-allowed`; `incomplete` when another reason is not put into words. */
export function revealTicket(
  ticket: Pick<Ticket, 'assigneeId' | 'number'>,
  staff: Staff,
  why: { reason: RevealReason; note: string },
): string {
  if (!mayReveal(staff, ticket)) throw new Refusal('not-allowed', { role: staff.role, ticket: ticket.number })
  const note = maskNumbers(why.note.trim())
  if (why.reason === 'other' && note === '') throw new Refusal('incomplete', { missing: 'note' })
  return [why.reason === 'other' ? '' : WORDS[why.reason], note].filter(Boolean).join('：')
}
