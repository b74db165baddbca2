import { z } from 'zod'
import type { Community, Estate } from '../community.ts'
import type { IntakeChannel } from '../intake.ts'
import type { CorrectionKind } from '../learning/correction.ts'
import type { Notice } from '../notice.ts'
import type { Party } from '../org.ts'
import type { Place } from '../reading/place.ts'
import type { Staff } from '../staff.ts'
import type { CategoryCode, Tier, Urgency } from '../taxonomy/categories.ts'
import { TICKET_ACTIONS } from './moves.ts'
import type { Escalation, Outcome, TicketStatus } from './status.ts'

export type Ticket = {
  id: number
  communityId: number
  estateId: number
  roomId: number | null
  number: string
  intakeChannel: IntakeChannel
  intakeRef: string | null
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
  bounceCount: number
  escalation: Escalation | null
  mergedIntoId: number | null
  /** What it goes on from: the same thing broke again after its ticket was closed for good. */
  relatedToId: number | null
  plan: Plan | null
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

/** What has to be put right, by whom and until when; while a part is empty the ticket cannot be finished (S02). `due` is a day: 2026-11-30. */
export const Plan = z.object({
  text: z.string().trim().max(500),
  owner: z.string().trim().max(40),
  due: z.iso.date().nullable(),
})
export type Plan = z.infer<typeof Plan>

/** Somebody whose words belong to a ticket; `memberId` null when staff wrote it down for a person outside the chat. */
export type Reporter = { memberId: number | null; alias: string; isFriend: boolean; roomId: number | null }

/** A ticket with what a decision about it must know. Reporters come first to last, without those who withdrew; `afterPhotos` show the work done. */
export type Matter = { ticket: Ticket; reporters: Reporter[]; community: Community; estate: Estate; afterPhotos: number }

const OTHER_EVENTS = [
  'open',
  'join',
  'recall',
  'callOff',
  'edit',
  'answer',
  'praise',
  'anger',
  'leave',
  'escalate',
  'plan',
  'undo',
  'preWarn',
  'breach',
  'supervise',
  'meet',
  'rate',
  'callback',
] as const
export const TICKET_EVENTS = [...OTHER_EVENTS, ...TICKET_ACTIONS] as const
export type TicketEventName = (typeof TICKET_EVENTS)[number]

export const ACTORS = ['resident', 'staff', 'bot'] as const
/** Who did it: a reporter from the chat, a member of staff with the parties they are appointed to, or the bot by itself. */
export type Actor =
  | { kind: 'resident'; memberId: number; alias: string }
  | { kind: 'staff'; staff: Staff; parties?: readonly Party[] }
  | { kind: 'bot' }

export type TicketEvent = { action: TicketEventName; by: Actor; at: Date; note: string | null }

/** What the core wants remembered, whole or not at all. `corrects`: what it says a reader had got wrong; `leaves`: the member whose reports are taken back. */
export type Decision = { ticket: Ticket; event: TicketEvent; notices: Notice[]; corrects?: readonly CorrectionKind[]; leaves?: number }

/** Who spoke to the bot itself is answered at night too. */
export function answerAtNight(decision: Decision): Decision {
  const notices = decision.notices.map((notice) => (notice.haste === 'atOnce' ? notice : { ...notice, haste: 'atNight' as const }))
  return { ...decision, notices }
}
