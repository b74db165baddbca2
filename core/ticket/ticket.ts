import type { Community, Estate } from '../community.ts'
import type { CorrectionKind } from '../learning/correction.ts'
import type { Notice } from '../notice.ts'
import type { Party } from '../org.ts'
import type { Place } from '../reading/place.ts'
import type { Staff } from '../staff.ts'
import type { CategoryCode, Tier, Urgency } from '../taxonomy/categories.ts'
import { TICKET_ACTIONS } from './moves.ts'
import type { Outcome, TicketStatus } from './status.ts'

export type Ticket = {
  id: number
  communityId: number
  estateId: number
  roomId: number | null
  number: string
  status: TicketStatus
  category: CategoryCode
  summary: string
  firstSummary: string
  place: Place | null
  urgency: Urgency
  tier: Tier
  private: boolean
  party: Party
  assigneeId: number | null
  resolvedById: number | null
  outcome: Outcome | null
  reopenCount: number
  mergedIntoId: number | null
  reviewAt: Date | null
  respondBy: Date | null
  resolveBy: Date | null
  /** From when the hours of its deadlines are counted: its opening, or when it was last opened again. */
  countedFrom: Date
  pausedAt: Date | null
  resumedAt: Date | null
  /** Working hours since `countedFrom` in which its clocks stood. */
  pausedHours: number
  /** Since when it is on the director's list. */
  escalatedAt: Date | null
  openedAt: Date
  filedAt: Date | null
  resolvedAt: Date | null
  closedAt: Date | null
  version: number
}

/** Somebody whose words belong to a ticket; `memberId` null when staff wrote it down for a person outside the chat. */
export type Reporter = { memberId: number | null; alias: string; isFriend: boolean; roomId: number | null }

/** A ticket with what a decision about it must know. Reporters come first to last, without those who withdrew. */
export type Matter = { ticket: Ticket; reporters: Reporter[]; community: Community; estate: Estate }

export const TICKET_EVENTS = [
  'open',
  'join',
  'recall',
  'callOff',
  'edit',
  'answer',
  'praise',
  'anger',
  'preWarn',
  'breach',
  'supervise',
  ...TICKET_ACTIONS,
] as const
export type TicketEventName = (typeof TICKET_EVENTS)[number]

export const ACTORS = ['resident', 'staff', 'bot'] as const
/** Who did it: a reporter from the chat, a member of staff, or the bot by itself. */
export type Actor = { kind: 'resident'; memberId: number; alias: string } | { kind: 'staff'; staff: Staff } | { kind: 'bot' }

export type TicketEvent = { action: TicketEventName; by: Actor; at: Date; note: string | null }

/** What the core wants remembered, whole or not at all. `corrects`: what it says a reader had got wrong. */
export type Decision = { ticket: Ticket; event: TicketEvent; notices: Notice[]; corrects?: readonly CorrectionKind[] }

/** Who spoke to the bot itself is answered at night too. */
export function answerAtNight(decision: Decision): Decision {
  const notices = decision.notices.map((notice) => (notice.haste === 'atOnce' ? notice : { ...notice, haste: 'atNight' as const }))
  return { ...decision, notices }
}
