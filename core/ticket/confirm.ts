import { noteOnTicket } from './edit.ts'
import { isHandler, moveTicket } from './move.ts'
import type { Actor, Decision, Matter } from './ticket.ts'

type Confirmation = { by: Extract<Actor, { kind: 'resident' }>; at: Date; note: string | null; about: readonly number[] }

/**
 * A reporter says that it is done, and that closes it. Who also sits in the party that did it has told how it stands: somebody else checks (S85).
 * @throws Refusal as `moveTicket`
 */
export function confirmTicket(matter: Matter, { by, at, note, about }: Confirmation): Decision {
  if (isHandler(matter.ticket, by)) return noteOnTicket(matter, { action: 'progress', by, at, note })
  return moveTicket(matter, { action: 'verify', by, at, note, about })
}
