import { describePlace } from '../reading/place.ts'
import type { Ticket } from '../ticket/ticket.ts'

/** What a person put right in what the bot had understood. */
export const CORRECTION_KINDS = ['category', 'place', 'urgency', 'notReport', 'report', 'join', 'merge', 'split'] as const
export type CorrectionKind = (typeof CORRECTION_KINDS)[number]

/** What of an edit says that the reader was wrong; another summary, tier or privacy is a matter of judgement. */
export function correctionsIn(before: Ticket, after: Ticket): CorrectionKind[] {
  const differs: [CorrectionKind, unknown, unknown][] = [
    ['category', before.category, after.category],
    ['place', sayPlace(before), sayPlace(after)],
    ['urgency', before.urgency, after.urgency],
  ]
  return differs.flatMap(([kind, was, is]) => (was === is ? [] : [kind]))
}

function sayPlace({ place }: Ticket): string {
  return place ? describePlace(place) : ''
}
