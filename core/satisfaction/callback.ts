import { Refusal } from '../errors.ts'
import { isHandler } from '../ticket/move.ts'
import type { Actor, Decision, Matter } from '../ticket/ticket.ts'

type Call = { by: Actor; at: Date; note: string }

/** Somebody who did not handle it has spoken with whoever was not content. @throws Refusal `not-allowed` for the handler, `incomplete` without words. */
export function callBack({ ticket }: Matter, { by, at, note }: Call): Decision {
  if (!mayCall(ticket, by)) throw new Refusal('not-allowed', { action: 'callback', ticket: ticket.number })
  if (note.trim() === '') throw new Refusal('incomplete', { missing: 'note' })
  return { ticket, event: { action: 'callback', by, at, note: note.trim() }, notices: [] }
}

/** Who did the work is not the one to ask how it was. */
export function mayCall(ticket: Parameters<typeof isHandler>[0], by: Actor): boolean {
  return by.kind === 'staff' && by.staff.role !== 'viewer' && !isHandler(ticket, by)
}
