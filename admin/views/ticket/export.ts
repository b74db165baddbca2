import { writeLocalTime } from '../../../core/localTime.ts'
import { mask, maskNumbers } from '../../../core/mask.ts'
import { shownName } from '../../../core/name.ts'
import { categoryOf } from '../../../core/taxonomy/categories.ts'
import { sayParty } from '../../../core/texts/party.ts'
import { TIER_NAMES, URGENCY_NAMES } from '../../../core/texts/ticket.ts'
import type { ListedTicket } from '../../../db/ticketList.ts'
import { STATUS_NAMES } from '../tags.tsx'
import { sayPlaceOf } from './parts.tsx'

type Cell = { column: string; say(ticket: ListedTicket, timeZone: string): string | number }

/** Column by column; a table leaves the house, so phones and doors in it are hidden. */
const CELLS: readonly Cell[] = [
  { column: '编号', say: ({ number }) => number },
  { column: '事项', say: ({ summary }) => mask(summary) },
  { column: '是否公开', say: (ticket) => (ticket.private ? '不公开' : '公开') },
  { column: '分类', say: ({ category }) => categoryOf(category).name },
  { column: '小区', say: ({ estate }) => estate },
  { column: '位置', say: ({ place }) => mask(sayPlaceOf(place)) },
  { column: '反映人', say: ({ alias }) => (alias ? shownName(alias) : '') },
  { column: '反映人数', say: ({ reporters }) => reporters },
  { column: '来自', say: ({ roomTopic }) => maskNumbers(roomTopic ?? '私聊') },
  { column: '紧急程度', say: ({ urgency }) => URGENCY_NAMES[urgency] },
  { column: '三色清单', say: ({ tier }) => TIER_NAMES[tier] },
  { column: '状态', say: ({ status }) => STATUS_NAMES[status] },
  { column: '负责方', say: ({ party, category }) => sayParty(party, category) },
  { column: '经办', say: ({ assignee }) => assignee ?? '' },
  { column: '登记时间', say: ({ openedAt }, timeZone) => sayMoment(openedAt, timeZone) },
  { column: '回应时限', say: ({ respondBy }, timeZone) => sayMoment(respondBy, timeZone) },
  { column: '办结时限', say: ({ resolveBy }, timeZone) => sayMoment(resolveBy, timeZone) },
  { column: '办结时间', say: ({ closedAt }, timeZone) => sayMoment(closedAt, timeZone) },
]

export const TICKET_COLUMNS = CELLS.map(({ column }) => column)

export function ticketCells(ticket: ListedTicket, timeZone: string): (string | number)[] {
  return CELLS.map(({ say }) => say(ticket, timeZone))
}

/** As a spreadsheet sorts it. */
function sayMoment(at: Date | null, timeZone: string): string {
  if (!at) return ''
  const { date, time } = writeLocalTime(at, timeZone)
  return `${date} ${time}`
}
