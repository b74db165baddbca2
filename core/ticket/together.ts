import type { Community } from '../community.ts'
import type { Notice } from '../notice.ts'
import { texts } from '../texts/texts.ts'
import type { Told } from '../texts/ticket.ts'
import { tellReporter } from './tell.ts'
import type { Reporter } from './ticket.ts'

type Telling = { reporter: Reporter; community: Community; about: readonly number[]; at: Date }

/** One line for all that came of a message; each number is in it. Private matters are not told together. */
export function tellTogether(told: readonly Told[], { reporter, community, about, at }: Telling): Notice[] {
  const [first] = told
  if (!first) return []
  return tellReporter(first.ticket, reporter, { kind: 'reply', text: texts.ticket.openedTogether(told, community, at), at, about })
}
