import type { Role } from '../staff.ts'
import { PAUSED_STATUSES, type TicketStatus } from './status.ts'

/** `handler`: who has it without an account, by a link; `bot`: nobody in particular, the clock. */
type Mover = Role | 'reporter' | 'handler' | 'bot'
type Need = 'note' | 'party' | 'reviewAt' | 'target' | 'departments' | 'outsider'
type Move = { from: readonly TicketStatus[]; to: TicketStatus; by: readonly Mover[]; needs: readonly Need[] }

const DESK = ['staff', 'director', 'administrator'] as const
const FIELD = ['gridWorker', ...DESK] as const
/** A captain works on what there is; what becomes a case the community decides. */
const FIRST = ['buildingCaptain', ...FIELD] as const
/** Who is above the community works on what was raised to them. */
const ABOVE = 'overseer'
const UNDER_WAY = ['filed', 'assigned', 'inProgress'] as const
const PAUSED = PAUSED_STATUSES

/** Every legal move of a ticket. What is not in this table cannot happen; buttons, permissions and audit names come from it. */
// biome-ignore format: a table
export const MOVES = {
  accept:      { from: ['draft'],                                                          to: 'pendingReview',    by: FIELD,                needs: [] },
  file:        { from: ['pendingReview'],                                                  to: 'filed',            by: FIELD,                needs: [] },
  assign:      { from: [...UNDER_WAY, ...PAUSED],                                          to: 'assigned',         by: [ABOVE, ...DESK, 'bot'], needs: ['party'] },
  raise:       { from: UNDER_WAY,                                                          to: 'assigned',         by: [ABOVE, ...FIRST],    needs: ['note'] },
  whistle:     { from: UNDER_WAY,                                                          to: 'assigned',         by: [ABOVE, ...DESK],     needs: ['note', 'departments'] },
  timeOut:     { from: ['assigned'],                                                       to: 'filed',            by: ['bot'],              needs: [] },
  bounce:      { from: ['assigned', 'inProgress'],                                         to: 'filed',            by: [ABOVE, ...FIRST, 'handler'], needs: ['note'] },
  takeUp:      { from: ['filed', 'assigned'],                                              to: 'inProgress',       by: [ABOVE, ...FIRST, 'handler'], needs: [] },
  askResident: { from: UNDER_WAY,                                                          to: 'awaitingResident', by: FIRST,                needs: ['note'] },
  hold:        { from: UNDER_WAY,                                                          to: 'onHold',           by: [ABOVE, ...DESK],     needs: ['note', 'reviewAt'] },
  resume:      { from: PAUSED,                                                             to: 'inProgress',       by: [ABOVE, ...FIRST],    needs: [] },
  resolve:     { from: [...UNDER_WAY, 'awaitingResident'],                                 to: 'resolved',         by: [ABOVE, ...FIRST, 'handler'], needs: ['note'] },
  verify:      { from: ['resolved'],                                                       to: 'closed',           by: ['reporter', ...FIRST], needs: [] },
  lapse:       { from: ['resolved'],                                                       to: 'closed',           by: ['bot'],              needs: [] },
  reopen:      { from: ['resolved', 'closed'],                                             to: 'inProgress',       by: ['reporter', ...FIRST], needs: [] },
  reject:      { from: ['draft', 'pendingReview', 'filed'],                                to: 'rejected',         by: DESK,                 needs: ['note'] },
  withdraw:    { from: ['draft', 'pendingReview', ...UNDER_WAY, ...PAUSED],                to: 'withdrawn',        by: ['reporter'],         needs: [] },
  merge:       { from: ['draft', 'pendingReview', ...UNDER_WAY, ...PAUSED],                to: 'merged',           by: DESK,                 needs: ['target'] },
  split:       { from: ['merged'],                                                         to: 'filed',            by: DESK,                 needs: [] },
  refer:       { from: UNDER_WAY,                                                          to: 'referred',         by: [ABOVE, ...DESK],     needs: ['note', 'outsider'] },
} as const satisfies Record<string, Move>

export type TicketAction = keyof typeof MOVES
export const TICKET_ACTIONS = Object.keys(MOVES) as [TicketAction, ...TicketAction[]]

/** The table without its literal types, for code that walks it. */
export function moveOf(action: TicketAction): Move {
  return MOVES[action]
}
