import { Refusal } from '../errors.ts'
import { mask } from '../mask.ts'
import { shownName } from '../name.ts'
import type { Actor, Decision, Matter } from './ticket.ts'

/** What somebody said that stands behind a ticket; `isOnly`: nothing else does. */
type Report = { alias: string; words: string; isOnly: boolean }

const QUOTED = 60

/**
 * Words that belong to another matter are taken off a ticket again. What alone stands behind it stays: such a ticket is rejected as a whole.
 * @throws Refusal `illegal-move`
 */
export function detachReport({ ticket }: Matter, { alias, words, isOnly }: Report, { by, at }: { by: Actor; at: Date }): Decision {
  if (isOnly) throw new Refusal('illegal-move', { action: 'detach', ticket: ticket.number })
  const note = `${shownName(alias)}：${mask(words).slice(0, QUOTED)}`
  return { ticket: { ...ticket, version: ticket.version + 1 }, event: { action: 'detach', by, at, note }, notices: [] }
}
