import { mask } from '../mask.ts'
import type { IncomingMessage, MemberRole } from '../message.ts'
import { describePlace, placeFromAlias } from '../reading/place.ts'
import type { Label } from './label.ts'

/** One line of a label file: the replay format, and what the line should be read as. */
export type Example = Pick<IncomingMessage, 'kind' | 'text' | 'quote' | 'mentionsBot' | 'recalls'> & {
  id: string
  at: string
  group: string | null
  estate: string | null
  sender: string
  alias: string
  role: MemberRole
  label: Label | null
}

type Said = Pick<IncomingMessage, 'kind' | 'text' | 'quote' | 'mentionsBot' | 'recalls' | 'sentAt'> & {
  externalId: string
  memberId: number
  alias: string
}

/** A resident's line as it may leave the database: nobody's name, phone or door, but the building that a nickname names. */
export function exampleOf(
  said: Said,
  where: { group: string | null; estate: string | null; role: MemberRole; label: Label | null },
): Example {
  const home = placeFromAlias(said.alias)
  const name = `居民${said.memberId}`
  return {
    id: said.externalId,
    at: said.sentAt.toISOString(),
    group: where.group,
    estate: where.estate,
    sender: name,
    alias: home ? `${name}（${describePlace(home)}）` : name,
    role: where.role,
    kind: said.kind,
    text: mask(said.text),
    quote: said.quote && { ...said.quote, sender: '邻居', text: mask(said.quote.text) },
    mentionsBot: said.mentionsBot,
    recalls: said.recalls,
    label: where.label,
  }
}
