import type { Outcome, TicketLine } from './play.ts'
import type { TranscriptLine } from './transcript.ts'

/** What one reader made of a message. `joins` is the first message of the ticket it is on, `said` whether anything was said about it. */
export type Take = {
  outcome: string | null
  intent: string | null
  category: string | null
  place: string | null
  urgency: string | null
  joins: string | null
  said: boolean
}

export type Difference = { message: string; words: string; a: Take; b: Take }

/** The messages of which two readers made something else, in the order of the chat. */
export function compareOutcomes(lines: readonly TranscriptLine[], a: Outcome, b: Outcome): Difference[] {
  const [takesOfA, takesOfB] = [takesOf(a), takesOf(b)]
  return lines.flatMap(({ id, text, kind }) => {
    const [one, other] = [takesOfA.get(id) ?? NOTHING, takesOfB.get(id) ?? NOTHING]
    const isSame = (Object.keys(NOTHING) as (keyof Take)[]).every((field) => one[field] === other[field])
    return isSame ? [] : [{ message: id, words: text || `[${kind}]`, a: one, b: other }]
  })
}

const NOTHING: Take = { outcome: null, intent: null, category: null, place: null, urgency: null, joins: null, said: false }

function takesOf({ heard, tickets, said }: Outcome): Map<string, Take> {
  const ticketOf = new Map<string, TicketLine>(tickets.flatMap((ticket) => ticket.messages.map((message) => [message, ticket] as const)))
  const spokenOf = new Set(said.flatMap(({ about }) => about))
  return new Map(
    heard.map(({ message, outcome, intent, category }) => {
      const ticket = ticketOf.get(message)
      const { place = null, urgency = null } = ticket ?? {}
      return [message, { outcome, intent, category, place, urgency, joins: ticket?.messages[0] ?? null, said: spokenOf.has(message) }]
    }),
  )
}
