import type { Estate } from '../../../core/community.ts'
import { mask } from '../../../core/mask.ts'
import type { Staff } from '../../../core/staff.ts'
import { TIERS, type Tier, URGENCIES, type Urgency } from '../../../core/taxonomy/categories.ts'
import { TIER_NAMES, URGENCY_NAMES } from '../../../core/texts/ticket.ts'
import { type TicketStatus, UNFINISHED_STATUSES } from '../../../core/ticket/status.ts'
import { MOST_COUNTED } from '../../../db/ticketList.ts'
import { mayTakeIn } from '../../rights.ts'
import { Choice, SearchBox } from '../fields.tsx'
import { GROUP_NAMES } from './parts.tsx'

/** The chips above the list, in the order in which matters move on. */
export const STATUS_GROUPS = {
  open: { label: '未办结', statuses: UNFINISHED_STATUSES },
  review: { label: '待确认', statuses: ['draft', 'pendingReview'] },
  underWay: { label: '办理中', statuses: ['filed', 'assigned', 'inProgress'] },
  paused: { label: '等居民/暂缓', statuses: ['awaitingResident', 'onHold'] },
  toCheck: { label: '待核查', statuses: ['resolved'] },
  closed: { label: '已办结', statuses: ['closed'] },
  all: { label: '全部', statuses: null },
} as const satisfies Record<string, { label: string; statuses: readonly TicketStatus[] | null }>

export type StatusGroup = keyof typeof STATUS_GROUPS

/** The filters as they stand in the address of the page. */
export type TicketQuery = {
  status: StatusGroup
  who: string
  due: string
  estate: string
  group: string
  urgency: string
  tier: string
  private: string
  raised: string
  quiet: string
  q: string
  view: TicketView
}

/** The same tickets as a list, or as a board by colour or by how far they are. */
export const TICKET_VIEWS = { list: '列表', tier: '按三色', status: '按进度' } as const
export type TicketView = keyof typeof TICKET_VIEWS

const WHO = [
  ['me', '我经办的'],
  ['nobody', '没有经办人'],
]
const DUE = [
  ['late', '已超时'],
  ['near', '快到期'],
]

const PRIVATE = [
  ['yes', '只看不公开'],
  ['no', '只看公开'],
]

export function StatusChips({ query, counts }: { query: TicketQuery; counts: Map<TicketStatus, number> | null }) {
  return (
    <nav class="chips" aria-label="按状态筛选">
      {(Object.keys(STATUS_GROUPS) as StatusGroup[]).map((key) => (
        <a href={addressOf({ ...query, status: key })} class="chip" aria-current={key === query.status ? 'true' : undefined}>
          {STATUS_GROUPS[key].label}
          {counts && isCounted(key) && <span class="num">{sayCount(key, counts)}</span>}
        </a>
      ))}
    </nav>
  )
}

const RAISED: [string, string][] = [['yes', '只看已上报']]

function quietOptions(days: string): [string, string][] {
  return [[days, `${days}天没有回音`]]
}

export function Filters({ query, estates }: { query: TicketQuery; estates: Estate[] }) {
  return (
    <form class="filters" method="get" action="/tickets">
      {query.status !== 'open' && <input type="hidden" name="status" value={query.status} />}
      {query.view !== 'list' && <input type="hidden" name="view" value={query.view} />}
      <SearchBox value={query.q} of="工单" placeholder="编号、事项、居民原话" />
      <div class="filter-choices">
        <Choice name="who" label="经办" all="全部经办" value={query.who} options={WHO} />
        <Choice name="due" label="时限" all="全部时限" value={query.due} options={DUE} />
        {estates.length > 1 && (
          <Choice
            name="estate"
            label="小区"
            all="全部小区"
            value={query.estate}
            options={estates.map(({ id, name }) => [String(id), name])}
          />
        )}
        <Choice name="group" label="分类" all="全部分类" value={query.group} options={Object.entries(GROUP_NAMES)} />
        <Choice
          name="urgency"
          label="紧急程度"
          all="全部紧急程度"
          value={query.urgency}
          options={URGENCIES.map((urgency) => [urgency, URGENCY_NAMES[urgency]])}
        />
        <Choice name="tier" label="三色清单" all="三色清单" value={query.tier} options={TIERS.map((tier) => [tier, TIER_NAMES[tier]])} />
        <Choice name="private" label="是否公开" all="公开与不公开" value={query.private} options={PRIVATE} />
        {query.raised !== '' && <Choice name="raised" label="是否上报" all="上报与未上报" value={query.raised} options={RAISED} />}
        {query.quiet !== '' && <Choice name="quiet" label="回音" all="有无回音" value={query.quiet} options={quietOptions(query.quiet)} />}
      </div>
    </form>
  )
}

/** What a list is narrowed to, in a few words; what somebody searched for is masked. */
export function sayQuery(query: TicketQuery, estates: readonly Estate[]): string {
  const labelIn = (options: readonly (readonly string[])[], value: string) => options.find(([key]) => key === value)?.[1]
  const parts = [
    STATUS_GROUPS[query.status].label,
    labelIn(WHO, query.who),
    labelIn(DUE, query.due),
    estates.find(({ id }) => String(id) === query.estate)?.name,
    query.group && GROUP_NAMES[query.group],
    query.urgency && URGENCY_NAMES[query.urgency as Urgency],
    query.tier && TIER_NAMES[query.tier as Tier],
    labelIn(PRIVATE, query.private),
    query.q && `搜索“${mask(query.q)}”`,
  ]
  return parts.filter(Boolean).join(' · ')
}

export function ListActions({ query, staff }: { query: TicketQuery; staff: Staff }) {
  return (
    <>
      <ViewChoice query={query} />
      <a class="btn" href={addressOf(query).replace('/tickets', '/tickets.csv')} download="" title="这些工单的表格，最多 5000 件">
        导出
      </a>
      {mayTakeIn(staff) && (
        <a class="btn btn-primary" href="/intake">
          登记
        </a>
      )}
    </>
  )
}

/** The way to the other views of the same tickets. */
function ViewChoice({ query }: { query: TicketQuery }) {
  return (
    <nav class="view-choice" aria-label="看法">
      {(Object.keys(TICKET_VIEWS) as TicketView[]).map((view) => (
        <a class="btn" href={addressOf({ ...query, view })} aria-current={view === query.view ? 'true' : undefined}>
          {TICKET_VIEWS[view]}
        </a>
      ))}
    </nav>
  )
}

function isCounted(key: StatusGroup): boolean {
  return key !== 'closed' && key !== 'all'
}

export function sayCount(key: StatusGroup, counts: Map<TicketStatus, number>): string {
  const statuses: readonly TicketStatus[] = STATUS_GROUPS[key].statuses ?? []
  const count = statuses.reduce((sum, status) => sum + (counts.get(status) ?? 0), 0)
  return count < MOST_COUNTED ? String(count) : `${MOST_COUNTED - 1}+`
}

export function addressOf(query: TicketQuery, page: { before?: number; after?: number } = {}): string {
  const { status, view } = query
  const fields = { ...query, status: status === 'open' ? '' : status, view: view === 'list' ? '' : view, ...page }
  const parameters = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])))
  return parameters.size > 0 ? `/tickets?${parameters}` : '/tickets'
}
