import * as z from 'zod'
import { Refusal } from '../errors.ts'
import { TICKET_ACTIONS } from './moves.ts'
import type { Actor, Decision, Matter, Ticket, TicketEventName } from './ticket.ts'

const UNDO_WITHIN_MS = 60 * 60_000

/** What an event changed: field → [before, after], moments as ISO text. */
export type Changes = Record<string, [unknown, unknown]>

export function changesBetween(before: Ticket, after: Ticket): Changes {
  const fields = Object.keys(after) as (keyof Ticket)[]
  const changed = fields.filter((field) => field !== 'version' && JSON.stringify(before[field]) !== JSON.stringify(after[field]))
  return Object.fromEntries(changed.map((field) => [field, [plain(before[field]), plain(after[field])]]))
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value
}

/** The latest event of a ticket; `isSaid`: a resident has heard of it already. */
export type LastEvent = {
  action: TicketEventName
  actor: Actor['kind']
  actorId: number | null
  at: Date
  changes: Changes
  isSaid: boolean
}

/** A merge changes two tickets, and what a resident did is not for staff to undo. */
const UNDOABLE: readonly TicketEventName[] = [
  ...TICKET_ACTIONS.filter((action) => action !== 'merge' && action !== 'split'),
  'edit',
  'plan',
]

export function mayUndo(last: LastEvent, by: Actor, at: Date): boolean {
  const isOwn = by.kind === 'staff' && last.actor === 'staff' && last.actorId === by.staff.id
  return isOwn && UNDOABLE.includes(last.action) && !last.isSaid && at.getTime() - last.at.getTime() <= UNDO_WITHIN_MS
}

/**
 * Takes back what the same colleague did last, while nobody has heard of it: the ticket is as before, and both stay in its history.
 * @throws Refusal `not-allowed`
 */
export function undoLast({ ticket }: Matter, last: LastEvent, { by, at }: { by: Actor; at: Date }): Decision {
  if (!mayUndo(last, by, at)) throw new Refusal('not-allowed', { action: 'undo', ticket: ticket.number })
  const before = Object.fromEntries(Object.entries(last.changes).map(([field, [value]]) => [field, revive(field, value)]))
  const restored = { ...ticket, ...before, version: ticket.version + 1 } as Ticket
  return { ticket: restored, event: { action: 'undo', by, at, note: last.action }, notices: [] }
}

type MomentField = { [Field in keyof Ticket]: Extract<Ticket[Field], Date> extends never ? never : Field }[keyof Ticket]

const MOMENTS = {
  assignedAt: true,
  reviewAt: true,
  respondBy: true,
  resolveBy: true,
  countedFrom: true,
  pausedAt: true,
  resumedAt: true,
  escalatedAt: true,
  openedAt: true,
  filedAt: true,
  resolvedAt: true,
  closedAt: true,
  endedAt: true,
  quoteAgreedAt: true,
  toldByPhoneAt: true,
} satisfies Record<MomentField, true>

const Moment = z.iso.datetime().transform((text) => new Date(text))

function revive(field: string, value: unknown): unknown {
  return field in MOMENTS && value !== null ? Moment.parse(value) : value
}
