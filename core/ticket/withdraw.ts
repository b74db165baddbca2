import { Refusal } from '../errors.ts'
import { texts } from '../texts/texts.ts'
import { moveTicket } from './move.ts'
import { OPEN_STATUSES } from './status.ts'
import { tellReporter } from './tell.ts'
import type { Actor, Decision, Matter } from './ticket.ts'

type Withdrawal = { by: Extract<Actor, { kind: 'resident' }>; at: Date; note: string | null; about: readonly number[] }

/**
 * Each reporter takes back only what they reported themselves; with the last one the ticket goes.
 * @throws Refusal `not-allowed` when somebody else reported it, `illegal-move` when it is finished.
 */
export function withdrawReport(matter: Matter, { by, at, note, about }: Withdrawal): Decision {
  const { ticket, reporters } = matter
  const isLast = reporters.every(({ memberId }) => memberId === by.memberId)
  if (isLast) return { ...moveTicket(matter, { action: 'withdraw', by, at, note, about }), leaves: by.memberId }

  const own = reporters.find(({ memberId }) => memberId === by.memberId)
  if (!own) throw new Refusal('not-allowed', { action: 'withdraw', ticket: ticket.number })
  if (!(OPEN_STATUSES as readonly string[]).includes(ticket.status))
    throw new Refusal('illegal-move', { action: 'withdraw', status: ticket.status })
  const changed = { ...ticket, version: ticket.version + 1 }
  const notices = tellReporter(ticket, own, { kind: 'reply', text: texts.ticket.left(ticket), at, about })
  return { ticket: changed, event: { action: 'leave', by, at, note }, notices, leaves: by.memberId }
}
