import type { Party } from '../org.ts'
import type { Ticket } from '../ticket/ticket.ts'

/** Whom a praise is for: whoever has the ticket it speaks of, or whom its words name. */
export type Kudos = { ticketId: number | null; party: Party }

const PRAISED_MS = 7 * 86_400_000

const NAMED: readonly { party: Party; words: RegExp }[] = [
  { party: 'gridWorker', words: /网格员/ },
  { party: 'buildingCaptain', words: /楼栋?长/ },
  { party: 'volunteers', words: /志愿者|义工/ },
  { party: 'community', words: /社区|居委会|社工|(?<!物业.{0,3})(主任|书记)/ },
  { party: 'property', words: /师傅|物业|保洁|保安|门卫|维修|电工|水工|管家|客服/ },
]

/** Null: thanks to nobody in particular. `named` is the ticket whose number was said; else their own that was resolved within a week counts. */
export function findKudos(words: string, { own, named, now }: { own: readonly Ticket[]; named: Ticket | null; now: Date }): Kudos | null {
  const recent = own.filter(({ resolvedAt }) => resolvedAt && now.getTime() - resolvedAt.getTime() <= PRAISED_MS)
  const ticket = named ?? recent.toSorted((a, b) => b.resolvedAt!.getTime() - a.resolvedAt!.getTime())[0]
  if (ticket) return { ticketId: ticket.id, party: ticket.party }
  const party = NAMED.find((row) => row.words.test(words))?.party
  return party ? { ticketId: null, party } : null
}
