import { ROLES, type Role } from '../../../core/staff.ts'
import { CATEGORIES } from '../../../core/taxonomy/categories.ts'
import { PARTY_NAMES } from '../../../core/texts/party.ts'
import { TIER_NAMES, URGENCY_NAMES } from '../../../core/texts/ticket.ts'
import { sayWhen } from '../../../core/texts/time.ts'
import type { Ticket } from '../../../core/ticket/ticket.ts'
import { type Clock, ROLE_NAMES } from '../parts.tsx'
import { STATUS_NAMES } from '../tags.tsx'
import { sayPlaceOf } from '../ticket/parts.tsx'

/** What of a ticket is told when it changes; the rest follows from it. */
const FIELD_NAMES: Partial<Record<keyof Ticket, string>> = {
  status: '状态',
  summary: '摘要',
  category: '分类',
  place: '位置',
  urgency: '紧急程度',
  tier: '三色清单',
  private: '不公开',
  party: '负责方',
  assigneeId: '经办',
  reviewAt: '复查',
  respondBy: '回应时限',
  resolveBy: '办结时限',
  resolvedAt: '办完',
  closedAt: '办结',
  quoteAgreedAt: '居民同意引用原话',
}

const NAMES: Record<string, string> = {
  ...STATUS_NAMES,
  ...URGENCY_NAMES,
  ...TIER_NAMES,
  ...PARTY_NAMES,
  ...Object.fromEntries(CATEGORIES.map(({ code, name }) => [code, name])),
}

type Reading = { people: ReadonlyMap<number, string>; clock: Clock }

/** One line for each thing that changed, as `状态：已派单 → 办理中`. */
export function sayChanges(changes: Record<string, readonly [unknown, unknown]>, reading: Reading): string[] {
  return Object.entries(changes).flatMap(([field, [before, after]]) => {
    if (isInWords(field)) return `${field}：${before ?? '空'} → ${after ?? '空'}`
    const name = field === '' ? '' : FIELD_NAMES[field as keyof Ticket]
    if (name === undefined) return []
    return `${name && `${name}：`}${sayValue(field, before, reading)} → ${sayValue(field, after, reading)}`
  })
}

/** What was set is written down as the console says it; a ticket's fields by their names in the program. */
function isInWords(field: string): boolean {
  return /\p{Script=Han}/u.test(field)
}

function sayValue(field: string, value: unknown, { people, clock }: Reading): string {
  if (value === null || value === undefined || value === '') return '空'
  if (field === 'assigneeId') return people.get(value as number) ?? '已离开的同事'
  if (field === 'place') return sayPlaceOf(value as Ticket['place'])
  if (/(At|By)$/.test(field)) return sayWhen(new Date(value as string), clock.now, clock.timeZone)
  if (typeof value === 'boolean') return value ? '是' : '否'
  const words = String(value)
  if (field === '' && (ROLES as readonly string[]).includes(words)) return ROLE_NAMES[words as Role]
  return field === 'summary' ? words : (NAMES[words] ?? words)
}
