import type { Tier, Urgency } from '../../core/taxonomy/categories.ts'
import { TIER_NAMES, URGENCY_NAMES } from '../../core/texts/ticket.ts'
import type { ClockName, RunningClock } from '../../core/ticket/clock.ts'
import type { TicketStatus } from '../../core/ticket/status.ts'

type Tint = 'blue' | 'red' | 'orange' | 'yellow' | 'green' | 'violet' | 'grey'

export const STATUS_NAMES: Record<TicketStatus, string> = {
  draft: '草稿',
  pendingReview: '待确认',
  filed: '已立案',
  assigned: '已派单',
  inProgress: '办理中',
  awaitingResident: '等居民',
  onHold: '暂缓',
  resolved: '待核查',
  closed: '已办结',
  rejected: '不予受理',
  withdrawn: '已撤回',
  merged: '已合并',
  referred: '已转外部',
}

const STATUS_TINTS: Record<TicketStatus, Tint> = {
  draft: 'grey',
  pendingReview: 'orange',
  filed: 'blue',
  assigned: 'blue',
  inProgress: 'blue',
  awaitingResident: 'yellow',
  onHold: 'yellow',
  resolved: 'violet',
  closed: 'green',
  rejected: 'grey',
  withdrawn: 'grey',
  merged: 'grey',
  referred: 'grey',
}

const URGENCY_TINTS: Record<Urgency, Tint> = { low: 'grey', normal: 'grey', high: 'orange', emergency: 'red' }

export function Tag({ tint, children }: { tint: Tint; children: string }) {
  return <span class={`tag tint-${tint}`}>{children}</span>
}

export function StatusTag({ status }: { status: TicketStatus }) {
  return <Tag tint={STATUS_TINTS[status]}>{STATUS_NAMES[status]}</Tag>
}

export function UrgencyTag({ urgency }: { urgency: Urgency }) {
  return <Tag tint={URGENCY_TINTS[urgency]}>{URGENCY_NAMES[urgency]}</Tag>
}

const WARNED_NAMES: Record<ClockName, string> = { response: '快要回应', update: '该说进展了', resolution: '快到办结时限' }
const BREACHED_NAMES: Record<ClockName, string> = { response: '回应超时', update: '没有回音', resolution: '办结超时' }
const MOST_CLOCKS = 3

/** Which clocks of a ticket warn or have run out, what has run out first. */
export function ClockTags({ running, most = MOST_CLOCKS }: { running: readonly RunningClock[]; most?: number }) {
  const late = running.filter(({ state }) => state === 'breached').map(({ clock }) => <Tag tint="red">{BREACHED_NAMES[clock]}</Tag>)
  const near = running.filter(({ state }) => state === 'preWarn').map(({ clock }) => <Tag tint="orange">{WARNED_NAMES[clock]}</Tag>)
  return <>{[...late, ...near].slice(0, most)}</>
}

/** Who owns the matter, not how urgent it is: a dot, so that it is not read as a second urgency. */
export function TierTag({ tier }: { tier: Tier }) {
  return (
    <span class="tag tint-grey">
      <span class={`tier-dot tier-${tier}`} aria-hidden="true" />
      {TIER_NAMES[tier]}
    </span>
  )
}
