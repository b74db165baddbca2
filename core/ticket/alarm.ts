import { Refusal } from '../errors.ts'
import { hasRole, SETTING_ROLES, type Staff } from '../staff.ts'
import { texts } from '../texts/texts.ts'
import type { RunningClock } from './clock.ts'
import type { Decision, Matter } from './ticket.ts'

/** History keeps that a clock warned or ran out; what ran out stands on the director's list. */
export function ringClock({ ticket, community }: Matter, running: RunningClock, at: Date): Decision {
  const isBreach = running.state === 'breached'
  return {
    ticket: isBreach ? { ...ticket, escalatedAt: ticket.escalatedAt ?? at } : ticket,
    event: { action: isBreach ? 'breach' : 'preWarn', by: { kind: 'bot' }, at, note: texts.ticket.clockRang(running, at, community) },
    notices: [],
  }
}

/** A director says what is to happen; the ticket leaves the list. @throws Refusal `not-allowed`, `stale` when it has left, `incomplete` without words. */
export function superviseTicket({ ticket }: Matter, { staff, at, note }: { staff: Staff; at: Date; note: string }): Decision {
  if (!hasRole(staff, SETTING_ROLES)) throw new Refusal('not-allowed', { role: staff.role })
  if (!ticket.escalatedAt) throw new Refusal('stale', { ticket: ticket.number })
  if (note.trim() === '') throw new Refusal('incomplete', { missing: 'note' })
  return {
    ticket: { ...ticket, escalation: null, escalatedAt: null },
    event: { action: 'supervise', by: { kind: 'staff', staff }, at, note: note.trim() },
    notices: [],
  }
}
