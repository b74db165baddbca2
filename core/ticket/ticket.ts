import * as z from 'zod'
import type { Community, Estate } from '../community.ts'
import type { IntakeChannel } from '../intake.ts'
import type { CorrectionKind } from '../learning/correction.ts'
import type { Notice } from '../notice.ts'
import type { Party } from '../org.ts'
import type { Place } from '../reading/place.ts'
import type { Mediator } from '../routing/settings.ts'
import type { Staff } from '../staff.ts'
import type { CategoryCode, Tier, Urgency } from '../taxonomy/categories.ts'
import { TICKET_ACTIONS } from './moves.ts'
import type { Referral } from './referral.ts'
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
  /** It was opened by a question that staff answer, not by a report. */
  isQuestion: boolean
  place: Place | null
  urgency: Urgency
  tier: Tier
  private: boolean
  party: Party
  assigneeId: number | null
  /** Since when whoever has it now has it, or had it when it was closed; null: it is in the queue, or has gone another way. */
  assignedAt: Date | null
  resolvedById: number | null
  outcome: Outcome | null
  reopenCount: number
  bounceCount: number
  escalation: Escalation | null
  mergedIntoId: number | null
  /** What it goes on from: the same thing broke again after its ticket was closed for good. */
  relatedToId: number | null
  plan: Plan | null
  whistle: Whistle | null
  mediation: Mediation | null
  referral: Referral | null
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
  /** When it was turned down, taken back, merged or referred; what was closed has `closedAt`. */
  endedAt: Date | null
  /** Since when a reporter agrees to be quoted in evidence of its end (S100). */
  quoteAgreedAt: Date | null
  /** When somebody who has no WeChat was told of it last. */
  toldByPhoneAt: Date | null
  version: number
}

/** What has to be put right, by whom and until when; while a part is empty the ticket cannot be finished (S02). `due` is a day: 2026-11-30. */
export const Plan = z.object({
  text: z.string().trim().max(500),
  owner: z.string().trim().max(40),
  due: z.iso.date().nullable(),
})
export type Plan = z.infer<typeof Plan>

/** A department that was called; moments as ISO text. `late`: the director has been told that it did not report in. */
export type CalledDepartment = { name: string; due: string; reportedInAt: string | null; reportedInBy: string | null; late: boolean }

/** Several departments called to one matter, one of them in the lead (S04). */
export type Whistle = { at: string; calledBy: string; lead: string; departments: CalledDepartment[] }

/** Where peace is being made: which step it is, from 1, who tries, and until when (S15). */
export type Mediation = { step: number; by: Mediator; due: string }

/** Somebody whose words belong to a ticket; `memberId` null when staff wrote it down for a person outside the chat. */
export type Reporter = { memberId: number | null; alias: string; isFriend: boolean; roomId: number | null }

/** A ticket with what a decision about it must know. Reporters come first to last, without those who withdrew; `afterPhotos` show the work done. */
export type Matter = { ticket: Ticket; reporters: Reporter[]; community: Community; estate: Estate; afterPhotos: number }

const OTHER_EVENTS = [
  'open',
  'join',
  'detach',
  'recall',
  'callOff',
  'edit',
  'answer',
  'answerByPhone',
  'praise',
  'anger',
  'leave',
  'escalate',
  'plan',
  'undo',
  'preWarn',
  'breach',
  'supervise',
  'route',
  'handOut',
  'revoke',
  'progress',
  'reportIn',
  'lateReportIn',
  'mediate',
  'meet',
  'rate',
  'callback',
] as const
export const TICKET_EVENTS = [...OTHER_EVENTS, ...TICKET_ACTIONS] as const
export type TicketEventName = (typeof TICKET_EVENTS)[number]

export const ACTORS = ['resident', 'staff', 'handler', 'bot'] as const
/** Who did it: a reporter from the chat or a member of staff, with the parties they are appointed to, who has it without an account, or the bot by itself. */
export type Actor =
  | { kind: 'resident'; memberId: number; alias: string; parties?: readonly Party[] }
  | { kind: 'staff'; staff: Staff; parties?: readonly Party[] }
  | Handler
  | { kind: 'bot' }

/** Somebody without an account who was handed one ticket; `leads`: may say that it is done. */
export type Handler = { kind: 'handler'; linkId: number; name: string; department: string | null; leads: boolean }

export type TicketEvent = { action: TicketEventName; by: Actor; at: Date; note: string | null }

/**
 * What the core wants remembered, whole or not at all. `corrects`: what it says a reader had got wrong; `leaves`: the member whose reports are taken back;
 * `supersedes`: what was to be told of the ticket's course later on is not said any more.
 */
export type Decision = {
  ticket: Ticket
  event: TicketEvent
  notices: Notice[]
  corrects?: readonly CorrectionKind[]
  leaves?: number
  supersedes?: boolean
}

/** Who spoke to the bot itself is answered at night too. */
export function answerAtNight(decision: Decision): Decision {
  const notices = decision.notices.map((notice) => (notice.haste === 'atOnce' ? notice : { ...notice, haste: 'atNight' as const }))
  return { ...decision, notices }
}
